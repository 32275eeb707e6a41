"""Draw virtual individuals from the priors of the tables.

The draw of individual i depends on the seed and on i alone, never on how many are drawn or in which
order. Each bound pair of a table is read as a central 90 % interval around the nominal value; the two
sides may differ (a log-normal with a long upper side), and nothing is drawn beyond `REACH` of a side. Draws are
independent but for the pairs of ``correlations.tsv`` (two segments of one tissue, two volumes of one body).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.errors import DesignError
from enterotone.evidence.rows import read_rows
from enterotone.evidence.table import Parameter
from enterotone.population.diet import digestible_g, fermentable_g, starch_share
from enterotone.population.person import Person
from enterotone.units import to_canonical

__all__ = ["REACH", "draw_members", "nominal_member", "quantile", "shifted_members", "stream_of"]

#: Half-width of a central 90 % interval in standard deviations, and the farthest draw in those.
_Z90 = 1.6448536269514722
REACH = 2.5
#: Streams of draws for what interventions bring begin here.
_BROUGHT = 1
_REFERENCE_WEIGHT_KG = 70.0
_REFERENCE_AGE_YEARS = 40.0


def stream_of(name: str) -> int:
    """Stream of draws for what an intervention brings; the same one has the same numbers everywhere.

    Parameters
    ----------
    name : its id. Stream 0 is physiology.
    """
    return _BROUGHT + int.from_bytes(name.encode()[:6], "big")


def quantile(row: Parameter, z: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn standard normal draws into values of a parameter.

    Parameters
    ----------
    row : row of a table.
    z : standard normal draws, shape (n,).

    Returns
    -------
    ndarray
        Values in canonical units, shape (n,). Fixed rows give their nominal value.
    """
    value, low, high = row.canonical
    z = np.clip(z, -REACH, REACH)
    if row.prior == "fixed" or low == high:
        return np.full(z.shape, value)
    if row.prior == "lognormal":
        return np.asarray(np.exp(_two_sided(math.log(value), math.log(low), math.log(high), z)))
    if row.prior == "logit":
        centre, below, above = (math.log(x / (1 - x)) for x in (value, low, high))
        return np.asarray(1 / (1 + np.exp(-_two_sided(centre, below, above, z))))
    return np.clip(_two_sided(value, low, high, z), low, high)


def _two_sided(centre: float, low: float, high: float, z: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(centre + np.where(z < 0, (centre - low) / _Z90, (high - centre) / _Z90) * z)


@lru_cache(maxsize=1)
def _covariates() -> tuple[dict[str, str], ...]:
    return tuple(cells for _, cells in read_rows(files("enterotone.population") / "covariates.tsv"))


@lru_cache(maxsize=1)
def _correlations() -> tuple[tuple[str, str, float], ...]:
    """Pairs of parameters whose draws go together; a name comes second once at most."""
    rows = read_rows(files("enterotone.population") / "correlations.tsv")
    return tuple((row["first"], row["second"], float(row["correlation"])) for _, row in rows)


def _person_values(rows: Mapping[str, Parameter], person: Person) -> dict[str, float]:
    """What the person file fixes, in canonical units."""
    amounts = person.diet.amounts()
    fermentable = fermentable_g(amounts)
    known = {
        "J_diet_protein": (amounts["protein"], "g/day"),
        "J_diet_tryptophan": (amounts["tryptophan"], "mg/day"),
        "J_diet_fermentable": (fermentable, "g/day"),
        "ratio_digestible": (digestible_g(amounts) / fermentable if fermentable else 0.0, "dimensionless"),
        "f_starch": (starch_share(amounts), "dimensionless"),
    }
    return {name: to_canonical(value, unit) for name, (value, unit) in known.items() if name in rows}


def _adjust(name: str, row: Parameter, values: NDArray[np.float64], person: Person) -> NDArray[np.float64]:
    """Carry a 70-kg number to this person: body weight, then the covariates of the table."""
    values = values * (person.weight / _REFERENCE_WEIGHT_KG) ** row.scaling
    for effect in _covariates():
        if effect["parameterId"] != name:
            continue
        if effect["covariate"] == "sex" and effect["level"] == person.sex:
            values = values + to_canonical(float(effect["value"]), effect["unit"])
        if effect["covariate"] == "age":
            values = values * float(effect["value"]) ** max(person.age - _REFERENCE_AGE_YEARS, 0.0)
    return values


def draw_members(
    rows: Mapping[str, Parameter], person: Person, indices: Iterable[int], seed: int, stream: int = 0
) -> dict[str, NDArray[np.float64]]:
    """Draw the physiology of individuals.

    Parameters
    ----------
    rows : parameters of the model by id.
    person : whose diet, weight, sex and age they share.
    indices : numbers of the individuals, 0 or more.
    seed : of the whole population.
    stream : number of an independent set of draws of the same individuals, e.g. for what a medicine adds.

    Returns
    -------
    dict
        Parameter id -> values in canonical units, shape (n_member,).

    Raises
    ------
    DesignError
        If there is no individual to draw.
    """
    numbers = list(indices)
    if not numbers or min(numbers) < 0:
        raise DesignError(f"Individuals {numbers[:5]} cannot be drawn; ask for one or more, numbered from 0.")
    names = sorted(rows)
    z = np.stack(
        [
            np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(stream, i))).standard_normal(len(names))
            for i in numbers
        ]
    )
    place = {name: column for column, name in enumerate(names)}
    for first, second, r in _correlations():
        if first in place and second in place:
            own = z[:, place[second]]
            z[:, place[second]] = r * z[:, place[first]] + math.sqrt(1 - r**2) * own
    fixed = _person_values(rows, person)
    drawn = {}
    for column, name in enumerate(names):
        if name in fixed:
            drawn[name] = np.full(len(numbers), fixed[name])
        else:
            drawn[name] = _adjust(name, rows[name], quantile(rows[name], z[:, column]), person)
    return drawn


def nominal_member(rows: Mapping[str, Parameter], person: Person) -> dict[str, NDArray[np.float64]]:
    """Give one individual with every parameter at its nominal value, carried to this person.

    Parameters
    ----------
    rows : parameters of the model by id.
    person : whose diet, weight, sex and age it has.

    Returns
    -------
    dict
        Parameter id -> value in canonical units, shape (1,).
    """
    return shifted_members(rows, person, {}, 1)


def shifted_members(
    rows: Mapping[str, Parameter], person: Person, shifts: Mapping[str, NDArray[np.float64]], n: int
) -> dict[str, NDArray[np.float64]]:
    """Give individuals with the nominal value of every parameter but those that are shifted.

    Parameters
    ----------
    rows : parameters of the model by id.
    person : whose diet, weight, sex and age they have; what the person file fixes is not shifted.
    shifts : parameter -> standard normal scores of its prior, shape (n,); names that `rows` lacks are passed over.
    n : individuals.

    Returns
    -------
    dict
        Parameter id -> values in canonical units, shape (n,).
    """
    fixed = _person_values(rows, person)
    zero = np.zeros(n)
    return {
        name: np.full(n, fixed[name])
        if name in fixed
        else _adjust(name, row, quantile(row, shifts.get(name, zero)), person)
        for name, row in rows.items()
    }
