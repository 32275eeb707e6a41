"""JSON schema of person files, for editors that check and complete while somebody types.

It is made from the same tables and classes that read the file. What it cannot say (which numbers are possible in which
unit) the reader says.
"""

from __future__ import annotations

from typing import Any

from enterotone.population.eating import Diet
from enterotone.population.labs import Lab, lab_specs
from enterotone.population.limits import limit
from enterotone.population.medicines import habit_names
from enterotone.population.symptoms import Symptoms

__all__ = ["SCHEMA_ID", "person_schema"]

SCHEMA_ID = "urn:enterotone:person:1"
_QUANTITY = r"^\s*[-+0-9.].*\S\s*$"


def person_schema() -> dict[str, Any]:
    """Give the schema (JSON Schema 2020-12) of a person file."""
    quantities = {
        name: {**_quantity(limit(name).example), "description": f"{limit(name).low:g} to {limit(name).high:g}"}
        for name in ("age", "weight", "height")
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Person file of Enterotone",
        "description": "Every quantity carries its unit. Everything is optional; what is left out is assumed and said.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            "name": {"type": "string", "description": "any label; not used in the simulation"},
            **quantities,
            "sex": {"enum": ["female", "male"]},
            "diet": _object({name: {} for name in Diet.model_fields}),
            "labs": _object({name: _lab(name) for name in lab_specs()}),
            "symptoms": _object(_symptoms()),
            "medicines": {
                "description": "name: daily dose, e.g. escitalopram: 10 mg/day",
                "anyOf": [
                    {"type": "object", "additionalProperties": {"type": ["string", "object", "null"]}},
                    {"type": "array", "items": {"type": "string"}},
                    {"type": "null"},
                ],
            },
            "habits": _object({name: {"type": ["string", "number"]} for name in habit_names()}),
        },
    }


def _quantity(example: str) -> dict[str, Any]:
    return {"type": "string", "pattern": _QUANTITY, "examples": [example]}


def _object(properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": ["object", "null"], "additionalProperties": False, "properties": properties}


def _lab(name: str) -> dict[str, Any]:
    spec = lab_specs()[name]
    one: dict[str, Any] = {"type": "number"} if spec.unit == "dimensionless" else _quantity(spec.example)
    several = {"type": "array", "items": one, "minItems": 1}
    fields = {
        "value": one,
        "values": {"anyOf": [one, several]},
        **{field: {} for field in Lab.model_fields if field != "values"},
    }
    use = "" if spec.is_target else " (shown, never a target)"
    return {
        "description": f"{spec.name}{use}; {spec.note}",
        "anyOf": [one, several, {"type": "object", "additionalProperties": False, "properties": fields}],
    }


def _symptoms() -> dict[str, Any]:
    own = Symptoms.model_json_schema()["properties"]
    number = {"type": "number", "minimum": 1, "maximum": 7}
    form = {"anyOf": [number, {"type": "array", "items": number}], "description": own["stool_form"]["description"]}
    plain = {name: {key: item for key, item in part.items() if key != "default"} for name, part in own.items()}
    return {**plain, "stool_form": form}
