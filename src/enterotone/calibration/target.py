"""Published readings as targets of a fit: a scale on which errors are even, and how far off a prediction is.

Positive values and ratios are compared by their logarithm, percent changes by the logarithm of the whole ratio
(``1 + p/100``, not below `_FLOOR`, so that -99 % and -99.9 % count as alike), differences as they are. The published
range is read as a central 90 % interval; a model error is added to it, so that a row with a narrow range cannot
outvote the others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.qualification.experiment import Reading

__all__ = ["Target", "target_of"]

Floats = NDArray[np.float64]

_Z90 = 1.6448536269514722
#: Model error: of a logarithm, and of a difference as a share of what was published.
_MODEL_ERROR = 0.1
_FLOOR = 0.03
#: Contrasts of a whole population, which say nothing of designed individuals.
_OF_ALL = ("correlation", "standardised difference")


@dataclass(frozen=True)
class Target:
    """One reading with a published number.

    Parameters
    ----------
    id : of the reading.
    species : it was made in.
    scale : ``log``, ``percent`` or ``linear``.
    published : on the scale.
    spread : standard deviation of the published number and of the model error, on the scale.
    """

    id: str
    species: str
    scale: str
    published: float
    spread: float

    def scaled(self, effect: Floats) -> Floats:
        """Carry effects onto the scale; NaN where there is none."""
        return np.asarray([_scaled(self.scale, float(value)) for value in effect])

    def misfit(self, effect: Floats) -> Floats:
        """How far off effects are, in standard deviations."""
        return np.asarray((self.scaled(effect) - self.published) / self.spread)


def target_of(reading: Reading, species: str) -> Target | None:
    """Make a target of a reading; None where no number was published or it is not to be fitted.

    Parameters
    ----------
    reading : of an experiment.
    species : of the reading or its experiment.
    """
    q, low, high = reading.published, reading.low, reading.high
    if (
        q is None
        or low is None
        or high is None
        or reading.cannot_be_tested
        or not reading.fitted
        or reading.contrast in _OF_ALL
    ):
        return None
    if reading.contrast == "percent change":
        scale = "percent"
    else:
        scale = "log" if reading.contrast in {"value", "ratio"} and min(q, low) > 0 else "linear"
    places = [_scaled(scale, value) for value in (low, q, high)]
    width = (places[2] - places[0]) / (2 * _Z90)
    own = _MODEL_ERROR if scale != "linear" else _MODEL_ERROR * max(abs(q), abs(high - low) / 2)
    return Target(reading.id, species, scale, places[1], math.hypot(width, own))


def _scaled(scale: str, value: float) -> float:
    if not math.isfinite(value):
        return math.nan
    if scale == "linear":
        return value
    whole = 1 + value / 100 if scale == "percent" else value
    return math.log(max(whole, _FLOOR if scale == "percent" else 1e-12))
