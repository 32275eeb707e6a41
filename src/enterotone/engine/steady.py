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
from enterotone.engine.dose import plan_doses
from enterotone.engine.lanes import Cohort, run_cohort
from enterotone.engine.members import Initial, Members, lay_out_members
from enterotone.engine.newton import Newton, conserved_totals
from enterotone.engine.one_thread import one_thread
from enterotone.engine.pool import Workers, thread_count
from enterotone.engine.settings import Settings
from enterotone.engine.solver import Member
from enterotone.engine.status import Status
from enterotone.errors import DesignError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SteadyStates", "steady_states"]

Floats = NDArray[np.float64]

#: Ends of the stretches that are integrated before each attempt [h].
_HORIZONS_H = (1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8)
#: Share of itself by which a state may move from a steady state of nearly the same numbers.
_CLOSE_BY = 0.5
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
    is_near: bool = False,
) -> SteadyStates:
    """Find the steady state of every member.

    Parameters
    ----------
    system : compiled model whose rates do not depend on the time.
    members : columns by SId; see `enterotone.engine.ensemble.simulate`.
    settings : tolerances and horizon.
    initial : where to start from, as in `simulate`; a steady state of a neighbour makes it faster.
    workers : threads; None decides by the machine.
    progress : called with (members done, all members).
    is_near : True where `initial` are steady states of nearly the same numbers: Newton starts from there, and what it
        finds close by is taken as it is; the others are integrated.

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
    with one_thread():
        search = _Search(system, settings or Settings(), laid_out)
        found = search.run(thread_count(workers), progress, is_near)
    return SteadyStates.collect(system, laid_out, found)


class _Search:
    """The search for all members, a stretch of time after the other."""

    def __init__(self, system: System, settings: Settings, members: Members) -> None:
        self._system, self._settings, self._members = system, settings, members
        self._coarse = replace(settings, rtol=settings.steady_rtol)
        self._totals = conserved_totals(system)
        self._states = members.start.copy()
        self._status = np.full(len(members), Status.NO_STEADY_STATE, dtype=object)
        self._residual = np.full(len(members), np.nan)

    def run(
        self, threads: int, progress: Callable[[int, int], None] | None, is_near: bool = False
    ) -> list[tuple[Status, Floats, float]]:
        """Go on until each member has arrived or failed."""
        self._status[~self._members.is_good] = Status.BAD_PARAMETERS
        waiting, now = np.flatnonzero(self._members.is_good), 0.0
        if is_near:
            waiting = np.array([member for member in waiting.tolist() if not self._is_here(member)], dtype=np.intp)
        last = self._settings.steady_horizon_h
        for horizon in (*(h for h in _HORIZONS_H if h < last), last) if len(waiting) else ():
            cohort = self._integrate(waiting, now, horizon, threads)
            still = [self._look(member, cohort, row, horizon - now) for row, member in enumerate(waiting.tolist())]
            waiting, now = waiting[np.array(still, dtype=bool)], horizon
            if progress is not None:
                progress(len(self._states) - len(waiting), len(self._states))
            if not len(waiting):
                break
        found = np.where([[status.is_ok] for status in self._status], self._states, np.nan)
        return list(zip(self._status.tolist(), found, self._residual.tolist(), strict=True))

    @np.errstate(all="ignore")
    def _is_here(self, member: int) -> bool:
        """Let Newton start where the member is; True when it finds a steady state close by."""
        states = self._states[member]
        found = Newton(Member(self._system, self._members.constants[member]), self._totals, self._settings).solve(
            states
        )
        if found is None:
            return False
        moving = ~self._system.is_sink
        distance = np.abs(found[0] - states)[moving]
        if (distance > _CLOSE_BY * (np.abs(states[moving]) + self._settings.atol / self._settings.steady_tol)).any():
            return False
        self._status[member], self._states[member], self._residual[member] = Status.OK, found[0], found[1]
        return True

    def _integrate(self, chosen: NDArray[np.intp], now: float, horizon: float, threads: int) -> Cohort:
        members = self._members.chosen(chosen, self._states[chosen])
        none = plan_doses(self._system, None, members, now, horizon)
        return run_cohort(self._system, members, none, np.array([horizon]), now, self._coarse, threads)

    @np.errstate(all="ignore")  # a member that overflows gets a status, not a warning
    def _look(self, member: int, cohort: Cohort, row: int, stretch: float) -> bool:
        """See whether a member has arrived, or can be carried there by Newton; False when it is done."""
        status = cohort.statuses[row]
        if not status.is_ok:
            self._status[member] = status
            return False
        start, states = self._members.start[member], cohort.final[row]
        is_sink = self._system.is_sink
        self._states[member] = states
        newton = Newton(Member(self._system, self._members.constants[member]), self._totals, self._settings)
        found = newton.solve(np.where(is_sink, start, states))
        if found is not None and newton.is_near(found[0], states) and newton.is_stable(found[0]):
            self._status[member], self._states[member], self._residual[member] = Status.OK, found[0], found[1]
            return False
        drift = newton.drift(states) * stretch
        if found is None and drift <= _ARRIVED:
            arrived = np.where(is_sink, start, states)
            self._status[member], self._states[member], self._residual[member] = Status.OK, arrived, drift
            return False
        return True
