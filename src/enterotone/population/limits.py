"""Limits of what a person file may hold: outside them a value is taken for a slip and refused."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from enterotone.evidence.rows import read_rows

__all__ = ["Limit", "limit"]


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
