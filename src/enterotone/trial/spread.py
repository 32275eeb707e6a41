"""Standardised differences as trials publish them: simulated parallel groups with measurement spread.

A published standardised difference is an effect over the spread of what was measured: between people, and of the
measurement. Pairing individuals with themselves has neither. So trials are simulated: each draws its two groups from
the individuals, multiplies what it reads by measurement error, and takes the difference of means over the pooled
standard deviation (Cohen's d). The interval is that over trials of the stated size.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["simulated_trials"]

Floats = NDArray[np.float64]

#: Trials simulated.
_TRIALS = 400


def simulated_trials(treated: Floats, without: Floats, noise: float, n_per_group: int, seed: int) -> Floats:
    """Give the standardised difference of each simulated trial.

    Parameters
    ----------
    treated, without : the same individuals in two arms, shape (n_member,).
    noise : relative standard deviation of one measurement, method and day together [dimensionless].
    n_per_group : individuals in each group of a trial, drawn with replacement.
    seed : of groups and measurements.

    Returns
    -------
    ndarray, shape (n_trial,)
    """
    rng = np.random.default_rng(np.random.SeedSequence(seed))
    groups = [rng.integers(len(without), size=(_TRIALS, n_per_group)) for _ in range(2)]
    # A log-normal of this sigma has the relative standard deviation that is asked for.
    sigma = np.sqrt(np.log1p(noise**2))
    read = [
        values[group] * np.exp(sigma * rng.standard_normal(group.shape))
        for values, group in zip((treated, without), groups, strict=True)
    ]
    means = [group.mean(axis=1) for group in read]
    pooled = np.sqrt((read[0].var(axis=1, ddof=1) + read[1].var(axis=1, ddof=1)) / 2)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(pooled > 0, (means[0] - means[1]) / pooled, np.nan))
