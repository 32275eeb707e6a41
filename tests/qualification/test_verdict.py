"""The rule, by hand."""

import math
from typing import Any

import pytest

from enterotone.qualification.experiment import Reading
from enterotone.qualification.verdict import BEYOND, INSIDE, RIGHT_SIGN, WITHIN, WRONG_SIGN, judge


def reading(
    contrast: str, published: float | None = None, low: float | None = None, high: float | None = None, **more: Any
) -> Reading:
    unit = {"unit": "h"} if contrast in {"value", "difference"} and "sign" not in more else {}
    return Reading(
        id="x", observable="a", arm="b", contrast=contrast, published=published, low=low, high=high, **unit, **more
    )


@pytest.mark.parametrize(
    ("contrast", "published", "predicted", "relative", "verdict", "fold"),
    [
        # percent change: the fold error is that of the effect
        ("percent change", (-40, -50, -30), -35, -0.35, INSIDE, 40 / 35),
        ("percent change", (-40, -50, -30), -20, -0.20, WITHIN, 2.0),
        ("percent change", (-40, -50, -30), -19, -0.19, BEYOND, 40 / 19),
        ("percent change", (-40, -50, -30), 5, 0.05, WRONG_SIGN, None),
        ("percent change", (-40, -50, -30), -0.5, -0.005, WRONG_SIGN, 80.0),
        # no effect was published: judged by the whole ratio, no sign
        ("percent change", (0, -10, 10), 5, 0.05, INSIDE, 1.05),
        ("percent change", (0, -10, 10), 90, 0.9, WITHIN, 1.9),
        ("percent change", (0, -10, 10), 120, 1.2, BEYOND, 2.2),
        # ratio: no effect is 1
        ("ratio", (2, 1.5, 3), 1.2, 0.2, WITHIN, 2 / 1.2),
        ("ratio", (2, 1.5, 3), 0.9, -0.1, WRONG_SIGN, 2 / 0.9),
        # value: no sign at all
        ("value", (10, 8, 12), 21, math.nan, BEYOND, 2.1),
        ("value", (10, 8, 12), 8, math.nan, INSIDE, 1.25),
        ("difference", (-12, -19, -5), -1.0, -0.03, BEYOND, 12.0),
    ],
)
def test_numbers(
    contrast: str,
    published: tuple[float, float, float],
    predicted: float,
    relative: float,
    verdict: str,
    fold: float | None,
) -> None:
    found = judge(reading(contrast, *published), predicted, relative)
    assert found.verdict == verdict
    assert found.fold == (None if fold is None else pytest.approx(fold))
    assert found.inside == (published[1] <= predicted <= published[2])


@pytest.mark.parametrize(
    ("sign", "predicted", "verdict"),
    [("up", 5, RIGHT_SIGN), ("up", -5, WRONG_SIGN), ("down", -5, RIGHT_SIGN), ("up", 0.4, WRONG_SIGN)],
)
def test_signs(sign: str, predicted: float, verdict: str) -> None:
    assert judge(reading("percent change", sign=sign), predicted, predicted / 100).verdict == verdict
