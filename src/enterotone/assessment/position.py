"""Where a sample stands among reference samples: a map of Aitchison distances, and percentiles of diversity.

The map is `enterotone.microbiome.place`: principal components of centred log-ratios of common genera over the
reference set, with the sample and draws of its true composition laid on the same axes. Diversity is compared over the
genera and species of the trait table whose share exceeds one floor, the same for the sample and for the reference,
because a drawn reference person never lacks a genus and a sequenced one often does. Evenness is Shannon's index over
the logarithm of richness (Pielou).

Leaves out: anything between the sequencing of this sample and that of the reference; the reference is synthetic
unless the caller brings another, and `Position.note` says so.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.extras import Position
from enterotone.microbiome import ReferenceSet, Resolved, place, synthetic_reference
from enterotone.microbiome.indices import shannon
from enterotone.microbiome.reference_set import reference_numbers, taxa_shares

__all__ = ["position"]

_N_DRAWS = 60


def position(resolved: Resolved, seed: int = 0, reference: ReferenceSet | None = None) -> Position:
    """Place a sample.

    Parameters
    ----------
    resolved : from `enterotone.microbiome.resolve`.
    seed : of the draws of the sample's true composition; 0 or more.
    reference : samples to compare with; the synthetic set where it is not given.
    """
    chosen = reference or synthetic_reference()
    placed = place(resolved, chosen, seed, _N_DRAWS)
    own = _diversity(taxa_shares(resolved))
    others = np.array([_diversity(row) for row in chosen.shares])
    richness, index, evenness = (_percentile(others[:, k], own[k]) for k in range(3))
    kind = (
        "no person's sample is among them. Drawn people never lack a genus, so a sequenced sample lies further out and "
        "looks poorer among them than it would among sequenced ones"
        if chosen.synthetic
        else "brought by the user"
    )
    return Position(
        axes=(float(placed.axes[0]), float(placed.axes[1])),
        sample=(float(placed.sample[0]), float(placed.sample[1])),
        draws=_pairs(placed.draws),
        reference=_pairs(placed.people),
        distance=placed.distance,
        distance_percentile=100.0 * placed.percentile,
        evenness=evenness,
        richness=richness,
        shannon=index,
        note=f"Reference samples are {chosen.label}; {kind}.",
    )


def _diversity(shares: NDArray[np.float64]) -> tuple[float, float, float]:
    """Richness, Shannon index and evenness of what exceeds the floor."""
    kept = shares[shares > reference_numbers()["pseudo_share"].value]
    n, index = len(kept), shannon(kept)
    return float(n), index, index / math.log(n) if n > 1 else 0.0


def _percentile(others: NDArray[np.float64], value: float) -> float:
    """Share of the others below, 0 to 100; those equal count half."""
    return float(100.0 * ((others < value).mean() + (others == value).mean() / 2))


def _pairs(places: NDArray[np.float64]) -> tuple[tuple[float, float], ...]:
    return tuple((float(x), float(y)) for x, y in places[:, :2])
