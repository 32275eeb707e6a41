"""Periodic days: the state that returns to itself after one period of doses.

Let ``P(x)`` be the state one period after ``x``. A periodic state solves ``P(x) = x``. Waiting for it takes many
times the slowest time constant (weeks to months). Instead each round integrates one period and then makes a step of
Newton, with the monodromy matrix ``M = dP/dx`` as a product over pieces of the period with one Jacobian each
(`enterotone.engine.compile.Rates.propagate`):

    x <- x + (I - M)^-1 (P(x) - x),    M = E_n ... E_1

The matrix of a round serves the next ones too, as long as they go on to shorten the change well (chord steps).

Where that leads nowhere (microbes near extinction, whose share changes by powers of ten), the member is given some
periods to itself, and then tried again.

Slow pools, which make waiting long, change little over a period, so that ``M`` is nearly exact for them; fast ones
forget their start within a period anyway. Sinks only collect and take no part.

References
----------
The stroboscopic (shooting) method: Seydel 2010, Practical Bifurcation and Stability Analysis, section 7.2.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import LinAlgError, LinAlgWarning, lu_factor, lu_solve

from enterotone.engine.compile import Rates, System
from enterotone.engine.dose import DosePlan, plan_doses
from enterotone.engine.lanes import Cohort, run_cohort
from enterotone.engine.members import Initial, Members, lay_out_members
from enterotone.engine.one_thread import one_thread
from enterotone.engine.pool import Workers, thread_count
from enterotone.engine.settings import Settings
from enterotone.engine.status import Status
from enterotone.engine.steady import SteadyStates
from enterotone.errors import DesignError
from enterotone.model.schedule import Schedule

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["periodic_states"]

Floats = NDArray[np.float64]

#: Rounds at most, and the relative change over a period that counts as returned.
_ROUNDS = 15
_RETURNED = 1e-4
#: Pieces of the period with one Jacobian each, and steps of each piece.
_PIECES, _STEPS = 8, 3
#: Periods that a member is given whom no step of Newton helped.
_WAITED = 120
#: A round that leaves more than this share of the change asks for a new matrix.
_SHORTENED = 0.3
#: A species keeps at least this share of itself in one step.
_KEEP = 0.1


def periodic_states(
    system: System,
    members: Mapping[str, ArrayLike] | pd.DataFrame | None,
    schedule: Schedule,
    period_h: float = 24.0,
    initial: Initial = None,
    settings: Settings | None = None,
    workers: int | Workers | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> SteadyStates:
    """Find the state of every member that returns to itself after one period.

    Parameters
    ----------
    system : compiled model whose rates do not depend on the time.
    members : columns by SId; see `enterotone.engine.ensemble.simulate`.
    schedule : doses that repeat with the period.
    period_h : length of the period [h].
    initial : where to start from; the resting state is best.
    settings : tolerances.
    workers : threads; None decides by the machine.
    progress : called with (members done, all members).

    Returns
    -------
    SteadyStates
        States at the start of the period, shape (member, state); `residual` is the relative change over one.

    Raises
    ------
    DesignError
        If a dose does not repeat with the period, a rate depends on the time itself, or the model has events.
    """
    if not system.is_autonomous:
        raise DesignError("A rate of this model depends on the time itself; its periodic days cannot be solved for.")
    if system.model.events:
        raise DesignError("The model has events, which a search for periodic days would pass over; simulate it.")
    for dose in schedule.doses:
        if dose.period_h != period_h or dose.time_h >= period_h:
            raise DesignError(
                f"Dose into '{dose.target}' at {dose.time_h} h repeats every {dose.period_h} h; expected a first time "
                f"below {period_h} h and a period of {period_h} h."
            )
    laid_out = lay_out_members(system, members, initial)
    plan = plan_doses(system, schedule, laid_out, 0.0, np.nextafter(period_h, 0.0))
    search = _Search(system, settings or Settings(), laid_out, schedule, plan, period_h)
    with one_thread():
        found = search.run(thread_count(workers), progress)
    return SteadyStates.collect(system, laid_out, found)


class _Search:
    """The search for all members, a round at a time."""

    def __init__(
        self,
        system: System,
        settings: Settings,
        members: Members,
        schedule: Schedule,
        plan: DosePlan,
        period_h: float,
    ) -> None:
        self._system, self._settings, self._members = system, settings, members
        self._schedule, self._plan, self._period_h = schedule, plan, period_h
        self._moving = np.flatnonzero(~system.is_sink)
        middles = (np.arange(_PIECES) + 0.5) * period_h / _PIECES
        self._times = np.append(middles, period_h)
        count = len(members)
        self._start = members.start.copy()
        self._status = np.full(count, Status.NO_STEADY_STATE, dtype=object)
        self._residual = np.full(count, np.nan)
        self._factors: dict[int, tuple[Any, Floats]] = {}

    def run(self, threads: int, progress: Callable[[int, int], None] | None) -> list[tuple[Status, Floats, float]]:
        """Go on until each member has returned to itself or failed."""
        is_good = self._members.is_good & np.isfinite(self._plan.amounts).all(axis=1)
        self._status[~is_good] = Status.BAD_PARAMETERS
        self._shoot(np.flatnonzero(is_good), threads, progress)
        left = np.flatnonzero(is_good & np.array([not status.is_ok for status in self._status]))
        if len(left):
            self._wait(left, threads)
            self._shoot(left, threads, progress)
        found = np.where([[status.is_ok] for status in self._status], self._start, np.nan)
        return list(zip(self._status.tolist(), found, self._residual.tolist(), strict=True))

    def _shoot(self, waiting: NDArray[np.intp], threads: int, progress: Callable[[int, int], None] | None) -> None:
        """Make rounds of Newton, as long as members have not arrived."""
        self._status[waiting] = Status.NO_STEADY_STATE
        for _ in range(_ROUNDS):
            cohort = self._one_period(waiting, threads)
            still = [self._improve(member, cohort, row) for row, member in enumerate(waiting.tolist())]
            waiting = waiting[np.array(still, dtype=bool)]
            if progress is not None:
                progress(len(self._start) - len(waiting), len(self._start))
            if not len(waiting):
                break

    def _wait(self, chosen: NDArray[np.intp], threads: int) -> None:
        """Let members that no step of Newton helped go on by themselves for a while, from where they began."""
        part = self._members.chosen(chosen, self._members.start[chosen])
        end = _WAITED * self._period_h
        plan = plan_doses(self._system, self._schedule, part, 0.0, np.nextafter(end, 0.0))
        cohort = run_cohort(self._system, part, plan, np.array([end]), 0.0, self._settings, threads)
        is_ok = np.array([status.is_ok for status in cohort.statuses], dtype=bool)
        settled = is_ok[:, np.newaxis] & ~self._system.is_sink
        self._start[chosen] = np.where(settled, cohort.final, part.start)

    def _one_period(self, chosen: NDArray[np.intp], threads: int) -> Cohort:
        part = self._members.chosen(chosen, self._start[chosen])
        plan = replace(self._plan, amounts=self._plan.amounts[chosen])
        return run_cohort(self._system, part, plan, self._times, 0.0, self._settings, threads)

    def _improve(self, member: int, cohort: Cohort, row: int) -> bool:
        """Make a step of Newton; False when the member has arrived or failed."""
        status = cohort.statuses[row]
        if not status.is_ok:
            self._status[member] = status
            return False
        start, moving = self._start[member], self._moving
        change = (cohort.final[row] - start)[moving]
        floor = self._settings.atol / self._settings.rtol
        before = self._residual[member]
        self._residual[member] = float(np.max(np.abs(change) / (np.abs(start[moving]) + floor), initial=0.0))
        if self._residual[member] <= _RETURNED:
            self._status[member] = Status.OK
            if member in self._factors:
                # Slow pools change little in a period and may still be away: one more step costs nothing.
                self._step(member, change)
                del self._factors[member]
            return False
        # NaN compares as False: the first round has no matrix yet.
        if member not in self._factors or not self._residual[member] <= _SHORTENED * before:
            try:
                self._factors[member] = self._factor(member, cohort.values[row, :-1], np.abs(start[moving]) + floor)
            except (LinAlgError, ValueError):
                return False
        self._step(member, change)
        return True

    def _step(self, member: int, change: Floats) -> None:
        """Go where the last matrix says, from the change over the last period."""
        start, moving = self._start[member], self._moving
        lu, size = self._factors[member]
        reached = start[moving] + size * lu_solve(lu, change / size, check_finite=False)
        is_species = self._system.is_species[moving]
        start[moving] = np.where(is_species, np.maximum(reached, _KEEP * start[moving]), reached)

    def _factor(self, member: int, course: Floats, size: Floats) -> tuple[Any, Floats]:
        """Factors of ``I - M``. Pools differ by many powers of ten; each is measured in its own size."""
        matrix = np.eye(len(self._moving)) - self._monodromy(self._members.constants[member], course)
        with warnings.catch_warnings():
            warnings.simplefilter("error", LinAlgWarning)
            try:
                return lu_factor(matrix * size / size[:, np.newaxis]), size
            except LinAlgWarning as error:
                raise LinAlgError(str(error)) from error

    def _monodromy(self, constants: Floats, course: Floats) -> Floats:
        """Derivative of the state after the period for the state before it."""
        step = self._period_h / _PIECES / _STEPS
        whole = Rates(self._system, constants).propagate(course, step, _STEPS)
        return whole[np.ix_(self._moving, self._moving)]
