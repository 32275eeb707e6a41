"""What happens at one moment: triggers that turn, events that wait, and who goes first.

The cycle of SBML: find the events whose trigger has just turned true and put them into the queue, with their new
values if these are worked out at the trigger; call off those that wait, are not persistent and whose trigger has
turned false; of the events that are due execute the one with the highest priority; begin anew, since the execution may
have turned triggers. The moment is over when nothing is due.

SBML leaves the order of equal priorities to chance, and models of competing events rely on it that the chance is
fair. The lot is drawn from a generator that begins alike in every run, so a run can be repeated to the last bit and
does not depend on other members. Events without a priority come last, in the order of the document.

References
----------
SBML Level 3 Version 2 Core, section 4.11.6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from enterotone.engine.events import EventCode

__all__ = ["EndlessMomentError", "EventQueue"]

Floats = NDArray[np.float64]

#: More executions at one moment than any model means; events that set each other off for ever reach it.
_MAX_EXECUTIONS = 10_000


class EndlessMomentError(ArithmeticError):
    """Events set each other off without the time going on."""


@dataclass(frozen=True)
class _Waiting:
    event: int
    due: float
    values: Floats | None


@dataclass
class EventQueue:
    """The events of one member during a run.

    Parameters
    ----------
    code : compiled events.
    is_true : shape (event,), the triggers as they were last seen.
    lots : draws among equal priorities.
    """

    code: EventCode
    is_true: NDArray[np.bool_]
    lots: np.random.Generator
    _waiting: list[_Waiting] = field(default_factory=list)

    @property
    def next_due(self) -> float:
        """Time of the next execution; infinite when none waits."""
        return min((waiting.due for waiting in self._waiting), default=math.inf)

    def settle(self, z: Floats) -> bool:
        """Let everything happen that happens at the time of `z`.

        Parameters
        ----------
        z : time, states and the rest; states are changed.

        Returns
        -------
        bool
            True when an event was executed.

        Raises
        ------
        EndlessMomentError
            If events set each other off for ever.
        """
        for count in range(_MAX_EXECUTIONS):
            self._look(z)
            chosen = self._choose(z)
            if chosen is None:
                return count > 0
            self._waiting.remove(chosen)
            values = self.code.new_values(chosen.event, z) if chosen.values is None else chosen.values
            self.code.apply(chosen.event, values, z)
        raise EndlessMomentError

    def triggers(self, z: Floats) -> NDArray[np.bool_]:
        """Evaluate the triggers, shape (event,)."""
        return np.not_equal(self.code.triggers(z), 0.0)

    def _look(self, z: Floats) -> None:
        """Take up triggers that have turned."""
        now = self.triggers(z)
        rising = np.flatnonzero(now & ~self.is_true)
        falling = set(np.flatnonzero(~now & self.is_true).tolist())
        self.is_true = now
        events = self.code.system.model.events
        if falling:
            self._waiting = [w for w in self._waiting if w.event not in falling or events[w.event].is_persistent]
        if len(rising):
            delays = self.code.delays(z)
            for event in rising.tolist():
                keeps = events[event].uses_trigger_values
                values = self.code.new_values(event, z) if keeps else None
                self._waiting.append(_Waiting(event, z[0] + float(delays[event]), values))

    def _choose(self, z: Floats) -> _Waiting | None:
        due = [waiting for waiting in self._waiting if waiting.due <= z[0]]
        if not due:
            return None
        if len(due) == 1:
            return due[0]
        priorities = self.code.priorities(z)
        best = max(priorities[waiting.event] for waiting in due)
        equal = [waiting for waiting in due if priorities[waiting.event] == best]
        if len(equal) == 1 or not equal:
            return (equal or due)[0]
        if best == -math.inf:
            return min(equal, key=lambda waiting: waiting.event)
        return equal[int(self.lots.integers(len(equal)))]
