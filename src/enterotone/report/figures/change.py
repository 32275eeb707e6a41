"""A change as a bar across a middle line: less to the left, more to the right.

The idea: whoever cannot read an interval still sees whether the bar stays on one side. The sign at the median is a
triangle that points up for higher, down for lower, and a ring where the model cannot tell, so that colour is not
needed. All bars of a table share one axis; where a bar goes beyond it, an arrow says so.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from markupsafe import Markup

from enterotone.assessment.result import Interval
from enterotone.report.figures.svg import element, picture, share, text
from enterotone.report.number import change_span, fixed

__all__ = ["CHANGE_SIZE", "change_limit", "change_picture", "change_ruler"]

CHANGE_SIZE = (165.0, 26.0)
_LIMITS = (0.1, 0.2, 0.5, 1.0, 2.0)
_EDGE = 0.05
_SIGNS = {"higher": "M0 -6 L6.5 5 L-6.5 5 Z", "lower": "M0 6 L6.5 -5 L-6.5 -5 Z"}


def change_limit(changes: Iterable[Interval]) -> float:
    """Choose how far the axis goes to both sides, as a fraction.

    Parameters
    ----------
    changes : what should be seen whole, as far as it is not beyond twofold.
    """
    sizes = [abs(x) for c in changes for x in (c.low, c.high) if math.isfinite(x)]
    largest = max(sizes, default=0.0)
    return next((limit for limit in _LIMITS if largest <= limit), _LIMITS[-1])


def change_ruler(limit: float) -> Markup:
    """Draw the labels of the axis, to stand in the heading of the column.

    Parameters
    ----------
    limit : from `change_limit`.
    """
    width = f"{fixed(100 * limit, 0)} %"
    parts = [
        text(f"−{width}" if limit <= 1 else "less", share(_EDGE), 12, class_="fig-tick"),
        text("same", share(0.5), 12, class_="fig-tick", anchor="middle"),
        text(f"+{width}", share(1 - _EDGE), 12, class_="fig-tick", anchor="end"),
    ]
    description = f"Axis from {width} less to {width} more."
    return picture(description, *parts, class_="fig-ruler", width="100%", height=16)


def change_picture(name: str, change: Interval, verdict: str, limit: float) -> Markup:
    """Draw one change.

    Parameters
    ----------
    name : what changes, for the description.
    change : as a fraction.
    verdict : ``higher``, ``lower`` or ``cannot tell``.
    limit : from `change_limit`.
    """
    y = CHANGE_SIZE[1] / 2
    kind = verdict if verdict in _SIGNS else "undecided"
    parts = [
        element("rect", x=share(_EDGE), y=y - 6, width=share(1 - 2 * _EDGE), height=12, rx=3, class_="fig-field"),
        element("line", x1="50%", x2="50%", y1=1, y2=2 * y - 1, class_="fig-middle"),
    ]
    if all(map(math.isfinite, (change.low, change.median, change.high))):
        low, median, high = (_at(value, limit) for value in (change.low, change.median, change.high))
        parts.append(element("line", x1=share(low), x2=share(high), y1=y, y2=y, class_=f"fig-change-{kind}"))
        if change.low < -limit:
            parts.append(text("‹", share(0.01), y + 5, class_="fig-more"))
        if change.high > limit:
            parts.append(text("›", share(0.99), y + 5, class_="fig-more", anchor="end"))
        sign = (
            element("path", d=_SIGNS[kind], class_=f"fig-sign-{kind}")
            if kind in _SIGNS
            else element("circle", cx=0, cy=0, r=4.5, class_="fig-sign-undecided")
        )
        parts.append(element("svg", sign, x=share(median), y=y, class_="fig-anchor"))
    written = change_span(change)
    words = f"{name}: {verdict}; {written.low} to {written.high} %."
    return picture(words, *parts, class_="fig-change", width="100%", height=CHANGE_SIZE[1])


def _at(value: float, limit: float) -> float:
    return _EDGE + (1 - 2 * _EDGE) * min(max((value + limit) / (2 * limit), 0.0), 1.0)
