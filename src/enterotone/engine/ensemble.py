"""Simulate an ensemble: many members of one model over time, under one schedule of doses.

This is the interface that every engine serves: a document, a table of members, times and doses go in;
`Trajectories` come out. A member's numbers depend on its own row alone, to the last bit: not on the other
members, their order, or the number of processes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike, NDArray

from enterotone.engine.compile import System, compile_system
from enterotone.engine.dose import DosePlan, plan_doses
from enterotone.engine.events import compile_events
from enterotone.engine.lanes import Cohort, Watch, run_cohort
from enterotone.engine.members import Initial, Members, lay_out_members
from enterotone.engine.observable import Observables, compile_observables
from enterotone.engine.pool import Workers, run_members, thread_count
from enterotone.engine.result import Trajectories
from enterotone.engine.settings import Settings
from enterotone.engine.solver import Course, Member, integrate
from enterotone.engine.status import Status
from enterotone.engine.waves import LONGEST_STEP, run_with_events
from enterotone.errors import DesignError
from enterotone.model.schedule import Schedule
from enterotone.sbml.odemodel import OdeModel

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["observe", "simulate"]

Floats = NDArray[np.float64]


def simulate(
    document: str | Path | OdeModel | System,
    members: Mapping[str, ArrayLike] | pd.DataFrame | None = None,
    times_h: ArrayLike = (0.0, 24.0),
    observables: Sequence[str] | None = None,
    schedule: Schedule | None = None,
    initial: Initial = None,
    settings: Settings | None = None,
    workers: int | Workers | None = None,
    progress: Callable[[int, int], None] | None = None,
    start_h: float = 0.0,
    tolerances: Mapping[str, ArrayLike] | None = None,
) -> Trajectories:
    """Simulate every member.

    Parameters
    ----------
    document : SBML as text, the path of a file, or a compiled system.
    members : columns by SId, one row a member: constants, or starting values of states in the sense of
        formulas. A number stands for all members; None is one member as the document has it.
    times_h : output times in ascending order [h], shape (time,).
    observables : SIds of states, constants, assigned quantities or reactions, or formulas over them; None for
        every state and assigned quantity.
    schedule : doses [umol] into species; events of the document happen beside them, after a dose of their moment.
    initial : starting states, as amounts, shape (member, state) or (state,), e.g. `Trajectories.final_states`;
        or columns by SId of the state, in the sense of formulas. States not named start as the document says.
    settings : tolerances and budget.
    workers : threads (for ``lsoda`` processes, or a `Workers` that is there already); None decides by the machine.
    progress : called with (members done, all members).
    start_h : time of the start [h]; doses before it are not given.
    tolerances : ``rtol`` or ``atol`` or both, shape (member,), instead of those of the settings.

    Returns
    -------
    Trajectories
        At the moment of a dose the value is the one after it. A member that fails has a status and NaN.

    Raises
    ------
    SbmlError
        If the document cannot be read or uses what the engine refuses.
    UnknownIdError
        If a column, an observable or a dose names what the model has not.
    DesignError
        If times, members or doses make no sense; a negative dose is named with its member.
    UnitError, ModelError
        If an observable is no formula, or does not balance in units.
    """
    system = compile_system(document)
    times = _check_times(times_h, start_h)
    reported = compile_observables(system, observables)
    laid_out = lay_out_members(system, members, initial, start_h)
    plan = plan_doses(system, schedule, laid_out, start_h, float(times[-1]))
    chosen = settings or Settings()
    each = chosen.tolerances(len(laid_out), tolerances)
    if chosen.method == "lsoda":
        cohort = _run_lsoda(system, chosen, each, laid_out, plan, reported, times, start_h, workers, progress)
    else:
        arguments = (laid_out, plan, times, start_h, chosen, thread_count(workers), reported.kernel, each)
        code = compile_events(system)
        if code.is_eventful:
            cohort = run_with_events(code, *arguments, progress)
        else:
            watch = Watch(code.watched, 0, code.n_seen, LONGEST_STEP) if system.has_jumps else None
            cohort = run_cohort(system, *arguments, watch, progress)
    return Trajectories(
        members=laid_out.labels,
        times_h=times,
        observables=reported.ids,
        units=reported.units,
        values=cohort.values,
        statuses=cohort.statuses,
        state_ids=system.state_ids,
        final_states=cohort.final,
        n_steps=cohort.n_steps,
    )


def observe(
    system: System,
    states: Floats,
    observables: Sequence[str],
    members: Mapping[str, ArrayLike] | pd.DataFrame | None = None,
    time_h: float = 0.0,
) -> Floats:
    """Work out observables at given states, e.g. at steady states.

    Parameters
    ----------
    system : compiled model.
    states : amounts, shape (member, state).
    observables : SIds or formulas, as in `simulate`.
    members : columns by SId, as in `simulate`.
    time_h : time at which they are read [h].

    Returns
    -------
    ndarray, shape (member, observable)
        NaN for members whose numbers are missing or impossible.

    Raises
    ------
    UnknownIdError, DesignError, ModelError, UnitError
        As in `simulate`.
    """
    reported = compile_observables(system, observables)
    laid_out = lay_out_members(system, members, np.asarray(states, dtype=np.float64), time_h)
    values = reported.kernel.many(laid_out.start, laid_out.constants, np.full(len(laid_out), time_h))
    values[~laid_out.is_good] = np.nan
    return values


@dataclass(frozen=True)
class _Lsoda:
    """The run of one member with LSODA, by its place; may be sent to another process."""

    system: System
    settings: Settings
    tolerances: tuple[Floats, Floats]
    members: Members
    plan: DosePlan
    times_h: Floats
    start_h: float

    def __call__(self, index: int) -> Course | None:
        amounts = self.plan.amounts[index]
        if not (self.members.is_good[index] and np.isfinite(amounts).all()):
            return None
        member = Member(self.system, self.members.constants[index])
        rtol, atol = self.tolerances
        settings = replace(self.settings, rtol=float(rtol[index]), atol=float(atol[index]))
        stops = self.plan.stops(amounts)
        return integrate(member, self.members.start[index], self.start_h, self.times_h, stops, settings)


def _run_lsoda(
    system: System,
    settings: Settings,
    tolerances: tuple[Floats, Floats],
    members: Members,
    plan: DosePlan,
    reported: Observables,
    times_h: Floats,
    start_h: float,
    workers: int | Workers | None,
    progress: Callable[[int, int], None] | None,
) -> Cohort:
    """Run all members with SciPy's solver, one at a time."""
    if compile_events(system).is_eventful:
        raise DesignError("Settings: method 'lsoda' runs no events and no conditions on the time; use 'rodas5p'.")
    job = _Lsoda(system, settings, tolerances, members, plan, times_h, start_h)
    found = run_members(job, len(members), workers, progress)
    n_times = len(times_h)
    values = np.full((len(members), n_times, len(reported.ids)), np.nan)
    final = np.full((len(members), system.n_states), np.nan)
    statuses = np.full(len(members), Status.BAD_PARAMETERS, dtype=object)
    n_steps = np.zeros(len(members), dtype=np.int64)
    for index, course in enumerate(found):
        if course is None:
            continue
        statuses[index], n_steps[index] = course.status, course.n_steps
        if course.status.is_ok:
            constants = np.repeat(members.constants[index : index + 1], n_times, axis=0)
            values[index] = reported.kernel.many(course.states, constants, times_h)
            final[index] = course.final
    return Cohort(values, final, statuses, n_steps)


def _check_times(times_h: ArrayLike, start_h: float) -> Floats:
    times = np.atleast_1d(np.asarray(times_h, dtype=np.float64))
    if times.ndim != 1 or not len(times) or not np.isfinite(times).all():
        raise DesignError("times_h must be a list of finite times in h, with at least one.")
    if (np.diff(times) < 0).any():
        late = int(np.flatnonzero(np.diff(times) < 0)[0])
        raise DesignError(f"times_h must ascend, but {times[late]:g} h is followed by {times[late + 1]:g} h.")
    if times[0] < start_h:
        raise DesignError(f"times_h begins at {times[0]:g} h, before the start of the run at {start_h:g} h.")
    return times
