"""What is reported: one row of ``readouts.tsv`` per readout, and the statements that stay contested.

``statistic`` says what of the simulated day is taken: ``fasting`` (the last moment before breakfast) or
``mean`` (over 24 h). ``smallest_change`` is the relative change below which no difference is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.result import Readout
from enterotone.assessment.statistics import interval
from enterotone.evidence.rows import read_rows
from enterotone.population.interval import verdict_of
from enterotone.units import factor_to

__all__ = ["ReadoutSpec", "contested_statements", "readout", "readout_specs"]


@dataclass(frozen=True)
class ReadoutSpec:
    """One row of readouts.tsv."""

    id: str
    observable: str
    statistic: str
    unit: str
    group: str
    name: str
    plain_name: str
    grade: str
    smallest_change: float
    rests_on: tuple[str, ...]
    human_range: tuple[float, float] | None
    human_range_source: str
    explanation: str
    plain: str


def _rows(name: str) -> list[dict[str, str]]:
    return [cells for _, cells in read_rows(files("enterotone.assessment") / name)]


@lru_cache(maxsize=1)
def readout_specs() -> tuple[ReadoutSpec, ...]:
    """Every readout, in the order of the report."""
    return tuple(
        ReadoutSpec(
            id=row["id"],
            observable=row["observable"],
            statistic=row["statistic"],
            unit=row["unit"],
            group=row["group"],
            name=row["name"],
            plain_name=row["plain_name"],
            grade=row["grade"],
            smallest_change=float(row["smallest_change"]),
            rests_on=tuple(part.strip() for part in row["rests_on"].split(";")),
            human_range=(float(row["human_low"]), float(row["human_high"])) if row["human_low"] else None,
            human_range_source=row["human_source"],
            explanation=row["explanation"],
            plain=row["plain"],
        )
        for row in _rows("readouts.tsv")
    )


def readout(spec: ReadoutSpec, person: NDArray[np.float64], reference: NDArray[np.float64]) -> Readout:
    """Compare the person's individuals with their own twins that carry an average microbiota.

    Parameters
    ----------
    spec : what is compared.
    person, reference : values in canonical units, individual by individual, shape (n_member,).
    """
    factor = factor_to(spec.unit)
    change = interval(person / reference - 1.0)
    return Readout(
        id=spec.id,
        name=spec.name,
        plain_name=spec.plain_name,
        group=spec.group,
        unit=spec.unit,
        person=interval(person, factor),
        reference=interval(reference, factor),
        change=change,
        share_higher=float(np.mean(person > reference)),
        verdict=verdict_of(change, spec.smallest_change),
        grade=spec.grade,
        rests_on=spec.rests_on,
        explanation=spec.explanation,
        plain=spec.plain,
        human_range=spec.human_range,
        human_range_source=spec.human_range_source,
        smallest_change=spec.smallest_change,
    )


def contested_statements(readouts: Iterable[str]) -> tuple[str, ...]:
    """Give the statements that the literature contests and that bear on these readouts.

    Parameters
    ----------
    readouts : ids.
    """
    wanted = set(readouts)
    return tuple(
        f"{row['statement']} ({row['claim']}, {row['grade']})"
        for row in _rows("contested.tsv")
        if wanted & set(row["readouts"].split(","))
    )
