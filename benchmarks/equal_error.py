"""Times at equal error: measure each engine down a ladder of tolerances, and read its time off at a given error.

The error of a run is |x - ref| / (|ref| + 1e-3) at worst over states, times and people. Between two rungs of the
ladder the logarithm of the time is taken to be linear in the logarithm of the error. Beyond the ends nothing is
extended by more than half a decade.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np
from cases import Case
from numpy.typing import NDArray
from rivals import Solve

__all__ = ["TARGETS", "Rung", "climb", "distance", "needed", "time_at"]

Floats = NDArray[np.float64]

#: Worst errors at which engines are compared: everyday and tight.
TARGETS = (1e-4, 2.5e-6)
_LADDER = (1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9)
_FLOOR = 1e-3
_REACH = 0.5  # decades
#: An engine that comes no nearer than this solves another problem.
_AGREES = 3e-2


@dataclass
class Rung:
    """One engine at one tolerance.

    Parameters
    ----------
    rtol : relative tolerance.
    worst, rms : error.
    people : how many were checked.
    seconds : processor time of one person, one entry a repeat.
    """

    rtol: float
    worst: float
    rms: float
    people: int
    seconds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def distance(states: Floats, reference: Floats) -> tuple[float, float]:
    """Error at worst and root mean square; both shape (people, time, state)."""
    error = np.abs(states - reference[: len(states)]) / (np.abs(reference[: len(states)]) + _FLOOR)
    return float(error.max()), float(np.sqrt((error**2).mean()))


def climb(solve: Solve, reference: Floats, case: Case, budget_s: float) -> tuple[list[Rung], str]:
    """Go down the ladder until the error is below the tightest target; what went wrong, if anything did.

    Parameters
    ----------
    solve : engine.
    reference : shape (people, time, state).
    case : what is run.
    budget_s : processor time for one rung; an engine that needs more runs fewer people.
    """
    rungs, note, people = [], "", len(reference)
    for rtol in _LADDER:
        try:
            states, seconds = solve(people if rungs else 1, rtol)
            if not rungs:
                people = max(1, min(people, int(budget_s / seconds)))
                states, seconds = (states, seconds) if people == 1 else solve(people, rtol)
        except Exception as error:  # an engine that fails is a result, whatever it raises
            note = f"fails at {rtol:g}: {str(error).splitlines()[0][:110] if str(error) else type(error).__name__}"
            continue
        worst, rms = distance(states, reference)
        if not math.isfinite(worst):
            note = f"not finite at {rtol:g}"
            continue
        rungs.append(Rung(rtol, worst, rms, people, [seconds / people]))
        if worst < min(TARGETS):
            break
    if rungs and min(rung.worst for rung in rungs) > _AGREES:
        note = "does not agree with the reference at any tolerance"
    return rungs, note


def needed(rungs: Sequence[Rung]) -> list[Rung]:
    """The rungs next to the targets; only they are timed again."""
    found = []
    for target in TARGETS:
        above = [rung for rung in rungs if rung.worst >= target]
        below = [rung for rung in rungs if rung.worst < target]
        found += above[-2:] if not below else above[-1:] + below[: 1 if above else 2]
    return [rung for rung in rungs if rung in found]


def time_at(rungs: Sequence[Rung], target: float) -> float:
    """Processor time of one person at a worst error [s]; NaN where the rungs are too far from it."""
    points = sorted({rung.worst: rung for rung in rungs}.values(), key=lambda rung: rung.rtol, reverse=True)
    for loose, tight in pairwise(points):
        if loose.worst >= target >= tight.worst:
            return _between(loose, tight, target)
    near = sorted(points, key=lambda rung: abs(math.log10(rung.worst / target)))[:2]
    if not near or abs(math.log10(near[0].worst / target)) > _REACH:
        return math.nan
    return _between(near[0], near[1], target) if len(near) == 2 else near[0].median


def _between(loose: Rung, tight: Rung, target: float) -> float:
    span = math.log(tight.worst / loose.worst)
    share = math.log(target / loose.worst) / span if span else 0.0
    return float(math.exp(math.log(loose.median) * (1 - share) + math.log(tight.median) * share))
