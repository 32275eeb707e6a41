"""Run an ensemble with events: compiled stretches between moments at which something may happen.

Between two such moments a member is smooth and compiled code runs it, all members at once (`enterotone.engine.lanes`).
A stretch ends at a dose, at the next zero of a condition on the time alone, where an event falls due, or where a
trigger turns; the compiled code looks at the triggers several times in each step, on its dense output, and finds the
moment by bisection. What happens there is for `EventQueue`. Then the next stretch begins. At the moment of a jump the
output is the value after it.

Leaves out: comparisons that turn and turn back between two looks.

References
----------
SBML Level 3 Version 2 Core, section 4.11 (events).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from enterotone.engine.compile import Kernel
from enterotone.engine.dose import TIME_TOLERANCE_H, DosePlan, plan_doses
from enterotone.engine.event_queue import EndlessMomentError, EventQueue
from enterotone.engine.events import EventCode
from enterotone.engine.lanes import Cohort, Lanes, Watch
from enterotone.engine.members import Members
from enterotone.engine.rodas import BUDGET
from enterotone.engine.roots import first_roots
from enterotone.engine.settings import Settings
from enterotone.engine.solver import Stop

__all__ = ["LONGEST_STEP", "run_with_events"]

Floats = NDArray[np.float64]

#: Longest step as a share of the run where conditions are watched.
LONGEST_STEP = 1 / 50
#: Times closer than this share of the time are one moment: no solver could step between them.
_SAME_TIME = 1e-13
#: A stretch ends this many floating-point numbers before a condition on the time turns, so that no rate sees it turned.
_BEFORE = 32
#: Where the lots among equal priorities begin, in every run alike.
_LOTS_SEED = 20101016


@np.errstate(all="ignore")  # a member that overflows gets a status, not a warning
def run_with_events(
    code: EventCode,
    members: Members,
    plan: DosePlan,
    times_h: Floats,
    start_h: float,
    settings: Settings,
    threads: int,
    observe: Kernel,
    tolerances: tuple[Floats, Floats] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Cohort:
    """Run every member that has sound numbers.

    Parameters
    ----------
    code : compiled events of the members' system.
    members, plan, times_h, start_h, settings, threads, observe, tolerances, progress : as in
        `enterotone.engine.lanes.run_cohort`.
    """
    system, end = code.system, float(times_h[-1])
    watch = Watch(code.watched, len(system.model.events), code.n_seen, LONGEST_STEP)
    # Doses are given here, between stretches, because they may turn a trigger.
    none = plan_doses(system, None, members, start_h, end)
    lanes = Lanes(system, members, none, times_h, start_h, settings, observe, tolerances, watch)
    lanes.is_good &= np.isfinite(plan.amounts).all(axis=1)
    lanes.pauses, lanes.tick = True, 0.0
    walks = {
        index: _Walk(code, members, index, start_h, plan.stops(plan.amounts[index]))
        for index in np.flatnonzero(lanes.is_good).tolist()
    }
    for index in list(walks):
        _settle(walks, index, lanes)
    while walks:
        _aim(code, walks, lanes, end)
        lanes.run(np.array(list(walks)), threads)
        paused = lanes.is_paused
        states = lanes.states[:, system.place]
        for index in list(walks):
            if paused[index]:
                walks[index].arrive(float(lanes.reached[index]), states[index])
                _settle(walks, index, lanes)
            else:
                del walks[index]
        if progress is not None:
            progress(len(members) - len(walks), len(members))
    return lanes.collect()


class _Walk:
    """One member on its way; `z` is where it is."""

    def __init__(self, code: EventCode, members: Members, index: int, start_h: float, stops: list[Stop]) -> None:
        self._n = code.system.n_states
        self.z = np.concatenate(([start_h], members.start[index], members.constants[index]))
        self._stops = list(stops)
        before = np.array([event.initial_value for event in code.system.model.events], dtype=bool)
        self.queue = EventQueue(code, before, np.random.default_rng(_LOTS_SEED))
        # A condition turns here, which is a little after the goal.
        self.turn = math.inf

    @property
    def now(self) -> float:
        return float(self.z[0])

    @property
    def states(self) -> Floats:
        return self.z[1 : 1 + self._n]

    @property
    def next_stop(self) -> float:
        """Time of the next dose or event that is due."""
        return min(self._stops[0][0] if self._stops else math.inf, self.queue.next_due)

    def arrive(self, time: float, states: Floats) -> None:
        """Be somewhere else."""
        self.z[0], self.z[1 : 1 + self._n] = time, states
        if abs(self.turn - time) <= 2 * _BEFORE * np.spacing(abs(self.turn)):
            self.z[0] = self.turn

    def settle(self) -> None:
        """Give the doses of this moment, and let events happen."""
        while self._stops and self._stops[0][0] <= self.now + TIME_TOLERANCE_H:
            for index, amount in self._stops.pop(0)[1]:
                self.states[index] += amount
        self.queue.settle(self.z)


def _settle(walks: dict[int, _Walk], index: int, lanes: Lanes) -> None:
    """Let everything happen at the present moment of a member, and have its next stretch begin there."""
    walk = walks[index]
    try:
        walk.settle()
    except EndlessMomentError:
        is_over = True
    else:
        lanes.n_steps[index] += 1
        is_over = bool(lanes.n_steps[index] > lanes.settings.max_steps)
    if is_over:
        lanes.status[index] = BUDGET
        del walks[index]
        return
    lanes.begin[index] = walk.now
    lanes.states[index, :] = walk.now
    lanes.states[index, lanes.system.place] = walk.states


def _aim(code: EventCode, walks: dict[int, _Walk], lanes: Lanes, end: float) -> None:
    """Decide how far each member goes."""
    waiting = list(walks)
    while waiting:
        turns = _next_turns(code, [walks[index].z for index in waiting])
        again = []
        for index, turn in zip(waiting, turns.tolist(), strict=True):
            walk = walks[index]
            stop = min(end, walk.next_stop)
            walk.turn = turn if turn <= stop else math.inf
            goal = turn - _BEFORE * float(np.spacing(abs(turn))) if turn <= stop else stop
            lanes.goal[index] = max(goal, walk.now)
            if walk.now < end and goal < end and goal - walk.now <= _SAME_TIME * max(1.0, abs(walk.now)):
                # No solver could step there: be there, with what happens then.
                walk.arrive(min(turn, stop), walk.states.copy())
                _settle(walks, index, lanes)
                again.append(index)
        waiting = [index for index in again if index in walks]


def _next_turns(code: EventCode, rows: list[Floats]) -> Floats:
    """Time of the next zero of a condition on the time alone, shape (member,); infinite where there is none."""
    kernel, n = code.conditions, 1 + code.system.n_states
    if not kernel.size:
        return np.full(len(rows), np.inf)
    z = np.array(rows)
    states, constants = np.ascontiguousarray(z[:, 1:n]), np.ascontiguousarray(z[:, n:])

    def differences(times: Floats) -> Floats:
        return kernel.many(states, constants, times)

    return first_roots(differences, np.ascontiguousarray(z[:, 0]))
