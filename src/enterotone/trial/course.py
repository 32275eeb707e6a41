"""Individuals over weeks whose constants change at given moments: a course in phases.

Each phase runs from the state at the end of the one before. What is read at the moment of a change belongs to the
phase that ends there, and a dose at that moment to the one that begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.engine import System, Workers, simulate
from enterotone.errors import DesignError
from enterotone.model.schedule import Schedule

__all__ = ["Course", "Phase", "simulate_phases"]

Floats = NDArray[np.float64]

#: A phase is run to this much before its end [h], so that a dose at that moment is given once: in the next phase.
_GAP_H = 1e-6


@dataclass(frozen=True)
class Phase:
    """Constants that hold until a moment.

    Parameters
    ----------
    end_h : when it ends [h].
    members : constant -> values in canonical units, shape (n_member,).
    """

    end_h: float
    members: Mapping[str, Floats | float]


@dataclass(frozen=True)
class Course:
    """Observables over time.

    Parameters
    ----------
    times_h : shape (time,).
    values : canonical values, shape (member, time, observable).
    is_ok : which members could be run, shape (member,).
    """

    times_h: Floats
    values: Floats
    is_ok: NDArray[np.bool_]


def simulate_phases(
    system: System,
    phases: Sequence[Phase],
    times_h: Floats,
    observables: Sequence[str],
    schedule: Schedule,
    initial: Floats,
    workers: int | Workers | None = 1,
) -> Course:
    """Simulate phases one after the other, from time 0.

    Parameters
    ----------
    system : compiled model.
    phases : in their order, the last of which ends at the last output or later.
    times_h : output times [h], rising, shape (time,).
    observables : ids or formulas.
    schedule : doses, over the whole course.
    initial : states at time 0, shape (member, state).
    workers : threads.

    Raises
    ------
    DesignError
        If the phases do not follow each other, or end before the last output.
    """
    ends = [phase.end_h for phase in phases]
    if not ends or any(b <= a for a, b in zip([0.0, *ends], ends, strict=False)) or ends[-1] < times_h[-1]:
        raise DesignError(f"Phases end at {ends} h; expected rising times, the last at {times_h[-1]:g} h or later.")
    values = np.full((len(initial), len(times_h), len(observables)), np.nan)
    is_ok = np.ones(len(initial), dtype=bool)
    states, start = initial, 0.0
    for number, phase in enumerate(phases):
        is_last = number == len(phases) - 1
        end = float(times_h[-1]) if is_last else phase.end_h - _GAP_H
        inside = (times_h <= phase.end_h) & ((times_h > start) if number else (times_h >= 0))
        wanted = np.append(np.minimum(times_h[inside], end), end)
        found = simulate(
            system, phase.members, wanted, list(observables), schedule, states, workers=workers, start_h=start
        )
        values[:, inside] = found.values[:, :-1]
        is_ok &= found.is_ok
        # Who failed goes on from where the phase began, so that the others can; its numbers are not used.
        states = np.where(found.is_ok[:, None], found.final_states, states)
        start = phase.end_h
    return Course(times_h, values, is_ok)
