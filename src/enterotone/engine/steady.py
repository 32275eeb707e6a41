"""Steady states of members: integrate towards them, then finish with Newton.

Each member is integrated over growing horizons. After each, Newton starts from where the integration is; what
it finds is accepted when it is close to that point, no species is negative, and it is stable, so that a
member ends in the steady state that it would reach by itself and not in another one. A member without one
(it oscillates, or grows without end) gets a status.

Sinks only collect and are left at their start.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from enterotone.engine.compile import System
from enterotone.engine.members import Initial, Members, lay_out_members
from enterotone.engine.newton import Newton, conserved_totals
from enterotone.engine.pool import Workers, run_members
from enterotone.engine.settings import Settings
from enterotone.engine.solver import Member, integrate
from enterotone.engine.status import Status
from enterotone.errors import DesignError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SteadyStates", "steady_states"]

Floats = NDArray[np.float64]

#: Ends of the stretches that are integrated before each attempt [h].
_HORIZONS_H = (1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8)
#: Relative change per hour, times the horizon, below which the integration itself has arrived.
_ARRIVED = 1e-6


@dataclass(frozen=True)
class SteadyStates:
    """Steady states of an ensemble.

    Parameters
    ----------
    members : label of each member.
    state_ids : SIds along the state axis.
    values : amounts and other states, shape (member, state); NaN for members without a steady state.
    statuses : shape (member,), of `Status`.
    residual : relative distance to the steady state, shape (member,).
    """

    members: NDArray[Any]
    state_ids: tuple[str, ...]
    values: Floats
    statuses: NDArray[np.object_]
    residual: Floats

    @classmethod
    def collect(cls, system: System, laid_out: Members, found: Sequence[tuple[Status, Floats, float]]) -> SteadyStates:
        """Put the outcomes of the members together.

        Parameters
        ----------
        system : compiled model.
        laid_out : the members.
        found : status, states and residual of each, in their order.
        """
        statuses = np.empty(len(laid_out), dtype=object)
        statuses[:] = [status for status, _, _ in found]
        return cls(
            members=laid_out.labels,
            state_ids=system.state_ids,
            values=np.array([values for _, values, _ in found]),
            statuses=statuses,
            residual=np.array([residual for _, _, residual in found]),
        )

    @property
    def is_ok(self) -> NDArray[np.bool_]:
        """Shape (member,)."""
        return np.array([status.is_ok for status in self.statuses], dtype=bool)


def steady_states(
    system: System,
    members: Mapping[str, ArrayLike] | pd.DataFrame | None = None,
    settings: Settings | None = None,
    initial: Initial = None,
    workers: int | Workers | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> SteadyStates:
    """Find the steady state of every member.

    Parameters
    ----------
    system : compiled model whose rates do not depend on the time.
    members : columns by SId; see `enterotone.engine.ensemble.simulate`.
    settings : tolerances and horizon.
    initial : where to start from, as in `simulate`; a steady state of a neighbour makes it faster.
    workers : processes; None decides by the work there is.
    progress : called with (members done, all members).

    Raises
    ------
    DesignError
        If a rate depends on the time, so that there is no steady state, the model has events, or the members
        make no sense.
    UnknownIdError
        If a column names no constant and no state.
    """
    if not system.is_autonomous:
        raise DesignError("A rate of this model depends on the time itself, so it has no steady state; simulate it.")
    if system.model.events:
        raise DesignError(
            f"The model has {len(system.model.events)} events, which a search for a steady state would pass over; "
            "simulate it, or let `System.restrict` leave the events out."
        )
    laid_out = lay_out_members(system, members, initial)
    job = _Job(system, settings or Settings(), laid_out, conserved_totals(system))
    found = run_members(job, len(laid_out), workers, progress)
    return SteadyStates.collect(system, laid_out, found)


@dataclass(frozen=True)
class _Job:
    """The search for one member, by its place; may be sent to another process."""

    system: System
    settings: Settings
    members: Members
    totals: Floats

    def __call__(self, index: int) -> tuple[Status, Floats, float]:
        missing = np.full(self.system.n_states, np.nan)
        if not self.members.is_good[index]:
            return Status.BAD_PARAMETERS, missing, float("nan")
        member = Member(self.system, self.members.constants[index])
        status, values, residual = _search(member, self.members.start[index], self.totals, self.settings)
        return status, values if status.is_ok else missing, residual


@np.errstate(all="ignore")  # a member that overflows gets a status, not a warning
def _search(member: Member, start: Floats, totals: Floats, settings: Settings) -> tuple[Status, Floats, float]:
    newton = Newton(member, totals, settings)
    coarse = replace(settings, rtol=settings.steady_rtol)
    is_sink = member.system.is_sink
    now, states = 0.0, start
    for horizon in (*(h for h in _HORIZONS_H if h < settings.steady_horizon_h), settings.steady_horizon_h):
        course = integrate(member, states, now, np.array([horizon]), [], coarse)
        if not course.status.is_ok:
            return course.status, states, float("nan")
        stretch, now, states = horizon - now, horizon, course.final
        found = newton.solve(np.where(is_sink, start, states))
        if found is not None and newton.is_near(found[0], states) and newton.is_stable(found[0]):
            return Status.OK, found[0], found[1]
        drift = newton.drift(states) * stretch
        if found is None and drift <= _ARRIVED:
            return Status.OK, np.where(is_sink, start, states), drift
    return Status.NO_STEADY_STATE, states, float("nan")
