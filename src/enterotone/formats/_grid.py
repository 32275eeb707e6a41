"""Tables of taxa by samples, whichever way round they lie.

Orientation is found from the names: the side on which more of them are lineages or known taxa is the taxa. Shared by
the text and Parquet readers; both hand over labels and a function that gives one sample's cells.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from enterotone.formats._amounts import kind_of
from enterotone.formats._partition import Row, is_nested, partition
from enterotone.formats._pieces import profile_of
from enterotone.formats._problem import problem
from enterotone.microbiome.lineage import is_placeholder, parse_lineage
from enterotone.microbiome.profile import Profile
from enterotone.microbiome.taxonomy import is_known

__all__ = ["ENOUGH", "duplicates", "is_rest", "lineage_of", "taxon_score", "to_profile"]

ENOUGH = 0.3
"""Least share of labels that must look like taxa for a side to be taken as the taxa."""

_LINEAGE = re.compile(r"(^|[;|]\s*)(d|k|sk|p|c|o|f|g|s|t|D_\d+)__")
_REST = re.compile(
    r"^(unclassified|unknown|unassigned|unmapped|no[ _]?hit|others?([ _].*)?|rest|n/?a|)$", re.IGNORECASE
)
_TRIED = 400


def taxon_score(labels: Sequence[str]) -> float:
    """Share of labels (of the first 400) that are lineages or known names of taxa."""
    tried = [label for label in labels[:_TRIED] if label.strip()]
    if not tried:
        return 0.0
    return sum(_looks_like_taxon(label) for label in tried) / len(tried)


def to_profile(
    taxa: Sequence[str],
    amounts: Sequence[float],
    lines: Sequence[int],
    path: Path,
    sample: str,
    *,
    may_merge: bool,
    format_id: str,
    tool: str = "",
    version: str = "",
    warnings: Sequence[str] = (),
) -> Profile:
    """Build the profile of one sample.

    Parameters
    ----------
    taxa : names or lineages as written.
    amounts : one a taxon, checked to be 0 or more.
    lines : line (or column) of each, for messages.
    may_merge : whether a taxon may come several times (a table of sequence variants with their taxonomy).
    format_id, tool, version, warnings : as in `Profile`.

    Raises
    ------
    FormatError
        If a taxon comes twice where it may not, or the sum fits no kind of table.
    ProfileError
        If all amounts are 0.
    """
    notes = list(warnings)
    rows: dict[tuple[tuple[str, str], ...], Row] = {}
    rest, doubled = 0.0, 0
    for name, value, line in zip(taxa, amounts, lines, strict=True):
        lineage = lineage_of(name)
        if not lineage:
            rest += value
            continue
        known = rows.get(lineage)
        if known is not None and not may_merge:
            raise problem(
                path,
                f"the taxon '{name[-60:]}' a second time (first in {known.line})",
                "each taxon once",
                "Add the two up or take one out",
                line=line,
            )
        doubled += known is not None
        rows[lineage] = Row(lineage, value + (known.amount if known else 0.0), line)
    pieces = [row for row in rows.values() if row.amount > 0]
    if is_nested(pieces, path):
        pieces = partition(pieces, path)
    kind, depth = kind_of([piece.amount for piece in pieces] + [rest], path, sample)
    if doubled:
        notes.append(f"{doubled} rows carry the taxon of an earlier row; they were added up.")
    return profile_of(
        pieces,
        rest=rest,
        path=path,
        sample=sample,
        format=format_id,
        kind=kind,
        depth=depth,
        tool=tool,
        version=version,
        warnings=notes,
    )


def duplicates(labels: Sequence[str]) -> list[str]:
    """Labels that come more than once."""
    return [label for label, n in Counter(labels).items() if n > 1]


def _looks_like_taxon(label: str) -> bool:
    if _LINEAGE.search(label):
        return True
    lineage = parse_lineage(label)
    if len(lineage) > 1:
        return any(is_known(name) for _, name in lineage[-3:])
    return bool(lineage) and (is_known(lineage[0][1]) or is_known(lineage[0][1].partition(" ")[0]))


def lineage_of(name: str) -> tuple[tuple[str, str], ...]:
    """Take a written name or lineage apart; empty where it only says that the reads were not named."""
    lineage = parse_lineage(name)
    return () if is_rest(name, lineage) else lineage


def is_rest(name: str, lineage: tuple[tuple[str, str], ...]) -> bool:
    """Whether a row holds what was not named: a word for it, or a lineage of placeholders alone."""
    if _REST.match(name.strip()):
        return True
    return all(is_placeholder(level) or _REST.match(level) for _, level in lineage)
