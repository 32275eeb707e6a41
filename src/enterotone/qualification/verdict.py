"""The rule by which a row is judged. It is the same for every row and knows nothing of what the row is about.

Let ``p`` be the prediction (population median) and ``q`` what was published, in the form in which it was published.

- *inside*: ``low <= p <= high``.
- *wrong sign*: an effect that points the other way, or is smaller than 1 % of what it is compared with.
- *within 2-fold*: not inside, right sign, and the larger of ``p/q`` and ``q/p`` is at most 2.
- *beyond 2-fold*: the rest.
- *right sign*: only a direction was published, and the prediction has it.
- *cannot be tested*: the model lacks what the experiment needs, or could not be run; the row says what.

The fold error of a percent change or a difference is that of the effect itself (-12 % against -24 % is 2-fold), so a
small effect cannot pass for a large one. Where no effect was published (``q`` = 0) or the published range reaches from
below to above no effect, a sign means nothing: the row has the right sign if it is inside, and its fold error is that
of the whole ratio, ``1 + p/100`` against ``1 + q/100``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from enterotone.qualification.experiment import Reading

__all__ = ["BEYOND", "FAILED", "INSIDE", "RIGHT_SIGN", "UNTESTED", "WITHIN", "WRONG_SIGN", "Judgement", "judge"]

INSIDE = "inside"
WITHIN = "within 2-fold"
BEYOND = "beyond 2-fold"
RIGHT_SIGN = "right sign"
WRONG_SIGN = "wrong sign"
UNTESTED = "cannot be tested"
#: Verdicts that put a row on top of the report.
FAILED = (WRONG_SIGN, BEYOND, WITHIN)

_FOLD = 2.0
#: Relative change below which nothing is called an effect.
_SMALLEST = 0.01
_NULL = {"difference": 0.0, "percent change": 0.0, "ratio": 1.0, "standardised difference": 0.0, "correlation": 0.0}


@dataclass(frozen=True)
class Judgement:
    """Outcome for one row; None where it does not apply."""

    verdict: str
    fold: float | None
    sign_ok: bool | None
    inside: bool | None


def judge(reading: Reading, predicted: float, relative: float) -> Judgement:
    """Judge one prediction.

    Parameters
    ----------
    reading : what was published.
    predicted : population median, in the form and unit in which it was published.
    relative : median relative change behind it, for telling an effect from none; NaN for a value.
    """
    null = _NULL.get(reading.contrast)
    if reading.sign:
        wanted = 1.0 if reading.sign == "up" else -1.0
        right = _has_sign(reading, predicted, relative, wanted)
        return Judgement(RIGHT_SIGN if right else WRONG_SIGN, None, right, None)
    q, low, high = reading.published, reading.low, reading.high
    if q is None or low is None or high is None:
        raise ValueError(f"reading {reading.id} has no published range")
    inside = low <= predicted <= high
    if null is None:
        fold = _ratio(predicted, q)
        return Judgement(_by_fold(inside, fold), fold, None, inside)
    if q == null or low < null < high:
        fold = _whole_fold(reading, predicted, q)
        return Judgement(_by_fold(inside, fold), fold, inside, inside)
    right = inside or _has_sign(reading, predicted, relative, math.copysign(1.0, q - null))
    fold = _ratio(predicted, q)
    return Judgement(_by_fold(inside, fold) if right else WRONG_SIGN, fold, right, inside)


def _has_sign(reading: Reading, predicted: float, relative: float, wanted: float) -> bool:
    effect = predicted - _NULL[reading.contrast]
    size = effect if reading.contrast in {"correlation", "standardised difference"} else relative
    return effect * wanted > 0 and abs(size) >= _SMALLEST


def _by_fold(inside: bool, fold: float | None) -> str:
    if inside:
        return INSIDE
    return WITHIN if fold is not None and fold <= _FOLD else BEYOND


def _ratio(p: float, q: float) -> float | None:
    """Larger of p/q and q/p; None where they have no common sign."""
    return max(p / q, q / p) if p * q > 0 else None


def _whole_fold(reading: Reading, p: float, q: float) -> float | None:
    if reading.contrast == "percent change":
        return _ratio(1 + p / 100, 1 + q / 100)
    return _ratio(p, q) if reading.contrast == "ratio" else None
