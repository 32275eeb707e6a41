"""What a trial reads: quantities of a day, and how far apart the days are on which they are read."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.evidence.rows import read_rows
from enterotone.population.diet import meal_clock

__all__ = ["Endpoint", "more_endpoints", "of_days", "output_times", "sample_days"]

Floats = NDArray[np.float64]

#: Hours between outputs on a day that is read.
_STEP_H = 0.5
#: Days of the first week that are read beside its last.
_EARLY = (1, 3)


@dataclass(frozen=True)
class Endpoint:
    """One quantity.

    Parameters
    ----------
    id : its name.
    observable : formula over ids of the model.
    statistic : ``mean`` over the day, or ``fasting``, the last moment before breakfast.
    unit : in which it is shown.
    name : for people.
    group : heading below which it is shown.
    smallest_change : relative change below which no effect is claimed.
    """

    id: str
    observable: str
    statistic: str
    unit: str
    name: str
    group: str = ""
    smallest_change: float = 0.05


@lru_cache(maxsize=1)
def more_endpoints() -> tuple[Endpoint, ...]:
    """What is read in trials beside the readouts of an assessment: rows of ``endpoints.tsv``."""
    return tuple(
        Endpoint(
            row["id"],
            row["observable"],
            row["statistic"],
            row["unit"],
            row["name"],
            row["group"],
            float(row["smallest_change"]),
        )
        for _, row in read_rows(files("enterotone.trial") / "endpoints.tsv")
    )


def sample_days(on: int, off: int = 0) -> tuple[int, ...]:
    """Days that are read, counted from 1: early ones, the last of every week, the last of each part.

    Parameters
    ----------
    on, off : days with and after.

    Examples
    --------
    >>> sample_days(14, 7)
    (1, 3, 7, 14, 15, 17, 21)
    """
    found = {on, on + off, *range(7, on + off + 1, 7)} | {day for day in _EARLY if day <= on}
    return tuple(sorted(found | {on + day for day in _EARLY if day <= off}))


def output_times(days: tuple[int, ...]) -> Floats:
    """Times at which something must be known [h]: every half hour of the days that are read.

    Parameters
    ----------
    days : counted from 1, rising.
    """
    hours = np.arange(0.0, 24.0 + _STEP_H / 2, _STEP_H)
    return np.unique(np.concatenate([(day - 1) * 24.0 + hours for day in days]))


def of_days(times_h: Floats, values: Floats, days: tuple[int, ...], statistic: str) -> Floats:
    """Reduce a course to one number a day.

    Parameters
    ----------
    times_h : from `output_times`, shape (time,).
    values : shape (n_member, time).
    days : that are read.
    statistic : as in `Endpoint`.

    Returns
    -------
    ndarray, shape (n_member, n_day)
    """
    found = np.empty((len(values), len(days)))
    breakfast = min(meal_clock().values())
    for place, day in enumerate(days):
        inside = (times_h >= (day - 1) * 24.0) & (times_h <= day * 24.0)
        clock, part = times_h[inside] - (day - 1) * 24.0, values[:, inside]
        if statistic == "mean":
            found[:, place] = np.trapezoid(part, clock, axis=1) / 24.0
        else:
            found[:, place] = part[:, np.flatnonzero(clock < breakfast)[-1]]
    return found
