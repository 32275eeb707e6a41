"""A person file: what somebody says about themselves, read strictly and converted once.

The file is YAML or JSON. A quantity is written with its unit (``weight: 70 kg``); a bare number is
refused where a unit is needed, because a height of 1.75 and one of 175 look alike to a program.

Example
-------
::

    name: example
    age: 42 years
    sex: female
    weight: 64 kg
    height: 168 cm
    diet:
      pattern: omnivore
      fibre: 24 g/day

Measurements are optional, one value or several of one laboratory::

    labs:
      plasma_tryptophan: 52 umol/L
      urinary_hiaa:
        values: [4.1 mg/day, 5.0 mg/day]
        date: 2026-10-02

Not read yet: symptoms, medicines and foods.
"""

from __future__ import annotations

import difflib
import json
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from enterotone.errors import PersonError
from enterotone.population.eating import Diet
from enterotone.population.labs import lab_specs
from enterotone.population.limits import read_limited

__all__ = ["Diet", "Lab", "Person", "read_person"]


class Lab(BaseModel):
    """Measurements of one kind, made with one assay; see `enterotone.population.labs`.

    Parameters
    ----------
    values : in the unit of the table.
    date, assay : for the report; not used in the simulation.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    values: tuple[float, ...]
    date: str = ""
    assay: str = ""


def _lab(name: object, given: object) -> Lab:
    """Read one entry of `labs`, whatever of its three forms it has."""
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
        raise ValueError(f"{name}: {found}; expected value or values, and if you like date and assay")
    listed = entry["values"] if isinstance(entry["values"], list) else [entry["values"]]
    if not listed:
        raise ValueError(f"{name}: the list of values is empty; give at least one, for example '{spec.example}'")
    try:
        values = tuple(spec.read(value) for value in listed)
    except ValueError as error:
        raise ValueError(f"{name}: {error}") from error
    return Lab(values=values, date=str(entry.get("date", "")), assay=str(entry.get("assay", "")))


class Person(BaseModel):
    """One person.

    Parameters
    ----------
    name : any label; it is not used in the simulation.
    age : [years].
    sex : female or male.
    weight : [kg].
    height : [cm].
    diet : see `Diet`.
    labs : measurements by id, see `Lab`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = "person"
    age: float = Field(default=40.0, description="years")
    sex: Literal["female", "male"] = "female"
    weight: float = Field(default=70.0, description="kg")
    height: float = Field(default=170.0, description="cm")
    diet: Diet = Diet()
    labs: dict[str, Lab] = Field(default_factory=dict)

    @field_validator("labs", mode="before")
    @classmethod
    def _labs(cls, value: object) -> dict[str, Lab]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise ValueError(f"found {type(value).__name__}; expected names of measurements with their values")
        return {str(name): _lab(name, given) for name, given in value.items()}

    @field_validator("age", mode="before")
    @classmethod
    def _years(cls, value: object) -> float | None:
        return read_limited(value, "age", "year")

    @field_validator("weight", mode="before")
    @classmethod
    def _kilograms(cls, value: object) -> float | None:
        return read_limited(value, "weight", "kg")

    @field_validator("height", mode="before")
    @classmethod
    def _centimetres(cls, value: object) -> float | None:
        return read_limited(value, "height", "cm")

    def described(self) -> dict[str, str]:
        """The person as understood, in words with units."""
        amounts = self.diet.amounts()
        return {
            "name": self.name,
            "age": f"{self.age:g} years",
            "sex": self.sex,
            "weight": f"{self.weight:g} kg",
            "height": f"{self.height:g} cm",
            "diet": self.diet.pattern,
            "protein": f"{amounts['protein']:.0f} g/day",
            "tryptophan": f"{amounts['tryptophan']:.0f} mg/day",
            "fibre": f"{amounts['fibre']:.0f} g/day",
            "carbohydrate": f"{amounts['carbohydrate']:.0f} g/day",
            **{name: _written(name, lab) for name, lab in self.labs.items()},
        }


def _written(name: str, lab: Lab) -> str:
    unit = lab_specs()[name].unit.replace("dimensionless", "")
    values = ", ".join(f"{value:.4g}" for value in lab.values)
    return " ".join(part for part in (values, unit, f"({lab.date})" if lab.date else "") if part)


def read_person(path: Path) -> Person:
    """Read a person file.

    Parameters
    ----------
    path : ``.yaml``, ``.yml`` or ``.json``.

    Raises
    ------
    PersonError
        If the file cannot be read, holds an unknown key, a value without unit, an impossible value or the
        wrong unit; the message names the key, what was found, what was expected and what to do.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise PersonError(f"{path}: cannot be read ({error}). Give a YAML or JSON text file.") from error
    try:
        content = json.loads(text) if path.suffix.lower() == ".json" else yaml.safe_load(text)
    except (json.JSONDecodeError, yaml.YAMLError) as error:
        where = " ".join(str(error).split())
        raise PersonError(f"{path}: not valid {path.suffix or 'YAML'}: {where}") from error
    if not isinstance(content, dict):
        raise PersonError(f"{path}: found {type(content).__name__}; expected keys such as 'age: 42 years'.")
    try:
        return Person(**content)
    except ValidationError as error:
        raise PersonError("\n".join(_lines(path, error))) from error
    except TypeError as error:
        raise PersonError(f"{path}: keys must be words: {error}") from error


def _lines(path: Path, error: ValidationError) -> list[str]:
    known = [*Person.model_fields, *(f"diet.{name}" for name in Diet.model_fields)]
    lines = []
    for item in error.errors():
        key = ".".join(str(part) for part in item["loc"])
        if item["type"] == "extra_forbidden":
            near = difflib.get_close_matches(key, known, n=1)
            hint = f" Did you mean '{near[0]}'?" if near else f" Known keys: {', '.join(known)}."
            lines.append(f"{path}: unknown key '{key}'.{hint}")
        else:
            lines.append(f"{path}, {key}: {item['msg'].removeprefix('Value error, ')}.")
    return lines
