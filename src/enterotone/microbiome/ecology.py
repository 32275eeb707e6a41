"""Ecology read-outs with their error: richness, Shannon, Simpson, and the position among reference samples.

Intervals (90 %) of the indices come from draws of the shares given the counts, p ~ Dirichlet(m p) with the effective
size m of `enterotone.microbiome.sampling`: sampling and over-dispersion, not platform. Drawing spreads shares further
than they were counted, so draws are shifted to have their median at the estimate. Richness is a lower bound by nature:
what was seen, with the upper limit of the Chao1 estimate above it where the file gives counts.

Principal coordinates of Aitchison distances are the principal components of centred log-ratios (Aitchison 1986),
which is how they are computed; the sample is laid on the axes of the reference and does not bend them.

Leaves out: ratios of phyla, which say little, and tree-based measures.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.errors import DesignError
from enterotone.microbiome.indices import shannon, simpson
from enterotone.microbiome.profile import Profile
from enterotone.microbiome.reference_set import (
    ReferenceSet,
    genus_rows,
    reference_numbers,
    synthetic_reference,
    taxa_shares,
)
from enterotone.microbiome.resolution import Resolved
from enterotone.microbiome.sampling import draw_taxa, effective_size, measurement_errors

__all__ = ["Diversity", "Position", "Readout", "chao1", "diversity", "log_ratios", "place", "shannon", "simpson"]

_Array = NDArray[np.float64]
_Z90 = 1.6448536269514722  # standard normal quantile of 0.95
_QUANTILES = (0.05, 0.95)


@dataclass(frozen=True)
class Readout:
    """An estimate with the limits of its 90 % interval; `high` is None where the file does not bound it."""

    value: float
    low: float
    high: float | None


@dataclass(frozen=True)
class Diversity:
    """Diversity of the named part of a sample at one rank.

    Parameters
    ----------
    rank : rank it was computed at.
    richness : number of taxa.
    shannon : in nats.
    simpson : chance that two reads belong to different taxa.
    """

    rank: str
    richness: Readout
    shannon: Readout
    simpson: Readout


@dataclass(frozen=True)
class Position:
    """Place of a sample among reference samples.

    Parameters
    ----------
    reference : label of the reference set.
    synthetic : whether the reference was drawn rather than measured.
    axes : share of the reference's variance on each axis, shape (n_axes,).
    people : coordinates of the reference, shape (n_people, n_axes).
    sample : coordinates of the sample as counted, shape (n_axes,).
    draws : coordinates of draws of the person's usual composition, shape (n_draws, n_axes).
    distance : Aitchison distance of the sample from the centre of the reference.
    percentile : share of the reference people who lie nearer to the centre.
    """

    reference: str
    synthetic: bool
    axes: _Array
    people: _Array
    sample: _Array
    draws: _Array
    distance: float
    percentile: float


def chao1(counts: _Array) -> Readout:
    """Bias-corrected Chao1 richness of whole counts, shape (n_taxa,), with its log-normal interval (Chao 1987)."""
    seen = int((counts > 0).sum())
    once, twice = float((counts == 1).sum()), float((counts == 2).sum())
    unseen = once * (once - 1) / (2 * (twice + 1))
    if unseen <= 0:
        return Readout(float(seen), float(seen), float(seen))
    variance = (
        unseen
        + once * (2 * once - 1) ** 2 / (4 * (twice + 1) ** 2)
        + once**2 * twice * (once - 1) ** 2 / (4 * (twice + 1) ** 4)
    )
    factor = math.exp(_Z90 * math.sqrt(math.log(1 + variance / unseen**2)))
    return Readout(seen + unseen, seen + unseen / factor, seen + unseen * factor)


def diversity(profile: Profile, seed: int = 0, n: int = 500, rank: str = "genus") -> Diversity:
    """Give richness, Shannon and Simpson diversity with 90 % intervals.

    Parameters
    ----------
    profile : as read.
    seed, n : of the draws behind the intervals; n at least 1.
    rank : one of `enterotone.microbiome.lineage.RANKS`.

    Raises
    ------
    DesignError
        If `n` is below 1 or `seed` is negative.
    """
    if n < 1 or seed < 0:
        raise DesignError(f"{n} draws with seed {seed} asked for; expected n of 1 or more and a seed of 0 or more.")
    shares = np.array([value for _, value in sorted(profile.shares_at(rank).items()) if value > 0])
    named = float(shares.sum())
    shares = shares / named
    errors = measurement_errors()
    depth = (profile.depth or errors["depth_unknown"].value) * named
    # One stream for all draws is enough: a diversity is not paired with anything.
    rng = np.random.default_rng(seed)
    drawn = rng.gamma(effective_size(depth, errors["overdispersion"].value) * shares, size=(n, len(shares)))
    drawn = drawn / drawn.sum(axis=1, keepdims=True)
    richness = Readout(float(len(shares)), float(len(shares)), None)
    if profile.kind == "counts" and profile.depth is not None:
        counts = np.rint(shares * depth)
        richness = Readout(float(len(shares)), float(len(shares)), max(float(len(shares)), chao1(counts).high or 0.0))
    return Diversity(
        rank,
        richness,
        _around(shannon(shares), np.array([shannon(row) for row in drawn])),
        _around(simpson(shares), np.array([simpson(row) for row in drawn]), top=1.0),
    )


def log_ratios(shares: _Array) -> _Array:
    """Centred log-ratios over the common genera, of shape (n, n_rows) shares; shape (n, n_genera)."""
    used = shares[:, list(genus_rows())] + reference_numbers()["pseudo_share"].value
    logs = np.log(used)
    return np.asarray(logs - logs.mean(axis=1, keepdims=True))


def place(
    resolved: Resolved, reference: ReferenceSet | None = None, seed: int = 0, n: int = 100, n_axes: int = 2
) -> Position:
    """Place a sample among reference samples.

    Parameters
    ----------
    resolved : from `enterotone.microbiome.resolve`.
    reference : the synthetic set where it is not given.
    seed, n : of the draws of the person's usual composition.
    n_axes : axes to keep; at least 1 and below the number of reference people.

    Raises
    ------
    DesignError
        If `n_axes` does not fit the reference, `n` is below 1, or `seed` is negative.
    """
    chosen = reference or synthetic_reference()
    logs = log_ratios(chosen.shares)
    if not 1 <= n_axes < min(logs.shape):
        raise DesignError(f"{n_axes} axes asked for; expected 1 to {min(logs.shape) - 1} for this reference.")
    centre = logs.mean(axis=0)
    _, sizes, directions = np.linalg.svd(logs - centre, full_matrices=False)
    # The sign of an axis is free; the largest loading is made positive so that pictures agree between machines.
    axes = directions[:n_axes].T
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), np.arange(n_axes)])
    own = log_ratios(taxa_shares(resolved)[None, :]) - centre
    draws = log_ratios(draw_taxa(resolved, seed, n)) - centre
    far = np.linalg.norm(logs - centre, axis=1)
    distance = float(np.linalg.norm(own))
    return Position(
        chosen.label,
        chosen.synthetic,
        (sizes**2 / (sizes**2).sum())[:n_axes],
        (logs - centre) @ axes,
        (own @ axes)[0],
        draws @ axes,
        distance,
        float((far < distance).mean()),
    )


def _around(value: float, drawn: _Array, top: float = math.inf) -> Readout:
    low, high = np.quantile(drawn - np.median(drawn), _QUANTILES) + value
    return Readout(value, max(0.0, float(low)), min(top, float(high)))
