"""Solve one member over time with LSODA.

LSODA (ODEPACK, through SciPy) switches between a method for stiff and one for other problems. It is started
anew at every dose, so that no step crosses one. At the moment of a dose the output is the value after it.

It is here as a second opinion, and for searches that go member by member. Leaves out: events and conditions on the
time, which `enterotone.engine.waves` runs.

References
----------
Petzold 1983, doi:10.1137/0904010.
"""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import ODEintWarning, odeint

from enterotone.engine.compile import Rates, System
from enterotone.engine.dose import TIME_TOLERANCE_H
from enterotone.engine.settings import Settings
from enterotone.engine.status import NEGATIVE_ATOL, NEGATIVE_SHARE, Status

__all__ = ["Course", "Member", "integrate", "sign_of"]

Floats = NDArray[np.float64]
Stop = tuple[float, list[tuple[int, float]]]

#: LSODA counts steps anew for each output; this many evaluations a step (it takes 1 to 2) end the run for good.
_EVALUATIONS_PER_STEP = 4


class _NotFiniteError(ArithmeticError):
    """Stops LSODA, which would go on with NaN."""


class _BudgetError(ArithmeticError):
    """Stops LSODA when the member has used up its evaluations."""


class Member:
    """The system with the numbers of one member put in, as callbacks of a solver.

    Parameters
    ----------
    system : compiled model.
    constants : shape (constant,).
    """

    def __init__(self, system: System, constants: Floats) -> None:
        n = system.n_states
        self.system = system
        self.evaluations_left = 2**62
        self._compiled = Rates(system, constants)
        self._jacobian = np.zeros((n, n))
        self._flat = self._jacobian.reshape(-1)
        # Column by column, which is what LSODA takes without copying.
        self._places = system.jacobian_columns * n + system.jacobian_rows

    def start_budget(self, max_steps: int) -> None:
        """Grant the evaluations of a new run of this many steps."""
        self.evaluations_left = _EVALUATIONS_PER_STEP * max_steps

    def rhs(self, time: float, states: Floats) -> Floats:
        """Rates of change, shape (state,)."""
        rates = self._compiled.rhs(time, states)
        if not math.isfinite(rates.dot(rates)):
            raise _NotFiniteError
        self.evaluations_left -= 1
        if self.evaluations_left < 0:
            raise _BudgetError
        return rates

    def jacobian_transposed(self, time: float, states: Floats) -> Floats:
        """Entry (j, i) is the derivative of rate i for state j; the buffer is used again by the next call."""
        entries = self._compiled.jacobian_entries(time, states)
        if not math.isfinite(entries.dot(entries)):
            # A slope may be infinite at zero; the solver needs it for speed only.
            np.nan_to_num(entries, copy=False, nan=0.0, posinf=1e12, neginf=-1e12)
        self._flat[self._places] = entries
        return self._jacobian


@dataclass(frozen=True)
class Course:
    """One member over time.

    Parameters
    ----------
    status : how it ended; `states` and `final` have a meaning only when it is OK.
    states : shape (time, state), amounts.
    final : shape (state,).
    n_steps : steps that the solver took.
    """

    status: Status
    states: Floats
    final: Floats
    n_steps: int


@np.errstate(all="ignore")  # a member that overflows gets a status, not a warning
def integrate(
    member: Member, start: Floats, start_h: float, times_h: Floats, stops: list[Stop], settings: Settings
) -> Course:
    """Solve one member.

    Parameters
    ----------
    member : the system with its numbers.
    start : states at the start, shape (state,).
    start_h : time of the start [h].
    times_h : output times in ascending order, none before the start [h], shape (time,).
    stops : doses in order of time: moment [h], and (state, amount) of each.
    settings : tolerances and budget.

    Returns
    -------
    Course
        A member that cannot be solved has a status; nothing is raised.
    """
    solver = _Solver(member, settings)
    states = np.zeros((len(times_h), len(start)))
    now, y, done = start_h, np.array(start, dtype=np.float64), 0
    end = float(times_h[-1])
    # The last pseudo-stop carries the run to its end.
    for moment, added in [*stops, (math.inf, [])]:
        until = int(np.searchsorted(times_h, moment - TIME_TOLERANCE_H, side="left"))
        target = min(moment, end)
        status, y = solver.advance(now, y, times_h[done:until], target, states[done:until])
        if not status.is_ok:
            return Course(status, states, y, solver.n_steps)
        for index, amount in added:
            y[index] += amount
        now, done = target, until
    status = sign_of(member.system, states, y, settings)
    return Course(status, states, y, solver.n_steps)


class _Solver:
    """Runs LSODA between two moments and keeps count of its steps."""

    def __init__(self, member: Member, settings: Settings) -> None:
        self._member = member
        self._settings = settings
        self.n_steps = 0
        member.start_budget(settings.max_steps)

    def advance(self, now: float, y: Floats, times_h: Floats, target: float, out: Floats) -> tuple[Status, Floats]:
        """Go from `now` to `target`, writing states at `times_h` into `out`; give the states at the target."""
        # An output at the moment itself, and a stretch of no length, need no solver.
        at_once = int(np.searchsorted(times_h, now + TIME_TOLERANCE_H, side="right"))
        out[:at_once] = y
        later = times_h[at_once:]
        if target - now <= TIME_TOLERANCE_H:
            return Status.OK, y
        grid = np.concatenate(([now], later, [target]))
        if len(later) and target - later[-1] <= TIME_TOLERANCE_H:
            grid = grid[:-1]
        try:
            found, message = self._lsoda(y, grid)
        except _NotFiniteError:
            return Status.NOT_FINITE, y
        except _BudgetError:
            return Status.BUDGET, y
        if message != "Integration successful.":
            return Status.BUDGET, y
        if not np.isfinite(found).all():
            return Status.NOT_FINITE, y
        out[at_once:] = found[1 : 1 + len(later)]
        return Status.OK, found[-1].copy()

    def _lsoda(self, y: Floats, grid: Floats) -> tuple[Floats, str]:
        left = self._settings.max_steps - self.n_steps
        if left <= 0:
            return np.empty((0, 0)), "The budget is used up."
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ODEintWarning)
            found, report = odeint(
                self._member.rhs,
                y,
                grid,
                Dfun=self._member.jacobian_transposed,
                col_deriv=True,
                tfirst=True,
                full_output=True,
                rtol=self._settings.rtol,
                atol=self._settings.atol,
                tcrit=grid[-1:],
                mxstep=min(left, 2**31 - 1),
            )
        self.n_steps += int(report["nst"].max(initial=0))
        return found, str(report["message"])


def sign_of(system: System, states: Floats, final: Floats, settings: Settings) -> Status:
    """Say whether a species fell below zero by more than the tolerance.

    Parameters
    ----------
    system : compiled model.
    states, final : as in `Course`.
    settings : tolerances.
    """
    if settings.allow_negative:
        return Status.OK
    every = np.vstack((states, final))
    floor = -NEGATIVE_ATOL * settings.atol - NEGATIVE_SHARE * every.max(axis=0)
    is_below = (every.min(axis=0) < np.minimum(floor, 0.0)) & system.is_species
    return Status.NEGATIVE if is_below.any() else Status.OK
