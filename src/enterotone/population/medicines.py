"""Medicines and habits of a person: what the model can carry as a lasting exposure, and what is only shown.

A name is looked up among trade names (``medicines.tsv``) and then among the interventions. What is found there and
comes with a dose is simulated in both twins; everything else stays in the report as context, with a note why.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from enterotone.errors import UnitError
from enterotone.evidence.rows import read_rows
from enterotone.interventions import intervention, intervention_files
from enterotone.population.limits import read_limited
from enterotone.units import parse_quantity, to_canonical

__all__ = ["Habit", "Medicine", "habit_names", "read_habit", "read_medicine"]


@dataclass(frozen=True)
class Medicine:
    """A medicine that somebody takes.

    Parameters
    ----------
    name : as written.
    substance : its common name.
    group : what it does, in words; empty if unknown.
    dose_mg : a day; None if not said.
    intervention : id of the intervention that is simulated; empty if there is none.
    note : what to mind.
    """

    name: str
    substance: str
    group: str
    dose_mg: float | None
    intervention: str
    note: str

    @property
    def level(self) -> float | None:
        """Daily dose in canonical units [g/h], or None."""
        return None if self.dose_mg is None else to_canonical(self.dose_mg, "mg/day")

    @property
    def is_simulated(self) -> bool:
        """True where the model carries it."""
        return bool(self.intervention) and self.dose_mg is not None


@dataclass(frozen=True)
class Habit:
    """A habit.

    Parameters
    ----------
    key, name : as in the person file, and in words.
    written : as written.
    intervention : id of the intervention that is simulated; empty if there is none.
    level : of it, in canonical units; None where it is only shown.
    note : what to mind.
    """

    key: str
    name: str
    written: str
    intervention: str
    level: float | None
    note: str


@lru_cache(maxsize=1)
def _trade_names() -> dict[str, str]:
    rows = read_rows(files("enterotone.population") / "medicines.tsv")
    return {row["name"]: row["of"] for _, row in rows if row["of"]}


@lru_cache(maxsize=1)
def _groups() -> dict[str, tuple[str, str]]:
    rows = read_rows(files("enterotone.population") / "medicines.tsv")
    return {row["name"]: (row["class"], row["note"]) for _, row in rows if row["class"]}


def read_medicine(name: object, given: object) -> Medicine:
    """Read one medicine.

    Parameters
    ----------
    name : common or trade name.
    given : ``"10 mg/day"``, a mapping with ``dose``, or None.

    Raises
    ------
    ValueError
        If the dose cannot be read or is impossible.
    """
    written = str(name).strip()
    key = "_".join(written.lower().replace("'", "").split())
    substance = _trade_names().get(key, key)
    group, note = _groups().get(substance, ("", ""))
    if isinstance(given, Mapping):
        unknown = sorted(set(map(str, given)) - {"dose"})
        if unknown:
            raise ValueError(f"{written}: unknown key '{unknown[0]}'; expected dose, for example 'dose: 10 mg/day'")
        given = given.get("dose")
    try:
        dose = read_limited(given, "medicine", "mg/day")
    except ValueError as error:
        raise ValueError(f"{written}: {error}") from error
    # Only what is taken by mouth as a medicine; the registry also holds knock-outs and drinks.
    known = intervention_files()
    taken = substance in known and bool(intervention(substance).doses)
    return Medicine(written, substance, group, dose, substance if taken else "", note)


@lru_cache(maxsize=1)
def _habits() -> dict[str, dict[str, str]]:
    return {row["key"]: row for _, row in read_rows(files("enterotone.population") / "habits.tsv")}


def habit_names() -> tuple[str, ...]:
    """Keys of `habits`."""
    return tuple(_habits())


def read_habit(key: str, given: object) -> Habit:
    """Read one habit.

    Parameters
    ----------
    key : one of `habit_names`.
    given : with its unit, or a bare number for a rating.

    Raises
    ------
    ValueError
        If it cannot be read or is impossible.
    """
    row = _habits()[key]
    low, high, unit = float(row["low"]), float(row["high"]), row["unit"]
    example = f"{(low + high) / 2:g} {unit}".removesuffix(" dimensionless")
    expected = f"expected {low:g} to {high:g} {unit}, for example '{example}'"
    is_number = isinstance(given, (int, float)) and not isinstance(given, bool)
    if is_number != (unit == "dimensionless"):
        raise ValueError(f"{key}: found {given!r}; {expected}")
    try:
        value = float(str(given)) if is_number else parse_quantity(str(given), unit)
    except UnitError as error:
        raise ValueError(f"{key}: found '{given}'; {expected}") from error
    if not low <= value <= high:
        raise ValueError(f"{key}: found '{given}', which is {value:g} {unit}; {expected}. Check number and unit")
    known = row["intervention"] in intervention_files() and intervention(row["intervention"]).level
    level = max(0.0, float(row["offset"]) + float(row["slope"]) * value) if known else 0.0
    return Habit(
        key, row["name"], str(given), row["intervention"] if level else "", _canonical(row, level), row["note"]
    )


def _canonical(row: Mapping[str, str], level: float) -> float | None:
    """Level in canonical units; None for what is not simulated."""
    if not level:
        return None
    given = intervention(row["intervention"])
    return to_canonical(level, given.parameters[given.level].unit)
