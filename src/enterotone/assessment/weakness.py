"""Weakest links: numbers that sway an answer and rest on thin evidence.

Rank correlations between the drawn parameters and the readouts over the individuals at hand. A
correlation counts when it is so large that among all pairs looked at, none would reach it by chance in 19 runs of
20. Numbers that follow from the sample (fitness, capacities) are not links and are left out.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.result import WeakLink
from enterotone.assessment.statistics import rank_correlation
from enterotone.evidence.citation import citation
from enterotone.evidence.table import Parameter

__all__ = ["weak_links"]

#: Chance that any pair is named wrongly.
_CHANCE = 0.05
_THIN = ("assumed", "animal", "model")


def weak_links(
    rows: Mapping[str, Parameter],
    draws: Mapping[str, NDArray[np.float64]],
    readouts: Mapping[str, NDArray[np.float64]],
    limit: int = 15,
) -> tuple[WeakLink, ...]:
    """Find numbers of thin evidence that sway readouts.

    Parameters
    ----------
    rows : parameters of the model.
    draws : parameter -> drawn values, shape (n_member,).
    readouts : readout id -> values, shape (n_member,).
    limit : how many to give.

    Returns
    -------
    tuple of WeakLink
        Strongest first; empty with fewer than 16 individuals, where correlations mean nothing.
    """
    thin = [name for name, row in rows.items() if row.grade in _THIN and row.prior != "fixed"]
    names = [name for name in thin if np.ptp(draws[name]) > 0]
    ids = [key for key, values in readouts.items() if np.ptp(values) > 0]
    n_member = len(next(iter(readouts.values())))
    if n_member < 16 or not names or not ids:
        return ()
    found = rank_correlation(np.column_stack([draws[n] for n in names]), np.column_stack([readouts[i] for i in ids]))
    z = NormalDist().inv_cdf(1 - _CHANCE / (2 * found.size))
    threshold = z / math.sqrt(n_member - 1)
    order = np.argsort(-np.abs(found).max(axis=1))
    links = [_link(rows[names[k]], ids, found[k], threshold) for k in order if np.abs(found[k]).max() > threshold]
    return tuple(links[:limit])


def _link(row: Parameter, ids: Sequence[str], correlations: NDArray[np.float64], threshold: float) -> WeakLink:
    swayed = tuple(ids[k] for k in np.argsort(-np.abs(correlations)) if abs(correlations[k]) > threshold)
    return WeakLink(
        parameter=row.id,
        name=row.name,
        readouts=swayed,
        correlation=float(np.abs(correlations).max()),
        kind=row.kind,
        organism=row.organism,
        source=citation(row.source_id).text,
        note=row.note,
    )
