"""Periodic days: the state that returns to itself after one period of doses.

Let ``P(x)`` be the state one period after ``x``. A periodic state solves ``P(x) = x``. Waiting for it takes many
times the slowest time constant (weeks to months). Instead each round integrates one period and then makes a step of
Newton, with the monodromy matrix ``M = dP/dx`` as a product of exponentials of the Jacobian along the way:

    x <- x + (I - M)^-1 (P(x) - x),    M = exp(J_n dt) ... exp(J_1 dt)

Slow pools, which make waiting long, change little over a period, so that ``M`` is nearly exact for them; fast ones
forget their start within a period anyway. The matrix of the second round serves the later ones (a chord method).
Sinks only collect and take no part.

References
----------
The stroboscopic (shooting) method: Seydel 2010, Practical Bifurcation and Stability Analysis, section 7.2.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg import LinAlgError, expm, solve

from enterotone.engine.compile import System
from enterotone.engine.dose import DosePlan, plan_doses
from enterotone.engine.members import Initial, Members, lay_out_members
from enterotone.engine.pool import Workers, run_members
from enterotone.engine.settings import Settings
from enterotone.engine.solver import Member, integrate
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
#: Pieces of the period with one Jacobian each, and rounds that make a new matrix.
_PIECES = 6
_FRESH = 2
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
    workers : processes; None decides by the work there is.
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
    job = _Job(system, settings or Settings(), laid_out, plan, period_h)
    found = run_members(job, len(laid_out), workers, progress)
    return SteadyStates.collect(system, laid_out, found)


@dataclass(frozen=True)
class _Job:
    """The search for one member, by its place; may be sent to another process."""

    system: System
    settings: Settings
    members: Members
    plan: DosePlan
    period_h: float

    def __call__(self, index: int) -> tuple[Status, Floats, float]:
        missing = np.full(self.system.n_states, np.nan)
        amounts = self.plan.amounts[index]
        if not (self.members.is_good[index] and np.isfinite(amounts).all()):
            return Status.BAD_PARAMETERS, missing, float("nan")
        member = Member(self.system, self.members.constants[index])
        moving = np.flatnonzero(~self.system.is_sink)
        species = self.system.is_species[moving]
        start, stops = self.members.start[index].copy(), self.plan.stops(amounts)
        floor = self.settings.atol / self.settings.rtol
        middles = (np.arange(_PIECES) + 0.5) * self.period_h / _PIECES
        times = np.append(middles, self.period_h)
        matrix, size = np.empty((0, 0)), np.empty(0)
        residual = float("nan")
        for number in range(_ROUNDS):
            course = integrate(member, start, 0.0, times, stops, self.settings)
            if not course.status.is_ok:
                return course.status, missing, residual
            change = (course.final - start)[moving]
            residual = float(np.max(np.abs(change) / (np.abs(start[moving]) + floor)))
            if residual <= _RETURNED:
                return Status.OK, start, residual
            try:
                if number < _FRESH:
                    # In units of each state's own size: pools of very different sizes spoil the condition otherwise.
                    size = np.abs(start[moving]) + floor
                    matrix = self._monodromy(member, course.states[:-1], moving) * size / size[:, None]
                    matrix = np.eye(len(moving)) - matrix
                step = size * solve(matrix, change / size)
            except (LinAlgError, ValueError):
                return Status.NO_STEADY_STATE, missing, residual
            reached = start[moving] + step
            start[moving] = np.where(species, np.maximum(reached, _KEEP * start[moving]), reached)
        return Status.NO_STEADY_STATE, missing, residual

    def _monodromy(self, member: Member, course: Floats, moving: NDArray[np.intp]) -> Floats:
        """Derivative of the state after the period for the state before it."""
        product = np.eye(len(moving))
        for states in course:
            jacobian = member.jacobian_transposed(0.0, states).T[np.ix_(moving, moving)]
            product = expm(jacobian * (self.period_h / _PIECES)) @ product
        return product
