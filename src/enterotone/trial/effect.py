"""Effects: what differs between the same individuals in two arms, with the interval over individuals.

Nothing here is a confidence interval of a mean: the interval holds the central 90 % of individuals.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.population.interval import Interval, verdict_of

__all__ = ["ArmEffect", "paired", "span"]

Floats = NDArray[np.float64]

_QUANTILES = (0.5, 0.05, 0.95)


@dataclass(frozen=True)
class ArmEffect:
    """One quantity in one arm on one day, against the same individuals without.

    Parameters
    ----------
    arm, endpoint : names.
    day : counted from 1.
    change : with minus without, as a fraction of without.
    difference : with minus without, in `unit`.
    without : level without, in `unit`.
    share_higher : share of individuals in which it is higher.
    verdict : ``higher`` or ``lower`` where the whole interval lies on one side and its middle is worth naming;
        ``cannot tell`` otherwise.
    """

    arm: str
    endpoint: str
    day: int
    unit: str
    change: Interval
    difference: Interval
    without: Interval
    share_higher: float
    verdict: str


def span(values: Floats, weights: Floats | None = None) -> Interval:
    """Median and central 90 % of weighted values.

    Parameters
    ----------
    values : one per individual, shape (n,).
    weights : shape (n,), or None for equal ones.
    """
    if weights is None:
        return Interval(*(float(x) for x in np.quantile(values, _QUANTILES)))
    order = np.argsort(values, kind="stable")
    # The middle of each individual's share of all weight.
    place = (np.cumsum(weights[order]) - weights[order] / 2) / weights.sum()
    return Interval(*(float(x) for x in np.interp(_QUANTILES, place, values[order])))


def paired(
    arm: str,
    endpoint: str,
    day: int,
    unit: str,
    smallest: float,
    treated: Floats,
    without: Floats,
    weights: Floats | None = None,
) -> ArmEffect:
    """Compare the same individuals in two arms.

    Parameters
    ----------
    arm, endpoint, day, unit : of the comparison.
    smallest : relative change below which no effect is claimed.
    treated, without : values in `unit`, individual by individual, shape (n,).
    weights : shape (n,), or None.
    """
    difference = treated - without
    with np.errstate(divide="ignore", invalid="ignore"):
        relative = np.where(difference == 0, 0.0, difference / np.abs(without))
    change = span(relative, weights)
    higher = float(np.average(difference > 0, weights=weights))
    verdict = verdict_of(change, smallest)
    levels = span(without, weights)
    return ArmEffect(arm, endpoint, day, unit, change, span(difference, weights), levels, higher, verdict)
