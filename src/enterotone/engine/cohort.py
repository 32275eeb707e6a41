"""Cohorts in chunks: results go to disk as they come, a broken run goes on where it stopped.

A cohort is cut into chunks of members. A finished chunk is written at once, values to a Zarr array and how each
member ended to a Parquet part, the part last: a part that is there says that its values are complete. Memory holds a
few chunks, never the cohort. Run again with the same request, finished chunks are not run again; with another
request, the folder is refused.

Who runs a chunk changes nothing in its numbers: this process, worker processes, any ``concurrent.futures`` executor,
or a Dask client with workers on other machines, which also reruns the chunks of a worker that died.

Layout of the folder::

    request.json        digest of the request, times, observables, units
    trajectories.zarr   array ``values`` (member, time, observable), NaN where a member failed
    status/*.parquet    member, status, advice, steps; one part a chunk
"""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from enterotone.engine.compile import System, compile_system
from enterotone.engine.ensemble import simulate
from enterotone.engine.observable import compile_observables
from enterotone.engine.result import Trajectories
from enterotone.engine.settings import Settings
from enterotone.errors import DesignError, SimulationError
from enterotone.model.schedule import Schedule
from enterotone.sbml.odemodel import OdeModel
from enterotone.writing import replacing

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Cohort", "simulate_cohort"]

_REQUEST, _VALUES, _STATUS = "request.json", "trajectories.zarr", "status"
#: Chunks that may be under way at once, per worker of the executor.
_AHEAD = 2


@dataclass(frozen=True)
class Cohort:
    """A finished cohort on disk.

    Parameters
    ----------
    folder : where it lies.
    times_h : output times [h].
    observables, units : what was asked for.
    """

    folder: Path
    times_h: tuple[float, ...]
    observables: tuple[str, ...]
    units: tuple[str, ...]

    @property
    def values(self) -> Any:
        """Zarr array (member, time, observable); index it to read a part."""
        return _zarr().open_array(str(self.folder / _VALUES), mode="r")

    @property
    def status(self) -> pd.DataFrame:
        """How each member ended: member, status, advice, steps."""
        import pandas as pd

        parts = [pd.read_parquet(path) for path in sorted((self.folder / _STATUS).glob("*.parquet"))]
        return pd.concat(parts, ignore_index=True)

    @property
    def failed(self) -> pd.DataFrame:
        """Members that could not be solved."""
        table = self.status
        return table[table["status"] != "ok"]


def simulate_cohort(
    document: str | Path | OdeModel | System,
    members: Mapping[str, ArrayLike] | pd.DataFrame,
    times_h: ArrayLike,
    observables: Sequence[str],
    folder: Path,
    schedule: Schedule | None = None,
    initial: NDArray[np.float64] | None = None,
    settings: Settings | None = None,
    chunk: int = 512,
    executor: Any = None,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Cohort:
    """Simulate a cohort of any size to disk.

    Parameters
    ----------
    document, members, times_h, observables, schedule, settings : as in `enterotone.engine.ensemble.simulate`.
    folder : where results go; made if it is not there, gone on with if it holds the same request.
    initial : starting amounts, shape (member, state) or (state,).
    chunk : members at a time.
    executor : None for this process, a Dask client, or a ``concurrent.futures`` executor.
    workers : threads for each chunk; None for every core of this process, and one in a worker of an executor.
    progress : called with (members done, all members).

    Returns
    -------
    Cohort
        What lies on disk.

    Raises
    ------
    DesignError
        If the request makes no sense, Zarr is missing, or the folder holds another request.
    SimulationError
        If an executor gives up on a chunk; finished chunks stay.
    """
    if chunk < 1:
        raise DesignError(f"chunk is {chunk}; it must be 1 or more.")
    system = compile_system(document)
    columns: Any = members
    table = {str(name): np.asarray(columns[name], dtype=np.float64) for name in columns}
    count = max((len(column) for column in table.values() if column.ndim), default=0)
    if not count:
        raise DesignError("There are no members to run. Give at least one row.")
    times = np.atleast_1d(np.asarray(times_h, dtype=np.float64))
    reported = compile_observables(system, observables)
    request = _Request(system, times, tuple(observables), schedule, settings or Settings())
    cohort = Cohort(folder, tuple(times.tolist()), reported.ids, reported.units)
    _prepare(cohort, _digest(request, table, initial), count, chunk)
    pieces = [(first, min(first + chunk, count)) for first in range(0, count, chunk)]
    waiting = [span for span in pieces if not _part(folder, span[0]).is_file()]
    done = count - sum(last - first for first, last in waiting)
    threads = 1 if workers is None and executor is not None else workers
    slices = (_Slice(first, last, *_cut(table, initial, first, last), threads) for first, last in waiting)
    for piece, result in _run(request, slices, executor):
        _write(cohort, piece, result)
        done += piece.last - piece.first
        if progress:
            progress(done, count)
    return cohort


@dataclass(frozen=True)
class _Request:
    """What is the same for all members."""

    system: System
    times_h: NDArray[np.float64]
    observables: tuple[str, ...]
    schedule: Schedule | None
    settings: Settings


@dataclass(frozen=True)
class _Slice:
    """The members of one chunk."""

    first: int
    last: int
    members: dict[str, NDArray[np.float64]]
    initial: NDArray[np.float64] | None
    workers: int | None


def _cut(
    table: Mapping[str, NDArray[np.float64]], initial: NDArray[np.float64] | None, first: int, last: int
) -> tuple[dict[str, NDArray[np.float64]], NDArray[np.float64] | None]:
    rows = {
        name: column[first:last] if column.ndim else np.full(last - first, column) for name, column in table.items()
    }
    return rows, initial[first:last] if initial is not None and initial.ndim == 2 else initial


def _run_slice(request: _Request, piece: _Slice) -> Trajectories:
    """Run one chunk; this is what travels to other machines."""
    return simulate(
        request.system,
        piece.members,
        request.times_h,
        request.observables,
        request.schedule,
        piece.initial,
        request.settings,
        workers=piece.workers,
    )


def _run(request: _Request, slices: Iterator[_Slice], executor: Any) -> Iterator[tuple[_Slice, Trajectories]]:
    """Run chunks and give each as soon as it is there, a bounded number ahead."""
    if executor is None:
        for piece in slices:
            yield piece, _run_slice(request, piece)
        return
    is_dask = type(executor).__module__.startswith("distributed")
    common = executor.scatter(request, broadcast=True) if is_dask else request
    ahead = _AHEAD * (max(len(executor.nthreads()), 1) if is_dask else getattr(executor, "_max_workers", 2))
    under_way: dict[Any, _Slice] = {}
    for piece in slices:
        options = {"pure": False} if is_dask else {}
        under_way[executor.submit(_run_slice, common, piece, **options)] = piece
        if len(under_way) >= ahead:
            yield from _collect(under_way, is_dask)
    while under_way:
        yield from _collect(under_way, is_dask)


def _collect(under_way: dict[Any, _Slice], is_dask: bool) -> Iterator[tuple[_Slice, Trajectories]]:
    """Wait for the first of them, and give all that are there."""
    if is_dask:
        from distributed import wait as dask_wait

        finished = dask_wait(list(under_way), return_when="FIRST_COMPLETED").done  # type: ignore[no-untyped-call]
    else:
        from concurrent.futures import FIRST_COMPLETED, wait

        finished = wait(under_way, return_when=FIRST_COMPLETED).done
    for future in finished:
        piece = under_way.pop(future)
        try:
            result = future.result()
        except Exception as error:
            raise SimulationError(
                f"Members {piece.first} to {piece.last - 1} could not be run by the executor ({error}). "
                "Chunks that are finished stay; call again with the same request to go on."
            ) from error
        yield piece, result


def _digest(request: _Request, table: Mapping[str, NDArray[np.float64]], initial: NDArray[np.float64] | None) -> str:
    """Digest of everything that decides the numbers."""
    digest = hashlib.sha256(pickle.dumps(request.system.model, protocol=4))
    for part in (request.observables, request.schedule, request.settings):
        digest.update(repr(part).encode())
    digest.update(request.times_h.tobytes())
    for name in sorted(table):
        digest.update(name.encode() + table[name].tobytes())
    if initial is not None:
        digest.update(initial.tobytes())
    return digest.hexdigest()


def _prepare(cohort: Cohort, digest: str, count: int, chunk: int) -> None:
    """Make the folder, or check that it holds the same request."""
    zarr = _zarr()
    request = cohort.folder / _REQUEST
    wanted = {"digest": digest, "members": count, "chunk": chunk}
    if request.is_file():
        found = json.loads(request.read_text(encoding="utf-8"))
        if any(found.get(key) != value for key, value in wanted.items()):
            raise DesignError(
                f"{cohort.folder} holds another request (members, times, observables, doses, settings or chunk "
                "differ). Choose another folder, or remove this one."
            )
        return
    if cohort.folder.is_dir() and any(cohort.folder.iterdir()):
        raise DesignError(f"{cohort.folder} is not empty and holds no cohort. Choose another folder.")
    (cohort.folder / _STATUS).mkdir(parents=True, exist_ok=True)
    shape = (count, len(cohort.times_h), len(cohort.observables))
    array = zarr.create_array(
        store=str(cohort.folder / _VALUES),
        shape=shape,
        chunks=(min(chunk, count), *shape[1:]),
        dtype="float64",
        fill_value=float("nan"),
        dimension_names=("member", "time", "observable"),
    )
    array.attrs.update({"observables": list(cohort.observables), "units": list(cohort.units)})
    # The request comes last: a folder without one was never ready.
    with replacing(request) as part:
        part.write_text(json.dumps({**wanted, "times_h": list(cohort.times_h)}), encoding="utf-8")


def _part(folder: Path, first: int) -> Path:
    return folder / _STATUS / f"{first:09d}.parquet"


def _write(cohort: Cohort, piece: _Slice, result: Trajectories) -> None:
    import pandas as pd

    array = _zarr().open_array(str(cohort.folder / _VALUES), mode="r+")
    array[piece.first : piece.last] = result.values
    table = pd.DataFrame(
        {
            "member": np.arange(piece.first, piece.last),
            "status": [status.value for status in result.statuses],
            "advice": [status.advice for status in result.statuses],
            "steps": result.n_steps,
        }
    )
    with replacing(_part(cohort.folder, piece.first)) as part:
        table.to_parquet(part, index=False)


def _zarr() -> Any:
    try:
        import zarr
    except ImportError as error:
        raise DesignError("A cohort on disk needs Zarr: pip install 'enterotone[cluster]'.") from error
    return zarr
