"""When conditions on the time alone turn: the zeros of differences that are linear in time.

Such a moment is known before the run gets there, so it becomes an exact stop. Of the zeros ahead the first is chosen,
and seen once more from itself, which makes it exact where the slope is 1 and the threshold a plain number.

Leaves out: differences that are not linear; those are watched as the run goes on.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["first_roots"]

Floats = NDArray[np.float64]

#: Rounding may leave the zero a few floating-point numbers early; the condition has not turned there yet.
_NEIGHBOURS = 4
#: A zero this close to now, as a share of the time, may be the one that is just being passed; it is looked at closely.
_CLOSE = 1e-12


@np.errstate(all="ignore")  # a slope of zero has no zero: infinity, or NaN, which is no root after now
def first_roots(differences: Callable[[Floats], Floats], now: Floats) -> Floats:
    """Give the first time after `now` at which one of the differences is zero.

    Parameters
    ----------
    differences : of the time of each member, shape (member,); shape (member, difference).
    now : the present of each member, shape (member,).

    Returns
    -------
    ndarray, shape (member,)
        Infinite where no difference that is linear has a zero after `now`.
    """
    at_0, at_1, at_3 = (differences(now + shift) for shift in (0.0, 1.0, 3.0))
    slope = at_1 - at_0
    scale = np.abs(at_0) + np.abs(at_1) + np.abs(at_3)
    is_linear = (slope != 0) & (np.abs(at_3 - at_0 - 3.0 * slope) <= 1e-9 * scale)
    rough = np.where(is_linear, now[:, np.newaxis] - at_0 / slope, np.inf)
    close = _CLOSE * np.maximum(1.0, np.abs(now))[:, np.newaxis]
    rough = np.where(rough >= now[:, np.newaxis] - close, rough, np.inf)
    found = np.full(len(now), np.inf)
    waiting = np.isfinite(rough).any(axis=1)
    while waiting.any():
        column = rough.argmin(axis=1)
        root = _refined(differences, rough, column, slope, at_0)
        is_ahead = waiting & (root > now)
        found[is_ahead] = root[is_ahead]
        # A zero that is not ahead after all leaves the place to the next one.
        rough[np.arange(len(now)), column] = np.inf
        waiting &= ~is_ahead & np.isfinite(rough).any(axis=1)
    return found


def _refined(
    differences: Callable[[Floats], Floats], rough: Floats, column: NDArray[np.intp], slope: Floats, at_0: Floats
) -> Floats:
    rows = np.arange(len(rough))
    steep, first = slope[rows, column], at_0[rows, column]
    root = rough[rows, column]
    root = np.where(np.isfinite(root), root, 0.0)
    root = root - differences(root)[rows, column] / steep
    for _ in range(_NEIGHBOURS):
        is_early = differences(root)[rows, column] * first > 0.0
        if not is_early.any():
            break
        root = np.where(is_early, np.nextafter(root, np.inf), root)
    return root
