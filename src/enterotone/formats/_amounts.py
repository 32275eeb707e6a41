"""Counts, fractions or percent? One rule for every table that does not say.

The sum of the sample decides: within 2 % of 1 it is fractions, within 2 % of 100 percent, and whole numbers with any
other sum are counts. Anything else was filtered, transformed or cut, and is refused: its missing part is unknown.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from enterotone.errors import ProfileError
from enterotone.formats._problem import problem

__all__ = ["kind_of"]

_TOLERANCE = 0.02


def kind_of(values: Sequence[float], path: Path, sample: str) -> tuple[str, float | None]:
    """Tell what the amounts of a sample are.

    Parameters
    ----------
    values : disjoint amounts of one sample, the unclassified rest included.
    path, sample : for messages.

    Returns
    -------
    (str, float or None)
        ``relative`` and None, or ``counts`` and the depth.

    Raises
    ------
    ProfileError
        If all are 0.
    FormatError
        If the sum fits none of the three.
    """
    total = math.fsum(values)
    if total == 0:
        raise ProfileError(
            f"{path}, sample '{sample}': all abundances are 0, so there is no composition. "
            "Choose another sample, or check that the analysis of this one succeeded."
        )
    if abs(total - 1) <= _TOLERANCE or abs(total - 100) <= 100 * _TOLERANCE:
        return "relative", None
    if all(value == int(value) for value in values):
        return "counts", total
    raise problem(
        path,
        f"a sum of {total:.6g} in sample '{sample}'",
        "about 1 (fractions), about 100 (percent), or whole numbers (counts)",
        "Give the unfiltered table, or add a row 'unclassified' with the missing part",
    )
