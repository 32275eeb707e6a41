"""Run an ensemble through compiled code: lay out its numbers, start threads, read the ends.

Each thread takes the next member from a common counter; the compiled loop holds no Python lock. A member's numbers
depend on its own row alone.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.engine.compile import System
from enterotone.engine.dose import DosePlan
from enterotone.engine.emit_math import LANES
from enterotone.engine.members import Members
from enterotone.engine.rodas import BUDGET, OK, work_size
from enterotone.engine.settings import Settings
from enterotone.engine.solver import sign_of
from enterotone.engine.status import Status

__all__ = ["Cohort", "run_cohort"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Cohort:
    """Courses of members.

    Parameters
    ----------
    states : amounts, shape (member, time, state).
    final : shape (member, state).
    statuses : shape (member,), of `Status`.
    n_steps : steps tried, shape (member,).
    """

    states: Floats
    final: Floats
    statuses: NDArray[np.object_]
    n_steps: Ints


def run_cohort(
    system: System,
    members: Members,
    plan: DosePlan,
    times_h: Floats,
    start_h: float,
    settings: Settings,
    threads: int = 1,
) -> Cohort:
    """Integrate every member that has sound numbers.

    Parameters
    ----------
    system, members, plan : what runs.
    times_h : output times [h], shape (time,).
    start_h : time of the start [h].
    settings : tolerances and budget.
    threads : how many run side by side.
    """
    native = system.native
    times_h = np.ascontiguousarray(times_h, dtype=np.float64)
    good = np.flatnonzero(members.is_good & np.isfinite(plan.amounts).all(axis=1))
    # Place of each state in the order of elimination; the time, where it counts, comes after the states.
    place = np.argsort(np.array(native.order))
    of_states = place[: system.n_states]
    n, n_good, n_times = len(place), len(good), len(times_h)
    start = np.full((n_good, n), start_h)
    start[:, of_states] = members.start[good]
    out, final = np.full((n_good, n_times, n), np.nan), np.full((n_good, n), np.nan)
    status, steps = np.zeros(n_good, dtype=np.int64), np.zeros(n_good, dtype=np.int64)
    weight = np.zeros(n)
    weight[of_states] = ~system.is_sink
    if not weight.any():
        weight[:] = 1.0
    arrays = _Doses(plan, place)
    constants, amounts = np.ascontiguousarray(members.constants[good]), np.ascontiguousarray(plan.amounts[good])
    counter = np.zeros(1, dtype=np.int64)
    lanes = _aligned(n * LANES)
    lanes[:] = np.repeat(weight, LANES)

    def run() -> None:
        size = work_size(n, constants.shape[1], native.n_fixed, native.n_entries, arrays.n_kinds)
        work, lane = _aligned(size), np.zeros(8 * LANES, dtype=np.int64)
        native.cohort(
            start.ctypes.data, constants.ctypes.data, arrays.times.ctypes.data, len(plan.times_h),
            arrays.first.ctypes.data, arrays.dose.ctypes.data, arrays.target.ctypes.data, arrays.kind.ctypes.data,
            amounts.ctypes.data, amounts.shape[1], times_h.ctypes.data, n_times, start_h, settings.rtol, settings.atol,
            settings.max_steps, n_good, lanes.ctypes.data, float(weight.sum()), out.ctypes.data, final.ctypes.data,
            status.ctypes.data, steps.ctypes.data, counter.ctypes.data, work.ctypes.data, lane.ctypes.data,
            arrays.n_kinds,
        )  # fmt: skip

    _side_by_side(run, min(threads, max(1, -(-n_good // LANES))))
    return _collect(system, members, good, (out[:, :, of_states], final[:, of_states], status, steps), settings)


class _Doses:
    """Doses as flat arrays."""

    def __init__(self, plan: DosePlan, place: Ints) -> None:
        self.times = np.array(plan.times_h, dtype=np.float64)
        self.first = np.cumsum([0, *(len(given) for given in plan.doses)]).astype(np.int64)
        self.dose = np.array([index for given in plan.doses for index in given], dtype=np.int64)
        self.target = np.array([place[index] for index in plan.targets], dtype=np.int64)
        kinds = {given: index for index, given in enumerate(dict.fromkeys(plan.doses))}
        self.kind = np.array([kinds[given] for given in plan.doses], dtype=np.int64)
        self.n_kinds = max(1, len(kinds))


def _aligned(size: int) -> Floats:
    """Zeros that begin at a multiple of 64 bytes."""
    raw = np.zeros(size + 8)
    skip = (-raw.ctypes.data % 64) // 8
    return raw[skip : skip + size]


def _side_by_side(run: Callable[[], None], count: int) -> None:
    threads = [threading.Thread(target=run) for _ in range(count - 1)]
    for thread in threads:
        thread.start()
    run()
    for thread in threads:
        thread.join()


def _collect(
    system: System, members: Members, good: Ints, found: tuple[Floats, Floats, Ints, Ints], settings: Settings
) -> Cohort:
    out, final, status, steps = found
    statuses = np.full(len(members), Status.BAD_PARAMETERS, dtype=object)
    n_steps = np.zeros(len(members), dtype=np.int64)
    states = np.full((len(members), *out.shape[1:]), np.nan)
    ends = np.full((len(members), out.shape[2]), np.nan)
    states[good], ends[good], n_steps[good] = out, final, steps
    for row, index in enumerate(good):
        statuses[index] = _status(system, int(status[row]), out[row], final[row], settings)
    return Cohort(states, ends, statuses, n_steps)


def _status(system: System, code: int, states: Floats, final: Floats, settings: Settings) -> Status:
    if code != OK:
        return Status.BUDGET if code == BUDGET else Status.NOT_FINITE
    if not (np.isfinite(states).all() and np.isfinite(final).all()):
        return Status.NOT_FINITE
    return sign_of(system, states, final, settings)
