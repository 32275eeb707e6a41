"""Indices of diversity of one composition.

    Shannon = -sum p ln p        Simpson = 1 - sum p^2

over the taxa that were seen, with shares scaled to sum 1. Their errors are in `enterotone.microbiome.ecology`.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["shannon", "simpson"]


def shannon(shares: ArrayLike) -> float:
    """Shannon diversity [nats] of shares or counts, shape (n_taxa,)."""
    p = _positive(shares)
    # One taxon alone gives -0.0.
    return float(-(p * np.log(p)).sum()) + 0.0


def simpson(shares: ArrayLike) -> float:
    """Simpson diversity, the chance that two reads differ in taxon, of shares or counts, shape (n_taxa,)."""
    return float(1 - (_positive(shares) ** 2).sum())


def _positive(shares: ArrayLike) -> NDArray[np.float64]:
    p = np.asarray(shares, float)
    p = p[p > 0]
    return np.asarray(p / p.sum())
