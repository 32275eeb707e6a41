"""Small tables with a header: split into cells once, so that every reader sees the same thing.

The delimiter is the one that splits the header into most cells. Every row has as many cells as the header; a row that
is cut or has a separator too many is refused with its line.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from enterotone.formats._problem import problem
from enterotone.formats._source import first_lines, iter_lines

__all__ = ["Table", "header_of", "read_table", "split_row"]

_DELIMITERS = ("\t", ",", ";")
_CELLS = 20_000_000


@dataclass(frozen=True)
class Table:
    """A table as cells; `rows` are (line, cells), each as wide as the header."""

    header: tuple[str, ...]
    line: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def place(self, *names: str) -> int | None:
        """Place of the first column whose name is one of `names`, case aside, or None."""
        folded = [name.casefold() for name in self.header]
        return next((folded.index(name) for name in names if name in folded), None)


def header_of(head: bytes, skip: str = "#") -> tuple[str, ...]:
    """Give the cells of a file's header, case folded, or nothing where the head is not a table.

    Parameters
    ----------
    head : first bytes of a file.
    skip : lines that start so are no header; an empty string skips none.
    """
    text = next((line for line in first_lines(head) if line.strip() and not (skip and line.startswith(skip))), "")
    if not text or len(text) > 1 << 16:
        return ()
    try:
        return tuple(cell.casefold() for cell in _split(text, _delimiter(text)))
    except csv.Error:
        return ()


def read_table(path: Path, skip: str = "#") -> Table:
    """Read a whole table of moderate size.

    Parameters
    ----------
    path : the file; gzip is unpacked.
    skip : lines that start so are passed over; an empty string skips none.

    Raises
    ------
    FormatError
        If there is no header or no row, a row is not as wide as the header, or the table is huge.
    """
    lines = ((n, text) for n, text in enumerate(iter_lines(path), 1) if text.strip())
    lines = ((n, text) for n, text in lines if not (skip and text.startswith(skip)))
    first = next(lines, None)
    if first is None:
        raise problem(path, "comments alone", "a header and rows", "Check the export")
    line, text = first
    delimiter = _delimiter(text)
    header = split_row(text, delimiter, path, line)
    rows = tuple(_rows(lines, delimiter, header, path))
    if not rows:
        raise problem(path, "a header alone", "rows below it", "Check the export", line=line)
    return Table(header, line, rows)


def split_row(text: str, delimiter: str, path: Path, line: int) -> tuple[str, ...]:
    """Split one line into stripped cells.

    Raises
    ------
    FormatError
        If quotes or a cell cannot be read.
    """
    try:
        return tuple(_split(text, delimiter))
    except csv.Error as error:
        remedy = "Write the table again as plain CSV or TSV"
        raise problem(path, f"a row that cannot be split ({error})", "plain cells", remedy, line=line) from error


def _rows(
    lines: Iterable[tuple[int, str]], delimiter: str, header: tuple[str, ...], path: Path
) -> Iterator[tuple[int, tuple[str, ...]]]:
    cells_seen = 0
    for line, text in lines:
        cells = split_row(text, delimiter, path, line)
        if len(cells) != len(header):
            remedy = "The row is cut or has a separator too many: copy the table again"
            raise problem(path, f"{len(cells)} cells", f"{len(header)}", remedy, line=line, column=len(cells))
        cells_seen += len(cells)
        if cells_seen > _CELLS:
            remedy = "Cut the table to the samples you need"
            raise problem(path, f"more than {_CELLS} cells", "a smaller table", remedy, line=line)
        yield line, cells


def _split(text: str, delimiter: str) -> list[str]:
    # Most rows hold no quote; splitting them by hand is several times faster.
    if '"' not in text:
        return [cell.strip() for cell in text.split(delimiter)]
    return [cell.strip() for cell in next(csv.reader([text], delimiter=delimiter), [])]


def _delimiter(text: str) -> str:
    return max(_DELIMITERS, key=text.count)
