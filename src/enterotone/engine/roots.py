"""When something changes between two moments: bisection on a yes-or-no question.

A trigger is any condition, so there is no function whose zero could be found; but whether it has turned is a question
with an answer at every moment. Bisection halves the stretch until its ends are neighbours among the floating-point
numbers, some fifty evaluations of an interpolant that costs microseconds.

Leaves out: conditions that turn and turn back between two looks.
"""

from __future__ import annotations

import math
from collections.abc import Callable

__all__ = ["first_change", "linear_root"]

#: Rounding may leave the zero a few floating-point numbers early; the condition has not turned there yet.
_NEIGHBOURS = 4


def first_change(has_changed: Callable[[float], bool], left: float, right: float) -> float:
    """Give the first floating-point number at which the answer is yes.

    Parameters
    ----------
    has_changed : False at `left`, True at `right`.
    left, right : ends of the stretch.

    Returns
    -------
    float
        A time at which the answer is yes while it is no just before.
    """
    while True:
        middle = 0.5 * (left + right)
        if not left < middle < right:
            return right
        if has_changed(middle):
            right = middle
        else:
            left = middle


def linear_root(difference: Callable[[float], float], now: float) -> float | None:
    """Give the time after `now` at which a difference that is linear in time is zero.

    Parameters
    ----------
    difference : of the time.
    now : the present.

    Returns
    -------
    float or None
        None when it is not linear, or has no zero after `now`.
    """
    at_0, at_1, at_3 = (difference(now + shift) for shift in (0.0, 1.0, 3.0))
    slope = at_1 - at_0
    scale = abs(at_0) + abs(at_1) + abs(at_3)
    if not slope or not abs(at_3 - at_0 - 3.0 * slope) <= 1e-9 * scale:
        return None
    # The zero seen from itself: exact where the slope is 1 and the threshold a plain number.
    root = now - at_0 / slope
    root -= difference(root) / slope
    for _ in range(_NEIGHBOURS):
        if difference(root) * at_0 <= 0.0:
            break
        root = math.nextafter(root, math.inf)
    return root if root > now else None
