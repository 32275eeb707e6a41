"""Foods: what 100 g of an everyday food hold, and finding a food by the name people use.

The table ``foods.tsv`` has one food a row. Macronutrients, tryptophan and large neutral amino acids (LNAA: Tyr, Phe,
Leu, Ile, Val, Met) are facts of USDA FoodData Central, which is in the public domain; ``fdcId`` names the entry (the
mean of several, parted by bars), ``none`` an entry that was recalled. ``verified`` says so, and
``fermentable_known`` says the same of fructans, galacto-oligosaccharides (GOS, with raffinose), resistant starch and
live microbes: memory, or no where nobody looked and none is counted.

Fructans count all inulin-type fructans and ``fos`` the short ones among them. The assay behind ``fibre`` misses short
fructans and part of the long ones, so they stand beside fibre and not within it. Carbohydrate is by difference and
holds all of them; starch is what is left of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from enterotone.errors import EvidenceError, UnknownIdError, nearest
from enterotone.evidence.rows import read_rows

__all__ = ["Food", "food", "foods", "servings_g"]

_SERVINGS = re.compile(r"^\s*(?P<n>\d+(?:\.\d*)?|\.\d+)\s*servings?\s*(?:/|per|a)\s*(?P<time>day|week)\s*$")
_DAYS = {"day": 1.0, "week": 7.0}


@dataclass(frozen=True)
class Food:
    """One food; amounts per 100 g.

    Parameters
    ----------
    id, name : in tables, and for people.
    aliases : other names.
    serving : a usual serving [g].
    protein, carbohydrate, sugars, fat, fibre : [g]; carbohydrate is by difference.
    tryptophan, lnaa : [mg].
    fructans, fos, gos, resistant_starch : [g]; `fos` is the short part of `fructans`.
    live : live microbes [log10 CFU/g], 0 for none.
    fdc_ids : entries of FoodData Central.
    verified, fermentable_known : ``yes``, ``memory`` or ``no``.
    source_id, note : key of the source; what to mind.
    """

    id: str
    name: str
    aliases: tuple[str, ...]
    serving: float
    protein: float
    carbohydrate: float
    sugars: float
    fat: float
    fibre: float
    tryptophan: float
    lnaa: float
    fructans: float
    fos: float
    gos: float
    resistant_starch: float
    live: float
    fdc_ids: tuple[str, ...]
    verified: str
    fermentable_known: str
    source_id: str
    note: str

    @property
    def starch(self) -> float:
        """Starch, by difference [g]."""
        rest = self.carbohydrate - self.sugars - self.fibre - self.fructans - self.gos
        return max(rest, 0.0)


#: Field of `Food` -> column of the table.
_NUMBERS = {
    "serving": "serving_g",
    "protein": "protein_g",
    "carbohydrate": "carbohydrate_g",
    "sugars": "sugars_g",
    "fat": "fat_g",
    "fibre": "fibre_g",
    "tryptophan": "tryptophan_mg",
    "lnaa": "lnaa_mg",
    "fructans": "fructan_g",
    "fos": "fos_g",
    "gos": "gos_g",
    "resistant_starch": "resistant_starch_g",
    "live": "live_log10_cfu_per_g",
}


@lru_cache(maxsize=1)
def foods() -> dict[str, Food]:
    """All foods by id.

    Raises
    ------
    EvidenceError
        If an id comes twice, or a cell that should hold a number does not.
    """
    found: dict[str, Food] = {}
    for where, row in read_rows(files("enterotone.evidence") / "foods.tsv"):
        try:
            numbers = {name: float(row[column]) for name, column in _NUMBERS.items()}
        except ValueError as error:
            raise EvidenceError(f"{where}, {row['foodId']}: {error}; one plain number a cell.") from error
        if row["foodId"] in found or min(numbers.values()) < 0:
            raise EvidenceError(f"{where}: '{row['foodId']}' comes twice or holds a negative amount.")
        found[row["foodId"]] = Food(
            id=row["foodId"],
            name=row["name"],
            aliases=_parts(row["aliases"]),
            fdc_ids=() if row["fdcId"] == "none" else _parts(row["fdcId"]),
            verified=row["verified"],
            fermentable_known=row["fermentable_known"],
            source_id=row["sourceId"],
            note=row["note"],
            **numbers,
        )
    return found


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


@lru_cache(maxsize=1)
def _by_name() -> dict[str, str]:
    """Every name of a food, folded, -> its id."""
    names: dict[str, str] = {}
    for each in foods().values():
        for name in (each.id, each.name, *each.aliases):
            if names.setdefault(_folded(name), each.id) != each.id:
                raise EvidenceError(f"foods.tsv: '{name}' names both {names[_folded(name)]} and {each.id}; drop one.")
    return names


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").replace(",", " ").split())


def food(name: str) -> Food:
    """Find a food by id, name or alias, in any case and with or without commas and dashes.

    Parameters
    ----------
    name : as people write it.

    Raises
    ------
    UnknownIdError
        If the table has none of that name; names the three nearest.

    Examples
    --------
    >>> food("Yoghurt").id
    'yogurt'
    """
    known = _by_name()
    folded = _folded(name)
    if folded not in known:
        raise UnknownIdError(f"There is no food '{name}' in the table. {nearest(folded, known)}".rstrip())
    return foods()[known[folded]]


def servings_g(written: str, eats: Food) -> float | None:
    """Read an amount in servings; nothing where the text is not one.

    Parameters
    ----------
    written : ``2 servings/week``, ``1 serving a day``.
    eats : whose serving is meant.

    Returns
    -------
    float or None
        Amount [g/day].

    Examples
    --------
    >>> servings_g("7 servings/week", food("yogurt"))
    150.0
    """
    found = _SERVINGS.match(written)
    return float(found["n"]) * eats.serving / _DAYS[found["time"]] if found else None
