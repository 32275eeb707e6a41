"""Numbers as a reader should see them: few digits, proper symbols, intervals as 'a to b'.

The idea: a number is never written with more digits than its interval warrants. Median and bounds of an
interval share their decimals: two significant digits of the interval's width (of the median, where that
gives more and nothing is negative), and at most three significant digits of its largest number. A
strongly skewed interval (its bounds more than 20-fold apart) would lose its lower end that way, so there
each number keeps two significant digits of its own.

It leaves out units; :mod:`enterotone.report.symbol` writes them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from enterotone.assessment.result import Interval

__all__ = [
    "SPACE",
    "Span",
    "brief",
    "change_span",
    "fixed",
    "percent",
    "percent_span",
    "raised",
    "significant",
    "span",
    "tick_labels",
]

SPACE = "\u00a0"
"""No-break space: a number and its unit stay on one line."""

_NONE = "n/a"
_MINUS = "\u2212"
_SKEWED = 20.0
_SUPERSCRIPT = str.maketrans("0123456789-.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻·")


def raised(power: str) -> str:
    """Write a power in raised digits."""
    return power.translate(_SUPERSCRIPT)


@dataclass(frozen=True)
class Span:
    """An interval in words.

    Parameters
    ----------
    median, low, high : numbers as text, without unit.
    """

    median: str
    low: str
    high: str

    @property
    def range(self) -> str:
        """The interval alone: ``"a to b"``, with no-break spaces around the word."""
        return f"{self.low}{SPACE}to{SPACE}{self.high}"


def fixed(value: float, decimals: int, *, sign: bool = False) -> str:
    """Write a number with `decimals` digits behind the point; negative `decimals` round to tens, hundreds, ...

    Parameters
    ----------
    value : number to be written.
    decimals : digits behind the decimal point.
    sign : write a plus sign before positive numbers.

    Examples
    --------
    >>> fixed(4412.3, -1)
    '4,410'
    """
    if not math.isfinite(value):
        return _NONE
    rounded = round(value, decimals)
    text = f"{abs(rounded):,.{max(decimals, 0)}f}"
    if rounded == 0:
        return text
    if rounded < 0:
        return _MINUS + text
    return f"+{text}" if sign else text


def significant(value: float, digits: int = 3, *, sign: bool = False) -> str:
    """Write a number with `digits` significant digits.

    Parameters
    ----------
    value : number to be written; anything not finite becomes ``n/a``.
    digits : significant digits.
    sign : write a plus sign before positive numbers.

    Examples
    --------
    >>> significant(0.04567), significant(4412.3)
    ('0.0457', '4,410')
    """
    if not math.isfinite(value):
        return _NONE
    if value == 0:
        return "0"
    if not 1e-3 <= abs(value) < 1e6:
        mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")
        return f"{fixed(float(mantissa), digits - 1, sign=sign)} × 10{raised(str(int(power)))}"
    return fixed(value, digits - 1 - _magnitude(value, digits), sign=sign)


def _magnitude(value: float, digits: int = 3) -> int:
    """Power of ten of the first digit, after rounding (9.999 counts as 10)."""
    return int(f"{abs(value):.{digits - 1}e}".partition("e")[2])


def _shared_decimals(interval: Interval) -> int:
    low, median, high = interval.low, interval.median, interval.high
    by_size = 2 - _magnitude(max(abs(low), abs(high), abs(median)))
    width = high - low
    if width <= 0:
        return by_size
    by_width = 1 - _magnitude(width, 2)
    # A positive quantity keeps two digits of its median: 9.1 (5.2 to 15.4), not 9 (5 to 15).
    return min(by_size, max(by_width, 1 - _magnitude(median, 2)) if low > 0 else by_width)


def _is_skewed(interval: Interval, decimals: int) -> bool:
    low, high = interval.low, interval.high
    return low > 0 and (round(low, decimals) == 0 or high / low >= _SKEWED)


def span(interval: Interval, *, sign: bool = False, most_decimals: int | None = None) -> Span:
    """Write an interval with the digits that it warrants.

    Parameters
    ----------
    interval : median with its bounds.
    sign : write a plus sign before positive numbers.
    most_decimals : never more digits behind the point than this.

    Examples
    --------
    >>> span(Interval(52.31, 38.2, 71.3)).range.replace(SPACE, " ")
    '38 to 71'
    """
    numbers = (interval.median, interval.low, interval.high)
    if not all(math.isfinite(x) for x in numbers):
        return Span(*(significant(x, sign=sign) for x in numbers))
    if not any(numbers):
        return Span("0", "0", "0")
    size = max(abs(x) for x in numbers)
    if not 1e-3 <= size < 1e6:
        return Span(*(significant(x, 2, sign=sign) for x in numbers))
    decimals = _shared_decimals(interval)
    if most_decimals is not None:
        decimals = min(decimals, most_decimals)
    elif _is_skewed(interval, decimals):
        return Span(*(significant(x, 2, sign=sign) for x in numbers))
    return Span(*(fixed(x, decimals, sign=sign) for x in numbers))


def percent(fraction: float, digits: int = 3, *, symbol: bool = True) -> str:
    """Write a fraction as per cent, e.g. a share of the sample.

    Parameters
    ----------
    fraction : share, 1 for all.
    digits : significant digits.
    symbol : write the sign ``%`` behind it.

    Examples
    --------
    >>> percent(0.12345).replace(SPACE, " "), percent(0.00004).replace(SPACE, " ")
    ('12.3 %', '< 0.01 %')
    """
    if not math.isfinite(fraction):
        return _NONE
    hundredfold = 100.0 * fraction
    if 0 < hundredfold < 0.01:
        text = f"<{SPACE}0.01"
    elif hundredfold == 0:
        text = "0"
    else:
        text = fixed(hundredfold, min(2, digits - 1 - _magnitude(hundredfold, digits)))
    return f"{text}{SPACE}%" if symbol else text


def percent_span(interval: Interval) -> Span:
    """Write an interval of fractions as per cent, without the sign ``%``.

    Parameters
    ----------
    interval : fractions.
    """
    hundredfold = _hundredfold(interval)
    numbers = (interval.median, interval.low, interval.high)
    if all(map(math.isfinite, numbers)) and any(numbers):
        decimals = min(_shared_decimals(hundredfold), 2)
        if _is_skewed(hundredfold, decimals):
            return Span(*(percent(x, 2, symbol=False) for x in numbers))
    return span(hundredfold, most_decimals=2)


def change_span(interval: Interval) -> Span:
    """Write an interval of relative changes as signed per cent, without the sign ``%``.

    Parameters
    ----------
    interval : changes as fractions of the reference.
    """
    return span(_hundredfold(interval), sign=True, most_decimals=1)


def _hundredfold(interval: Interval) -> Interval:
    return Interval(100 * interval.median, 100 * interval.low, 100 * interval.high)


def brief(value: float) -> str:
    """Write a published number with at most three significant digits and no zeros that say nothing.

    Parameters
    ----------
    value : number to be written.

    Examples
    --------
    >>> brief(40.0), brief(1.49), brief(0.27)
    ('40', '1.49', '0.27')
    """
    text = significant(value)
    return re.sub(r"\.?0+$", "", text) if "." in text and "×" not in text else text


def tick_labels(ticks: Sequence[float]) -> list[str]:
    """Write the ticks of an axis with equal decimals, and no more of them than the steps need.

    Parameters
    ----------
    ticks : places on the axis.

    Examples
    --------
    >>> tick_labels([0.0, 0.5, 1.0]), tick_labels([2000.0, 4000.0])
    (['0', '0.5', '1.0'], ['2,000', '4,000'])
    """
    if any(tick and not 1e-3 <= abs(tick) < 1e6 for tick in ticks):
        return [significant(tick, 1) for tick in ticks]
    needed = next((d for d in range(7) if all(math.isclose(round(t, d), t, abs_tol=1e-9) for t in ticks)), 6)
    return ["0" if tick == 0 else fixed(tick, needed) for tick in ticks]
