"""From disjoint rows to a profile: the last step of every reader.

Reads of the host, of its food and of organelles are no microbes. They are moved to the unclassified share, with a
warning that says how much it was, so that the shares of microbes are shares of microbes in every format.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from enterotone.formats._amounts import kind_of
from enterotone.formats._partition import Row
from enterotone.formats._problem import problem
from enterotone.microbiome.profile import Profile, Taxon

__all__ = ["joined", "profile_of", "species_lineage"]

_FOREIGN = {
    "chordata": "host or food",
    "mammalia": "host or food",
    "homo": "host or food",
    "homo sapiens": "host or food",
    "viridiplantae": "plants",
    "streptophyta": "plants",
    "arthropoda": "animals",
    "chloroplast": "organelles",
    "mitochondria": "organelles",
    "mitochondrion": "organelles",
}
_WORTH_SAYING = 1e-3


def profile_of(
    rows: Sequence[Row],
    *,
    rest: float,
    path: Path,
    sample: str,
    format: str,
    kind: str | None = "relative",
    depth: float | None = None,
    tool: str = "",
    version: str = "",
    database: str = "",
    warnings: Sequence[str] = (),
) -> Profile:
    """Build the profile of one sample.

    Parameters
    ----------
    rows : disjoint rows with amounts in one unit; those of one lineage are added up, those without one go to `rest`.
    rest : amount that was not named, in the same unit.
    path, sample, format, depth, tool, version, database, warnings : as in `Profile`.
    kind : as in `Profile`, or None where the file does not say it: it and the depth are then read off the amounts
        (`enterotone.formats._amounts`).

    Raises
    ------
    FormatError
        If a row has a blank name, or the amounts are neither counts nor shares where `kind` is None.
    ProfileError
        If all amounts are 0.
    """
    whole = joined(rows)
    if kind is None:
        kind, depth = kind_of([row.amount for row in whole] + [rest], path, sample)
    named: list[Row] = []
    foreign: dict[str, float] = {}
    for row in whole:
        if row.lineage and not row.lineage[-1][1].strip():
            raise problem(path, "a taxon without a name", "a name", "Name it, or call it 'unclassified'", line=row.line)
        what = next((_FOREIGN[name.casefold()] for _, name in row.lineage if name.casefold() in _FOREIGN), "")
        if what:
            foreign[what] = foreign.get(what, 0.0) + row.amount
        elif row.lineage:
            named.append(row)
        else:
            rest += row.amount
    total = math.fsum(row.amount for row in named) + math.fsum(foreign.values()) + rest
    notes = [
        f"{amount / total:.1%} of the sample is of {what}, not of microbes; it was counted as unclassified."
        for what, amount in foreign.items()
        if amount > _WORTH_SAYING * total
    ]
    return Profile.from_amounts(
        sample,
        [Taxon(row.lineage[-1][1], row.lineage[-1][0], row.lineage, row.amount, row.taxid) for row in named],
        unclassified=rest + math.fsum(foreign.values()),
        kind=kind,
        depth=depth,
        format=format,
        tool=tool,
        version=version,
        database=database,
        path=path.name,
        warnings=(*warnings, *notes),
    )


def joined(rows: Sequence[Row]) -> list[Row]:
    """Add up rows of one lineage; the first one's line and id are kept."""
    sums: dict[tuple[tuple[str, str], ...], Row] = {}
    for row in rows:
        known = sums.get(row.lineage)
        sums[row.lineage] = (
            row if known is None else Row(row.lineage, known.amount + row.amount, known.line, known.taxid)
        )
    return list(sums.values())


def species_lineage(name: str, rank: str = "species") -> tuple[tuple[str, str], ...]:
    """Give the lineage of a name without one: a species also names its genus.

    Parameters
    ----------
    name : as written, without prefix (``Faecalibacterium prausnitzii``).
    rank : rank of the name.
    """
    words = name.split()
    if rank != "species" or len(words) < 2:
        return ((rank, name),)
    genus = " ".join(words[:2]) if words[0] == "Candidatus" and len(words) > 2 else words[0]
    if not genus.strip("[]'")[:1].isupper():
        return ((rank, name),)
    return (("genus", genus), (rank, name))
