"""Parquet tables of taxa by samples.

Support table
-------------
==========================  ==============================================================================
orientation                 samples in rows (a text column of ids, one numeric column a taxon) or taxa in rows
                            (a text column of names, one numeric column a sample); found from the names
taxa, amounts               as the plain table: any lineage or bare name; fractions, percent or counts
not read                    nested columns, lists, several text columns
==========================  ==============================================================================

Specification
-------------
The file starts with ``PAR1``. Exactly one column holds text: the ids or the names; an index that pandas wrote is
passed over. All other columns are numeric. A missing value (null or NaN) is refused. Taxa that come twice are
refused. Only the sample that was asked for is turned into a profile.

References
----------
Apache Parquet format specification, version 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enterotone.formats._community import SAMPLE, community
from enterotone.formats._grid import duplicates, taxon_score, to_profile
from enterotone.formats._problem import amount, problem
from enterotone.formats._sample import choose
from enterotone.formats._source import read_bytes
from enterotone.microbiome.profile import Profile

if TYPE_CHECKING:
    import pyarrow  # type: ignore[import-untyped, unused-ignore]

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "genus_parquet"
TITLE = "Parquet table of taxa"
SUFFIXES = (".parquet", ".pq")


@dataclass(frozen=True)
class _Table:
    """An open table: the text column's values and the names of the numeric columns."""

    data: Any
    labels: tuple[str, ...]
    columns: tuple[str, ...]
    taxa_in_rows: bool


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are Parquet's."""
    return head[:4] == b"PAR1"


def samples(path: Path) -> tuple[str, ...]:
    """List the samples of a table."""
    table = _open(path)
    return table.columns if table.taxa_in_rows else table.labels


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the table breaks the specification above, or `sample` is not in it.
    ProfileError
        If all abundances are 0.
    """
    table = _open(path)
    name = choose(table.columns if table.taxa_in_rows else table.labels, sample, path)
    if table.taxa_in_rows:
        taxa = list(table.labels)
        cells = table.data.column(name).to_pylist()
        places: list[tuple[int, str]] = [(row, name) for row in range(1, len(taxa) + 1)]
    else:
        row = table.labels.index(name)
        taxa = list(table.columns)
        record = table.data.slice(row, 1).to_pylist()[0]
        cells = [record[column] for column in taxa]
        places = [(row + 1, column) for column in taxa]
    amounts = [
        amount("nan" if cell is None else repr(float(cell)), path, line=line, column=column)
        for cell, (line, column) in zip(cells, places, strict=True)
    ]
    return to_profile(taxa, amounts, [line for line, _ in places], path, name, may_merge=False, format_id=ID)


def example() -> dict[str, bytes]:
    """Write the example community as a table of lineages and counts."""
    import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
    import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]

    names = [";".join(f"{rank[0]}__{name}" for rank, name in member.named) for member in community()]
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"taxon": names, SAMPLE: [member.count for member in community()]}), sink)
    return {f"{SAMPLE}.parquet": sink.getvalue().to_pybytes()}


def _open(path: Path) -> _Table:
    import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]
    import pyarrow.parquet as pq  # type: ignore[import-untyped, unused-ignore]

    try:
        data = pq.read_table(pa.BufferReader(read_bytes(path)))
    except (pa.ArrowException, OSError) as error:
        raise problem(path, f"broken Parquet ({error})", "a complete file", "Copy or write the file again") from error
    try:
        return _table(data, path)
    except UnicodeDecodeError as error:
        raise problem(path, "names that are not UTF-8", "text in UTF-8", "Write the file again") from error


def _table(data: Any, path: Path) -> _Table:
    text: list[str] = []
    numeric: list[str] = []
    for field in data.schema:
        if field.name.startswith("__index_level_"):
            continue
        (numeric if _is_numeric(field.type) else text).append(field.name)
    if len(text) != 1:
        found = f"{len(text)} text columns ({', '.join(text[:5])})"
        raise problem(path, found, "exactly one, with sample ids or names of taxa", "Take the others out")
    if doubled := duplicates(numeric):
        raise problem(path, f"the column '{doubled[0][-60:]}' twice", "one name a column", "Rename or add them up")
    try:
        labels = tuple(str(value) for value in data.column(text[0]).to_pylist())
    except UnicodeDecodeError as error:
        raise problem(
            path, "text that is not UTF-8", "text in UTF-8", "Write the file again", column=text[0]
        ) from error
    taxa_in_rows = taxon_score(labels) > taxon_score(numeric)
    if not taxa_in_rows and (doubled := duplicates(labels)):
        raise problem(path, f"the sample '{doubled[0]}' twice", "one row a sample", "Rename one", column=text[0])
    return _Table(data, labels, tuple(numeric), taxa_in_rows)


def _is_numeric(kind: pyarrow.DataType) -> bool:
    import pyarrow as pa  # type: ignore[import-untyped, unused-ignore]

    return bool(pa.types.is_floating(kind) or pa.types.is_integer(kind) or pa.types.is_decimal(kind))
