"""What if: the same individuals with one change, for eight weeks.

The change is switched on in the resting individuals and the model runs on under even feeding; each individual is
compared with itself. What trials found of the same change stands beside it and does not enter.

Which changes are shown unless somebody chooses: of the interventions that are everyday options (risk ``low``), whose
evidence is not contested and whose usual dose is known, those that move a group of readouts by a worthwhile amount in
the largest share of individuals; one of a kind; three at most; none below a tenth of the individuals. Whether a change
is good is not judged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.ensemble import Ensemble
from enterotone.assessment.extras import Effect, TrialFinding, WhatIf
from enterotone.assessment.readout import readout_specs
from enterotone.assessment.statistics import interval
from enterotone.engine import Settings, Workers, observe, simulate
from enterotone.errors import DesignError
from enterotone.evidence.citation import citation
from enterotone.evidence.rows import read_rows
from enterotone.interventions import intervention, intervention_files
from enterotone.interventions.intervention import Intervention
from enterotone.interventions.knowledge import GRADES, Trial
from enterotone.interventions.regimen import parse_regimen
from enterotone.population.baseline import EVEN
from enterotone.population.exposure import World, carried, world_of, world_with
from enterotone.population.interval import verdict_of
from enterotone.units import factor_to

__all__ = ["Choice", "choices", "everyday", "what_ifs"]

Floats = NDArray[np.float64]


@lru_cache(maxsize=1)
def _rules() -> dict[str, float]:
    return {row["key"]: float(row["value"]) for _, row in read_rows(files("enterotone.assessment") / "what_if.tsv")}


@dataclass(frozen=True)
class Choice:
    """A change to look at.

    Parameters
    ----------
    intervention : what is changed.
    level : how much, in canonical units.
    """

    intervention: Intervention
    level: float

    @property
    def dose(self) -> str:
        """Level in the unit of its table; of a diet, the share of the way to it."""
        unit = self.intervention.parameters[self.intervention.level].unit
        if self.intervention.known.kind == "diet":
            return "the whole way" if self.level == 1 else f"{100 * self.level:.0f} % of the way"
        return f"{self.level * factor_to(unit):.4g} {unit}".removesuffix(" dimensionless")


def choices(texts: Iterable[str]) -> tuple[Choice, ...]:
    """Read changes that somebody chose.

    Parameters
    ----------
    texts : such as ``"inulin 10 g/day"``.

    Raises
    ------
    UnknownIdError
        If there is no such intervention.
    DesignError
        If it cannot be read, is there twice, or does not last.
    """
    found: dict[str, Choice] = {}
    for text in texts:
        regimen = parse_regimen(text)
        given = regimen.intervention
        if not given.level:
            raise DesignError(
                f"'{text}': '{given.id}' is given in single doses and does not last; name something with a level, for "
                "example a food or a fibre in g/day."
            )
        if given.id in found:
            raise DesignError(f"'{text}': '{given.id}' is there twice; give one level.")
        found[given.id] = Choice(given, regimen.level)
    most = int(_rules()["most"])
    if len(found) > most:
        raise DesignError(f"{len(found)} changes asked for; at most {most} are simulated.")
    return tuple(found.values())


def everyday() -> tuple[Choice, ...]:
    """Everyday options of the registry at their usual dose."""
    known = [intervention(name) for name in intervention_files()]
    return tuple(
        Choice(given, given.known.studied.canonical[0])
        for given in known
        if given.level
        and given.known.risk == "low"
        and given.known.grade != "contested"
        and given.known.studied is not None
    )


def what_ifs(
    individuals: Ensemble,
    offered: Sequence[Choice],
    is_chosen: bool,
    settings: Settings | None = None,
    workers: int | Workers | None = None,
) -> tuple[WhatIf, ...]:
    """Simulate changes in the same individuals.

    Parameters
    ----------
    individuals : of an assessment.
    offered : changes; what the individuals live with already is left out.
    is_chosen : True where somebody asked for these: all are shown. Else the rule above selects.
    settings : of the solver.
    workers : threads.

    Raises
    ------
    UnknownIdError
        If the model lacks what a change acts on.
    """
    offered = [choice for choice in offered if choice.intervention.id not in individuals.exposures]
    if not offered:
        return ()
    source = world_of(tuple(individuals.exposures))
    attached = [*source.interventions.values(), *(choice.intervention for choice in offered)]
    clinic = _Clinic(individuals, source, world_with(attached), settings or Settings(), workers)
    if is_chosen:
        return tuple(_what_if(choice, clinic.change(choice, individuals.places)) for choice in offered)
    few = individuals.places[:: max(1, len(individuals.places) // int(_rules()["screened"]))]
    shares = [_share_moved(clinic.change(choice, few)) for choice in offered]
    selected: list[Choice] = []
    for place in sorted(range(len(offered)), key=lambda place: _rank(offered[place], shares[place])):
        choice = offered[place]
        is_new = choice.intervention.known.kind not in {each.intervention.known.kind for each in selected}
        if is_new and shares[place] >= _rules()["least_share"] and len(selected) < _rules()["most"]:
            selected.append(choice)
    return tuple(_what_if(choice, clinic.change(choice, individuals.places)) for choice in selected)


class _Clinic:
    """The individuals in a world that holds all changes, each of them off."""

    def __init__(
        self, individuals: Ensemble, source: World, goal: World, settings: Settings, workers: int | Workers | None
    ) -> None:
        self._world, self._settings, self._workers = goal, settings, workers
        self._members, self._states = carried(
            individuals.members, individuals.states, source, goal, individuals.indices, individuals.seed
        )
        self._observables = [spec.observable for spec in readout_specs()]

    def change(self, choice: Choice, places: NDArray[np.intp]) -> Floats:
        """Relative change of every readout, shape (place, readout); NaN where a run failed."""
        once, back = np.unique(places, return_inverse=True)
        system = self._world.system
        members = {name: column[once] for name, column in self._members.items()}
        members |= {name: np.full(len(once), value) for name, value in EVEN.items()}
        before = observe(system, self._states[once], self._observables, members)
        level = self._world.levels({choice.intervention.id: choice.level}, len(once))
        hours = _rules()["weeks"] * 7 * 24
        run = simulate(
            system, members | level, [hours], self._observables, None, self._states[once], self._settings, self._workers
        )
        after = np.where(run.is_ok[:, None], run.values[:, -1, :], np.nan)
        return np.asarray((after / before - 1.0)[back])


def _rank(choice: Choice, share: float) -> tuple[float, int, int, str]:
    """What comes first: share to the tenth, grade, number of trials, and the name so that nothing is left to chance."""
    known = choice.intervention.known
    return -round(share, 1), GRADES.index(known.grade), -len(known.trials), choice.intervention.id


def _share_moved(change: Floats) -> float:
    """Largest share of individuals, over groups of readouts, in which one of the group moves by a worthwhile amount."""
    groups: dict[str, NDArray[np.bool_]] = {}
    for spec, column in zip(readout_specs(), change.T, strict=True):
        moved = np.abs(column) >= spec.smallest_change
        groups[spec.group] = groups.get(spec.group, np.zeros(len(column), dtype=bool)) | moved
    return max(float(moved.mean()) for moved in groups.values())


def _what_if(choice: Choice, change: Floats) -> WhatIf:
    given = choice.intervention
    effects = []
    for spec, column in zip(readout_specs(), change.T, strict=True):
        span = interval(column)
        rises = float(np.mean(column[np.isfinite(column)] > 0))
        effects.append(Effect(spec.id, span, rises, verdict_of(span, spec.smallest_change)))
    return WhatIf(
        id=given.id,
        title=given.title,
        plain=given.title,
        dose=choice.dose,
        weeks=_rules()["weeks"],
        effects=tuple(effects),
        trials=tuple(_finding(trial) for trial in given.known.trials),
        grade=given.known.grade,
        risk=given.known.risk,
        limits=given.known.limits,
    )


def _finding(trial: Trial) -> TrialFinding:
    row = trial.effect
    return TrialFinding(
        outcome=row.name,
        effect=row.value,
        low=row.low,
        high=row.high,
        unit=row.unit,
        population=trial.population,
        n=trial.n,
        weeks=trial.weeks,
        design=trial.design,
        source=citation(row.source_id).text,
        readout=trial.readout,
    )
