"""Share the work on many individuals among processes, slice by slice.

Search for rest and for the day is part compiled code, part Python; threads share the first and wait for each other in
the second, processes share both. Numbers of an individual depend on its own row alone, so who works on it does not
matter. Processes are started when there is enough to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from enterotone.engine import Workers, core_count, run_members

__all__ = ["in_slices", "shared"]

#: Individuals of a slice: whole lanes of the compiled code, and slices enough for even work.
_SLICE = 32
#: Individuals from which processes are worth starting.
_MANY = 64


@contextmanager
def shared(n: int, workers: int | Workers | None) -> Iterator[int | Workers]:
    """Give processes for `n` individuals, which end with the block; or 1, where this process does it alone.

    Parameters
    ----------
    n : individuals.
    workers : as many processes, processes that are there, or None to choose.
    """
    if isinstance(workers, Workers):
        yield workers
        return
    count = (core_count() if n >= _MANY else 1) if workers is None else workers
    if count == 1:
        yield 1
        return
    with Workers(count) as own:
        yield own


@dataclass(frozen=True)
class _Job:
    """Does one slice, by its number."""

    do: Callable[[slice], Any]
    n: int

    def __call__(self, index: int) -> Any:
        return self.do(slice(index * _SLICE, min((index + 1) * _SLICE, self.n)))


def in_slices(
    do: Callable[[slice], Any],
    n: int,
    workers: int | Workers | None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Any]:
    """Do slices of individuals and give what they gave, in order.

    Parameters
    ----------
    do : takes a slice; may be pickled.
    n : individuals.
    workers : as in `shared`; None counts as 1.
    progress : called with individuals done and all.
    """
    report = None if progress is None else lambda done, total: progress(min(done * _SLICE, n), n)
    return run_members(_Job(do, n), -(-n // _SLICE), 1 if workers is None else workers, report)
