"""Medians, intervals and rank correlations over individuals."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from enterotone.assessment.result import Interval

__all__ = ["interval", "intervals_over_time", "rank_correlation"]

_LOW, _HIGH = 5.0, 95.0


def interval(values: ArrayLike, factor: float = 1.0) -> Interval:
    """Median and central 90 % interval.

    Parameters
    ----------
    values : one per individual, shape (n,); NaN is left out.
    factor : turns the values into the unit that is shown.
    """
    low, median, high = np.nanpercentile(np.asarray(values, dtype=float) * factor, [_LOW, 50.0, _HIGH])
    return Interval(float(median), float(low), float(high))


def intervals_over_time(values: NDArray[np.float64], factor: float) -> tuple[list[float], list[float], list[float]]:
    """Median, low and high at each time.

    Parameters
    ----------
    values : shape (n_member, n_time).
    factor : turns the values into the unit that is shown.
    """
    low, median, high = np.nanpercentile(values * factor, [_LOW, 50.0, _HIGH], axis=0)
    return median.tolist(), low.tolist(), high.tolist()


def rank_correlation(inputs: NDArray[np.float64], outputs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Spearman correlations of every input with every output.

    Parameters
    ----------
    inputs : shape (n_member, n_input), each column varying.
    outputs : shape (n_member, n_output), each column varying.

    Returns
    -------
    ndarray, shape (n_input, n_output)
    """
    a, b = _standard_ranks(inputs), _standard_ranks(outputs)
    return np.asarray(a.T @ b / len(a))


def _standard_ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    ranks = np.argsort(np.argsort(values, axis=0, kind="stable"), axis=0).astype(float)
    ranks -= ranks.mean(axis=0)
    return np.asarray(ranks / ranks.std(axis=0))
