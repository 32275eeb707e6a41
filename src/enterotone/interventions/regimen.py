"""How an intervention is given, in words: ``"escitalopram=10 mg@8 h every 24 h until 28 day"``.

What lasts is given at a level, ``"inulin=10 g/day"`` or ``"inulin 10 g/day"``; named alone, at the usual level of its
trials. A food may be given in servings, ``"yogurt 2 servings/day"``. What takes no dose is named alone,
``"germ_free"``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from enterotone.errors import DesignError, UnitError
from enterotone.evidence.foods import food, servings_g
from enterotone.interventions import intervention
from enterotone.interventions.intervention import Intervention
from enterotone.model.schedule import Dose, Schedule
from enterotone.units import parse_quantity, to_canonical

__all__ = ["Regimen", "parse_regimen"]

#: Kinds that are eaten in servings of the food table.
_FOODS = ("food", "fermented food")
_SHAPE = re.compile(
    r"^\s*(?P<name>\w+)(?:(?:\s*=\s*|\s+)(?P<dose>[^@]+?)"
    r"(?:\s*@\s*(?P<at>.+?)(?:\s+every\s+(?P<every>.+?))?(?:\s+until\s+(?P<until>.+?))?)?)?\s*$"
)


@dataclass(frozen=True)
class Regimen:
    """An intervention and its doses.

    Parameters
    ----------
    intervention : what is given.
    dose_g : each dose [g, or the unit of the intervention's doses]; 0 for what takes none.
    time_h, every_h, until_h : first dose, time between doses (0 for a single one) and end [h].
    level : of what lasts, in canonical units.
    """

    intervention: Intervention
    dose_g: float = 0.0
    time_h: float = 0.0
    every_h: float = 0.0
    until_h: float = float("inf")
    level: float = 0.0

    @property
    def sets(self) -> dict[str, float]:
        """Constants that it sets for as long as it lasts: name -> value in canonical units."""
        own = {self.intervention.level: self.level} if self.intervention.level else {}
        return {**self.intervention.sets, **own}

    @property
    def schedule(self) -> Schedule:
        """The doses as amounts into species."""
        return Schedule(
            tuple(
                Dose(self.time_h, into.target, f"{self.dose_g!r} * ({into.amount})", self.every_h, self.until_h)
                for into in self.intervention.doses
                if self.dose_g > 0
            )
        )


def parse_regimen(text: str) -> Regimen:
    """Read how an intervention is given.

    Parameters
    ----------
    text : ``NAME``, ``NAME=LEVEL`` for what lasts, or ``NAME=DOSE@TIME`` with ``every TIME`` and ``until TIME`` if it
        is repeated.

    Raises
    ------
    UnknownIdError
        If there is no intervention of that name.
    DesignError
        If dose or times cannot be read, or something that takes no dose is given one.

    Examples
    --------
    >>> regimen = parse_regimen("escitalopram=10 mg@8 h every 24 h")
    >>> regimen.dose_g, regimen.every_h
    (0.01, 24.0)
    """
    found = _SHAPE.match(text)
    if not found:
        raise DesignError(f"'{text}': expected NAME=DOSE@TIME, for example 'escitalopram=10 mg@8 h every 24 h'.")
    given = intervention(found["name"])
    if given.level:
        return Regimen(given, level=_level(given, found["dose"], text, timed=bool(found["at"])))
    if found["dose"] and not found["at"]:
        raise DesignError(f"'{text}': a dose needs its time, for example '{given.id}={found['dose']}@8 h'.")
    if bool(found["dose"]) != bool(given.doses):
        example = "10 mg" if given.dose_unit == "g" else f"1 {given.dose_unit}".strip()
        wanted = (
            f"a dose, for example '{given.id}={example}@8 h'" if given.doses else f"'{given.id}' alone, without a dose"
        )
        raise DesignError(f"'{text}': expected {wanted}.")
    if not given.doses:
        return Regimen(given)
    return Regimen(
        given,
        _quantity(found["dose"], given.dose_unit, text),
        _quantity(found["at"], "h", text),
        _quantity(found["every"], "h", text) if found["every"] else 0.0,
        _quantity(found["until"], "h", text) if found["until"] else float("inf"),
    )


def _level(given: Intervention, written: str | None, text: str, timed: bool) -> float:
    """Level in canonical units: as written, or the usual one."""
    row = given.parameters[given.level]
    unit = "" if row.unit == "dimensionless" else row.unit
    example = f"'{given.id}=1 {unit}'" if unit else f"'{given.id}=1'"
    if timed:
        raise DesignError(f"'{text}': '{given.id}' lasts and takes a level without a time, for example {example}.")
    if written is None:
        if given.known.studied is None:
            raise DesignError(f"'{text}': how much? Write a level, for example {example}.")
        return given.known.studied.canonical[0]
    in_servings = given.known.kind in _FOODS and "serving" in written
    grams = servings_g(written, food(given.id)) if in_servings else None
    return to_canonical(_quantity(written, unit, text) if grams is None else grams, row.unit)


def _quantity(written: str, unit: str, text: str) -> float:
    try:
        value = parse_quantity(written, unit)
    except UnitError as error:
        raise DesignError(f"'{text}': {error}") from error
    if value < 0:
        raise DesignError(f"'{text}': '{written}' is negative; write 0 or more.")
    return value
