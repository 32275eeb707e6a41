"""Write a file as a whole or not at all.

Idea: whoever looks at the goal finds the old file or the finished new one, never half of it. The new one is written
beside the goal under a hidden name of its own and takes the goal's place when all of it is there; where the writing
fails, the old file stays and the hidden one goes. Two writers of one goal do not meet.
"""

from __future__ import annotations

import csv
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from enterotone.errors import DesignError

__all__ = ["refusing", "replacing", "write_rows", "write_text"]


@contextmanager
def replacing(goal: Path) -> Iterator[Path]:
    """Give a path to write to, whose file takes the place of `goal` when the block ends without an error.

    Parameters
    ----------
    goal : the file that is to be; its folder must be there.

    Yields
    ------
    Path
        A path in the same folder that nobody else writes to; nothing is there yet.

    Raises
    ------
    OSError
        If the system refuses; what it means to the user is for the caller to say.
    """
    part = goal.with_name(f".{goal.name}.{uuid.uuid4().hex}.part")
    try:
        yield part
        part.replace(goal)
    finally:
        part.unlink(missing_ok=True)


def write_text(goal: Path, text: str) -> Path:
    """Write a text file as a whole, the same bytes on every system.

    Parameters
    ----------
    goal : the file that is to be; its folder must be there.
    text : its content.

    Raises
    ------
    OSError
        If the system refuses.
    """
    with replacing(goal) as part:
        part.write_text(text, encoding="utf-8", newline="\n")
    return goal


def write_rows(goal: Path, columns: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Path:
    """Write a tab-separated table as a whole.

    Parameters
    ----------
    goal : the file that is to be; its folder must be there.
    columns : names, in order.
    rows : column -> cell.

    Raises
    ------
    OSError
        If the system refuses.
    """
    with replacing(goal) as part, part.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, columns, delimiter="\t", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return goal


@contextmanager
def refusing(place: Path, kind: str = "folder") -> Iterator[None]:
    """Say what it means to the user when the system refuses to write.

    Parameters
    ----------
    place : what was to be written.
    kind : what the user should choose another of.

    Raises
    ------
    DesignError
        In the place of an `OSError` of the block.
    """
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise DesignError(f"{place} cannot be written: {reason}. Choose a {kind} that you may write to.") from error
