"""Measurements that a person brings: what they are called, their units, their errors, what in the model they measure.

One row of ``labs.tsv`` a measurement. ``cv_within`` is the error of one measurement (from day to day, within the
person), ``cv_assay`` what all measurements of one laboratory share; both relative, or in the unit itself where
``scale`` is ``absolute``. A value may be given as an amount or as a mass: the molar mass turns one into the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from enterotone.errors import UnitError
from enterotone.evidence.rows import read_rows
from enterotone.units import dimension_of, parse_quantity

__all__ = ["LabSpec", "lab_specs"]


@dataclass(frozen=True)
class LabSpec:
    """One kind of measurement.

    Parameters
    ----------
    id, name : as in the person file, and as printed.
    unit : of `low`, `high` and of values as read.
    molar_mass : [g/mol], or None.
    low, high : outside them a value is taken for a slip.
    is_relative : True when errors are relative.
    within, shared : error of one measurement, and of the assay.
    observable, statistic : what of the simulated day it measures, as in ``readouts.tsv``.
    note : what to mind.
    """

    id: str
    name: str
    unit: str
    molar_mass: float | None
    low: float
    high: float
    is_relative: bool
    within: float
    shared: float
    observable: str
    statistic: str
    note: str

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
            is_relative=row["scale"] == "relative",
            within=float(row["cv_within"]),
            shared=float(row["cv_assay"]),
            observable=row["observable"],
            statistic=row["statistic"],
            note=row["note"],
        )
        for _, row in read_rows(files("enterotone.population") / "labs.tsv")
    }
