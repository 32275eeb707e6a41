"""Weakest links: numbers that sway an answer and rest on thin evidence.

Rank correlations between the drawn parameters and the readouts over the individuals at hand. A
correlation counts when it is beyond what 1 in 1,000 unrelated parameters would reach by chance.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.result import WeakLink
from enterotone.assessment.statistics import rank_correlation
from enterotone.evidence.citation import citation
from enterotone.evidence.table import Parameter

__all__ = ["weak_links"]

#: Two-sided normal quantile of 1 in 1,000.
_Z = 3.2905
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
    names = [name for name, row in rows.items() if row.grade in _THIN and np.ptp(draws[name]) > 0]
    ids = [key for key, values in readouts.items() if np.ptp(values) > 0]
    n_member = len(next(iter(readouts.values())))
    if n_member < 16 or not names or not ids:
        return ()
    found = rank_correlation(np.column_stack([draws[n] for n in names]), np.column_stack([readouts[i] for i in ids]))
    threshold = _Z / math.sqrt(n_member - 1)
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
