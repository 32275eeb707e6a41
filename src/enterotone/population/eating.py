"""What a person eats in a usual day: a pattern, overridden by amounts, and foods on top.

Three layers, in this order:

1. ``pattern``: a usual day of `enterotone.population.diet`, or ``none`` for a day that starts empty.
2. ``protein``, ``carbohydrate``, ``sugars``, ``fibre``, ``tryptophan``: take the place of the pattern's amounts.
3. ``foods``: are eaten **beside** what 1 and 2 say. With ``pattern: none`` they are all there is; with a pattern, only
   name what is not part of it already, for it would count twice.

A food is written with an amount a day or a week, or in servings of `enterotone.evidence.foods`::

    diet:
      pattern: none
      foods:
        oats: 50 g/day
        yogurt: 1 serving/day
        lentils: 3 servings/week

Fructans and galacto-oligosaccharides of foods join the fibre that ferments, and of a food's starch escapes what is
larger, its resistant starch or the usual share: assays of resistant starch are a lower bound of what escapes.
"""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from enterotone.errors import UnknownIdError
from enterotone.evidence.foods import food, servings_g
from enterotone.population.diet import DIETS, diet_table, escaping_beyond_g
from enterotone.population.limits import limit, read_limited

__all__ = ["EMPTY", "Diet"]

#: Pattern of a day that starts empty.
EMPTY = "none"


def _grams_a_day(name: str, written: object) -> tuple[str, float]:
    """Food id and amount [g/day] of one entry of `foods`."""
    try:
        found = food(name)
    except UnknownIdError as error:
        raise ValueError(str(error)) from error
    grams = servings_g(written, found) if isinstance(written, str) else None
    if grams is None:
        try:
            return found.id, read_limited(written, "food", "g/day") or 0.0
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from error
    if grams > limit("food").high:
        raise ValueError(
            f"{name}: found '{written}', which is {grams:g} g/day at {found.serving:g} g a serving; expected up to "
            f"{limit('food').high:g} g/day. Check the number"
        )
    return found.id, grams


class Diet(BaseModel):
    """What is eaten in a usual day: a pattern's amounts, overridden by what is given, and foods on top."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: str = "omnivore"
    protein: float | None = Field(default=None, description="g/day")
    carbohydrate: float | None = Field(default=None, description="g/day")
    sugars: float | None = Field(default=None, description="g/day")
    fibre: float | None = Field(default=None, description="g/day")
    tryptophan: float | None = Field(default=None, description="mg/day")
    foods: dict[str, float] = Field(default_factory=dict, description="g/day, beside all else")

    @field_validator("pattern")
    @classmethod
    def _known(cls, value: str) -> str:
        known = (*DIETS(), EMPTY)
        if value not in known:
            near = difflib.get_close_matches(value, known, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            raise ValueError(f"found '{value}'; expected one of {', '.join(known)}{hint}")
        return value

    @field_validator("protein", "carbohydrate", "sugars", "fibre", mode="before")
    @classmethod
    def _grams(cls, value: object, info: Any) -> float | None:
        return read_limited(value, info.field_name, "g/day")

    @field_validator("tryptophan", mode="before")
    @classmethod
    def _milligrams(cls, value: object) -> float | None:
        return read_limited(value, "tryptophan", "mg/day")

    @field_validator("foods", mode="before")
    @classmethod
    def _foods(cls, value: object) -> dict[str, float]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise ValueError(f"found {type(value).__name__}; expected foods with amounts, e.g. 'oats: 50 g/day'")
        found: dict[str, float] = {}
        for name, written in value.items():
            key, grams = _grams_a_day(str(name), written)
            found[key] = found.get(key, 0.0) + grams
        return found

    def amounts(self) -> dict[str, float]:
        """Amounts of a usual day.

        Returns
        -------
        dict
            protein, carbohydrate, sugars, fibre [g/day], tryptophan [mg/day]; and what foods add that a pattern does
            not name: fructans, gos, and resistant_starch beyond the usual share that escapes [g/day].
        """
        row = dict(diet_table()["omnivore" if self.pattern == EMPTY else self.pattern])
        share = row.pop("tryptophan_share")
        for name in ("protein", "carbohydrate", "sugars", "fibre"):
            given = getattr(self, name)
            row[name] = given if given is not None else 0.0 if self.pattern == EMPTY else row[name]
        row["tryptophan"] = row["protein"] * share if self.tryptophan is None else self.tryptophan
        row |= {"fructans": 0.0, "gos": 0.0, "resistant_starch": 0.0}
        for name, grams in self.foods.items():
            eaten = food(name)
            for amount in ("protein", "carbohydrate", "sugars", "fibre", "tryptophan", "fructans", "gos"):
                row[amount] += grams / 100.0 * getattr(eaten, amount)
            row["resistant_starch"] += grams / 100.0 * escaping_beyond_g(eaten.starch, eaten.resistant_starch)
        return row
