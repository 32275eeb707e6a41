"""Solve one member with events: LSODA step by step, with a look at the triggers after each.

Between two jumps the model is smooth and LSODA solves it. After each step the triggers are read at a few moments of
it, on the solver's own interpolant; where one has turned, bisection finds the moment, and the solver starts anew from
what the events leave behind. Conditions on the time alone, events that wait and doses are exact stops: no step
crosses them. At the moment of a jump the output is the value after it.

Leaves out: comparisons that turn and turn back between two looks.

References
----------
Petzold 1983, doi:10.1137/0904010 (LSODA). SBML Level 3 Version 2 Core, section 4.11 (events).
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import LSODA

from enterotone.engine.dose import TIME_TOLERANCE_H
from enterotone.engine.event_queue import EndlessMomentError, EventQueue
from enterotone.engine.events import EventCode
from enterotone.engine.roots import first_change, linear_root
from enterotone.engine.settings import Settings
from enterotone.engine.solver import Course, Member, Stop, sign_of
from enterotone.engine.status import Status

__all__ = ["integrate_with_events"]

Floats = NDArray[np.float64]
#: States at a time within one step.
_Interpolant = Callable[[float], Floats]

#: Looks at the triggers in each step, its end included, and the longest step as a share of the run.
_LOOKS, _LONGEST_STEP = 8, 1 / 50

#: Times closer than this share of the time are one moment: no solver could step between them.
_SAME_TIME = 1e-13

#: Where the lots among equal priorities begin, in every run alike.
_LOTS_SEED = 20101016


@np.errstate(all="ignore")  # a member that overflows gets a status, not a warning
def integrate_with_events(
    code: EventCode,
    member: Member,
    start: Floats,
    start_h: float,
    times_h: Floats,
    stops: list[Stop],
    settings: Settings,
) -> Course:
    """Solve one member.

    Parameters
    ----------
    code : compiled events of the member's system.
    member : the system with its numbers.
    start : states at the start, shape (state,).
    start_h : time of the start [h].
    times_h : output times in ascending order, none before the start [h], shape (time,).
    stops : doses in order of time: moment [h], and (state, amount) of each.
    settings : tolerances and budget.

    Returns
    -------
    Course
        As from `enterotone.engine.solver.integrate`.
    """
    run = _Run(code, member, start, start_h, times_h, settings)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what LSODA has to say is in the status
        status = run.go(list(stops))
    return Course(status, run.states, run.z[1 : 1 + len(start)].copy(), run.n_steps)


class _Run:
    """One member under way; `z` is where it is."""

    def __init__(
        self, code: EventCode, member: Member, start: Floats, start_h: float, times_h: Floats, settings: Settings
    ) -> None:
        n = len(start)
        self.code, self.member, self.settings = code, member, settings
        self.times_h, self.end = times_h, float(times_h[-1])
        self.states = np.full((len(times_h), n), np.nan)
        self.n_done = self.n_steps = 0
        self.z = member.z.copy()
        self.z[0], self.z[1 : 1 + n] = start_h, start
        self._y = self.z[1 : 1 + n]
        # A second z for looks ahead, so that the present stays what it is.
        self._ahead = self.z.copy()
        model = code.system.model
        self._is_resting = not model.rates and not any(part.stoichiometry for part in model.reactions.values())
        self._reached = start
        before = np.array([event.initial_value for event in model.events], dtype=bool)
        self.queue = EventQueue(code, before, np.random.default_rng(_LOTS_SEED))
        self._max_step = _LONGEST_STEP * (self.end - start_h) if self.end > start_h else math.inf
        member.start_budget(settings.max_steps)

    @property
    def now(self) -> float:
        return float(self.z[0])

    def go(self, stops: list[Stop]) -> Status:
        """Run to the end."""
        try:
            self._give(stops)
            self.queue.settle(self.z)
            while self.now < self.end:
                self._write(self.now, self._y)
                dose = stops[0][0] if stops else math.inf
                status = self._advance(min(self.end, dose, self.queue.next_due, self._next_condition()))
                if not status.is_ok:
                    return status
                self._give(stops)
                self.queue.settle(self.z)
        except EndlessMomentError:
            return Status.BUDGET
        except ArithmeticError:
            return Status.NOT_FINITE if self.member.evaluations_left > 0 else Status.BUDGET
        self._write(math.inf, self._y)
        if not np.isfinite(self.states).all():
            return Status.NOT_FINITE
        return sign_of(self.code.system, self.states, self._y, self.settings)

    def _give(self, stops: list[Stop]) -> None:
        """Give the doses of this moment."""
        while stops and stops[0][0] <= self.now + TIME_TOLERANCE_H:
            for index, amount in stops.pop(0)[1]:
                self._y[index] += amount

    def _write(self, until: float, states: Floats) -> None:
        """Put the present states into the outputs before `until`."""
        while self.n_done < len(self.times_h) and self.times_h[self.n_done] < until:
            self.states[self.n_done] = states
            self.n_done += 1

    def _next_condition(self) -> float:
        """Time of the next stop that follows from conditions on the time alone."""
        code, z = self.code, self._look(self.now, self._y)
        found = math.inf
        for index in range(code.conditions.size):

            def difference(time: float, index: int = index) -> float:
                z[0] = time
                return float(code.evaluate(code.conditions, z)[index])

            root = linear_root(difference, self.now)
            if root is not None:
                found = min(found, root)
        return found

    def _look(self, time: float, states: Floats) -> Floats:
        self._ahead[0] = time
        self._ahead[1 : 1 + len(states)] = states
        return self._ahead

    def _advance(self, target: float) -> Status:
        """Go on until `target`, or until a trigger turns."""
        if self.n_steps >= self.settings.max_steps:
            return Status.BUDGET
        if target - self.now <= _SAME_TIME * max(1.0, abs(self.now)):
            self.n_steps += 1
            self._write(target, self._y)
            self.z[0] = target
            return Status.OK
        for left, right, course in self._steps(target):
            turned = self._turned(course, left, right)
            until = right if turned is None else turned
            self._write_course(course, until)
            if turned is not None or right == target:
                self.z[0] = until
                self._y[:] = course(until)
                return Status.OK
            if self.n_steps >= self.settings.max_steps:
                return Status.BUDGET
        return Status.BUDGET if np.isfinite(self._reached).all() else Status.NOT_FINITE

    def _steps(self, target: float) -> Iterator[tuple[float, float, _Interpolant]]:
        """Step until `target`: both ends of each step and the states between; ends early where it fails."""
        self._reached = self._y.copy()
        if self._is_resting:
            yield from self._resting_steps(target)
            return
        if not np.isfinite(self._y).all():
            return
        solver = LSODA(
            self._rates,
            self.now,
            self._y.copy(),
            target,
            rtol=self.settings.rtol,
            atol=self.settings.atol,
            jac=self._jacobian,
            max_step=self._max_step,
        )
        while solver.t < target:
            message = solver.step()
            self.n_steps += 1
            self._reached = solver.y
            if message or solver.t == solver.t_old:
                return
            dense = solver.dense_output()
            # The end itself is known better than the interpolant knows it.
            end, states = solver.t, solver.y.copy()
            yield solver.t_old, end, lambda time: states if time == end else dense(time)  # noqa: B023

    def _resting_steps(self, target: float) -> Iterator[tuple[float, float, _Interpolant]]:
        """Step through a stretch on which nothing moves but the time."""
        states = self._reached
        left = self.now
        while left < target:
            right = min(target, left + self._max_step)
            self.n_steps += 1
            yield left, right, lambda _: states
            left = right

    def _rates(self, time: float, states: Floats) -> Floats:
        return self.member.rhs(time, states).copy()

    def _jacobian(self, time: float, states: Floats) -> Floats:
        return self.member.jacobian_transposed(time, states).T.copy()

    def _turned(self, course: _Interpolant, left: float, right: float) -> float | None:
        """Time at which the first trigger turns, or None."""
        if not self.code.watched.size:
            return None

        def seen(time: float) -> Floats:
            z = self._look(time, course(time))
            return self.code.evaluate(self.code.watched, z)

        before = left
        known = self.code.evaluate(self.code.watched, self._look(left, course(left)))
        for look in range(1, _LOOKS + 1):
            moment = right if look == _LOOKS else left + (right - left) * look / _LOOKS
            while (seen(moment) != known).any():
                reference = known
                before = first_change(lambda time: bool((seen(time) != reference).any()), before, moment)  # noqa: B023
                known = seen(before)
                if (self.queue.triggers(self._ahead) != self.queue.is_true).any():
                    return before
            before = moment
        return None

    def _write_course(self, course: _Interpolant, until: float) -> None:
        while self.n_done < len(self.times_h) and self.times_h[self.n_done] < until:
            self.states[self.n_done] = course(float(self.times_h[self.n_done]))
            self.n_done += 1
