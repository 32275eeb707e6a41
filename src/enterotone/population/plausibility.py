"""Keep draws whose resting values exist in people.

Priors are independent, so some draws combine into a body nobody has. ``plausibility.tsv`` holds the
range of each measurable that a draw must meet; the share that passes is reported, never hidden.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.evidence.rows import read_rows
from enterotone.units import to_canonical

__all__ = ["Rule", "rules", "screen"]


@dataclass(frozen=True)
class Rule:
    """Range [canonical unit] that an observable must lie in."""

    observable: str
    name: str
    low: float
    high: float


@lru_cache(maxsize=1)
def rules() -> tuple[Rule, ...]:
    """Read the rules of plausibility.tsv."""
    return tuple(
        Rule(
            row["observable"],
            row["name"],
            to_canonical(float(row["low"]), row["unit"]),
            to_canonical(float(row["high"]), row["unit"]),
        )
        for _, row in read_rows(files("enterotone.population") / "plausibility.tsv")
    )


def screen(values: Mapping[str, NDArray[np.float64]]) -> tuple[NDArray[np.bool_], dict[str, int]]:
    """Tell which draws pass every rule.

    Parameters
    ----------
    values : observable -> resting values in canonical units, shape (n_member,); NaN fails.

    Returns
    -------
    tuple
        Pass or not, shape (n_member,); and how many draws fail each rule, by its name.
    """
    passed: NDArray[np.bool_] | None = None
    failures: dict[str, int] = {}
    for rule in rules():
        inside = (values[rule.observable] >= rule.low) & (values[rule.observable] <= rule.high)
        failures[rule.name] = int((~inside).sum())
        passed = inside if passed is None else passed & inside
    if passed is None:
        raise LookupError("plausibility.tsv has no rows")
    return passed, {name: count for name, count in failures.items() if count}
