"""Limits of what a person file may hold: outside them a value is taken for a slip and refused."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from enterotone.errors import UnitError
from enterotone.evidence.rows import read_rows
from enterotone.units import parse_quantity

__all__ = ["Limit", "limit", "read_limited"]


@dataclass(frozen=True)
class Limit:
    """Range in which a value is believed, and how it is written."""

    low: float
    high: float
    example: str


@lru_cache(maxsize=1)
def _limits() -> dict[str, Limit]:
    rows = read_rows(files("enterotone.population") / "person_limits.tsv")
    return {row["key"]: Limit(float(row["low"]), float(row["high"]), row["example"]) for _, row in rows}


def limit(key: str) -> Limit:
    """Give the limits of a key of the person file."""
    return _limits()[key]


def read_limited(value: object, name: str, unit: str) -> float | None:
    """Read text with a unit, check it against the table of limits, give it in `unit`."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError(f"found {value!r}; write a number with its unit, for example '{limit(name).example}'")
    if isinstance(value, (int, float)):
        raise ValueError(f"found the bare number {value}; write its unit too, for example '{limit(name).example}'")
    try:
        number = parse_quantity(value, unit)
    except UnitError as error:
        raise ValueError(f"found '{value}'; expected {unit}, for example '{limit(name).example}' ({error})") from error
    low, high = limit(name).low, limit(name).high
    if not low <= number <= high:
        raise ValueError(
            f"found '{value}', which is {number:g} {unit}; expected {low:g} to {high:g} {unit}. Check number and unit"
        )
    return number
