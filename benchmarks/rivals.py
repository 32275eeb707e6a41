"""Engines that are handed the right-hand side or the document as it is: ours, SciPy, scikit-sundae, libRoadRunner.

Each maker gives a function (number of people, relative tolerance) -> (amounts of shape (people, time, state), seconds
of processor time). Setting a person's numbers is outside the clock for all; an engine's own handling of doses and
outputs is inside.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from cases import Case
from numpy.typing import NDArray

from enterotone.engine import Settings
from enterotone.engine.lanes import run_cohort
from enterotone.engine.solver import Member, integrate

__all__ = ["Solve", "enterotone", "lsoda", "roadrunner", "sundae"]

Floats = NDArray[np.float64]
Solve = Callable[[int, float], tuple[Floats, float]]

_STEPS = 5_000_000


def enterotone(case: Case, _cache: Path) -> Solve:
    """Ours: Rodas5P over lanes of people, compiled."""
    _ = case.system.native

    def solve(people: int, rtol: float) -> tuple[Floats, float]:
        settings = Settings(rtol, case.atol(rtol), max_steps=_STEPS, allow_negative=True)
        members = case.members.part(slice(0, people))
        plan = type(case.plan)(case.plan.times_h, case.plan.doses, case.plan.targets, case.plan.amounts[:people])
        begun = time.process_time()
        found = run_cohort(case.system, members, plan, case.times, 0.0, settings)
        return found.values, time.process_time() - begun

    return solve


def lsoda(case: Case, _cache: Path) -> Solve:
    """SciPy's LSODA on our compiled right-hand side and Jacobian, called through Python."""

    def solve(people: int, rtol: float) -> tuple[Floats, float]:
        settings = Settings(rtol, case.atol(rtol), max_steps=_STEPS, allow_negative=True)
        ready = [Member(case.system, case.members.constants[person]) for person in range(people)]
        begun = time.process_time()
        found = [
            integrate(member, case.members.start[person], 0.0, case.times, case.stops(person), settings).states
            for person, member in enumerate(ready)
        ]
        return np.array(found), time.process_time() - begun

    return solve


def sundae(case: Case, _cache: Path) -> Solve:
    """CVODE through scikit-sundae on our compiled right-hand side and Jacobian, dense; begins anew at each dose."""
    from sksundae.cvode import CVODE

    def person_states(person: int, rtol: float) -> tuple[Floats, float]:
        member = Member(case.system, case.members.constants[person])

        def rhs(now: float, states: Floats, rates: Floats) -> None:
            rates[:] = member.rhs(now, states)

        def jacobian(now: float, states: Floats, _rates: Floats, out: Floats) -> None:
            out[:] = member.jacobian_transposed(now, states).T

        solver = CVODE(rhs, jacfn=jacobian, rtol=rtol, atol=case.atol(rtol), max_num_steps=_STEPS)
        begun = time.process_time()
        with np.errstate(all="ignore"):  # a step too far is taken back
            found = _between_doses(case, person, lambda grid, y: solver.solve(grid, y).y)
        return found, time.process_time() - begun

    return _one_by_one(person_states)


def roadrunner(case: Case, _cache: Path) -> Solve:
    """CVODE in libRoadRunner; begins anew at each dose."""
    import roadrunner

    engine = roadrunner.RoadRunner(case.document)
    engine.timeCourseSelections = ["time", *case.species]
    known = {*engine.model.getGlobalParameterIds(), *engine.model.getCompartmentIds()}

    def person_states(person: int, rtol: float) -> tuple[Floats, float]:
        engine.resetAll()
        engine.integrator.relative_tolerance, engine.integrator.absolute_tolerance = rtol, case.atol(rtol)
        engine.integrator.setValue("maximum_num_steps", _STEPS)
        for sid, value in case.constants(person).items():
            if sid in known:
                engine[sid] = value
        amounts = dict(zip(case.species, case.members.start[person], strict=True))
        for sid, value in amounts.items():
            engine[sid] = value

        def stretch(grid: Floats, states: Floats) -> Floats:
            for index in np.flatnonzero(states != now["states"]):
                engine[case.species[index]] = states[index]
            found = np.asarray(engine.simulate(times=grid.tolist()))[:, 1:]
            now["states"] = found[-1]
            return found

        now = {"states": case.members.start[person]}
        begun = time.process_time()
        found = _between_doses(case, person, stretch)
        return found, time.process_time() - begun

    return _one_by_one(person_states)


def _one_by_one(person_states: Callable[[int, float], tuple[Floats, float]]) -> Solve:
    def solve(people: int, rtol: float) -> tuple[Floats, float]:
        found = [person_states(person, rtol) for person in range(people)]
        return np.array([states for states, _ in found]), sum(seconds for _, seconds in found)

    return solve


def _between_doses(case: Case, person: int, stretch: Callable[[Floats, Floats], Floats]) -> Floats:
    """Run from dose to dose; `stretch` gives the states at the times of a grid from those at its first."""
    states, now = case.members.start[person].copy(), 0.0
    end, out = float(case.times[-1]), np.empty((len(case.times), case.system.n_states))
    for moment, added in [*case.stops(person), (end, [])]:
        inside = (case.times >= now) & ((case.times < moment) | (moment == end))
        grid = np.unique([now, *case.times[inside], moment])
        found = stretch(grid, states)
        out[inside] = found[np.isin(grid, case.times[inside])]
        states, now = np.array(found[-1]), moment
        for index, amount in added:
            states[index] += amount
    return out
