"""BIOM tables, versions 1.0 (JSON) and 2.x (HDF5): ids, taxonomy and the amounts of one sample.

Only the wanted sample's column is read from HDF5, so a table of thousands of samples costs what one sample costs.
What the file says about its own shape is checked before anything is allocated.
"""

from __future__ import annotations

import io
import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from enterotone.errors import EnterotoneError
from enterotone.formats._problem import amount, problem
from enterotone.formats._sample import choose

__all__ = ["BiomTable", "read_biom"]

_MOST_IDS = 2_000_000
_MOST_CELLS = 50_000_000
_NOT_TAXA = re.compile(r"gene|ortholog|pathway|function|metabolite", re.IGNORECASE)
_TAXONOMY = ("taxonomy", "consensus lineage", "consensuslineage", "lineage")


@dataclass(frozen=True)
class BiomTable:
    """One sample of a table.

    Parameters
    ----------
    samples : ids of all samples.
    features : ids of all rows.
    lineages : written lineage of each row, empty where the file gives none.
    amounts : of the wanted sample, one a row.
    kind : what the file calls itself (``OTU table``).
    made_by : what wrote it.
    """

    samples: tuple[str, ...]
    features: tuple[str, ...]
    lineages: tuple[str, ...]
    amounts: tuple[float, ...]
    kind: str = ""
    made_by: str = ""
    name: str = field(default="")

    @property
    def has_lineages(self) -> bool:
        return any(self.lineages)


def read_biom(data: bytes, path: Path, sample: str | None, *, list_only: bool = False) -> BiomTable:
    """Read a table from the bytes of a file.

    Parameters
    ----------
    data : the file's content.
    path : for messages.
    sample : id of the sample; may be None where there is one only, or where `list_only`.
    list_only : leave the amounts empty.

    Raises
    ------
    FormatError
        If the table is broken or contradicts itself, or the sample is not in it.
    """
    if data[:4] == b"\x89HDF":
        return _read_hdf5(data, path, sample, list_only)
    return _read_json(data, path, sample, list_only)


def _read_json(data: bytes, path: Path, sample: str | None, list_only: bool) -> BiomTable:
    remedy = "Export the table again, or give it as HDF5"
    try:
        table = json.loads(data.decode("utf-8-sig"))
        rows = [_JsonRow(item) for item in table["rows"]]
        samples = tuple(str(item["id"]) for item in table["columns"])
        n_rows, n_samples = (int(size) for size in table["shape"])
        cells, is_sparse = table["data"], table["matrix_type"] == "sparse"
        kind, made_by = str(table.get("type", "")), str(table.get("generated_by", ""))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise problem(path, f"JSON that is no BIOM table ({error!r})", "BIOM 1.0", remedy) from error
    _check_kind(kind, path)
    if (n_rows, n_samples) != (len(rows), len(samples)):
        found = f"a shape of {n_rows} by {n_samples} for {len(rows)} rows and {len(samples)} samples"
        raise problem(path, found, "a shape that fits", remedy)
    ids = tuple(row.id for row in rows)
    _unique(ids, samples, path)
    name = "" if list_only else choose(samples, sample, path)
    amounts = [0.0] * n_rows
    if not list_only:
        place = samples.index(name)
        try:
            if is_sparse:
                _fill(amounts, [(int(i), int(j), value) for i, j, value in cells], place, n_samples, path)
            else:
                if len(cells) != n_rows or any(len(line) != n_samples for line in cells):
                    raise problem(path, "a dense matrix of another shape", f"{n_rows} by {n_samples}", remedy)
                _fill(amounts, [(i, place, line[place]) for i, line in enumerate(cells)], place, n_samples, path)
        except EnterotoneError:
            raise
        except (TypeError, ValueError, LookupError, OverflowError) as error:
            raise problem(path, f"a matrix that cannot be read ({error})", "BIOM 1.0", remedy) from error
    return BiomTable(samples, ids, tuple(row.lineage for row in rows), tuple(amounts), kind, made_by, name)


def _check_kind(kind: str, path: Path) -> None:
    if _NOT_TAXA.search(kind):
        remedy = "Give the table of taxa of the same samples"
        raise problem(path, f"a table of the type '{kind}'", "a table of taxa", remedy)


class _JsonRow:
    def __init__(self, item: dict[str, Any]) -> None:
        self.id = str(item["id"])
        self.lineage = ""
        for key, value in (item.get("metadata") or {}).items():
            if key.casefold() in _TAXONOMY:
                self.lineage = _join(value)


def _fill(amounts: list[float], cells: Sequence[tuple[int, int, Any]], place: int, n_samples: int, path: Path) -> None:
    for i, j, value in cells:
        if not (0 <= i < len(amounts) and 0 <= j < n_samples):
            raise problem(path, f"a cell at {i}, {j}", "cells inside the shape", "Export the table again")
        if j == place:
            amounts[i] += _number(value, path, i)


def _number(value: Any, path: Path, row: int) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return amount(str(value), path, line=row + 1)
    return amount(repr(float(value)), path, line=row + 1)


def _join(value: Any) -> str:
    """Lineage as one text from a list of levels, or as it is; quotes around it are taken off."""
    if isinstance(value, list | tuple):
        return ";".join(str(level).strip().strip('"') for level in value)
    return "" if value is None else str(value).strip().strip('"')


def _unique(features: Sequence[str], samples: Sequence[str], path: Path) -> None:
    for what, ids in (("feature", features), ("sample", samples)):
        if len(set(ids)) < len(ids):
            seen: set[str] = set()
            double = next(name for name in ids if name in seen or seen.add(name))  # type: ignore[func-returns-value]
            raise problem(path, f"the {what} '{double[:60]}' twice", f"each {what} once", "Rename or add them up")


def _read_hdf5(data: bytes, path: Path, sample: str | None, list_only: bool) -> BiomTable:
    import h5py

    remedy = "Copy or export the table again"
    try:
        with h5py.File(io.BytesIO(data), "r") as table:
            samples = _texts(table["sample/ids"], path)
            features = _texts(table["observation/ids"], path)
            _unique(features, samples, path)
            lineages = _lineages(table, len(features), path)
            kind, made_by = (_attribute(table, key) for key in ("type", "generated-by"))
            _check_kind(kind, path)
            name = "" if list_only else choose(samples, sample, path)
            amounts = [0.0] * len(features)
            if not list_only:
                matrix = table["sample/matrix"]
                place = samples.index(name)
                if matrix["indptr"].shape != (len(samples) + 1,):
                    raise problem(path, "pointers that do not fit the samples", "one a sample", remedy)
                start, end = (int(value) for value in matrix["indptr"][place : place + 2])
                if not 0 <= start <= end <= matrix["data"].shape[0] or end - start > _MOST_CELLS:
                    raise problem(path, f"cells {start} to {end} of '{name}'", "cells of the matrix", remedy)
                indices = matrix["indices"][start:end].tolist()
                values = matrix["data"][start:end].tolist()
                cells = [(int(i), 0, value) for i, value in zip(indices, values, strict=True)]
                _fill(amounts, cells, 0, 1, path)
    except EnterotoneError:
        raise
    except (OSError, RuntimeError, LookupError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
        raise problem(path, f"HDF5 that is no BIOM table ({error})", "BIOM 2.1", remedy) from error
    return BiomTable(samples, features, lineages, tuple(amounts), kind, made_by, name)


def _texts(dataset: Any, path: Path) -> tuple[str, ...]:
    if len(dataset.shape) != 1 or dataset.shape[0] > _MOST_IDS:
        raise problem(path, f"ids of shape {dataset.shape}", "one list of ids", "Cut the table to what you need")
    return tuple(_text(value) for value in dataset[:].tolist())


def _text(value: Any) -> str:
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else str(value)


def _attribute(table: Any, key: str) -> str:
    return _text(table.attrs[key]) if key in table.attrs else ""


def _lineages(table: Any, n: int, path: Path) -> tuple[str, ...]:
    group = table.get("observation/metadata")
    key = next((name for name in group or () if name.casefold() in _TAXONOMY), None)
    if group is None or key is None:
        return ("",) * n
    dataset = group[key]
    if dataset.shape[0] != n or math.prod(dataset.shape) > _MOST_CELLS:
        raise problem(
            path, f"taxonomy of shape {dataset.shape}", f"one lineage for each of {n} rows", "Export it again"
        )
    found = []
    for value in dataset[:].tolist():
        levels = value if isinstance(value, list) else [value]
        found.append(_join([level for level in map(_text, levels) if level]))
    return tuple(found)
