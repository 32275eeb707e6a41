"""What a person eats in a usual day: a pattern, overridden by amounts."""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from enterotone.population.diet import DIETS, diet_table
from enterotone.population.limits import read_limited

__all__ = ["Diet"]


class Diet(BaseModel):
    """What is eaten in a usual day; a pattern's amounts, overridden by what is given."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    pattern: str = "omnivore"
    protein: float | None = Field(default=None, description="g/day")
    carbohydrate: float | None = Field(default=None, description="g/day")
    sugars: float | None = Field(default=None, description="g/day")
    fibre: float | None = Field(default=None, description="g/day")
    tryptophan: float | None = Field(default=None, description="mg/day")

    @field_validator("pattern")
    @classmethod
    def _known(cls, value: str) -> str:
        if value not in DIETS():
            near = difflib.get_close_matches(value, DIETS(), n=1)
            hint = f"; did you mean '{near[0]}'?" if near else ""
            raise ValueError(f"found '{value}'; expected one of {', '.join(DIETS())}{hint}")
        return value

    @field_validator("protein", "carbohydrate", "sugars", "fibre", mode="before")
    @classmethod
    def _grams(cls, value: object, info: Any) -> float | None:
        return read_limited(value, info.field_name, "g/day")

    @field_validator("tryptophan", mode="before")
    @classmethod
    def _milligrams(cls, value: object) -> float | None:
        return read_limited(value, "tryptophan", "mg/day")

    def amounts(self) -> dict[str, float]:
        """Protein, carbohydrate, sugars, fibre [g/day] and tryptophan [mg/day] of a usual day."""
        row = dict(diet_table()[self.pattern])
        for name in ("protein", "carbohydrate", "sugars", "fibre"):
            given = getattr(self, name)
            if given is not None:
                row[name] = given
        given = self.tryptophan
        row["tryptophan"] = row["protein"] * row.pop("tryptophan_share") if given is None else given
        return row
