"""Measurements that a person brings: what they are called, their units, their errors, what in the model they measure.

One row of ``labs.tsv`` a measurement. ``cv_within`` is the error of one measurement (from day to day, within the
person), ``cv_assay`` what all measurements of one laboratory share; both relative, or in the unit itself where
``scale`` is ``absolute``. A value may be given as an amount or as a mass: the molar mass turns one into the other.

What the model has no reading for (no ``observable``) is shown and never a target. Outside ``low`` and ``high`` a value
is refused, outside the usual range it is questioned.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pydantic import BaseModel, ConfigDict

from enterotone.errors import UnitError
from enterotone.evidence.rows import read_rows
from enterotone.units import dimension_of, parse_quantity

__all__ = ["Lab", "LabSpec", "lab_specs", "read_lab"]


@dataclass(frozen=True)
class LabSpec:
    """One kind of measurement.

    Parameters
    ----------
    id, name : as in the person file, and as printed.
    unit : of `low`, `high` and of values as read.
    molar_mass : [g/mol], or None.
    low, high : outside them a value is taken for a slip.
    usual_low, usual_high : outside them a value is questioned.
    is_relative : True when errors are relative.
    within, shared : error of one measurement, and of the assay.
    observable, statistic : what of the simulated day it measures, as in ``readouts.tsv``; empty where the model has
        no reading for it.
    note : what to mind.
    """

    id: str
    name: str
    unit: str
    molar_mass: float | None
    low: float
    high: float
    usual_low: float
    usual_high: float
    is_relative: bool
    within: float
    shared: float
    observable: str
    statistic: str
    note: str

    @property
    def is_target(self) -> bool:
        """True where the model has a reading for it."""
        return bool(self.observable)

    def read(self, text: object) -> float:
        """Read one value as people write it, into `unit`.

        Parameters
        ----------
        text : ``"48 umol/L"``, ``"9.8 mg/L"``; a bare number for a pure number.

        Raises
        ------
        ValueError
            If it cannot be read or is impossible; says what was found and what was expected.
        """
        expected = f"expected a value from {self.low:g} to {self.high:g} {self.unit}"
        if isinstance(text, bool) or not isinstance(text, (str, int, float)):
            raise ValueError(f"found {text!r}; {expected}")
        if isinstance(text, (int, float)):
            if self.unit != "dimensionless":
                raise ValueError(f"found the bare number {text}; write its unit too, for example '{self.example}'")
            value = float(text)
        else:
            value = self._parsed(text)
        if not self.low <= value <= self.high:
            raise ValueError(f"found '{text}', which is {value:g} {self.unit}; {expected}. Check number and unit")
        return value

    @property
    def example(self) -> str:
        """A value in the middle of what is believed, as it would be written."""
        return f"{(self.low * self.high) ** 0.5:.2g} {self.unit}".removesuffix(" dimensionless")

    def other_unit(self, value: float) -> str:
        """Say which unit would make an unusual number a usual one, or nothing.

        Parameters
        ----------
        value : as read, in `unit`.
        """
        if self.molar_mass is None or "mol" not in self.unit:
            return ""
        amount, per = self.unit.partition("/")[::2]
        # The same number, taken for a mass.
        for mass in ("g", "mg", "ug", "ng"):
            written = f"{mass}/{per}" if per else mass
            taken = self._by_mass(f"{value!r} {written}")
            if taken is not None and self.usual_low <= taken <= self.usual_high:
                return written
        for prefix in ("m", "u", "n"):
            written = f"{prefix}mol/{per}" if per else f"{prefix}mol"
            if (
                written != f"{amount}/{per}"
                and self.usual_low <= parse_quantity(f"{value!r} {written}", self.unit) <= self.usual_high
            ):
                return written
        return ""

    def _parsed(self, text: str) -> float:
        try:
            return parse_quantity(text, self.unit)
        except UnitError as error:
            by_mass = self._by_mass(text)
            if by_mass is None:
                raise ValueError(f"found '{text}'; expected {self.unit}, for example '{self.example}'") from error
            return by_mass

    def _by_mass(self, text: str) -> float | None:
        """Value of a mass, or None where it is none."""
        if self.molar_mass is None:
            return None
        per = self.unit.partition("/")[2]
        try:
            grams = parse_quantity(text, f"g/{per}" if per else "g")
            amount = parse_quantity(f"{grams / self.molar_mass!r} mol{'/' + per if per else ''}", self.unit)
        except UnitError:
            return None
        return amount if dimension_of(self.unit) != dimension_of("dimensionless") else None


class Lab(BaseModel):
    """Measurements of one kind, made with one assay.

    Parameters
    ----------
    values : in the unit of the table.
    date, assay : for the report; not used in the simulation.
    foods_before : eaten in the two days before; some disturb some measurements.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    values: tuple[float, ...]
    date: str = ""
    assay: str = ""
    foods_before: tuple[str, ...] = ()


def read_lab(name: object, given: object) -> Lab:
    """Read one entry of `labs`, whatever of its three forms it has.

    Parameters
    ----------
    name : id of the measurement.
    given : a value, a list of values, or a mapping.

    Raises
    ------
    ValueError
        If it cannot be read; says what was found and what was expected.
    """
    spec = lab_specs().get(str(name))
    if spec is None:
        near = difflib.get_close_matches(str(name), lab_specs(), n=1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise ValueError(f"unknown measurement '{name}'; known are {', '.join(lab_specs())}{hint}")
    entry = dict(given) if isinstance(given, dict) else {"values": given}
    if "value" in entry:
        entry["values"] = entry.pop("value")
    unknown = sorted(set(map(str, entry)) - set(Lab.model_fields))
    if unknown or "values" not in entry:
        found = f"unknown key '{unknown[0]}'" if unknown else "no value"
        raise ValueError(f"{name}: {found}; expected value or values, and if you like date, assay and foods_before")
    listed = entry["values"] if isinstance(entry["values"], list) else [entry["values"]]
    if not listed:
        raise ValueError(f"{name}: the list of values is empty; give at least one, for example '{spec.example}'")
    try:
        values = tuple(spec.read(value) for value in listed)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error
    eaten = entry.get("foods_before") or []
    foods = tuple(str(food) for food in (eaten if isinstance(eaten, list) else [eaten]))
    return Lab(values=values, date=str(entry.get("date", "")), assay=str(entry.get("assay", "")), foods_before=foods)


@lru_cache(maxsize=1)
def lab_specs() -> dict[str, LabSpec]:
    """Every kind of measurement by id."""
    return {
        row["id"]: LabSpec(
            id=row["id"],
            name=row["name"],
            unit=row["unit"],
            molar_mass=float(row["molar_mass"]) if row["molar_mass"] else None,
            low=float(row["low"]),
            high=float(row["high"]),
            usual_low=float(row["usual_low"]),
            usual_high=float(row["usual_high"]),
            is_relative=row["scale"] == "relative",
            within=float(row["cv_within"]),
            shared=float(row["cv_assay"]),
            observable=row["observable"],
            statistic=row["statistic"],
            note=row["note"],
        )
        for _, row in read_rows(files("enterotone.population") / "labs.tsv")
    }
