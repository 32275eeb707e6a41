"""When conditions on the time alone turn: the zeros of differences that are linear in time.

Such a moment is known before the run gets there, so it becomes an exact stop. The zero is seen once from the start and
once from itself, which makes it exact where the slope is 1 and the threshold a plain number.

Leaves out: differences that are not linear; those are watched as the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["linear_roots"]

Floats = NDArray[np.float64]

#: Rounding may leave the zero a few floating-point numbers early; the condition has not turned there yet.
_NEIGHBOURS = 4


@np.errstate(all="ignore")  # a slope of zero has no zero: infinity, or NaN, which is no root after now
def linear_roots(difference: Callable[[Floats], Floats], now: Floats) -> Floats:
    """Give the times after `now` at which differences are zero.

    Parameters
    ----------
    difference : of the time, elementwise.
    now : the present of each.

    Returns
    -------
    ndarray, shape of `now`
        Infinite where a difference is not linear, or has no zero after `now`.
    """
    at_0, at_1, at_3 = (difference(now + shift) for shift in (0.0, 1.0, 3.0))
    slope = at_1 - at_0
    scale = np.abs(at_0) + np.abs(at_1) + np.abs(at_3)
    is_linear = (slope != 0) & (np.abs(at_3 - at_0 - 3.0 * slope) <= 1e-9 * scale)
    root = np.where(is_linear, now - at_0 / slope, now)
    root -= np.where(is_linear, difference(root) / slope, 0.0)
    for _ in range(_NEIGHBOURS):
        is_early = difference(root) * at_0 > 0.0
        root = np.where(is_early, np.nextafter(root, np.inf), root)
    return np.where(is_linear & (root > now), root, np.inf)
