"""One simulated day with meals, from the midnight state that the meals bring back to itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.ledger import SYNTHESIS, ends, stock_formula
from enterotone.engine import Settings, System, Workers, simulate
from enterotone.model.compose import Model
from enterotone.population.baseline import MEALS, daily_states
from enterotone.population.diet import meal_clock, meals

__all__ = ["COURSES", "Day", "day_formulas", "simulate_day"]

Floats = NDArray[np.float64]

_STEP_H = 0.25
#: Tryptophan eaten [umol/day], whatever acts on the diet.
_INTAKE = "J_diet_tryptophan / M_tryptophan * period_meals"
#: What is drawn over the hours: observable -> unit, title.
COURSES = {
    "plasma__tryptophan": ("umol/L", "Plasma tryptophan"),
    "plasma__lnaa": ("umol/L", "Plasma large neutral amino acids"),
    "mucosa_small_bowel__serotonin": ("nmol/L", "Serotonin in the small-bowel mucosa"),
    "portal__serotonin": ("nmol/L", "Free serotonin in portal blood"),
    "proximal__scfa": ("mmol/L", "SCFA, ascending colon"),
    "brain__tryptophan_influx": ("umol/h", "Tryptophan entering the brain"),
}


@dataclass(frozen=True)
class Day:
    """A day of an ensemble.

    Parameters
    ----------
    time_h : clock time [h], shape (time,).
    values : observable -> canonical values, shape (n_member, time).
    is_ok : shape (n_member,).
    """

    time_h: Floats
    values: Mapping[str, Floats]
    is_ok: NDArray[np.bool_]

    def mean(self, observable: str) -> Floats:
        """Mean over the 24 hours, shape (n_member,)."""
        span = self.time_h[-1] - self.time_h[0]
        return np.asarray(np.trapezoid(self.values[observable], self.time_h, axis=1) / span)

    def gain(self, observable: str) -> Floats:
        """Value at the end less value at the start, shape (n_member,)."""
        return np.asarray(self.values[observable][:, -1] - self.values[observable][:, 0])

    def statistic(self, observable: str, statistic: str) -> Floats:
        """The number that is asked for, in canonical units, shape (n_member,).

        Parameters
        ----------
        observable : as asked of `simulate_day`.
        statistic : ``mean`` over the day, or ``fasting``, the last moment before breakfast.
        """
        if statistic == "mean":
            return self.mean(observable)
        before = np.flatnonzero(self.time_h < min(meal_clock().values()))[-1]
        return np.asarray(self.values[observable][:, before])


def day_formulas(model: Model, observables: Sequence[str]) -> dict[str, str]:
    """Give what a day has to report: name -> formula.

    Parameters
    ----------
    model : composed organs.
    observables : formulas that will be asked for.
    """
    formulas = {observable: observable for observable in observables}
    formulas |= {sid: sid for sid in (*COURSES, *SYNTHESIS)}
    formulas |= {sid: f"{sid} * ledger" for sid in ends(model)}
    return formulas | {"stock": stock_formula(model), "intake": _INTAKE}


def simulate_day(
    system: System,
    formulas: Mapping[str, str],
    members: Mapping[str, Floats],
    states: Floats,
    settings: Settings,
    workers: int | Workers | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Day:
    """Find the periodic day of every individual and simulate it.

    Parameters
    ----------
    system : compiled.
    formulas : as `day_formulas` gives them.
    members : parameter -> values, shape (n_member,).
    states : resting states, shape (n_member, n_state).
    settings : tolerances.
    workers, progress : as elsewhere.
    """
    times = np.linspace(0.0, 24.0, round(24.0 / _STEP_H) + 1)
    daily = daily_states(members, states, system, settings, workers, progress)
    found = simulate(
        system,
        {**members, **MEALS},
        times,
        list(formulas.values()),
        meals(),
        np.where(daily.is_ok[:, None], daily.values, states),
        settings,
        workers,
    )
    values = np.moveaxis(found.values, 2, 0)
    return Day(
        time_h=times,
        values=dict(zip(formulas, values, strict=True)),
        is_ok=found.is_ok & daily.is_ok,
    )
