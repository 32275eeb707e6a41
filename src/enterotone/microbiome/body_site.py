"""Does the sample look like stool? Shares of taxa that belong elsewhere.

Every marker of ``body_sites.tsv`` (a species, genus or phylum of the mouth, skin, airway, vagina or environment) has
a share that is still usual in adult stool; what goes beyond it counts as foreign. A piece of the sample counts for
one marker only, the most specific one. The sum of the excess is compared with ``limits.tsv`` by
`enterotone.microbiome.resolution`.

Leaves out: a classifier trained on samples; a low-biomass or swapped tube shows in these shares or not at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from enterotone.microbiome.lineage import binomial, clean, gtdb_base
from enterotone.microbiome.profile import Profile, Taxon
from enterotone.microbiome.taxonomy import canonical
from enterotone.microbiome.traits import read_rows

__all__ = ["Foreign", "foreign_share"]


@dataclass(frozen=True)
class Foreign:
    """Mass that does not belong in stool, as shares of the named part of the sample.

    Parameters
    ----------
    by_site : site -> share beyond what is usual in stool.
    markers : marker, its site and its share, largest excess first.
    """

    by_site: Mapping[str, float]
    markers: tuple[tuple[str, str, float], ...]

    @property
    def total(self) -> float:
        return sum(self.by_site.values())

    @property
    def site(self) -> str:
        """The site with the largest share, or an empty string."""
        return max(self.by_site, key=lambda site: self.by_site[site]) if self.by_site else ""

    def describe(self) -> str:
        """List the markers with their shares, for messages."""
        return ", ".join(f"{name} {share:.1%} ({site})" for name, site, share in self.markers[:6])


@lru_cache(maxsize=1)
def _markers() -> dict[tuple[str, str], tuple[str, float]]:
    """(rank, name) -> (site, usual maximum)."""
    return {
        (cells["rank"], cells["taxon"]): (cells["site"], float(cells["usualMaximum"]))
        for _, cells in read_rows("body_sites.tsv")
    }


def foreign_share(profile: Profile) -> Foreign:
    """Sum the taxa that belong to another site than the gut.

    Parameters
    ----------
    profile : any profile with at least one named taxon.

    Returns
    -------
    Foreign
        Shares of the named part (not of the whole sample).
    """
    named = sum(taxon.abundance for taxon in profile.taxa)
    sums: dict[tuple[str, str], float] = {}
    for taxon in profile.taxa:
        if marker := _marker_of(taxon):
            sums[marker] = sums.get(marker, 0.0) + taxon.abundance / named
    by_site: dict[str, float] = {}
    found: list[tuple[float, str, str, float]] = []
    for marker, share in sums.items():
        site, usual = _markers()[marker]
        if share > usual:
            by_site[site] = by_site.get(site, 0.0) + share - usual
            found.append((share - usual, marker[1], site, share))
    found.sort(key=lambda item: (-item[0], item[1]))
    return Foreign(by_site, tuple((name, site, share) for _, name, site, share in found))


def _marker_of(taxon: Taxon) -> tuple[str, str] | None:
    genus = taxon.level("genus")
    species = binomial(genus, taxon.level("species")) if taxon.level("species") else None
    names = [
        ("species", species),
        ("genus", canonical(genus, "genus")[0] if genus else None),
        ("genus", clean(genus) if genus else None),
        ("genus", gtdb_base(genus) if genus else None),
        ("phylum", clean(taxon.level("phylum"))),
    ]
    for rank, name in names:
        if name and (rank, name) in _markers():
            return rank, name
    return None
