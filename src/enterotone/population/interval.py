"""A median with its interval over individuals, and what may be said of a change by it."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["CANNOT_TELL", "Interval", "verdict_of"]

CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Interval:
    """Median with a central 90 % interval."""

    median: float
    low: float
    high: float


def verdict_of(change: Interval, smallest: float) -> str:
    """Higher or lower only if the whole paired interval lies on one side and its middle is worth naming.

    Parameters
    ----------
    change : relative change, paired individual by individual.
    smallest : relative change below which no difference is claimed.
    """
    if change.low > 0 and change.median >= smallest:
        return "higher"
    if change.high < 0 and change.median <= -smallest:
        return "lower"
    return CANNOT_TELL
