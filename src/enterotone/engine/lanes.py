"""Run an ensemble through compiled code: lay out its numbers, start threads, read the ends.

Each thread takes the next member from a common counter; the compiled loop holds no Python lock. A member's numbers
depend on its own row alone. What is reported is worked out in the loop, so that no states are kept.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.engine.compile import Kernel, System
from enterotone.engine.dose import DosePlan
from enterotone.engine.emit_math import LANES
from enterotone.engine.members import Members
from enterotone.engine.native import aligned
from enterotone.engine.rodas import BUDGET, IS_NEGATIVE, NOT_FINITE, OK, PAUSED, TOO_SMALL, work_size
from enterotone.engine.settings import Settings
from enterotone.engine.status import Status

__all__ = ["Cohort", "Lanes", "Watch", "run_cohort"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: How often the count of members is looked at while threads run [s].
_LOOK_S = 0.1

_STATUS = {
    OK: Status.OK,
    BUDGET: Status.BUDGET,
    NOT_FINITE: Status.NOT_FINITE,
    IS_NEGATIVE: Status.NEGATIVE,
    TOO_SMALL: Status.STEP_TOO_SMALL,
}


@dataclass(frozen=True)
class Cohort:
    """Courses of members.

    Parameters
    ----------
    values : what was asked for, shape (member, time, observable).
    final : amounts at the end, shape (member, state).
    statuses : shape (member,), of `Status`.
    n_steps : steps tried, shape (member,).
    """

    values: Floats
    final: Floats
    statuses: NDArray[np.object_]
    n_steps: Ints


@dataclass(frozen=True)
class Watch:
    """Conditions that end a step where they turn.

    Parameters
    ----------
    kernel : triggers first, then what they depend on, then what rates depend on; None for nothing.
    n_triggers, n_seen : how many are triggers, and how many concern triggers.
    longest_step : as a share of the run.
    """

    kernel: Kernel | None = None
    n_triggers: int = 0
    n_seen: int = 0
    longest_step: float = np.inf


def run_cohort(
    system: System,
    members: Members,
    plan: DosePlan,
    times_h: Floats,
    start_h: float,
    settings: Settings,
    threads: int = 1,
    observe: Kernel | None = None,
    tolerances: tuple[Floats, Floats] | None = None,
    watch: Watch | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Cohort:
    """Integrate every member that has sound numbers.

    Parameters
    ----------
    system, members, plan : what runs.
    times_h : output times [h], shape (time,).
    start_h : time of the start [h].
    settings : tolerances and budget.
    threads : how many run side by side.
    observe : what is reported; the amounts of all states if None.
    tolerances : relative and absolute one of each member; those of the settings if None.
    watch : conditions that rates may jump with.
    progress : called with (members done, all members).
    """
    observe = observe or system.amounts
    lanes = Lanes(system, members, plan, times_h, start_h, settings, observe, tolerances, watch or Watch())
    lanes.run(np.flatnonzero(lanes.is_good), threads, progress)
    return lanes.collect()


class Lanes:
    """An ensemble under way.

    Parameters
    ----------
    system, members, plan, times_h, start_h, settings, observe, tolerances, watch : as in `run_cohort`.

    Attributes
    ----------
    is_good : shape (member,), members that can be run.
    begin, goal : where the next run of each member begins and ends [h], shape (member,).
    states : where each member is, in the order of elimination, shape (member, n).
    reached : the time there [h], shape (member,).
    is_paused : shape (member,), True for members that wait at their goal or a trigger.
    """

    def __init__(
        self,
        system: System,
        members: Members,
        plan: DosePlan,
        times_h: Floats,
        start_h: float,
        settings: Settings,
        observe: Kernel,
        tolerances: tuple[Floats, Floats] | None,
        watch: Watch,
    ) -> None:
        count, n = len(members), system.native.n
        self.system, self.settings, self._observe, self._watch = system, settings, observe, watch
        self._times_h = np.ascontiguousarray(times_h, dtype=np.float64)
        self._span = max(float(times_h[-1]) - start_h, 0.0) or 1.0
        self.is_good = members.is_good & np.isfinite(plan.amounts).all(axis=1)
        self.begin, self.goal = np.full(count, start_h), np.full(count, float(times_h[-1]))
        self.states = np.full((count, n), start_h)
        self.states[:, system.place] = members.start
        self._final = np.full((count, n), np.nan)
        self.reached = self.begin.copy()
        self._values = np.full((count, len(times_h), observe.size), np.nan)
        self._next_h, self._written = np.zeros(count), np.zeros(count, dtype=np.int64)
        self.status, self.n_steps = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        self._constants, self._amounts = np.ascontiguousarray(members.constants), np.ascontiguousarray(plan.amounts)
        self._doses = _Doses(plan, system)
        self._rtol, self._atol = tolerances or settings.tolerances(count)
        weight, is_species = np.zeros(n), np.zeros(n)
        weight[system.place] = ~system.is_sink
        if not weight.any():
            weight[:] = 1.0
        if not settings.allow_negative:
            is_species[system.place] = system.is_species
        self._total_weight, self._is_species = float(weight.sum()), is_species
        self._weight = aligned(n * LANES)
        self._weight[:] = np.repeat(weight, LANES)
        self.pauses = False
        self.tick = 1e-9

    @property
    def is_paused(self) -> NDArray[np.bool_]:
        found: NDArray[np.bool_] = self.status == PAUSED
        return found

    def run(self, chosen: Ints, threads: int = 1, progress: Callable[[int, int], None] | None = None) -> None:
        """Run some members from `begin` to `goal`, or until they pause.

        Parameters
        ----------
        chosen : their places.
        threads : how many run side by side.
        progress : called with (members done, all members).
        """
        counter, total = np.zeros(1, dtype=np.int64), len(self.begin)
        chosen = np.ascontiguousarray(chosen, dtype=np.int64)
        count = min(threads, max(1, -(-len(chosen) // LANES)))

        def look() -> None:
            if progress is not None:
                progress(min(int(counter[0]), len(chosen)) + total - len(chosen), total)

        def stop() -> None:
            counter[0] = 2**62

        _side_by_side(lambda: self._run(chosen, counter), count, look, stop)
        self.states[chosen] = self._final[chosen]

    def _run(self, chosen: Ints, counter: Ints) -> None:
        native, doses, watch = self.system.native, self._doses, self._watch
        n_watch = watch.kernel.size if watch.kernel else 0
        n_constants = self._constants.shape[1]
        rest = doses.n_kinds + self._observe.size + 3 * n_watch
        work = aligned(work_size(native.n, n_constants, native.n_fixed, native.n_entries, rest))
        lane = np.zeros(16 * LANES, dtype=np.int64)

        def at(array: NDArray[np.generic]) -> int:
            return int(array.ctypes.data)

        native.cohort(
            at(self.states), at(self._constants), at(self.begin), at(self.goal), at(doses.times), len(doses.times),
            at(doses.first), at(doses.dose), at(doses.target), at(doses.kind), doses.n_kinds, at(self._amounts),
            self._amounts.shape[1], at(self._times_h), len(self._times_h), self._span,
            watch.longest_step * self._span, self.tick, at(self._rtol), at(self._atol), self.settings.max_steps,
            len(chosen), at(self._weight), self._total_weight, at(self._is_species), self._observe.address,
            self._observe.size, watch.kernel.address if watch.kernel else 0, n_watch, watch.n_triggers, watch.n_seen,
            int(self.pauses), at(chosen), at(self._values), at(self._final), at(self.reached), at(self._next_h),
            at(self._written), at(self.status), at(self.n_steps), at(counter), at(work), at(lane),
        )  # fmt: skip

    def collect(self) -> Cohort:
        """Give what was found; members that failed have NaN."""
        statuses = np.full(len(self.begin), Status.BAD_PARAMETERS, dtype=object)
        final = self._final[:, self.system.place]
        is_finite = np.isfinite(final).all(axis=1)
        for index in np.flatnonzero(self.is_good):
            status = _STATUS[int(self.status[index])]
            statuses[index] = Status.NOT_FINITE if status.is_ok and not is_finite[index] else status
        is_ok = np.array([status.is_ok for status in statuses], dtype=bool)
        self._values[~is_ok], final[~is_ok] = np.nan, np.nan
        return Cohort(self._values, final, statuses, self.n_steps)


class _Doses:
    """Doses as flat arrays."""

    def __init__(self, plan: DosePlan, system: System) -> None:
        self.times = np.array(plan.times_h, dtype=np.float64)
        self.first = np.cumsum([0, *(len(given) for given in plan.doses)]).astype(np.int64)
        self.dose = np.array([index for given in plan.doses for index in given], dtype=np.int64)
        self.target = np.array([system.place[index] for index in plan.targets], dtype=np.int64)
        kinds = {given: index for index, given in enumerate(dict.fromkeys(plan.doses))}
        self.kind = np.array([kinds[given] for given in plan.doses], dtype=np.int64)
        self.n_kinds = max(1, len(kinds))


def _side_by_side(run: Callable[[], None], count: int, look: Callable[[], None], stop: Callable[[], None]) -> None:
    """Run in threads; this one only looks on, so that a request to stop is heard."""
    threads = [threading.Thread(target=run, daemon=True) for _ in range(count)]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            while thread.is_alive():
                thread.join(_LOOK_S)
                look()
    except BaseException:
        stop()
        for thread in threads:
            thread.join()
        raise
    look()
