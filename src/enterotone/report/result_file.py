"""The result file of an assessment: one zip that both reports, comparisons and reruns read.

``result.json`` holds the answers, field by field as in `enterotone.assessment.result`, with ``format`` and
``format_version`` first; ``individuals.npz`` holds the arrays of `enterotone.assessment.ensemble.Ensemble`. A reader of
a later version reads earlier ones or says that it does not. docs/reference/result-file.md describes both.
"""

from __future__ import annotations

import io
import json
import math
import types
import typing
import zipfile
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from enterotone.assessment.ensemble import Ensemble
from enterotone.assessment.result import Assessment
from enterotone.errors import FormatError
from enterotone.report.tables import assessment_to_dict
from enterotone.writing import replacing

__all__ = ["SUFFIX", "assessment_from_dict", "read_result", "write_result"]

_FORMAT, _VERSION = "enterotone result", 1
SUFFIX = ".enterotone"
_ANSWERS, _ARRAYS = "result.json", "individuals.npz"
#: The earliest moment a zip can name: the same result gives the same file.
_MOMENT = (1980, 1, 1, 0, 0, 0)
_MAPS = {"members": "member ", "readouts": "readout ", "reference": "reference ", "labs": "lab "}
#: Largest part that is read into memory [bytes].
_LARGEST = 2_000_000_000


def write_result(assessment: Assessment, path: Path) -> Path:
    """Write a result file.

    Parameters
    ----------
    assessment : what was found; without individuals the file has none.
    path : the file; replaced when it is there.

    Raises
    ------
    OSError
        If the system refuses.
    """
    head = {"format": _FORMAT, "format_version": _VERSION}
    answers = json.dumps({**head, **assessment_to_dict(assessment)}, indent=1).encode()
    with replacing(path) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.writestr(_entry(_ANSWERS), answers)
        if isinstance(assessment.individuals, Ensemble):
            archive.writestr(_entry(_ARRAYS), _packed(assessment.individuals))
    return path


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    return entry


def read_result(path: Path) -> Assessment:
    """Read a result file.

    Parameters
    ----------
    path : the file, or the folder that `enterotone assess` wrote it to.

    Raises
    ------
    FormatError
        If it cannot be read, is no result file, or is of a version that this software does not know.
    """
    file = _found(path)
    try:
        with zipfile.ZipFile(file) as archive:
            for entry in archive.infolist():
                if entry.file_size > _LARGEST:
                    raise FormatError(f"{file.name}: '{entry.filename}' is too large to be part of a result file.")
            data = json.loads(archive.read(_ANSWERS))
            arrays = archive.read(_ARRAYS) if _ARRAYS in archive.namelist() else None
        if not isinstance(data, dict) or data.get("format") != _FORMAT:
            raise FormatError(f"{file.name}: {_ANSWERS} does not say 'format: {_FORMAT}'. {_REMEDY}")
        if data.get("format_version") != _VERSION:
            raise FormatError(
                f"{file.name}: format version {data.get('format_version')}; this software reads version "
                f"{_VERSION}. Update enterotone, or assess again."
            )
        answer = assessment_from_dict(data)
        return answer if arrays is None else replace(answer, individuals=_unpacked(arrays))
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"{file.name}: cannot be read as a result file ({error}). {_REMEDY}") from error


_REMEDY = f"Give the result{SUFFIX} that 'enterotone assess' wrote, or its folder."


def _found(path: Path) -> Path:
    if not path.is_dir():
        return path
    inside = sorted(path.glob(f"*{SUFFIX}"))
    if len(inside) != 1:
        raise FormatError(f"{path.name}: holds {len(inside)} result files; expected one. {_REMEDY}")
    return inside[0]


def _packed(individuals: Ensemble) -> bytes:
    arrays: dict[str, Any] = {
        "indices": individuals.indices,
        "states": individuals.states,
        "weights": individuals.weights,
        "places": individuals.places,
        "state_ids": np.array(individuals.state_ids),
        "exposure_ids": np.array(list(individuals.exposures), dtype=str),
        "exposure_levels": np.array(list(individuals.exposures.values()), dtype=float),
        "seed": np.array(individuals.seed),
    }
    for name, prefix in _MAPS.items():
        arrays |= {prefix + key: column for key, column in getattr(individuals, name).items()}
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


def _unpacked(data: bytes) -> Ensemble:
    with np.load(io.BytesIO(data), allow_pickle=False) as found:
        arrays = {name: found[name] for name in found.files}
    maps: dict[str, Any] = {
        name: {key.removeprefix(prefix): column for key, column in arrays.items() if key.startswith(prefix)}
        for name, prefix in _MAPS.items()
    }
    levels = zip(arrays["exposure_ids"].tolist(), arrays["exposure_levels"].tolist(), strict=True)
    return Ensemble(
        indices=arrays["indices"],
        state_ids=tuple(arrays["state_ids"].tolist()),
        states=arrays["states"],
        weights=arrays["weights"],
        places=arrays["places"],
        exposures=dict(levels),
        seed=int(arrays["seed"]),
        **maps,
    )


def assessment_from_dict(data: Mapping[str, Any]) -> Assessment:
    """Undo `enterotone.report.tables.assessment_to_dict`.

    Parameters
    ----------
    data : as read from JSON; keys that the classes do not have are left aside.

    Raises
    ------
    KeyError, TypeError, ValueError
        If a field is missing or of another kind.
    """
    found: Assessment = _built(Assessment, data)
    return found


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _built(kind: Any, value: Any) -> Any:
    """Turn plain data into a value of a kind: a dataclass, a tuple, a mapping, a choice with None, a number, text."""
    if is_dataclass(kind) and isinstance(kind, type):
        if not isinstance(value, Mapping):
            raise TypeError(f"found {type(value).__name__}; expected the fields of {kind.__name__}")
        hints = _hints(kind)
        return kind(**{f.name: _built(hints[f.name], value[f.name]) for f in fields(kind) if f.name in value})
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if value is None else _built(next(each for each in inside if each is not type(None)), value)
    if origin is tuple:
        kinds = [inside[0]] * len(value) if len(inside) == 2 and inside[1] is Ellipsis else list(inside)
        return tuple(_built(each, item) for each, item in zip(kinds, value, strict=True))
    if origin is not None and issubclass(origin, Mapping):
        return {str(key): _built(inside[1], item) for key, item in value.items()}
    if kind is float:
        # JSON has no word for a number that is not finite.
        return math.nan if value is None else float(value)
    return value
