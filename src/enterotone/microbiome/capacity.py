"""From known taxa to the five functional groups of the model and to trait capacities.

Group shares are shares of the recognised part that belongs to one of the five groups; ``other`` (no dominant
fermentation, or swallowed from the mouth) is counted as recognised and left out of the five, which is the same as
spreading it over them in proportion. A capacity is trait times biomass, summed over all that was recognised,
per unit of recognised biomass; relative to the average Western microbiota it is the factor by which the model's
rate per biomass is multiplied.

Equations, with w_r the share of trait row r in the recognised part and t_r its trait:

    share_g  = sum over r in g of w_r / (1 - w_other)
    capacity = sum over r of w_r t_r;   relative = capacity / capacity of the average

    variance = sum w_r^2 t_r (1 - t_r) / (k_rt + 1)  +  sum over mixtures p^2 (E[t^2] - E[t]^2) / (k_mix + 1)

(the Beta law of each trait, and the Dirichlet law of the genera behind a family name; ``trait_uncertainty.tsv``).
Leaves out sampling, platform and day-to-day error: `enterotone.microbiome.sampling`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.evidence.table import EvidenceTable, read_table
from enterotone.microbiome.resolution import Resolved
from enterotone.microbiome.taxonomy import Target, row_shares
from enterotone.microbiome.traits import GROUPS, GUILDS, OTHER, TRAITS, TraitTable, read_rows, trait_table

__all__ = [
    "Capacity",
    "GroupComposition",
    "ModelGroup",
    "concentrations",
    "model_groups",
    "row_concentration",
    "summarise",
    "typical",
]


@dataclass(frozen=True)
class ModelGroup:
    """A functional group of the model with its names for readers."""

    id: str
    name: str
    plain: str
    description: str


@dataclass(frozen=True)
class Capacity:
    """A trait summed over the sample, per unit of recognised biomass.

    Parameters
    ----------
    value : 0 to 1.
    relative : `value` over that of the average Western microbiota.
    relative_sd : standard deviation of `relative` from the uncertainty of the sample's traits alone.
    """

    value: float
    relative: float
    relative_sd: float


@dataclass(frozen=True)
class GroupComposition:
    """Shares and capacities of a composition.

    Parameters
    ----------
    shares : group id -> share among the five groups, sum 1.
    guilds : guild id -> share among the guilds inside them, sum 1.
    other : share of the recognised part that belongs to none of the five.
    capacities : trait -> capacity, for all of `TRAITS`.
    """

    shares: Mapping[str, float]
    guilds: Mapping[str, float]
    other: float
    capacities: Mapping[str, Capacity]


@lru_cache(maxsize=1)
def model_groups() -> dict[str, ModelGroup]:
    """Names of the groups of the model and of ``other``, by id."""
    return {
        cells["group"]: ModelGroup(cells["group"], cells["name"], cells["plain"], cells["description"])
        for _, cells in read_rows("model_groups.tsv")
    }


def summarise(resolved: Resolved) -> GroupComposition:
    """Give the group shares and trait capacities of a sample as it was counted.

    Parameters
    ----------
    resolved : from `enterotone.microbiome.resolve`; at least one piece must be recognised.
    """
    return _summary(list(resolved.composition.values()))


@lru_cache(maxsize=1)
def typical() -> GroupComposition:
    """Give the average Western composition, from the typical abundances of ``traits.tsv``."""
    table = trait_table()
    parts = [
        (Target(row.taxon, row.rank, {row.index: 1.0}), share)
        for row, share in zip(table.rows, table.typical.tolist(), strict=True)
        if share > 0
    ]
    return _summary(parts)


@lru_cache(maxsize=1)
def concentrations() -> EvidenceTable:
    """The table of trait uncertainty."""
    return read_table(files("enterotone.microbiome") / "trait_uncertainty.tsv")


def row_concentration(table: TraitTable) -> NDArray[np.float64]:
    """Concentration of the Beta law of each trait of each row, shape (n_rows, n_traits)."""
    numbers = concentrations()
    rows = np.array(
        [
            numbers[f"concentration_{row.rank}"].value * (1.0 if row.verified else numbers["memory_factor"].value)
            for row in table.rows
        ]
    )
    return np.outer(rows, [numbers[f"factor_{trait}"].value for trait in TRAITS])


def _summary(parts: list[tuple[Target, float]]) -> GroupComposition:
    table = trait_table()
    weights = row_shares(parts)
    groups = dict(zip((*GROUPS, OTHER), (weights @ table.membership).tolist(), strict=True))
    other = groups.pop(OTHER)
    inside = math.fsum(groups.values())
    shares = {name: share / inside if inside > 0 else 0.0 for name, share in groups.items()}
    guilds = dict(zip(GUILDS, (weights @ table.guild_membership).tolist(), strict=True))
    guilds = {name: share / inside if inside > 0 else 0.0 for name, share in guilds.items()}
    values, sd = weights @ table.traits, _spread(parts, weights, table)
    average = table.typical @ table.traits
    capacities = {
        trait: Capacity(float(values[i]), float(values[i] / average[i]), float(sd[i] / average[i]))
        for i, trait in enumerate(TRAITS)
    }
    return GroupComposition(shares, guilds, other, capacities)


def _spread(parts: list[tuple[Target, float]], weights: NDArray[np.float64], table: TraitTable) -> NDArray[np.float64]:
    """Standard deviation of the capacities, shape (n_traits,)."""
    traits = table.traits
    inner = np.minimum(traits, concentrations()["trait_ceiling"].value)
    variance = (weights**2) @ (inner * (1 - inner) / (row_concentration(table) + 1))
    for target, share in parts:
        if target.rank in {"family", "order"}:
            index = list(target.weights)
            mix = np.array(list(target.weights.values()))
            mean = mix @ traits[index]
            k = concentrations()[f"concentration_mixture_{target.rank}"].value
            variance += share**2 * (mix @ traits[index] ** 2 - mean**2) / (k + 1)
    return np.asarray(np.sqrt(variance))
