"""Changes, shares and grades in plain words, never a number without its range."""

from __future__ import annotations

import math

from enterotone.assessment.extras import WhatIf
from enterotone.assessment.result import Interval
from enterotone.report.editions.blocks import Span
from enterotone.report.editions.spans import grade
from enterotone.report.number import SPACE, brief, fixed

__all__ = ["certainty", "in_words", "shares_in_words", "tried"]

_CERTAINTY = {
    "strong": "good evidence",
    "moderate": "some evidence",
    "weak": "weak evidence",
    "contested": "studies disagree",
}
_TWOFOLD = 2.0


def in_words(change: Interval, verdict: str) -> str:
    """Say a change with its range.

    Parameters
    ----------
    change : as a fraction.
    verdict : ``higher``, ``lower`` or ``cannot tell``.

    Examples
    --------
    >>> in_words(Interval(0.12, 0.04, 0.21), "higher").replace(SPACE, " ")
    'about 12 % more (4 to 21 %)'
    >>> in_words(Interval(0.01, -0.02, 0.03), "cannot tell").replace(SPACE, " ")
    'from 2 % less to 3 % more'
    """
    if not all(map(math.isfinite, (change.low, change.median, change.high))):
        return "no number"
    if verdict == "higher":
        return f"about {_size(change.median)} more ({_bare(change.low)}{SPACE}to{SPACE}{_size(change.high)})"
    if verdict == "lower":
        return f"about {_size(change.median)} less ({_bare(change.high)}{SPACE}to{SPACE}{_size(change.low)})"
    low, high = round(100 * change.low), round(100 * change.high)
    if low == high == 0:
        return f"within 1{SPACE}% of average"
    if low >= 0 or high <= 0:
        near, far = sorted((abs(low), abs(high)))
        return f"from {near} to {far}{SPACE}% {'more' if low >= 0 else 'less'}"
    return f"from {_size(change.low)} less to {_size(change.high)} more"


def _bare(fraction: float) -> str:
    return fixed(abs(100 * fraction), 0)


def _size(fraction: float) -> str:
    return f"{_bare(fraction)}{SPACE}%"


def shares_in_words(share: Interval) -> str:
    """Say a share of the bacteria as so many in a hundred, with its range.

    Parameters
    ----------
    share : as a fraction.

    Examples
    --------
    >>> shares_in_words(Interval(0.36, 0.19, 0.56)).replace(SPACE, " ")
    '36 in 100 (19 to 56)'
    >>> shares_in_words(Interval(0.002, 0.001, 0.004)).replace(SPACE, " ")
    'less than 1 in 100 (0 to 1)'
    """
    if not all(map(math.isfinite, (share.low, share.median, share.high))):
        return "no number"
    median = fixed(100 * share.median, 0) if share.median >= 0.01 or share.median == 0 else "less than 1"
    # What is there is not rounded away at the upper end.
    high = max(round(100 * share.high), 1 if share.high > 0 else 0)
    return f"{median} in 100 ({fixed(100 * share.low, 0)}{SPACE}to{SPACE}{high})"


def certainty(word: str) -> Span:
    """A grade of evidence in plain words, on a line of its own."""
    known = grade(word, "sub")
    return Span(_CERTAINTY.get(word, word), "sub", mark=known.mark)


def tried(w: WhatIf) -> str:
    """What was simulated, and for how long where that is told."""
    if not w.weeks > 0:
        return w.dose
    weeks = brief(w.weeks)
    return f"{w.dose} for {weeks} {'week' if weeks == '1' else 'weeks'}"
