"""Run the members of an ensemble, in this process or in several.

The worker processes are plain Python processes that talk over pipes. They never import the user's script, so a
script needs no ``if __name__ == "__main__"`` and a notebook works like a script. A worker takes the compiled
job once and then ranges of members; who computes a member changes nothing in its numbers.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import queue
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from types import TracebackType
from typing import Any, Protocol

from enterotone.errors import DesignError, SimulationError

__all__ = ["Job", "Workers", "core_count", "run_members", "thread_count"]

Progress = Callable[[int, int], None]

#: Work below this is done before a worker process has started [s].
_WORTH_STARTING_S = 4.0
#: Ranges per worker: enough for even work and for progress, few enough to make talking cheap.
_RANGES_PER_WORKER = 16


class Job(Protocol):
    """What is to be done for each member; may be pickled, and gives the same for a member wherever it runs."""

    def __call__(self, index: int, /) -> Any:
        """Run the member at this place."""


class Workers:
    """Worker processes that stay for several runs; use it in a ``with`` block.

    Parameters
    ----------
    n : how many processes.

    Raises
    ------
    DesignError
        If `n` is below 1.

    Examples
    --------
    >>> with Workers(2) as workers:  # doctest: +SKIP
    ...     simulate(document, members, times, workers=workers)
    """

    def __init__(self, n: int) -> None:
        if n < 1:
            raise DesignError(f"workers is {n}; it must be 1 or more, or None to choose by the work there is.")
        self.n = n
        self._processes: list[_Worker] = []

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes."""
        for worker in self._processes:
            worker.close()
        self._processes = []

    def run(self, job: Job, ranges: Sequence[tuple[int, int]], done: Callable[[int], None]) -> list[Any]:
        """Run ranges of members; give results in the order of the ranges.

        Parameters
        ----------
        job : what is done.
        ranges : first and last (not included) member of each piece of work.
        done : called with the number of members of each finished piece.

        Raises
        ------
        SimulationError
            If a process ends before its work does.
        """
        while len(self._processes) < min(self.n, len(ranges)):
            self._processes.append(_Worker())
        packed = pickle.dumps(job)
        free: queue.SimpleQueue[_Worker] = queue.SimpleQueue()
        for worker in self._processes:
            worker.job_sent = False
            free.put(worker)

        def piece(first: int, last: int) -> list[Any]:
            worker = free.get()
            try:
                return worker.run(packed, first, last)
            finally:
                free.put(worker)

        results: dict[int, list[Any]] = {}
        with ThreadPoolExecutor(len(self._processes)) as threads:
            places = {threads.submit(piece, *span): index for index, span in enumerate(ranges)}
            try:
                for future in as_completed(places):
                    results[places[future]] = future.result()
                    done(len(results[places[future]]))
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                self.close()
                raise
        return [result for index in range(len(ranges)) for result in results[index]]


class _Worker:
    """One process and the pipes to it."""

    def __init__(self) -> None:
        code = f"import sys; sys.path[:] = {sys.path!r}; from enterotone.engine.worker import serve; serve()"
        self.job_sent = False
        self._process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def run(self, packed_job: bytes, first: int, last: int) -> list[Any]:
        try:
            if not self.job_sent:
                self._send(("job", packed_job))
                self.job_sent = True
            self._send(("run", (first, last)))
            kind, payload = pickle.load(self._process.stdout)  # type: ignore[arg-type]
        except (EOFError, OSError, pickle.UnpicklingError) as error:
            raise SimulationError(
                f"A worker process ended while it ran members {first} to {last - 1} (exit status "
                f"{self._process.poll()}); it may have run out of memory. Run with workers=1 to see more."
            ) from error
        if kind == "error":
            raise SimulationError(f"A worker process failed at members {first} to {last - 1}:\n{payload}")
        results: list[Any] = payload
        return results

    def _send(self, message: tuple[str, Any]) -> None:
        pipe = self._process.stdin
        if pipe is None:
            raise EOFError("no pipe")
        pickle.dump(message, pipe)
        pipe.flush()

    def close(self) -> None:
        # The process first: a thread may be waiting in its pipe, and a pipe that is read cannot be closed.
        self._process.terminate()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()


def run_members(job: Job, n: int, workers: int | Workers | None = None, progress: Progress | None = None) -> list[Any]:
    """Run every member and give the results in their order.

    Parameters
    ----------
    job : what is done for each.
    n : number of members.
    workers : number of processes, processes that are there already, or None: this process alone, unless the
        work left after the first member is long enough to pay for starting others.
    progress : called with (members done, all members).

    Raises
    ------
    DesignError
        If `workers` is below 1.
    SimulationError
        If a worker process ends before its work does.
    """
    report = _Report(n, progress)
    if workers is None:
        begun = time.perf_counter()
        first = [job(0)]
        report(1)
        left = (time.perf_counter() - begun) * (n - 1)
        count = core_count()
        if left < _WORTH_STARTING_S or count < 2:
            return first + _inline(job, 1, n, report)
        with Workers(count) as own:
            return first + own.run(job, _ranges(1, n, count), report)
    if isinstance(workers, Workers):
        return workers.run(job, _ranges(0, n, workers.n), report)
    if workers == 1:
        return _inline(job, 0, n, report)
    with Workers(workers) as own:
        return own.run(job, _ranges(0, n, workers), report)


def _inline(job: Job, first: int, last: int, report: Callable[[int], None]) -> list[Any]:
    results = []
    for index in range(first, last):
        results.append(job(index))
        report(1)
    return results


class _Report:
    """Counts members and passes the count on."""

    def __init__(self, n: int, progress: Progress | None) -> None:
        self._n, self._progress, self._done = n, progress, 0

    def __call__(self, more: int) -> None:
        self._done += more
        if self._progress is not None:
            self._progress(self._done, self._n)


def _ranges(first: int, last: int, workers: int) -> list[tuple[int, int]]:
    size = max(1, (last - first) // (workers * _RANGES_PER_WORKER))
    return [(begin, min(begin + size, last)) for begin in range(first, last, size)]


def core_count() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def thread_count(workers: int | Workers | None) -> int:
    """Give the number of threads for compiled code.

    Parameters
    ----------
    workers : as many; None for one a core.

    Raises
    ------
    DesignError
        If it is below 1.
    """
    count = core_count() if workers is None else workers.n if isinstance(workers, Workers) else workers
    if count < 1:
        raise DesignError(f"workers is {count}; it must be 1 or more, or None for every core.")
    return count
