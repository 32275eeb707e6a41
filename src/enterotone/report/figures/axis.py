"""Axes of the small pictures: where a value lies, and where the ticks go.

The idea: three scales are enough. Linear for most; logarithmic for positive values that span more than
`LOG_SPAN`-fold; square root for shares, which hold both zeros and large numbers. A picture that is not
linear says so beside its ticks.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

__all__ = ["LOG_SPAN", "Axis", "axis_for", "share_axis"]

LOG_SPAN = 50.0
_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


def _same(value: float) -> float:
    return value


def _root(value: float) -> float:
    return math.sqrt(max(value, 0.0))


_SCALES: dict[str, Callable[[float], float]] = {"linear": _same, "log": math.log10, "square root": _root}


@dataclass(frozen=True)
class Axis:
    """A scale with its ends and ticks.

    Parameters
    ----------
    low, high : ends of the axis, in the unit of the values.
    ticks : places to be labelled, inside the axis.
    scale : ``linear``, ``log`` or ``square root``.
    """

    low: float
    high: float
    ticks: tuple[float, ...]
    scale: str = "linear"

    def at(self, value: float) -> float:
        """Place of a value as a fraction of the axis, kept between 0 and 1."""
        scale = _SCALES[self.scale]
        if self.scale == "log" and value <= 0:
            return 0.0
        start, end = scale(self.low), scale(self.high)
        return min(max((scale(value) - start) / (end - start), 0.0), 1.0)


def axis_for(values: Iterable[float], n_ticks: int = 3, *, zero: bool = False) -> Axis:
    """Choose an axis that shows all `values`.

    Parameters
    ----------
    values : what must be visible; those not finite are ignored.
    n_ticks : about how many ticks.
    zero : start at 0 when nothing is negative.
    """
    finite = [value for value in values if math.isfinite(value)] or [0.0, 1.0]
    low, high = min(finite), max(finite)
    if zero and low >= 0:
        low = 0.0
    if low > 0 and high / low > LOG_SPAN:
        return _log_axis(low, high, n_ticks)
    if low == high:
        low, high = (low - 0.5 * abs(low), high + 0.5 * abs(high)) if low else (-1.0, 1.0)
    pad = 0.04 * (high - low)
    start = low if zero and low == 0 else low - pad
    if low >= 0 > start:
        start = 0.0
    return Axis(start, high + pad, _nice_ticks(start, high + pad, n_ticks))


def share_axis(values: Iterable[float]) -> Axis:
    """Choose a square-root axis from 0 for shares.

    Parameters
    ----------
    values : fractions that must be visible.
    """
    high = max([value for value in values if math.isfinite(value)] or [1.0])
    high = min(max(high * 1.08, 0.01), 1.0)
    candidates = (0.0, 0.001, 0.01, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1.0)
    ticks = [tick for tick in candidates if tick <= high]
    axis = Axis(0.0, high, (), "square root")
    kept = [ticks[0]]
    for tick in ticks[1:]:
        if axis.at(tick) - axis.at(kept[-1]) >= 0.1:
            kept.append(tick)
    return Axis(0.0, high, tuple(kept), "square root")


def _nice_ticks(low: float, high: float, n_ticks: int) -> tuple[float, ...]:
    """Round numbers between the ends; never fewer than two where any step of the series allows it."""
    width = high - low
    power = 10.0 ** math.floor(math.log10(width / n_ticks))
    steps = [power * step for step in _STEPS]
    best: tuple[float, ...] = ()
    for step in steps:
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        ticks = tuple(step * k for k in range(first, last + 1))
        if len(ticks) >= 2:
            best = ticks
        if len(ticks) <= n_ticks:
            break
    return best


def _log_axis(low: float, high: float, n_ticks: int) -> Axis:
    start, end = low / 1.2, high * 1.2
    powers = range(math.floor(math.log10(start)), math.ceil(math.log10(end)) + 1)
    ticks = [10.0**power for power in powers if start <= 10.0**power <= end]
    if len(ticks) < 2:
        ticks = [m * 10.0**power for power in powers for m in (1, 3) if start <= m * 10.0**power <= end]
    every = max(1, math.ceil(len(ticks) / n_ticks))
    return Axis(start, end, tuple(ticks[::every]), "log")
