"""A median with its interval."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Interval"]


@dataclass(frozen=True)
class Interval:
    """Median with a central 90 % interval."""

    median: float
    low: float
    high: float
