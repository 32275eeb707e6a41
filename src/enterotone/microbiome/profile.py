"""One stool sample as a profile of relative abundances: the type that every reader returns.

A profile holds the finest partition of the sample that its file supports down to species: each piece of mass is
counted once, at the lowest rank at which the file still names it. Shares sum to 1 over the named taxa and the
unclassified rest together. Nothing is resolved here (`enterotone.microbiome.taxonomy`) and nothing is read
(`enterotone.formats`).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from enterotone.errors import ProfileError
from enterotone.microbiome.indices import shannon
from enterotone.microbiome.lineage import RANKS, is_placeholder

__all__ = ["Profile", "Taxon"]

_ROUNDING = 1e-6


@dataclass(frozen=True)
class Taxon:
    """A piece of the sample.

    Parameters
    ----------
    name : lowest name of the lineage, as written, without rank prefix.
    rank : rank of `name`, one of `enterotone.microbiome.lineage.RANKS`.
    lineage : (rank, name) from the highest rank down, as far as the file tells.
    abundance : share of the whole sample, unclassified reads included.
    taxid : NCBI Taxonomy id, where the file gives one.
    """

    name: str
    rank: str
    lineage: tuple[tuple[str, str], ...]
    abundance: float
    taxid: int | None = None

    def level(self, rank: str) -> str:
        """Name at a rank, as written, or an empty string where it is not given or a placeholder."""
        for level, name in self.lineage:
            if level == rank and not is_placeholder(name):
                return name
        return ""


@dataclass(frozen=True)
class Profile:
    """Relative abundances of one sample.

    Parameters
    ----------
    sample : id of the sample within its file.
    taxa : named pieces with an abundance above 0, largest first.
    kind : ``counts`` or ``relative``, as the file wrote it.
    depth : reads or counts behind the profile, or None when the file does not tell.
    unclassified : share of the sample that the tool could not name.
    format, tool, version, database : as found in the content; empty where the file does not tell.
    rank : rank at which most of the named mass is given.
    path : file name without its folder.
    warnings : everything that a careful reader would want to know about this file.

    Raises
    ------
    ProfileError
        If a share is negative or not finite, if nothing is named, or if the shares do not sum to 1.
    """

    sample: str
    taxa: tuple[Taxon, ...]
    kind: str
    depth: float | None = None
    unclassified: float = 0.0
    format: str = ""
    tool: str = ""
    version: str = ""
    database: str = ""
    rank: str = "genus"
    path: str = ""
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        shares = [taxon.abundance for taxon in self.taxa] + [self.unclassified]
        if not all(math.isfinite(share) and share >= 0 for share in shares):
            raise ProfileError(f"{self.label}: a share is negative or not a number; abundances must be 0 or more.")
        if not self.taxa:
            raise ProfileError(f"{self.label}: no taxon has an abundance above 0; the profile is empty.")
        if abs(math.fsum(shares) - 1) > _ROUNDING:
            raise ProfileError(f"{self.label}: shares sum to {math.fsum(shares):.6g}; expected 1.")

    @classmethod
    def from_amounts(
        cls,
        sample: str,
        pieces: Sequence[Taxon],
        *,
        unclassified: float = 0.0,
        kind: str = "relative",
        depth: float | None = None,
        format: str = "",
        tool: str = "",
        version: str = "",
        database: str = "",
        path: str = "",
        warnings: tuple[str, ...] = (),
    ) -> Profile:
        """Build a profile from amounts in any unit (counts, percent).

        Parameters
        ----------
        sample : id of the sample.
        pieces : disjoint pieces with amounts in place of shares; those with 0 are dropped.
        unclassified : amount that was not named, in the same unit.
        kind, depth, format, tool, version, database, path, warnings : as in the class; `rank` is found from the pieces.

        Raises
        ------
        ProfileError
            If all amounts are 0.
        """
        total = math.fsum([piece.abundance for piece in pieces]) + unclassified
        if not total > 0 or not any(piece.abundance > 0 for piece in pieces):
            raise ProfileError(
                f"{path or 'profile'}, sample '{sample}': all abundances are 0, so there is no composition. "
                "Choose another sample, or check that the analysis of this one succeeded."
            )
        taxa = [replace(piece, abundance=piece.abundance / total) for piece in pieces if piece.abundance > 0]
        taxa.sort(key=lambda taxon: (-taxon.abundance, taxon.lineage, taxon.name))
        mass: dict[str, float] = dict.fromkeys(RANKS, 0.0)
        for taxon in taxa:
            mass[taxon.rank] += taxon.abundance
        rank = max(mass, key=lambda name: mass[name])
        rest = unclassified / total
        return cls(sample, tuple(taxa), kind, depth, rest, format, tool, version, database, rank, path, warnings)

    @property
    def label(self) -> str:
        """File and sample, for messages."""
        return f"{self.path or 'profile'}, sample '{self.sample}'"

    def shares_at(self, rank: str) -> Mapping[str, float]:
        """Sum the named part at a rank.

        Parameters
        ----------
        rank : one of `enterotone.microbiome.lineage.RANKS`.

        Returns
        -------
        Mapping of str to float
            Name -> share of the whole sample. Mass that the file does not name at this rank stands under its own
            lowest name, so the values sum to ``1 - unclassified``.
        """
        sums: dict[str, float] = {}
        for taxon in self.taxa:
            name = taxon.level(rank) or taxon.name
            sums[name] = sums.get(name, 0.0) + taxon.abundance
        return sums

    def shannon(self, rank: str = "genus") -> float:
        """Shannon diversity of the named part at a rank [nats]."""
        return shannon(list(self.shares_at(rank).values()))

    def richness(self, rank: str = "genus") -> int:
        """Number of taxa of the named part at a rank."""
        return len(self.shares_at(rank))
