"""One shape for everything that can be wrong in a file: path, line, column, found, expected, remedy.

Numbers are parsed here too, so that every reader refuses the same things in the same words.
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import TypeVar

from enterotone.errors import FormatError

__all__ = ["amount", "first_time", "problem"]

_Key = TypeVar("_Key")

_NUMBER = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
_SHOWN = 60


def problem(
    path: Path, found: str, expected: str, remedy: str, *, line: int | None = None, column: str | int | None = None
) -> FormatError:
    """Build the error for a fault of a file; the caller raises it.

    Parameters
    ----------
    path : the file.
    found, expected, remedy : what stands there, what should, and what to do, without a full stop.
    line : line number, from 1, where there is one.
    column : column name, or number from 1.
    """
    place = str(path)
    if line is not None:
        place += f" line {line}"
    if column is not None:
        place += f", column {column!r}" if isinstance(column, str) else f", column {column}"
    return FormatError(f"{place}: found {found}; expected {expected}. {remedy}.")


def first_time(seen: dict[_Key, int], key: _Key, line: int, path: Path, shown: str, what: str = "taxon") -> None:
    """Note where something stands, and refuse it where it stood before.

    Parameters
    ----------
    seen : line of everything that was read so far; changed.
    key : what must come once.
    line : where it stands now.
    path : the file.
    shown, what : the thing, and its kind, for the message.

    Raises
    ------
    FormatError
        If it comes a second time.
    """
    if key in seen:
        found = f"{shown} as in line {seen[key]}"
        raise problem(path, found, f"each {what} once", "Take the second one out", line=line)
    seen[key] = line


def amount(text: str, path: Path, *, line: int | None = None, column: str | int | None = None) -> float:
    """Read an abundance.

    Parameters
    ----------
    text : the cell.
    path, line, column : where it stands.

    Returns
    -------
    float
        0 or more.

    Raises
    ------
    FormatError
        If the cell is blank, not a plain number, not finite, or negative.
    """
    cell = text.strip()
    if not cell:
        raise problem(path, "a blank cell", "an abundance", "Write 0 where nothing was found", line=line, column=column)
    shown = f"'{cell[:_SHOWN]}'"
    if not _NUMBER.match(cell):
        remedy = "Write plain numbers only"
        if re.match(r"^\d+,\d+$", cell):
            remedy = "Write decimals with a point, not a comma"
        elif cell.casefold() in {"nan", "na", "n/a", "inf", "-inf", "null", "none"}:
            remedy = "Write 0 where nothing was found, or leave the taxon out"
        raise problem(path, shown, "a number", remedy, line=line, column=column)
    value = float(cell)
    if not math.isfinite(value):
        raise problem(path, shown, "a finite number", "Check the export of this table", line=line, column=column)
    if value < 0:
        raise problem(
            path,
            shown,
            "an abundance of 0 or more",
            "Give counts, fractions or percent; log-transformed or centred tables cannot be read",
            line=line,
            column=column,
        )
    return value
