"""Rows of a ``.tsv`` that ships with the package and has columns of its own.

Cells are taken as they stand, without quoting, and stripped. A row that is cut or has a cell too many is refused.
Leaves out the tables of parameters, whose columns are fixed: see `enterotone.evidence.table`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources.abc import Traversable
from pathlib import Path

from enterotone.errors import EvidenceError

__all__ = ["read_rows"]


def read_rows(path: Path | Traversable) -> Iterator[tuple[str, dict[str, str]]]:
    """Read a table row by row.

    Parameters
    ----------
    path : the table; its first line holds the names of the columns.

    Yields
    ------
    (str, dict)
        Place of the row for messages (``traits.tsv line 3``), and its cells by column.

    Raises
    ------
    EvidenceError
        If a row has more or fewer cells than there are columns.
    """
    reader = csv.DictReader(path.read_text(encoding="utf-8").splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    for cells in reader:
        where = f"{path.name} line {reader.line_num}"
        if None in cells or None in cells.values():
            raise EvidenceError(f"{where}: {len(cells)} cells; expected {len(reader.fieldnames or ())}.")
        yield where, {key: value.strip() for key, value in cells.items()}
