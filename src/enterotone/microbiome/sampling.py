"""Draws of the true composition behind a measured profile, and of average microbiotas to compare with.

A profile is a noisy measurement. Member i is drawn in five steps:

1. counts: shares of the resolved taxa ~ Dirichlet(m p + typical), the Dirichlet-multinomial posterior with effective
   size m = N (1 + theta) / (N + theta), which grows with depth N and saturates at theta + 1 (over-dispersion);
2. names: a family or order is a mixture of its genera, weights ~ Dirichlet(k w);
3. platform: each group is off by a log-normal factor, and so is each taxon within its group;
4. day: one stool sample is one day of a person whose usual composition is wanted, same law;
5. traits: each trait of each taxon ~ Beta(k t, k (1 - t)), a trait of 0 stays 0.

Several files of one person are joined into one narrower distribution: counts have a draw per file, the platform one
per laboratory, the day one per stool, as in a mean of measurements with shared errors. Weights are those of
generalised least squares on the log scale, with the variances averaged over the groups; groups are joined as weighted
means of log shares, the taxa within a group as weighted means of shares.

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

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.errors import DesignError
from enterotone.evidence.table import EvidenceTable, read_table
from enterotone.microbiome.capacity import concentrations, row_concentration
from enterotone.microbiome.resolution import Resolved
from enterotone.microbiome.taxonomy import Target
from enterotone.microbiome.traits import GROUPS, GUILDS, TRAITS, TraitTable, trait_table

__all__ = [
    "Draws",
    "draw_average",
    "draw_compositions",
    "draw_counts",
    "draw_people",
    "draw_repeat",
    "draw_taxa",
    "effective_size",
    "independent_spread",
    "measurement_errors",
]

_TRAITS, _COUNTS, _PLATFORM, _DAY, _PEOPLE, _REPEAT, _RECOUNT, _STOOL = range(8)
_Array = NDArray[np.float64]


@dataclass(frozen=True)
class Draws:
    """Drawn compositions.

    Parameters
    ----------
    shares : shares of the five `GROUPS`, shape (n_member, 5), rows sum to 1.
    guilds : shares of the `GUILDS` inside them, shape (n_member, n_guilds), rows sum to 1.
    capacities : trait capacities per biomass relative to the average microbiota, shape (n_member, n_traits), in the
        order of `TRAITS`.
    """

    shares: _Array
    guilds: _Array
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
    guild_membership: _Array
    typical: _Array
    traits: _Array
    concentration: _Array
    person_group: _Array
    day_group: _Array
    person_taxon: float
    day_taxon: float
    errors: EvidenceTable


@dataclass(frozen=True)
class _File:
    """One file with what its errors are: spreads over groups, the taxa within, and the effective number of counts."""

    parts: Mapping[str, tuple[Target, float]]
    size: float
    laboratory: int
    stool: int
    platform_group: _Array
    platform_taxon: float


def draw_compositions(
    resolved: Resolved | Sequence[Resolved],
    seed: int,
    n: int,
    *,
    laboratories: Sequence[Hashable] | None = None,
    stools: Sequence[Hashable] | None = None,
) -> Draws:
    """Draw what the person's usual composition may be, given one profile or several of the same person.

    Parameters
    ----------
    resolved : from `enterotone.microbiome.resolve`; several make one narrower distribution.
    seed : 0 or more; member i depends on (seed, i) only.
    n : number of members.
    laboratories : a label per file; files with the same label share one platform error. Without it, files of the same
        format, tool and database count as one laboratory, which is the wider choice.
    stools : a label per file; files with the same label are replicates of one stool and share its day. Without it,
        every file is a stool of its own.

    Returns
    -------
    Draws
        Shares, shape (n, 5), and relative capacities, shape (n, n_traits).

    Raises
    ------
    DesignError
        If `n` is below 1, `seed` is negative, no file is given, or the labels do not match the files in number.
    """
    rows = draw_taxa(resolved, seed, n, laboratories=laboratories, stools=stools)
    return _collect(list(rows), seed, _numbers())


def draw_taxa(
    resolved: Resolved | Sequence[Resolved],
    seed: int,
    n: int,
    *,
    laboratories: Sequence[Hashable] | None = None,
    stools: Sequence[Hashable] | None = None,
) -> _Array:
    """Draw the compositions of `draw_compositions` over the rows of the trait table, shape (n, n_rows).

    Parameters
    ----------
    resolved, seed, n, laboratories, stools : as in `draw_compositions`.

    Raises
    ------
    DesignError
        As in `draw_compositions`.
    """
    _check(seed, n)
    numbers = _numbers()
    several = [resolved] if isinstance(resolved, Resolved) else list(resolved)
    if not several:
        raise DesignError("No profile given; give at least one resolved profile of the person.")
    sources = [(item.profile.format, item.profile.tool, item.profile.database) for item in several]
    labs = _labels("laboratories", laboratories, sources)
    found = _files(several, labs, _labels("stools", stools, range(len(several))), numbers)
    weights = _weights(found, numbers)
    return np.array(
        [
            _person([_measured(file, seed, i, k, numbers) for k, file in enumerate(found)], weights, numbers)
            for i in range(n)
        ]
    )


def draw_people(seed: int, n: int, with_day: bool = False) -> _Array:
    """Draw average Western people over the rows of the trait table, shape (n, n_rows).

    Parameters
    ----------
    seed, n : as in `draw_average`.
    with_day : whether one stool sample of each is drawn rather than their usual composition.

    Raises
    ------
    DesignError
        If `n` is below 1 or `seed` is negative.
    """
    _check(seed, n)
    numbers = _numbers()

    def member(i: int) -> _Array:
        rows = _shift(numbers.typical, numbers.person_group, numbers.person_taxon, numbers, _stream(seed, i, _PEOPLE))
        if not with_day:
            return rows
        return _shift(rows, numbers.day_group, numbers.day_taxon, numbers, _stream(seed, i, _DAY))

    return np.array([member(i) for i in range(n)])


def draw_repeat(resolved: Resolved, seed: int, n: int, depth: float | None = None) -> Draws:
    """Draw what another stool of the same person, sent to the same laboratory, would show.

    The platform error is common to both samples and cancels; the days of both samples and both counts do not.

    Parameters
    ----------
    resolved : the first sample, from `enterotone.microbiome.resolve`.
    seed, n : as in `draw_compositions`.
    depth : counts of the second sample; those of the first, or the default, where it is not given.

    Raises
    ------
    DesignError
        If `n` is below 1 or `seed` is negative.
    """
    _check(seed, n)
    numbers = _numbers()
    first = _files([resolved], [0], [0], numbers)[0]
    size = first.size if depth is None else effective_size(depth, numbers.errors["overdispersion"].value)

    def member(i: int) -> _Array:
        rows = _count(first.parts, first.size, numbers, _stream(seed, i, _COUNTS))
        for step in (_DAY, _REPEAT):
            rows = _shift(rows, numbers.day_group, numbers.day_taxon, numbers, _stream(seed, i, step))
        counted = _stream(seed, i, _RECOUNT).gamma(size * rows)
        return np.asarray(counted / counted.sum())

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
    return _collect(list(draw_people(seed, n)), seed, _numbers())


def draw_counts(usual: _Array, seed: int, n: int, depth: int, has_tool: bool = True) -> NDArray[np.int64]:
    """Draw what laboratories would count in stools of a person whose usual composition is known: the law forwards.

    Parameters
    ----------
    usual : shares over the rows of the trait table, shape (n_rows,), sum 1.
    seed : 0 or more; repeat i, a stool of its own in a laboratory of its own, depends on (seed, i) only.
    n : number of repeats.
    depth : reads that are counted.
    has_tool : whether the file will name its profiler.

    Returns
    -------
    ndarray
        Reads by row of the trait table, shape (n, n_rows).

    Raises
    ------
    DesignError
        If `n` is below 1 or `seed` is negative.
    """
    _check(seed, n)
    numbers = _numbers()
    ratio = numbers.errors["platform_ratio_known" if has_tool else "platform_ratio_unknown"].value
    platform_group = ratio * np.hypot(numbers.person_group, numbers.day_group)
    platform_taxon = ratio * float(np.hypot(numbers.person_taxon, numbers.day_taxon))
    counts = []
    for i in range(n):
        rng = _stream(seed, i, _STOOL)
        rows = _shift(usual, numbers.day_group, numbers.day_taxon, numbers, rng)
        rows = _shift(rows, platform_group, platform_taxon, numbers, rng)
        counted = rng.gamma(numbers.errors["overdispersion"].value * rows)
        counts.append(rng.multinomial(depth, counted / counted.sum()))
    return np.array(counts)


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
def measurement_errors() -> EvidenceTable:
    """The table of what separates a stool file from the person's usual composition."""
    return read_table(files("enterotone.microbiome") / "measurement_error.tsv")


@lru_cache(maxsize=1)
def _numbers() -> _Numbers:
    errors = measurement_errors()
    table = trait_table()
    return _Numbers(
        table=table,
        membership=table.membership,
        guild_membership=table.guild_membership,
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


def _labels(name: str, given: Sequence[Hashable] | None, default: Sequence[Hashable]) -> list[int]:
    """Number the labels in order of first use."""
    labels = list(default if given is None else given)
    if len(labels) != len(default):
        raise DesignError(f"{len(labels)} {name} given for {len(default)} profiles; give one label per profile.")
    order = list(dict.fromkeys(labels))
    return [order.index(label) for label in labels]


def _files(several: list[Resolved], labs: list[int], stools: list[int], numbers: _Numbers) -> list[_File]:
    """Files in an order that depends on their content alone, so that the order they come in cannot matter."""
    person_group = np.hypot(numbers.person_group, numbers.day_group)
    person_taxon = float(np.hypot(numbers.person_taxon, numbers.day_taxon))
    found = []
    for item, lab, stool in zip(several, labs, stools, strict=True):
        known = "platform_ratio_known" if item.profile.tool else "platform_ratio_unknown"
        ratio = numbers.errors[known].value
        depth = item.profile.depth or numbers.errors["depth_unknown"].value
        size = effective_size(depth * (1 - item.profile.unclassified), numbers.errors["overdispersion"].value)
        parts = item.composition
        key = (item.profile.label, *((name, share) for name, (_, share) in parts.items()))
        found.append((repr(key), _File(parts, size, lab, stool, ratio * person_group, ratio * person_taxon)))
    found.sort(key=lambda pair: pair[0])
    files_in_order = [file for _, file in found]
    labs_in_order = _labels("laboratories", [f.laboratory for f in files_in_order], range(len(found)))
    stools_in_order = _labels("stools", [f.stool for f in files_in_order], range(len(found)))
    return [
        replace(file, laboratory=lab, stool=stool)
        for file, lab, stool in zip(files_in_order, labs_in_order, stools_in_order, strict=True)
    ]


def _weights(found: list[_File], numbers: _Numbers) -> _Array:
    """Weights of generalised least squares, shape (n_files,), sum 1; negative ones are cut at 0."""
    lab, stool = np.array([f.laboratory for f in found]), np.array([f.stool for f in found])
    platform = np.array([float(np.sqrt((f.platform_group**2).mean())) for f in found])
    shares = (numbers.typical @ numbers.membership)[: len(GROUPS)]
    counts = np.array([float((1 / (f.size * shares)).mean()) for f in found])
    covariance = np.outer(platform, platform) * (lab[:, None] == lab)
    covariance = covariance + float((numbers.day_group**2).mean()) * (stool[:, None] == stool) + np.diag(counts)
    weights = np.maximum(np.linalg.solve(covariance, np.ones(len(found))), 0)
    return np.asarray(weights / weights.sum())


def _measured(file: _File, seed: int, member: int, place: int, numbers: _Numbers) -> _Array:
    """Composition behind one file, shape (n_rows,): its counts, its laboratory's error, its stool's day."""
    rows = _count(file.parts, file.size, numbers, _stream(seed, member, _COUNTS, place))
    platform = _stream(seed, member, _PLATFORM, file.laboratory)
    rows = _shift(rows, file.platform_group, file.platform_taxon, numbers, platform)
    return _shift(rows, numbers.day_group, numbers.day_taxon, numbers, _stream(seed, member, _DAY, file.stool))


def _person(several: list[_Array], weights: _Array, numbers: _Numbers) -> _Array:
    """Join the compositions of one person: log means over groups, plain means over the taxa of a group."""
    if len(several) == 1:
        return several[0]
    rows = np.array(several)
    groups = rows @ numbers.membership
    taxa = weights @ (rows / np.maximum(groups @ numbers.membership.T, np.finfo(float).tiny))
    joined = np.exp(weights @ np.log(np.maximum(groups, np.finfo(float).tiny)))
    inside = taxa @ numbers.membership
    scale = np.divide(joined, inside, out=np.zeros_like(joined), where=inside > 0)
    person = taxa * (numbers.membership @ scale)
    return np.asarray(person / person.sum())


def _stream(seed: int, member: int, step: int, place: int = 0) -> np.random.Generator:
    key = (member, step, place) if place else (member, step)
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed, spawn_key=key)))


def effective_size(depth: float, theta: float) -> float:
    """Give the number of independent reads that carry as much as `depth` over-dispersed ones of precision `theta`."""
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
    guilds = np.empty((len(rows), len(GUILDS)))
    capacities = np.empty((len(rows), len(TRAITS)))
    present = numbers.traits > 0
    k = numbers.concentration[present]
    mean = numbers.traits[present]
    # One member at a time: a product over all of them rounds differently with their number.
    for i, member in enumerate(rows):
        groups = (member @ numbers.membership)[: len(GROUPS)]
        shares[i] = groups / groups.sum()
        inside = member @ numbers.guild_membership
        guilds[i] = inside / inside.sum()
        traits = np.zeros_like(numbers.traits)
        traits[present] = _stream(seed, i, _TRAITS).beta(k * mean, k * (1 - mean))
        capacities[i] = (member @ traits) / (numbers.typical @ traits)
    return Draws(shares, guilds, capacities)
