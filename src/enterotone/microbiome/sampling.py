"""Draws of the true composition behind a measured profile, and of average microbiotas to compare with.

A profile is a noisy measurement. Member i is drawn in five steps:

1. counts: shares of the resolved taxa ~ Dirichlet(m p + typical), the Dirichlet-multinomial posterior with effective
   size m = N (1 + theta) / (N + theta), which grows with depth N and saturates at theta + 1 (over-dispersion);
2. names: a family or order is a mixture of its genera, weights ~ Dirichlet(k w);
3. platform: each group is off by a log-normal factor, and so is each taxon within its group;
4. day: one stool sample is one day of a person whose usual composition is wanted, same law;
5. traits: each trait of each taxon ~ Beta(k t, k (1 - t)), a trait of 0 stays 0.

Step 3 takes the spread between people times a ratio, which is smaller where the file names its profiler. An average
microbiota is the typical composition with the spread between people in place of steps 1 to 4. Both kinds of draw
share the trait draws of step 5, so that an error in a trait hits a person and its reference alike.

Published spreads are given as standard deviations of centred log-ratios (clr) of the five groups. With independent
log deviations of variance s_g^2 around closed shares, var(clr_g) = s_g^2 (1 - 2/5) + sum(s^2)/25, which is inverted.

Member i depends on (seed, i) only: each step has a random stream of its own, keyed by member and step. The numbers
are in ``measurement_error.tsv`` and ``trait_uncertainty.tsv``.

Leaves out: shrinkage towards the population (a person far from average is believed), bias that is shared by a
taxonomic branch, and seasonal or slower change.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.errors import DesignError
from enterotone.evidence.table import EvidenceTable, read_table
from enterotone.microbiome.capacity import concentrations, row_concentration
from enterotone.microbiome.resolution import Resolved
from enterotone.microbiome.taxonomy import Target
from enterotone.microbiome.traits import GROUPS, TRAITS, TraitTable, trait_table

__all__ = ["Draws", "draw_average", "draw_compositions", "independent_spread"]

_TRAITS, _COUNTS, _PLATFORM, _DAY, _PEOPLE = range(5)
_Array = NDArray[np.float64]


@dataclass(frozen=True)
class Draws:
    """Drawn compositions.

    Parameters
    ----------
    shares : shares of the five `GROUPS`, shape (n_member, 5), rows sum to 1.
    capacities : trait capacities per biomass relative to the average microbiota, shape (n_member, n_traits), in the
        order of `TRAITS`.
    """

    shares: _Array
    capacities: _Array

    groups: tuple[str, ...] = GROUPS
    traits: tuple[str, ...] = TRAITS

    def capacity(self, trait: str) -> _Array:
        """Capacity of one trait, shape (n_member,)."""
        return self.capacities[:, self.traits.index(trait)]


@dataclass(frozen=True)
class _Numbers:
    """What the laws need, from the tables; spreads are of natural logarithms."""

    table: TraitTable
    membership: _Array
    typical: _Array
    traits: _Array
    concentration: _Array
    person_group: _Array
    day_group: _Array
    person_taxon: float
    day_taxon: float
    errors: EvidenceTable


def draw_compositions(resolved: Resolved, seed: int, n: int) -> Draws:
    """Draw what the person's usual composition may be, given the profile.

    Parameters
    ----------
    resolved : from `enterotone.microbiome.resolve`.
    seed : 0 or more; member i depends on (seed, i) only.
    n : number of members.

    Returns
    -------
    Draws
        Shares, shape (n, 5), and relative capacities, shape (n, n_traits).

    Raises
    ------
    DesignError
        If `n` is below 1 or `seed` is negative.
    """
    _check(seed, n)
    numbers = _numbers()
    parts = resolved.composition
    known = "platform_ratio_known" if resolved.profile.tool else "platform_ratio_unknown"
    ratio = numbers.errors[known].value
    depth = resolved.profile.depth or numbers.errors["depth_unknown"].value
    size = _effective_size(depth * (1 - resolved.profile.unclassified), numbers.errors["overdispersion"].value)
    platform_group = ratio * np.hypot(numbers.person_group, numbers.day_group)
    platform_taxon = ratio * float(np.hypot(numbers.person_taxon, numbers.day_taxon))

    def member(i: int) -> _Array:
        rows = _count(parts, size, numbers, _stream(seed, i, _COUNTS))
        rows = _shift(rows, platform_group, platform_taxon, numbers, _stream(seed, i, _PLATFORM))
        return _shift(rows, numbers.day_group, numbers.day_taxon, numbers, _stream(seed, i, _DAY))

    return _collect([member(i) for i in range(n)], seed, numbers)


def draw_average(seed: int, n: int) -> Draws:
    """Draw people with average Western microbiotas.

    Parameters
    ----------
    seed : 0 or more; the same seed as for `draw_compositions` gives the same trait draws, member by member.
    n : number of members.

    Raises
    ------
    DesignError
        If `n` is below 1 or `seed` is negative.
    """
    _check(seed, n)
    numbers = _numbers()
    rows = [
        _shift(numbers.typical, numbers.person_group, numbers.person_taxon, numbers, _stream(seed, i, _PEOPLE))
        for i in range(n)
    ]
    return _collect(rows, seed, numbers)


def independent_spread(sd_clr: _Array) -> _Array:
    """Turn standard deviations of centred log-ratios into those of independent log deviations.

    Parameters
    ----------
    sd_clr : shape (n_groups,).
    """
    variance, n = np.asarray(sd_clr) ** 2, len(sd_clr)
    total = variance.sum() / (1 - 1 / n)
    return np.asarray(np.sqrt(np.maximum((variance - total / n**2) / (1 - 2 / n), 0.0)))


@lru_cache(maxsize=1)
def _numbers() -> _Numbers:
    errors = read_table(files("enterotone.microbiome") / "measurement_error.tsv")
    table = trait_table()
    return _Numbers(
        table=table,
        membership=table.membership,
        typical=table.typical,
        traits=np.minimum(table.traits, concentrations()["trait_ceiling"].value),
        concentration=row_concentration(table),
        person_group=independent_spread(np.array([errors[f"person_sd_{group}"].value for group in GROUPS])),
        day_group=independent_spread(np.array([errors[f"day_sd_{group}"].value for group in GROUPS])),
        person_taxon=errors["person_sd_taxon"].value,
        day_taxon=errors["day_sd_taxon"].value,
        errors=errors,
    )


def _check(seed: int, n: int) -> None:
    if n < 1:
        raise DesignError(f"{n} draws asked for; at least 1 is needed.")
    if seed < 0:
        raise DesignError(f"The seed is {seed}; expected a whole number of 0 or more.")


def _stream(seed: int, member: int, step: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(member, step))))


def _effective_size(depth: float, theta: float) -> float:
    return depth * (1 + theta) / (depth + theta)


def _count(
    parts: Mapping[str, tuple[Target, float]], size: float, numbers: _Numbers, rng: np.random.Generator
) -> _Array:
    """Shares over the trait rows given the counts, shape (n_rows,)."""
    rows = rng.gamma(numbers.errors["pseudo_count"].value) * numbers.typical
    # Parts come sorted by key, so the order of the file cannot matter.
    for target, share in parts.values():
        mass = rng.gamma(size * share)
        index, weights = list(target.weights), np.array(list(target.weights.values()))
        if len(index) > 1:
            k = concentrations()[f"concentration_mixture_{target.rank}"].value
            # The gamma draws of a Dirichlet may all underflow to 0 for small k; the mean is then the fallback.
            drawn = rng.gamma(k * weights)
            weights = drawn / drawn.sum() if drawn.sum() > 0 else weights
        rows[index] += mass * weights
    return np.asarray(rows / rows.sum())


def _shift(rows: _Array, group_sd: _Array, taxon_sd: float, numbers: _Numbers, rng: np.random.Generator) -> _Array:
    """Multiply groups, and taxa within their group, by log-normal factors; renormalise."""
    factors = np.exp(np.append(group_sd * rng.standard_normal(len(GROUPS)), 0.0))
    inner = rows * np.exp(taxon_sd * rng.standard_normal(len(rows)))
    before, after = rows @ numbers.membership, inner @ numbers.membership
    scale = np.divide(before * factors, after, out=np.zeros_like(after), where=after > 0)
    shifted = inner * (numbers.membership @ scale)
    return np.asarray(shifted / shifted.sum())


def _collect(rows: list[_Array], seed: int, numbers: _Numbers) -> Draws:
    """Group shares and relative capacities of all members."""
    shares = np.empty((len(rows), len(GROUPS)))
    capacities = np.empty((len(rows), len(TRAITS)))
    present = numbers.traits > 0
    k = np.broadcast_to(numbers.concentration[:, None], present.shape)[present]
    mean = numbers.traits[present]
    # One member at a time: a product over all of them rounds differently with their number.
    for i, member in enumerate(rows):
        groups = (member @ numbers.membership)[: len(GROUPS)]
        shares[i] = groups / groups.sum()
        traits = np.zeros_like(numbers.traits)
        traits[present] = _stream(seed, i, _TRAITS).beta(k * mean, k * (1 - mean))
        capacities[i] = (member @ traits) / (numbers.typical @ traits)
    return Draws(shares, capacities)
