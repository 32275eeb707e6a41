"""Write a file as a whole or not at all.

Idea: whoever looks at the goal finds the old file or the finished new one, never half of it. The new one is written
beside the goal under a hidden name of its own and takes the goal's place when all of it is there; where the writing
fails, the old file stays and the hidden one goes. Two writers of one goal do not meet.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["replacing"]


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
