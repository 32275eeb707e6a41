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

Measurements are optional, one value or several of one laboratory; so are symptoms, medicines and habits::

    labs:
      plasma_tryptophan: 52 umol/L
      urinary_hiaa:
        values: [4.1 mg/day, 5.0 mg/day]
        date: 2026-10-02
        foods_before: [banana]
    symptoms:
      stool_form: [3, 4]
      stools_per_week: 7
    medicines:
      escitalopram: 10 mg/day
    habits:
      exercise: 150 min/week

What the model has no reading for, or no mechanism, is shown and never a target.
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
from enterotone.population.labs import Lab, lab_specs, read_lab
from enterotone.population.limits import read_limited
from enterotone.population.medicines import Habit, Medicine, habit_names, read_habit, read_medicine
from enterotone.population.symptoms import Symptoms

__all__ = ["Diet", "Lab", "Person", "read_person"]


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
    symptoms : see `Symptoms`.
    medicines : by name as written, see `Medicine`.
    habits : by key, see `Habit`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = "person"
    age: float = Field(default=40.0, description="years")
    sex: Literal["female", "male"] = "female"
    weight: float = Field(default=70.0, description="kg")
    height: float = Field(default=170.0, description="cm")
    diet: Diet = Diet()
    labs: dict[str, Lab] = Field(default_factory=dict)
    symptoms: Symptoms = Symptoms()
    medicines: dict[str, Medicine] = Field(default_factory=dict)
    habits: dict[str, Habit] = Field(default_factory=dict)

    @field_validator("labs", mode="before")
    @classmethod
    def _labs(cls, value: object) -> dict[str, Lab]:
        return {
            str(name): given if isinstance(given, Lab) else read_lab(name, given)
            for name, given in _mapping(value, "names of measurements with their values").items()
        }

    @field_validator("symptoms", mode="before")
    @classmethod
    def _symptoms(cls, value: object) -> object:
        return {} if value is None else value

    @field_validator("medicines", mode="before")
    @classmethod
    def _medicines(cls, value: object) -> dict[str, Medicine]:
        if isinstance(value, list):
            value = dict.fromkeys(map(str, value))
        return {
            str(name): given if isinstance(given, Medicine) else read_medicine(name, given)
            for name, given in _mapping(value, "names with their daily dose, such as 'escitalopram: 10 mg/day'").items()
        }

    @field_validator("habits", mode="before")
    @classmethod
    def _habits(cls, value: object) -> dict[str, Habit]:
        found = {}
        for name, given in _mapping(value, f"some of {', '.join(habit_names())}").items():
            if isinstance(given, Habit):
                found[str(name)] = given
                continue
            if name not in habit_names():
                near = difflib.get_close_matches(str(name), habit_names(), n=1)
                hint = f"; did you mean '{near[0]}'?" if near else ""
                raise ValueError(f"unknown habit '{name}'; known are {', '.join(habit_names())}{hint}")
            found[str(name)] = read_habit(str(name), given)
        return found

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

    def measured(self) -> dict[str, Lab]:
        """Every measurement, and the symptoms that the model has a reading for; labs come first where both are."""
        return {**self.symptoms.as_labs(), **self.labs}

    def targets(self) -> dict[str, Lab]:
        """What of `measured` may weigh: what the model has a reading for, each once."""
        found = {name: lab for name, lab in self.measured().items() if lab_specs()[name].is_target}
        if any(name.startswith("faecal_") and name != "faecal_scfa" for name in found):
            found.pop("faecal_scfa", None)
        return found

    def exposures(self) -> dict[str, float]:
        """Interventions that this person lives with: id -> level or daily dose in canonical units."""
        taken = {each.intervention: each.level for each in self.medicines.values() if each.is_simulated}
        lived = {each.intervention: each.level for each in self.habits.values()}
        return {name: level for name, level in sorted({**taken, **lived}.items()) if name and level}

    def context(self) -> dict[str, str]:
        """What is shown and never a target, in words."""
        found = self.symptoms.described()
        for name, lab in self.labs.items():
            spec = lab_specs()[name]
            if not spec.is_target:
                found[spec.name] = f"{_written(name, lab)}; {spec.note}"
        for each in self.medicines.values():
            dose = "dose not said" if each.dose_mg is None else f"{each.dose_mg:g} mg/day"
            told = "simulated as a lasting exposure" if each.is_simulated else "not simulated"
            group = f" ({each.group})" if each.group else ""
            found[each.name] = f"{dose}{group}; {told}" + (f"; {each.note}" if each.note else "")
        for habit in self.habits.values():
            told = "simulated" if habit.level else "not simulated"
            found[habit.name] = f"{habit.written}; {told}; {habit.note}"
        return found

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
            **{name: _written(name, lab) for name, lab in self.targets().items()},
        }


def _mapping(value: object, expected: str) -> dict[object, object]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ValueError(f"found {type(value).__name__}; expected {expected}")
    return value


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
    known += [f"symptoms.{name}" for name in Symptoms.model_fields]
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
