"""Tables with a column for each rank (``Kingdom``, ``Phylum``, ..., ``Genus``, ``Species``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from enterotone.microbiome.lineage import RANKS

__all__ = ["lineage_from", "rank_places"]

_NAMES = {"superkingdom": "kingdom", "domain": "kingdom", "realm": "kingdom"}
_EMPTY = {"", "na", "nan", "n/a", "none", "null", "-", "unassigned", "unclassified", "unknown"}
_PREFIXES = ("d__", "k__", "p__", "c__", "o__", "f__", "g__", "s__", "sk__")


def rank_places(header: Sequence[str]) -> dict[str, int]:
    """Find the columns of ranks.

    Parameters
    ----------
    header : names of the columns.

    Returns
    -------
    dict of str to int
        Rank -> place, from kingdom down to species; the first column of a rank counts.
    """
    found: dict[str, int] = {}
    for place, name in enumerate(header):
        folded = name.strip().strip('"').casefold()
        rank = _NAMES.get(folded, folded)
        if rank in RANKS[:-1]:
            found.setdefault(rank, place)
    return {rank: found[rank] for rank in RANKS if rank in found}


def lineage_from(cells: Sequence[str], places: Mapping[str, int]) -> tuple[tuple[str, str], ...]:
    """Give the lineage of a row; ranks without a name are left out.

    Parameters
    ----------
    cells : of the row.
    places : from `rank_places`.
    """
    levels = []
    for rank, place in places.items():
        name = cells[place].strip().strip('"') if place < len(cells) else ""
        for prefix in _PREFIXES:
            name = name.removeprefix(prefix)
        if name.casefold() not in _EMPTY:
            levels.append((rank, name))
    return tuple(levels)
