"""People of a population: age, sex, height and weight, drawn one by one.

The draw of person i depends on the seed and on i alone. Weight follows from height and body-mass index, so the three
agree. Volumes, clearances and filtration follow from weight and age in `enterotone.population.sampling`.
"""

from __future__ import annotations

import math
from functools import lru_cache
from importlib.resources import files

import numpy as np

from enterotone.evidence.rows import read_rows
from enterotone.population.limits import limit
from enterotone.population.person import Person

__all__ = ["body_mass_index", "draw_person"]

#: Stream of draws for covariates; 0 is physiology, medicines have large numbers.
_STREAM = 2**60


@lru_cache(maxsize=1)
def _priors() -> dict[tuple[str, str], tuple[float, float, float, float]]:
    """(covariate, sex) -> middle, spread, low, high."""
    return {
        (row["covariate"], row["sex"]): (
            float(row["middle"]),
            float(row["spread"]),
            float(row["low"]),
            float(row["high"]),
        )
        for _, row in read_rows(files("enterotone.population") / "people.tsv")
    }


def draw_person(index: int, seed: int, like: Person) -> Person:
    """Draw a person.

    Parameters
    ----------
    index : number of the individual.
    seed : of the population.
    like : whose diet the person has.
    """
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(_STREAM, index)))
    sex = "female" if rng.random() < 0.5 else "male"
    z_age, z_height, z_bmi = rng.standard_normal(3)
    age = _cut(("age", "any"), z_age)
    height = _cut(("height", sex), z_height)
    middle, spread, low, high = _priors()["bmi", "any"]
    bmi = min(max(middle * math.exp(spread * z_bmi), low), high)
    weight = min(max(bmi * (height / 100) ** 2, limit("weight").low), limit("weight").high)
    return like.model_copy(
        update={"name": f"individual {index}", "sex": sex, "age": age, "height": height, "weight": weight}
    )


def _cut(key: tuple[str, str], z: float) -> float:
    middle, spread, low, high = _priors()[key]
    return min(max(middle + spread * z, low), high)


def body_mass_index(person: Person) -> float:
    """Weight over height squared [kg/m2]."""
    return person.weight / (person.height / 100) ** 2
