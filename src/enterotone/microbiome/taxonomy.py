"""From a name in any of the usual taxonomies to a taxon of the trait table.

Order of attempts, each with the exact spelling first, then without GTDB suffix or brackets:

1. species: a species row, a renamed species, or the genus that the renamed species now belongs to;
2. genus: a synonym that holds within the family the file gives, a synonym that holds anywhere, a genus row;
3. family, then 4. order: the mixture of the genera the trait table knows of it, with wide traits.

A name that only fits after its suffix or brackets were taken off (``Clostridium_Q``, ``[Ruminococcus]``) counts as
that genus only where the file's family is the genus's own, or is not given: with the suffix GTDB says that the
organism is something else. Classes and phyla are not resolved: they say too little about what a microbe makes.

``synonyms.tsv`` holds renamings (its `kind`: renamed, gtdb, silva, greengenes, rdp, hitchip, placement, family, order,
phylum), each with its source.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from enterotone.microbiome.lineage import binomial, clean, gtdb_base, is_placeholder
from enterotone.microbiome.profile import Taxon
from enterotone.microbiome.traits import TraitTable, read_rows, trait_table

__all__ = ["Target", "canonical", "find", "is_known", "nearest_taxa", "row_shares"]


@dataclass(frozen=True)
class Target:
    """What a name was understood as.

    Parameters
    ----------
    name, rank : the taxon of the trait table; rank is species, genus, family or order.
    weights : row index of the trait table -> weight, sum 1; one row for a species or genus.
    """

    name: str
    rank: str
    weights: Mapping[int, float]

    @property
    def key(self) -> str:
        return f"{self.rank}:{self.name}"


def row_shares(parts: Iterable[tuple[Target, float]]) -> NDArray[np.float64]:
    """Spread shares over the rows of the trait table.

    Parameters
    ----------
    parts : what was understood, and its share.

    Returns
    -------
    ndarray, shape (n_rows,)
        Its sum is that of the shares.
    """
    rows = np.zeros(len(trait_table().rows))
    for target, share in parts:
        for index, weight in target.weights.items():
            rows[index] += share * weight
    return rows


@lru_cache(maxsize=1)
def _synonyms() -> dict[tuple[str, str, str], tuple[str, str]]:
    """(rank, folded name, family or '') -> (name, rank)."""
    return {
        (cells["rank"], _fold(cells["name"]), cells["family"]): (cells["resolved"], cells["resolvedRank"])
        for _, cells in read_rows("synonyms.tsv")
    }


@lru_cache(maxsize=1)
def _spellings() -> dict[tuple[str, str], str]:
    """(rank, folded name) -> name as the trait table spells it, for all four ranks."""
    table = trait_table()
    known = {(row.rank, _fold(row.taxon)): row.taxon for row in table.rows}
    known |= {("family", _fold(name)): name for name in table.families}
    known |= {("order", _fold(name)): name for name in table.orders}
    return known


def _fold(name: str) -> str:
    return clean(name).casefold()


def canonical(name: str, rank: str, family: str = "") -> tuple[str, str]:
    """Give today's name of a taxon: the spelling of the trait table, a synonym's target, or the name itself.

    Parameters
    ----------
    name : in any spelling, without rank prefix.
    rank : one of `enterotone.microbiome.lineage.RANKS`.
    family : family of the file's lineage, canonical, where known; some names mean different organisms by family.

    Returns
    -------
    (str, str)
        Name and rank; the rank changes where a name is only worth its family.
    """
    synonyms, folded = _synonyms(), _fold(name)
    for condition in (family, "") if family else ("",):
        if hit := synonyms.get((rank, folded, condition)):
            return hit
    return (_spellings().get((rank, folded)) or clean(name), rank)


def find(taxon: Taxon) -> Target | None:
    """Resolve a piece of a profile to the trait table, or give None where it is not known.

    Parameters
    ----------
    taxon : lineage as written; levels that are placeholders are skipped.
    """
    family = _canonical_family(taxon.level("family"))
    genus, species = taxon.level("genus"), taxon.level("species")
    if species and (target := _find_species(genus, species, family)):
        return target
    if genus and (target := _find_genus(genus, family)):
        return target
    return _find_above(taxon.level("family"), "family") or _find_above(taxon.level("order"), "order")


def is_known(name: str) -> bool:
    """Whether a single bare name is in the trait table or a synonym, at genus, family or order."""
    folded = _fold(name)
    base = _fold(gtdb_base(name) or name)
    return any(
        (rank, form) in _spellings() or (rank, form, "") in _synonyms()
        for rank in ("genus", "family", "order")
        for form in (folded, base)
    )


def nearest_taxa(name: str, n: int = 3) -> tuple[str, ...]:
    """Known names that look like an unknown one, for messages; empty where none is close."""
    known = {_fold(spelling): spelling for (rank, _), spelling in _spellings().items() if rank in {"genus", "family"}}
    return tuple(known[hit] for hit in difflib.get_close_matches(_fold(name), list(known), n=n, cutoff=0.8))


def _find_species(genus: str, species: str, family: str) -> Target | None:
    name = binomial(genus, species)
    if name is None:
        return None
    resolved, rank = canonical(name, "species")
    if rank != "species":
        return _target(resolved, rank)
    if target := _target(resolved, "species"):
        return target
    # Without a usable genus level the species still names its genus (MetaPhlAn: Lachnospiraceae_unclassified).
    if not genus or resolved != name:
        return _find_genus(resolved.rpartition(" ")[0], family)
    return None


def _find_genus(name: str, family: str) -> Target | None:
    resolved, rank = canonical(name, "genus", family)
    if target := _target(resolved, rank):
        return target
    base = gtdb_base(name)
    if base is None:
        return None
    resolved, rank = canonical(base, "genus", family)
    target = _target(resolved, rank)
    if target is None or rank != "genus" or not family:
        return target
    home = trait_table().rows[next(iter(target.weights))].family
    at_home = home == family or ("genus", _fold(base), family) in _synonyms()
    return target if at_home else None


def _find_above(name: str, rank: str) -> Target | None:
    if not name:
        return None
    for form in (name, gtdb_base(name)):
        if form and (target := _target(*canonical(form, rank))):
            return target
    return None


def _canonical_family(name: str) -> str:
    if not name or is_placeholder(name):
        return ""
    for form in (name, gtdb_base(name)):
        if form and (hit := canonical(form, "family"))[0] in trait_table().families:
            return hit[0]
    return clean(name)


def _target(name: str, rank: str) -> Target | None:
    table: TraitTable = trait_table()
    if rank in {"species", "genus"}:
        index = table.index(name, rank)
        return None if index is None else Target(name, rank, {index: 1.0})
    members = (table.families if rank == "family" else table.orders).get(name)
    return None if members is None else Target(name, rank, table.mixture(members))
