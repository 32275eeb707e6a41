"""Diversity of stool as a neutral community expects it, by immigration and by nothing else.

The model's guilds are few, so their number says nothing of diversity. A readout of its own takes the species of a
person's gut for a neutral community (Hubbell 2001): all kinds are alike, those who leave are replaced by offspring of
the others or, seldom, by newcomers from a pool of species. Two numbers describe it: ``theta``, the diversity of the
pool, and ``immigration`` I, the newcomers (fundamental dispersal number). Expectations are exact:

- chance that two cells are of one species: ``F = (1 + I / (1 + theta)) / (1 + I)``; ``1 / F`` is the effective number;
- species of share x in the pool come with density ``theta (1 - x)^(theta - 1) / x``, and of such a species a person's
  gut holds a share drawn from ``Beta(I x, I (1 - x))``. So species seen in N reads (Etienne and Alonso 2005) are
  ``S = integral theta (1 - x)^(theta - 1) / x (1 - G(I (1 - x), N) / G(I, N)) dx`` with ``G(a, N)`` the rising factor
  ``a (a + 1) ... (a + N - 1)``, and Shannon's index is
  ``H = psi(I + 1) - integral theta (1 - x)^(theta - 1) psi(I x + 1) dx``.

Fermented foods act through I, ``I (1 + gain servings)``; fibre does not act at all. The gain is an assumption with a
range that holds 0: what the readout says of fermented foods is a possibility, not a finding.

Leaves out: selection, everything that one guild does to another, reads that are noise, and time (expectations are those
after many turnovers).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.errors import DesignError
from enterotone.evidence.table import EvidenceTable, read_table

__all__ = ["Diversity", "neutral_diversity", "neutral_table"]

Floats = NDArray[np.float64]

#: Nodes of the quadrature; doubling them moves no digit that is shown.
_NODES = 400


@dataclass(frozen=True)
class Diversity:
    """Expected diversity of each member, shape (n_member,).

    Parameters
    ----------
    richness : species seen in the reads.
    shannon : Shannon's index [nat].
    effective : effective number of species, the inverse of Simpson's index.
    """

    richness: Floats
    shannon: Floats
    effective: Floats


@lru_cache(maxsize=1)
def neutral_table() -> EvidenceTable:
    """Numbers of the neutral community: theta, immigration, gain by fermented servings, and servings (0)."""
    return read_table(files("enterotone.microbiome") / "neutral.tsv")


def neutral_diversity(theta: Floats, immigration: Floats, reads: int) -> Diversity:
    """Expect the diversity of neutral communities.

    Parameters
    ----------
    theta, immigration : of each member, shape (n_member,), above 0.
    reads : size of the sample.

    Raises
    ------
    DesignError
        If there is no read, or a number is not above 0.
    """
    theta, immigration = np.atleast_1d(theta).astype(float), np.atleast_1d(immigration).astype(float)
    if reads < 1 or not (np.all(theta > 0) and np.all(immigration > 0)):
        raise DesignError(
            f"{reads} reads, theta {theta.min():g}, immigration {immigration.min():g}: all must be above 0."
        )
    # With u = (1 - x)^theta the density of the pool becomes flat; u near 1 holds the many rare species.
    nodes, weights = np.polynomial.legendre.leggauss(_NODES)
    u, weight = (nodes + 1) / 2, weights / 2
    x = -np.expm1(np.log(u)[None, :] / theta[:, None])
    i = immigration[:, None]
    shannon = _digamma(immigration + 1) - (weight * _digamma(i * x + 1)).sum(axis=1)
    rest = i * (1 - x)
    unseen = np.exp(_log_gamma(rest + reads) - _log_gamma(rest) - _log_gamma(i + reads) + _log_gamma(i))
    richness = (weight * (1 - unseen) / x).sum(axis=1)
    same = (1 + immigration / (1 + theta)) / (1 + immigration)
    return Diversity(richness, np.asarray(shannon), 1 / same)


#: Above this the series of Stirling and of the digamma function are exact to ten digits.
_FAR = 12.0
_log_gamma = np.vectorize(math.lgamma, otypes=[float])


def _digamma(x: Floats) -> Floats:
    """Derivative of the logarithm of the gamma function, for x above 0."""
    x, below = np.array(x, dtype=float), np.zeros_like(x, dtype=float)
    while np.any(near := x < _FAR):
        below[near] -= 1 / x[near]
        x[near] += 1
    square = x**-2
    # Asymptotic series with the Bernoulli numbers 1/6, -1/30, 1/42 and -1/30.
    series = square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))
    return np.asarray(below + np.log(x) - 1 / (2 * x) - series)
