"""Weigh individuals by how well they agree with measurements.

A measurement ``y`` of a quantity that an individual has at ``x`` is log-normal around it (or normal, for a scale).
Errors of single measurements are independent, an error of the assay is shared by all measurements made with it. So
``k`` repeats with errors ``s`` each and a shared error ``b`` are worth one measurement, their mean, with variance
``s^2 / k + b^2``. Weights are likelihoods, normalised. Measurements of different kinds multiply, in any order.

When few individuals are left with weight, a power below one is put on all likelihoods (tempering), and said: the
answer then uses the measurements less than it could, and is too wide rather than too sure.

A measurement that hardly any individual could produce, its error counted, does not fit. That is told from too few draws
by its tail probability under all individuals together, which does not fall with their number.

References
----------
Effective sample size: Kong, Liu and Wong 1994, doi:10.1080/01621459.1994.10476469. Systematic resampling: Kitagawa
1996, doi:10.1080/10618600.1996.10474692.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.errors import DesignError

__all__ = ["Observation", "Weights", "log_likelihood", "resampled", "tail_probability", "weigh"]

Floats = NDArray[np.float64]

#: Halvings of the power until the effective number is reached closely enough.
_HALVINGS = 60


@dataclass(frozen=True)
class Observation:
    """Repeated measurements of one quantity with one assay.

    Parameters
    ----------
    values : as measured, in one unit.
    error : standard deviation of one measurement, within person and analysis; relative if `is_relative`.
    shared : standard deviation of what all of them share; likewise.
    is_relative : True for quantities whose errors grow with them: errors are of the logarithm.
    """

    values: tuple[float, ...]
    error: float
    shared: float = 0.0
    is_relative: bool = True

    def __post_init__(self) -> None:
        if not self.values or not all(math.isfinite(value) for value in self.values):
            raise DesignError("An observation needs at least one finite value.")
        if self.is_relative and min(self.values) <= 0:
            raise DesignError(f"The measured value {min(self.values):g} must be above 0.")
        if not self.error > 0 or self.shared < 0:
            raise DesignError("The error of a measurement must be above 0, and what is shared 0 or more.")

    @property
    def mean(self) -> float:
        """Mean of the measurements, of their logarithms if errors are relative."""
        return float(np.mean(np.log(self.values) if self.is_relative else self.values))

    @property
    def deviation(self) -> float:
        """Standard deviation of that mean around the individual's own."""
        spread = (self._on_scale(self.error), self._on_scale(self.shared))
        return math.sqrt(spread[0] ** 2 / len(self.values) + spread[1] ** 2)

    def _on_scale(self, error: float) -> float:
        """Turn a coefficient of variation into a standard deviation of the logarithm."""
        return math.sqrt(math.log1p(error**2)) if self.is_relative else error

    def distance(self, predicted: Floats) -> Floats:
        """Standard deviations between the measurements and each individual, shape of `predicted`."""
        own = np.log(np.maximum(predicted, np.finfo(float).tiny)) if self.is_relative else predicted
        return np.asarray((self.mean - own) / self.deviation)


@dataclass(frozen=True)
class Weights:
    """Weights of individuals.

    Parameters
    ----------
    values : shape (individual,), sum 1.
    effective : effective number of individuals.
    power : put on the likelihoods; 1 unless tempered.
    """

    values: Floats
    effective: float
    power: float


def log_likelihood(observations: Sequence[Observation], predicted: Sequence[Floats]) -> Floats:
    """Logarithm of the likelihood of each individual, up to a constant, shape (individual,).

    Parameters
    ----------
    observations : what was measured.
    predicted : for each the individuals' values in the same unit, shape (individual,).
    """
    parts = [-0.5 * seen.distance(values) ** 2 for seen, values in zip(observations, predicted, strict=True)]
    return np.asarray(np.sum(np.sort(parts, axis=0), axis=0))


def weigh(likelihood: Floats, least: float) -> Weights:
    """Turn log-likelihoods into weights; temper them where fewer than `least` individuals would count.

    Parameters
    ----------
    likelihood : logarithms, shape (individual,).
    least : effective number that is kept, at most the number of individuals.

    Raises
    ------
    DesignError
        If no individual has a finite likelihood.
    """
    if not np.isfinite(likelihood).any():
        raise DesignError("No individual has a likelihood.")
    full = _weights(likelihood, 1.0)
    if _effective(full) >= least:
        return Weights(full, _effective(full), 1.0)
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = 0.5 * (low + high)
        if _effective(_weights(likelihood, middle)) >= least:
            low = middle
        else:
            high = middle
    tempered = _weights(likelihood, low)
    return Weights(tempered, _effective(tempered), low)


def _weights(likelihood: Floats, power: float) -> Floats:
    known = np.where(np.isfinite(likelihood), likelihood, -np.inf)
    raised = np.where(np.isneginf(known), -np.inf, power * known)
    raw = np.exp(raised - raised.max())
    return np.asarray(raw / raw.sum())


def _effective(weights: Floats) -> float:
    return float(1.0 / (weights**2).sum())


def tail_probability(seen: Observation, predicted: Floats) -> float:
    """Probability of a measurement at least as far out, under all individuals together, on both sides.

    Parameters
    ----------
    seen : what was measured.
    predicted : the individuals' values, shape (individual,).
    """
    distances = seen.distance(predicted) / math.sqrt(2.0)
    below = float(np.mean([0.5 * math.erfc(-distance) for distance in distances]))
    return 2.0 * min(below, 1.0 - below)


def resampled(weights: Floats, n: int, rng: np.random.Generator) -> NDArray[np.intp]:
    """Places of `n` individuals, each as often as its weight says, give or take one.

    Parameters
    ----------
    weights : shape (individual,), sum 1.
    n : how many.
    rng : for the one random start.
    """
    points = (np.arange(n) + rng.random()) / n
    cumulative = np.cumsum(weights)
    cumulative[-1] = 1.0
    return np.searchsorted(cumulative, points, side="right")
