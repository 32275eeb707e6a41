"""Reference people to place a sample among: a synthetic set that ships, or the user's own table.

The synthetic set is labelled so. Its people are drawn from a logistic-normal law: means are the typical abundances of
``traits.tsv``, spreads between people and between days those of ``measurement_error.tsv`` (published cohorts), size
and seed are in ``reference_set.tsv``. No person's sample is in it. Leaves out: correlations between genera beyond
those of the five groups, and absence (a genus may be rare but is never missing).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.errors import DesignError
from enterotone.evidence.table import EvidenceTable, read_table
from enterotone.microbiome.resolution import Resolved
from enterotone.microbiome.sampling import draw_people
from enterotone.microbiome.taxonomy import row_shares
from enterotone.microbiome.traits import trait_table

__all__ = ["ReferenceSet", "genus_rows", "own_reference", "reference_numbers", "synthetic_reference", "taxa_shares"]

_Array = NDArray[np.float64]
_MIN_PEOPLE = 3


@dataclass(frozen=True)
class ReferenceSet:
    """Samples to compare with.

    Parameters
    ----------
    label : what it is, for readers.
    synthetic : whether its people were drawn rather than measured.
    shares : over the rows of the trait table, shape (n_people, n_rows).
    """

    label: str
    synthetic: bool
    shares: _Array


@lru_cache(maxsize=1)
def reference_numbers() -> EvidenceTable:
    """The table of size, seed and floors."""
    return read_table(files("enterotone.microbiome") / "reference_set.tsv")


@lru_cache(maxsize=1)
def genus_rows() -> tuple[int, ...]:
    """Rows of the trait table that a distance is computed over: genera that are common enough."""
    floor = reference_numbers()["min_typical"].value
    return tuple(row.index for row in trait_table().rows if row.rank == "genus" and row.typical >= floor)


@lru_cache(maxsize=1)
def synthetic_reference() -> ReferenceSet:
    """Draw the synthetic set; the same on every call."""
    numbers = reference_numbers()
    n, seed = int(numbers["n_people"].value), int(numbers["seed"].value)
    return ReferenceSet(f"synthetic: {n} drawn average Western people", True, draw_people(seed, n, with_day=True))


def own_reference(samples: Sequence[Resolved], label: str = "your own reference table") -> ReferenceSet:
    """Make a reference set of resolved samples.

    Parameters
    ----------
    samples : from `enterotone.microbiome.resolve` or `match`; at least three.
    label : what it is, for readers.

    Raises
    ------
    DesignError
        If fewer than three samples are given.
    """
    if len(samples) < _MIN_PEOPLE:
        raise DesignError(f"{len(samples)} reference samples given; at least {_MIN_PEOPLE} are needed for axes.")
    return ReferenceSet(label, False, np.array([taxa_shares(sample) for sample in samples]))


def taxa_shares(resolved: Resolved) -> _Array:
    """Shares of a sample over the rows of the trait table as counted, shape (n_rows,), sum 1."""
    return row_shares(resolved.composition.values())
