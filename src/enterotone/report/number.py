"""Numbers as a reader should see them: few digits, proper symbols, intervals as 'a to b'.

The idea: a number is never written with more digits than its interval warrants. Median and bounds of an
interval share their decimals: two significant digits of the interval's width, or of the median where the interval is positive,
and at most three significant digits of its largest number. A strongly skewed interval (its bounds more than 20-fold apart)
would lose its lower end that way, so there each number keeps two significant digits of its own.

It leaves out unit conversion: units are written as the assessment gives them, only with proper symbols.
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
    "capital",
    "change_span",
    "fixed",
    "percent",
    "percent_span",
    "significant",
    "span",
    "tick_labels",
    "typeset",
    "unit_symbol",
    "with_unit",
]

SPACE = "\u00a0"
"""No-break space: a number and its unit stay on one line."""

_NONE = "n/a"
_MINUS = "\u2212"
_SKEWED = 20.0
_SUPERSCRIPT = str.maketrans("0123456789-.", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻·")


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
        return f"{fixed(float(mantissa), digits - 1, sign=sign)} × 10{str(int(power)).translate(_SUPERSCRIPT)}"
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


_WORDS = {"dimensionless": "", "fraction": "", "ratio": "", "-": "", "1": "", "": "", "percent": "%", "degC": "°C"}


def unit_symbol(unit: str) -> str:
    """Write a unit with its proper symbols.

    Parameters
    ----------
    unit : unit as the tables write it, where a slash divides everything behind it up to the next slash.

    Examples
    --------
    >>> unit_symbol("umol/L/h"), unit_symbol("1/week"), unit_symbol("nmol/1e9")
    ('µmol/(L·h)', 'per week', 'nmol/10⁹')
    """
    text = unit.strip()
    if text in _WORDS:
        return _WORDS[text]
    above, *below = text.split("/")
    if above == "1" and below:
        return "per " + " and ".join(_symbol(part) for part in below)
    parts = [_symbol(part) for part in below]
    if len(parts) > 1:
        return f"{_symbol(above)}/({'·'.join(parts)})"
    return "/".join([_symbol(above), *parts])


def _symbol(part: str) -> str:
    text = re.sub(r"(?<![A-Za-z])u(?=(?:mol|M|g|L|m|s|IU)\b)", "µ", part.strip())
    text = re.sub(r"(?<![\d.])1e(\d+)", lambda match: "10" + match[1].translate(_SUPERSCRIPT), text)
    text = re.sub(r"(?:\^|\*\*)\(?(-?\d+(?:\.\d+)?)\)?", lambda match: match[1].translate(_SUPERSCRIPT), text)
    return text.replace("*", "·").replace("percent", "%")


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


def capital(text: str) -> str:
    """Begin a name with a capital, unless it begins with an abbreviation such as pH.

    Parameters
    ----------
    text : name as the tables write it.
    """
    return text[:1].upper() + text[1:] if not text[1:2].isupper() else text


def typeset(text: str) -> str:
    """Give running text its proper symbols: powers raised, micro as µ.

    Parameters
    ----------
    text : a name or an explanation as the tables write it.

    Examples
    --------
    >>> typeset("per 10^9 platelets; 0.1 uM")
    'per 10⁹ platelets; 0.1 µM'
    """
    raised = re.sub(r"(?<=\d)\^(-?\d+)", lambda match: match[1].translate(_SUPERSCRIPT), text)
    return re.sub(r"\bu(?=(?:mol|M|g|L)\b)", "µ", raised)


def with_unit(text: str, unit: str) -> str:
    """Put a unit behind a written number, parted by a no-break space.

    Parameters
    ----------
    text : number as text.
    unit : unit as the tables write it.
    """
    symbol = unit_symbol(unit)
    return f"{text}{SPACE}{symbol}" if symbol else text
