"""Diet patterns, meals, and what of a diet reaches the colon.

Fermentable carbohydrate = 0.75 x fibre + 0.15 x starch (starch = carbohydrate - fibre - sugars), after
Arnoldini 2025; the shares are in residue.tsv. Foods add fructans and galacto-oligosaccharides, which are no part of
fibre as it is assayed, and resistant starch beyond the usual share.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files

from enterotone.evidence.rows import read_rows
from enterotone.model.schedule import Dose, Schedule

__all__ = [
    "DIETS",
    "diet_table",
    "digestible_g",
    "escaping_beyond_g",
    "fermentable_g",
    "meal_clock",
    "meals",
    "starch_share",
]

#: What a meal puts into the stomach: species -> formula of a whole day's amount [umol].
_DAY = {
    "stomach__protein": "J_diet_protein / M_residue * period_meals",
    "stomach__tryptophan_bound": "J_diet_tryptophan / M_tryptophan * period_meals",
    "stomach__carbohydrate": "J_diet_fermentable / M_hexose * period_meals",
}


@lru_cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    return tuple(cells for _, cells in read_rows(files("enterotone.population") / name))


@lru_cache(maxsize=1)
def diet_table() -> dict[str, dict[str, float]]:
    """Diet patterns: id -> protein, carbohydrate, sugars, fibre [g/day], tryptophan_share [mg/g protein]."""
    columns = {
        "protein": "protein_g",
        "carbohydrate": "carbohydrate_g",
        "sugars": "sugars_g",
        "fibre": "fibre_g",
        "tryptophan_share": "tryptophan_mg_per_g",
    }
    return {row["dietId"]: {name: float(row[column]) for name, column in columns.items()} for row in _rows("diets.tsv")}


def DIETS() -> tuple[str, ...]:
    """Ids of the diet patterns."""
    return tuple(diet_table())


@lru_cache(maxsize=1)
def _residue() -> dict[str, float]:
    return {row["parameterId"]: float(row["nominalValue"]) for row in _rows("residue.tsv")}


def fermentable_g(amounts: Mapping[str, float]) -> float:
    """Carbohydrate that reaches the colon [g/day].

    Parameters
    ----------
    amounts : carbohydrate, sugars, fibre; and, where known, fructans, gos and resistant_starch [g/day].
    """
    fibre, starch = _fermentable(amounts)
    return fibre + starch


def starch_share(amounts: Mapping[str, float]) -> float:
    """Share of starch in the carbohydrate that reaches the colon, 0 to 1; 0.5 where none does.

    Parameters
    ----------
    amounts : carbohydrate, sugars and fibre [g/day].
    """
    fibre, starch = _fermentable(amounts)
    return starch / (fibre + starch) if fibre + starch > 0 else 0.5


def _starch(amounts: Mapping[str, float]) -> float:
    return max(amounts["carbohydrate"] - amounts["fibre"] - amounts["sugars"] - _oligosaccharides(amounts), 0.0)


def _oligosaccharides(amounts: Mapping[str, float]) -> float:
    return amounts.get("fructans", 0.0) + amounts.get("gos", 0.0)


def _fermentable(amounts: Mapping[str, float]) -> tuple[float, float]:
    """Fibre and oligosaccharides that ferment, and starch that escapes digestion [g/day]."""
    share = _residue()
    fibre = share["passage_fibre"] * amounts["fibre"] + share["passage_oligosaccharides"] * _oligosaccharides(amounts)
    return fibre, share["passage_starch"] * _starch(amounts) + amounts.get("resistant_starch", 0.0)


def escaping_beyond_g(starch: float, resistant: float) -> float:
    """Starch that escapes digestion beyond the usual share [g].

    Parameters
    ----------
    starch, resistant : of a food, all of it and its resistant part [g].
    """
    return max(resistant - _residue()["passage_starch"] * starch, 0.0)


def digestible_g(amounts: Mapping[str, float]) -> float:
    """Carbohydrate that the small bowel takes up [g/day].

    Parameters
    ----------
    amounts : as in `fermentable_g`.
    """
    taken = amounts["carbohydrate"] - amounts["fibre"] - _oligosaccharides(amounts)
    return max(taken - _fermentable(amounts)[1], 0.0)


def meal_clock() -> dict[str, float]:
    """Clock time of each meal [h]."""
    return {row["meal"]: float(row["clock_h"]) for row in _rows("meals.tsv")}


def meals(until_h: float = float("inf")) -> Schedule:
    """Three meals a day, every day; amounts follow each member's own intake.

    Parameters
    ----------
    until_h : no meal at or after this time [h].
    """
    return Schedule(
        tuple(
            Dose(float(row["clock_h"]), target, f"{row['share']} * ({amount})", period_h=24.0, until_h=until_h)
            for row in _rows("meals.tsv")
            for target, amount in _DAY.items()
        )
    )
