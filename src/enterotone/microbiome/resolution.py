"""A profile understood: what each piece is, how much of the sample is known, and whether that is enough.

`match` never refuses; `resolve` is `match` plus the floors of ``limits.tsv``. Recognised shares are shares of the
named part of the sample: what the tool itself left unclassified is reported apart, because tools differ in whether
they estimate it at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from enterotone.errors import ProfileError
from enterotone.evidence.table import EvidenceTable, read_table
from enterotone.microbiome.body_site import Foreign, foreign_share
from enterotone.microbiome.profile import Profile, Taxon
from enterotone.microbiome.taxonomy import Target, find, nearest_taxa
from enterotone.microbiome.traits import GROUPS, OTHER, trait_table

__all__ = ["Match", "Resolved", "match", "resolve"]

_LEVELS = {"species": "genus", "genus": "genus", "family": "family", "order": "above"}


@dataclass(frozen=True)
class Match:
    """One piece of the sample and what it was understood as.

    Parameters
    ----------
    taxon : as written.
    target : taxon of the trait table, or None.
    share : share of the named part of the sample.
    """

    taxon: Taxon
    target: Target | None
    share: float

    @property
    def group(self) -> str:
        """Group that holds most of the target's weight: one of `GROUPS`, ``other``, or empty."""
        if self.target is None:
            return ""
        rows, sums = trait_table().rows, dict.fromkeys((*GROUPS, OTHER), 0.0)
        for index, weight in self.target.weights.items():
            sums[rows[index].group] += weight
        return max(sums, key=lambda name: sums[name])


@dataclass(frozen=True)
class Resolved:
    """A profile with its names resolved.

    Parameters
    ----------
    profile : as read.
    matches : in the order of the profile's taxa.
    foreign : taxa that belong elsewhere than in stool.
    warnings : of the profile and of the resolution.
    """

    profile: Profile
    matches: tuple[Match, ...]
    foreign: Foreign
    warnings: tuple[str, ...] = ()

    @property
    def recognised(self) -> float:
        """Recognised share of the named part."""
        return sum(item.share for item in self.matches if item.target is not None)

    @property
    def by_rank(self) -> Mapping[str, float]:
        """Share recognised at ``genus`` (or species), ``family`` and ``above`` (order); they sum to `recognised`."""
        sums = {"genus": 0.0, "family": 0.0, "above": 0.0}
        for item in self.matches:
            if item.target is not None:
                sums[_LEVELS[item.target.rank]] += item.share
        return sums

    @property
    def unrecognised(self) -> tuple[Match, ...]:
        """Pieces without a target, largest share first."""
        return tuple(sorted((m for m in self.matches if m.target is None), key=lambda m: (-m.share, m.taxon.lineage)))

    @property
    def composition(self) -> Mapping[str, tuple[Target, float]]:
        """Target key -> target and its share of the recognised part (sum 1), sorted by key."""
        sums: dict[str, tuple[Target, float]] = {}
        recognised = self.recognised
        for item in self.matches:
            if item.target is not None:
                known = sums.get(item.target.key, (item.target, 0.0))[1]
                sums[item.target.key] = (item.target, known + item.share / recognised)
        return dict(sorted(sums.items()))


def match(profile: Profile) -> Resolved:
    """Resolve the names of a profile, without judging whether enough was recognised.

    Parameters
    ----------
    profile : as read by `enterotone.formats`.
    """
    named = sum(taxon.abundance for taxon in profile.taxa)
    matches = tuple(Match(taxon, find(taxon), taxon.abundance / named) for taxon in profile.taxa)
    return Resolved(profile, matches, foreign_share(profile), profile.warnings)


def resolve(profile: Profile) -> Resolved:
    """Resolve the names of a profile and check that it can carry a simulation.

    Parameters
    ----------
    profile : as read by `enterotone.formats`.

    Returns
    -------
    Resolved
        With warnings where a limit of ``limits.tsv`` is near.

    Raises
    ------
    ProfileError
        If the sample looks like another body site or the environment, if less than the floor was recognised,
        or if too few reads were counted.
    """
    found = match(profile)
    limits = _limits()
    _refuse(found, limits)
    return Resolved(found.profile, found.matches, found.foreign, (*found.warnings, *_warnings(found, limits)))


@lru_cache(maxsize=1)
def _limits() -> EvidenceTable:
    return read_table(files("enterotone.microbiome") / "limits.tsv")


def _refuse(found: Resolved, limits: EvidenceTable) -> None:
    profile, label = found.profile, found.profile.label
    if found.foreign.total >= limits["body_site_refuse"].value:
        raise ProfileError(
            f"{label}: this does not look like stool. {found.foreign.total:.0%} of the named part belongs elsewhere "
            f"(mostly {found.foreign.site}): {found.foreign.describe()}. At most "
            f"{limits['body_site_refuse'].value:.0%} is accepted. Give the profile of a stool sample."
        )
    if found.recognised < limits["recognised_refuse"].value:
        elsewhere = f" {found.foreign.describe()} also point away from stool." if found.foreign.markers else ""
        raise ProfileError(
            f"{label}: only {found.recognised:.1%} of the named part was recognised; at least "
            f"{limits['recognised_refuse'].value:.0%} is needed. Not recognised, by share: "
            f"{_list_unrecognised(found)}.{elsewhere} Check that this is a stool sample and that the table gives "
            "genus (or family) names rather than ids; write them as NCBI, GTDB, SILVA or Greengenes do."
        )
    if profile.kind == "counts" and profile.depth is not None and profile.depth < limits["depth_refuse"].value:
        raise ProfileError(
            f"{label}: only {profile.depth:.0f} counts; at least {limits['depth_refuse'].value:.0f} are needed. "
            "Choose a sample with more reads, or give the table before it was subsampled."
        )


def _warnings(found: Resolved, limits: EvidenceTable) -> list[str]:
    profile, notes = found.profile, []
    if found.foreign.total >= limits["body_site_warn"].value:
        notes.append(
            f"{found.foreign.total:.0%} of the named part is unusual for stool (mostly {found.foreign.site}): "
            f"{found.foreign.describe()}."
        )
    if found.recognised < limits["recognised_warn"].value:
        notes.append(f"Only {found.recognised:.0%} of the named part was recognised: {_list_unrecognised(found)}.")
    wide = found.by_rank["family"] + found.by_rank["above"]
    if wide >= limits["wide_warn"].value:
        notes.append(f"{wide:.0%} of the named part was recognised at family or order only; its traits are wide.")
    n_genera = profile.richness("genus")
    if n_genera < limits["n_genera_warn"].value:
        notes.append(
            f"Only {n_genera} genera: the sample is nearly empty or was cut; adult stool rarely shows fewer than "
            f"{limits['n_genera_warn'].value:.0f}."
        )
    if profile.kind == "counts" and profile.depth is not None and profile.depth < limits["depth_warn"].value:
        notes.append(f"Only {profile.depth:.0f} counts: rare groups rest on a handful of reads.")
    if profile.unclassified >= limits["unclassified_warn"].value:
        notes.append(f"{profile.unclassified:.0%} of the sample was not classified by the tool.")
    return notes


def _list_unrecognised(found: Resolved, n: int = 8) -> str:
    parts = []
    for item in found.unrecognised[:n]:
        near = nearest_taxa(item.taxon.name)
        parts.append(f"{item.taxon.name} {item.share:.1%}" + (f" (near {', '.join(near)})" if near else ""))
    more = len(found.unrecognised) - n
    return "; ".join(parts) + (f"; and {more} more" if more > 0 else "")
