"""Run a trial: every individual lives through every arm, from its own periodic day, and twins are compared.

All arms run on one compiled model with the same phases and the same meals; an arm at level 0 or with a dose of 0 is
the control to the last bit. The shortcut for long exposures, `settled`, asks where individuals end up instead of
waiting: each arm's own periodic day, which is the same for slow adaptations that are complete.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.errors import DesignError, SimulationError
from enterotone.model.compose import Model
from enterotone.population.baseline import MEALS
from enterotone.population.diet import meals
from enterotone.trial.arm import CONTROL, Arm
from enterotone.trial.clinic import Clinic, Individuals, open_clinic
from enterotone.trial.course import Course, Phase, simulate_phases
from enterotone.trial.effect import ArmEffect, paired
from enterotone.trial.endpoint import Endpoint, of_days, output_times, sample_days
from enterotone.units import factor_to

__all__ = ["Design", "Trial", "run_trial"]

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

#: Share of individuals that must have been run.
_ENOUGH = 0.5


@dataclass(frozen=True)
class Design:
    """Arms and their length.

    Parameters
    ----------
    arms : what is compared with nothing; the arm without is always there and not named.
    on_days, off_days : days with, and days that are watched after it.
    settled : where each arm ends up, in place of `on_days` and `off_days`.
    """

    arms: tuple[Arm, ...]
    on_days: int = 56
    off_days: int = 0
    settled: bool = False

    def __post_init__(self) -> None:
        if not self.arms:
            raise DesignError("Nothing is given. Name something to try, for example 'inulin 10 g/day'.")
        names = [arm.name for arm in self.arms]
        for name in names:
            if names.count(name) > 1 or name == CONTROL:
                raise DesignError(f"Two arms are called '{name}'; compare different ones.")
        if self.on_days < 1 or self.off_days < 0:
            raise DesignError(f"{self.on_days} days with and {self.off_days} after; expected 1 or more and 0 or more.")
        if self.settled and any(regimen.intervention.doses for arm in self.arms for regimen in arm.regimens):
            raise DesignError("What is given in doses has no settled state without them; say for how many weeks.")


@dataclass(frozen=True)
class Trial:
    """What was read.

    Parameters
    ----------
    arms : names, the one without first.
    days : that were read, counted from 1; one day of none where settled.
    endpoints : what was read.
    values : in the units of the endpoints, shape (arm, member, day, endpoint).
    is_ok : individuals that could be run in every arm, shape (member,).
    weights : shape (member,), or None.
    """

    arms: tuple[str, ...]
    days: tuple[int, ...]
    endpoints: tuple[Endpoint, ...]
    values: Floats
    is_ok: NDArray[np.bool_]
    weights: Floats | None

    def effects(self) -> tuple[ArmEffect, ...]:
        """Every arm against the one without, on every day, in the order of the endpoints."""
        kept = self.is_ok
        weights = None if self.weights is None else self.weights[kept]
        return tuple(
            paired(
                arm,
                endpoint.id,
                day,
                endpoint.unit,
                endpoint.smallest_change,
                self.values[1 + a, kept, d, e],
                self.values[0, kept, d, e],
                weights,
            )
            for a, arm in enumerate(self.arms[1:])
            for e, endpoint in enumerate(self.endpoints)
            for d, day in enumerate(self.days)
        )


def run_trial(
    model: Model,
    individuals: Individuals,
    design: Design,
    endpoints: Sequence[Endpoint],
    seed: int,
    progress: Progress | None = None,
) -> Trial:
    """Run a trial.

    Parameters
    ----------
    model : composed organs.
    individuals : who takes part.
    design : arms and their length.
    endpoints : what is read.
    seed : of the draws of what interventions bring.
    progress : called with a word, arms done, all.

    Raises
    ------
    UnknownIdError
        If the model lacks what something acts on.
    SimulationError
        If fewer than half of the individuals could be run.
    """
    clinic = open_clinic(model, _attached(design.arms), individuals, seed)
    observables = list(dict.fromkeys(endpoint.observable for endpoint in endpoints))
    base = clinic.day({})
    days: tuple[int, ...] = (0,) if design.settled else sample_days(design.on_days, design.off_days)
    values, is_ok = [], base.is_ok.copy()
    read = (1,) if design.settled else days
    arms = (Arm(CONTROL), *design.arms)
    for number, arm in enumerate(arms):
        settled = design.settled
        course = _settled(clinic, arm, observables) if settled else _course(clinic, arm, design, days, observables)
        columns = [
            of_days(course.times_h, course.values[:, :, observables.index(each.observable)], read, each.statistic)
            * factor_to(each.unit)
            for each in endpoints
        ]
        values.append(np.stack(columns, axis=2))
        is_ok &= course.is_ok & np.isfinite(values[-1]).all(axis=(1, 2))
        if progress:
            progress("Running arms", number + 1, len(arms))
    if is_ok.sum() < max(_ENOUGH * len(is_ok), 1):
        raise SimulationError(
            f"Only {int(is_ok.sum())} of {len(is_ok)} individuals could be run in every arm. Try a smaller dose, or "
            "fewer things at once."
        )
    return Trial(tuple(arm.name for arm in arms), days, tuple(endpoints), np.stack(values), is_ok, individuals.weights)


def _attached(arms: Sequence[Arm]) -> list[str]:
    """Ids of what must be attached to the model; what only sets constants need not."""
    given = (regimen.intervention for arm in arms for regimen in arm.regimens)
    return sorted({each.id for each in given if each.module or each.acts})


def _course(clinic: Clinic, arm: Arm, design: Design, days: tuple[int, ...], observables: Sequence[str]) -> Course:
    on, end = design.on_days * 24.0, (design.on_days + design.off_days) * 24.0
    phases = [Phase(on, {**clinic.with_changes(arm.sets, {}), **MEALS})]
    if design.off_days:
        phases.append(Phase(end, {**clinic.members, **MEALS}))
    doses = meals() + arm.schedule(on)
    start = clinic.day({}).values
    return simulate_phases(clinic.system, phases, output_times(days), observables, doses, start)


def _settled(clinic: Clinic, arm: Arm, observables: Sequence[str]) -> Course:
    day = clinic.day(arm.sets)
    phases = [Phase(24.0, {**clinic.with_changes(arm.sets, {}), **MEALS})]
    found = simulate_phases(clinic.system, phases, output_times((1,)), observables, meals(), day.values)
    return Course(found.times_h, found.values, found.is_ok & day.is_ok)
