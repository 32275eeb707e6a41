"""What the microbes of a sample can do, trait by trait, and who carries each trait by which source.

A capacity is trait times biomass over all that was recognised, relative to the average microbiota; its interval is
over the draws that the individuals were matched to. Carriers are the taxa whose share times trait is largest. Where
measured genes took the place of traits, the draws hold them, and the carriers remain those of the trait table.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.result import CapacityShare
from enterotone.assessment.statistics import interval
from enterotone.evidence.rows import read_rows
from enterotone.microbiome import TRAITS, Draws, Resolved, summarise
from enterotone.microbiome.reference_set import taxa_shares
from enterotone.microbiome.traits import trait_table

__all__ = ["capacities"]

_CARRIERS = 3


@lru_cache(maxsize=1)
def _names() -> dict[str, tuple[str, str]]:
    """Trait -> name and plain words."""
    table = files("enterotone.assessment") / "capacities.tsv"
    return {row["trait"]: (row["name"], row["plain"]) for _, row in read_rows(table)}


def capacities(resolved: Resolved, draws: Draws, used: NDArray[np.intp]) -> tuple[CapacityShare, ...]:
    """Give the capacities of a sample.

    Parameters
    ----------
    resolved : the profile with its names resolved.
    draws : of the true composition.
    used : places of the individuals that count, as often as they count, shape (n_used,).

    Returns
    -------
    tuple of CapacityShare
        In the order of `TRAITS`.
    """
    table = trait_table()
    counted = summarise(resolved).capacities
    weighed = taxa_shares(resolved)[:, None] * table.traits
    found = []
    for k, trait in enumerate(TRAITS):
        name, plain = _names()[trait]
        order = [int(row) for row in np.argsort(-weighed[:, k], kind="stable") if weighed[row, k] > 0]
        carriers = [table.rows[row] for row in order[:_CARRIERS]]
        sources = dict.fromkeys(source for row in order for source in table.rows[row].sources)
        found.append(
            CapacityShare(
                id=trait,
                name=name,
                plain=plain,
                counted=counted[trait].relative,
                drawn=interval(draws.capacity(trait)[used]),
                carriers=tuple(row.taxon for row in carriers),
                sources=tuple(sources),
                is_checked=all(row.verified for row in carriers),
            )
        )
    return tuple(found)
