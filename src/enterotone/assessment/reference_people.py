"""Reference people: where a person's readouts stand among simulated people of this age, sex and diet.

Each reference person has its own age, sex, height and weight (`enterotone.population.people`), one of the diets, and a
draw of an average microbiota. All are worked out once for a model and kept in the user's cache; for one person they
are weighed by a kernel over age, sex, fibre and protein, whose widths grow where too few people are like that person.
Nothing of a person enters what is kept.

They are simulated people, not measured ones: a percentile says where the model puts a person among its own kind.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.crowd import crowd
from enterotone.assessment.readout import readout_specs
from enterotone.assessment.result import Readout
from enterotone.assessment.statistics import interval
from enterotone.engine import Settings, Workers, cache_folder
from enterotone.evidence.rows import read_rows
from enterotone.microbiome import draw_average
from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model
from enterotone.population.diet import DIETS
from enterotone.population.eating import Diet
from enterotone.population.interval import Interval
from enterotone.population.keeping import key_of, read_kept, write_kept
from enterotone.population.people import draw_person
from enterotone.population.person import Person
from enterotone.population.village import draw_village
from enterotone.units import factor_to

__all__ = ["ReferencePeople", "among", "kept_people", "people_like", "simulate_people", "simulated_people"]

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

_COVARIATES = ("age", "is_female", "fibre", "protein")
_WIDER = 1.2


@lru_cache(maxsize=1)
def _rules() -> dict[str, float]:
    return {row["key"]: float(row["value"]) for _, row in read_rows(files("enterotone.assessment") / "reference.tsv")}


@dataclass(frozen=True)
class ReferencePeople:
    """Simulated people.

    Parameters
    ----------
    covariates : age [years], is_female (0 or 1), fibre and protein [g/day], shape (n,).
    readouts : readout -> values in canonical units, shape (n,).
    """

    covariates: Mapping[str, Floats]
    readouts: Mapping[str, Floats]


def _folder() -> Path:
    return cache_folder() / "reference"


def _key(model_hash: str, n: int) -> str:
    return key_of("reference people", model_hash, n, _rules()["seed"])


def kept_people(model_hash: str, n: int | None = None) -> ReferencePeople | None:
    """Read the reference people of a model from the cache, or None.

    Parameters
    ----------
    model_hash : of the plain model's document.
    n : how many; the number of the table by default.
    """
    kept = read_kept(_key(model_hash, n or int(_rules()["people"])), _folder())
    if kept is None:
        return None
    columns = {name: np.asarray(values) for name, values in kept.items()}
    return ReferencePeople(
        {name: columns[name] for name in _COVARIATES},
        {name: values for name, values in columns.items() if name not in _COVARIATES},
    )


def simulated_people(
    model_hash: str,
    n: int | None = None,
    workers: int | Workers | None = None,
    progress: Progress | None = None,
    settings: Settings | None = None,
) -> ReferencePeople:
    """Read the reference people of a model from the cache, or simulate and keep them.

    Parameters
    ----------
    model_hash : of the plain model's document.
    n : how many; the number of the table by default.
    workers, progress, settings : as elsewhere.
    """
    n = n or int(_rules()["people"])
    found = kept_people(model_hash, n)
    if found is None:
        found = simulate_people(n, workers, progress, settings)
        write_kept(_key(model_hash, n), {**found.covariates, **found.readouts}, _folder())
    return found


def simulate_people(
    n: int,
    workers: int | Workers | None = None,
    progress: Progress | None = None,
    settings: Settings | None = None,
) -> ReferencePeople:
    """Simulate people of all ages and diets, each with a draw of an average microbiota.

    Parameters
    ----------
    n : how many.
    workers, progress, settings : as elsewhere.
    """
    seed = int(_rules()["seed"])
    diets = [Person(diet=Diet(pattern=pattern)) for pattern in DIETS()]

    def person_of(index: int) -> Person:
        return draw_person(index, seed, diets[index % len(diets)])

    told = None if progress is None else lambda _, done, total: progress("Reference people, once", done, 2 * total)
    more = None if progress is None else lambda _, done, total: progress("Reference people, once", n + done, 2 * total)
    system, rows = compiled_model(), load_model().parameters
    village = draw_village(system, rows, diets[0], n, seed, workers, told, person_of)
    formulas = {spec.observable: spec.observable for spec in readout_specs()}
    found = crowd(system, village, draw_average(seed, n), formulas, settings or Settings(), "", workers, more)
    people = [person_of(index) for index in village.indices[found.is_ok].tolist()]
    covariates = {
        "age": np.array([each.age for each in people]),
        "is_female": np.array([float(each.sex == "female") for each in people]),
        "fibre": np.array([each.diet.amounts()["fibre"] for each in people]),
        "protein": np.array([each.diet.amounts()["protein"] for each in people]),
    }
    readouts = {spec.id: found.day.statistic(spec.observable, spec.statistic)[found.is_ok] for spec in readout_specs()}
    return ReferencePeople(covariates, readouts)


def people_like(person: Person, people: ReferencePeople) -> Floats:
    """Weigh reference people by how much they are like a person, shape (n,), sum 1.

    Parameters
    ----------
    person : whose age, sex and diet count.
    people : to be weighed.
    """
    rules, amounts, known = _rules(), person.diet.amounts(), people.covariates
    distance = ((known["age"] - person.age) / rules["width_age"]) ** 2
    for name in ("fibre", "protein"):
        away = np.log(np.maximum(known[name], 1.0)) - math.log(max(amounts[name], 1.0))
        distance = distance + (away / rules[f"width_{name}"]) ** 2
    is_same = known["is_female"] == float(person.sex == "female")
    sex = np.where(is_same, 1.0, rules["other_sex"])
    least = min(rules["least_effective"], 0.5 * len(distance))
    width = 1.0
    while True:
        raw = sex * np.exp(-0.5 * (distance - distance.min()) / width**2)
        weights = raw / raw.sum()
        if 1.0 / (weights**2).sum() >= least or width > 1e3:
            return np.asarray(weights)
        width *= _WIDER


def among(
    readouts: tuple[Readout, ...], values: Mapping[str, Floats], people: ReferencePeople, weights: Floats
) -> tuple[Readout, ...]:
    """Place readouts among reference people.

    Parameters
    ----------
    readouts : of the person.
    values : readout -> the person's individuals in canonical units, shape (n_used,).
    people : reference people.
    weights : from `people_like`.
    """
    return tuple(_placed(each, values[each.id], people.readouts[each.id], weights) for each in readouts)


def _placed(readout: Readout, values: Floats, known: Floats, weights: Floats) -> Readout:
    order = np.argsort(known)
    ordered, below = known[order], np.cumsum(weights[order])
    # In the middle of the steps, so that a typical person is at 50.
    middle = below - 0.5 * weights[order]
    percentile = 100.0 * np.interp(values, ordered, middle, left=0.0, right=1.0)
    low, median, high = np.interp([0.05, 0.5, 0.95], middle, ordered) * factor_to(readout.unit)
    return replace(
        readout, percentile=interval(percentile), population=Interval(float(median), float(low), float(high))
    )
