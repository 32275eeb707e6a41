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
from enterotone.engine.events import EventCode, compile_events, time_conditions
from enterotone.engine.hybrid import integrate_with_events
from enterotone.engine.lanes import run_cohort
from enterotone.engine.members import Initial, Members, lay_out_members
from enterotone.engine.observable import Observables, compile_observables
from enterotone.engine.pool import Workers, core_count, run_members
from enterotone.engine.result import Trajectories
from enterotone.engine.settings import Settings
from enterotone.engine.solver import Member, integrate
from enterotone.engine.status import Status
from enterotone.errors import DesignError
from enterotone.model.schedule import Schedule
from enterotone.sbml.odemodel import OdeModel

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["observe", "simulate"]

Floats = NDArray[np.float64]

#: Members whose states are held at once.
_CHUNK = 512


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
    jumps = compile_events(system) if system.model.events or time_conditions(system.model) else None
    # A one-step method can step over a jump of a rate without noticing; LSODA looks back further.
    if chosen.method == "rodas5p" and jumps is None and not system.has_jumps:
        found = _run_compiled(system, chosen, laid_out, plan, reported, times, start_h, workers, progress)
    else:
        job = _Job(system, chosen, laid_out, plan, reported, times, start_h, jumps)
        found = run_members(job, len(laid_out), workers, progress)
    return _collect(system, laid_out, reported, times, found)


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
    values = np.full((len(laid_out), len(reported.ids)), np.nan)
    for index in np.flatnonzero(laid_out.is_good):
        z = system.inputs(laid_out.constants[index])
        values[index] = _read(z, reported, np.array([time_h]), laid_out.start[index : index + 1])[0]
    return values


@dataclass(frozen=True)
class _Outcome:
    """The run of one member."""

    status: Status
    values: Floats | None = None
    final: Floats | None = None
    n_steps: int = 0


@dataclass(frozen=True)
class _Job:
    """The run of one member, by its place; may be sent to another process."""

    system: System
    settings: Settings
    members: Members
    plan: DosePlan
    reported: Observables
    times_h: Floats
    start_h: float
    jumps: EventCode | None = None

    def __call__(self, index: int) -> _Outcome:
        amounts = self.plan.amounts[index]
        if not (self.members.is_good[index] and np.isfinite(amounts).all()):
            return _Outcome(Status.BAD_PARAMETERS)
        member = Member(self.system, self.members.constants[index])
        start, stops = self.members.start[index], self.plan.stops(amounts)
        if self.jumps is None:
            course = integrate(member, start, self.start_h, self.times_h, stops, self.settings)
        else:
            course = integrate_with_events(self.jumps, member, start, self.start_h, self.times_h, stops, self.settings)
        if not course.status.is_ok:
            return _Outcome(course.status, n_steps=course.n_steps)
        values = _read(member.z, self.reported, self.times_h, course.states)
        return _Outcome(course.status, values, course.final, course.n_steps)


def _run_compiled(
    system: System,
    settings: Settings,
    members: Members,
    plan: DosePlan,
    reported: Observables,
    times_h: Floats,
    start_h: float,
    workers: int | Workers | None,
    progress: Callable[[int, int], None] | None,
) -> list[_Outcome]:
    """Run all members through compiled code, a chunk at a time."""
    count = core_count() if workers is None else workers.n if isinstance(workers, Workers) else workers
    if count < 1:
        raise DesignError(f"workers is {count}; it must be 1 or more, or None for every core.")
    found: list[_Outcome] = []
    for first in range(0, len(members), _CHUNK):
        rows = slice(first, first + _CHUNK)
        part = members.part(rows)
        amounts = replace(plan, amounts=plan.amounts[rows])
        cohort = run_cohort(system, part, amounts, times_h, start_h, settings, count)
        for index, status in enumerate(cohort.statuses):
            n_steps = int(cohort.n_steps[index])
            if not status.is_ok:
                found.append(_Outcome(status, n_steps=n_steps))
                continue
            values = _read(system.inputs(part.constants[index]), reported, times_h, cohort.states[index])
            found.append(_Outcome(status, values, cohort.final[index], n_steps))
        if progress is not None:
            progress(len(found), len(members))
    return found


def _read(z: Floats, reported: Observables, times_h: Floats, states: Floats) -> Floats:
    """Observables at given times and states, shape (time, observable); time and states of `z` are written over."""
    values = np.empty((len(times_h), len(reported.ids)))
    n = states.shape[1]
    for row, time in enumerate(times_h):
        z[0] = time
        z[1 : 1 + n] = states[row]
        reported.kernel(z, values[row])
    return values


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


def _collect(
    system: System, members: Members, reported: Observables, times: Floats, found: Sequence[_Outcome]
) -> Trajectories:
    values = np.full((len(members), len(times), len(reported.ids)), np.nan)
    final = np.full((len(members), system.n_states), np.nan)
    statuses = np.empty(len(members), dtype=object)
    for index, outcome in enumerate(found):
        statuses[index] = outcome.status
        if outcome.values is not None:
            values[index], final[index] = outcome.values, outcome.final
    return Trajectories(
        members=members.labels,
        times_h=times,
        observables=reported.ids,
        units=reported.units,
        values=values,
        statuses=statuses,
        state_ids=system.state_ids,
        final_states=final,
        n_steps=np.array([outcome.n_steps for outcome in found], dtype=np.int64),
    )
