"""From a table that repeats mass at every rank to disjoint pieces.

Profilers write the same reads at kingdom, phylum, ... and species. Each row keeps what its finer rows do not explain,
so that nothing is summed twice and mass that stops at a family stays at that family. Strain rows (``t__``) are
part of their species and are left out where the species has a row.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from enterotone.formats._problem import problem

__all__ = ["Row", "is_nested", "partition"]

_ROUNDING = 1e-5  # of the total: profilers round to five digits
_WHOLE = 5e-3
_EXCESS = 2e-3  # of the total: finer rows may exceed their parent by rounding in merged tables


@dataclass(frozen=True)
class Row:
    """A row of a profile: its lineage, its amount and where it stands."""

    lineage: tuple[tuple[str, str], ...]
    amount: float
    line: int
    taxid: int | None = None


def _parents(rows: Sequence[Row]) -> list[int | None]:
    """Index of the nearest coarser row of each row."""
    places = {row.lineage: index for index, row in enumerate(rows)}
    found: list[int | None] = []
    for row in rows:
        parent = None
        for depth in range(len(row.lineage) - 1, 0, -1):
            if row.lineage[:depth] in places:
                parent = places[row.lineage[:depth]]
                break
        found.append(parent)
    return found


def partition(rows: Sequence[Row], path: Path) -> list[Row]:
    """Keep of each row what its finer rows do not explain.

    Parameters
    ----------
    rows : nested rows without duplicates, unclassified left out.
    path : for messages.

    Returns
    -------
    list of Row
        Disjoint rows; amounts sum to the sum of the coarsest rows.

    Raises
    ------
    FormatError
        If a row has no name, or finer rows add to more than their parent.
    """
    for row in rows:
        if not row.lineage:
            remedy = "Name it, or call it 'unclassified'"
            raise problem(path, "a clade without a name", "a name at each rank", remedy, line=row.line)
    rows = _without_strains(rows)
    parents = _parents(rows)
    inner = [0.0] * len(rows)
    for row, parent in zip(rows, parents, strict=True):
        if parent is not None:
            inner[parent] += row.amount
    total = math.fsum(row.amount for row, parent in zip(rows, parents, strict=True) if parent is None)
    pieces = []
    for row, finer in zip(rows, inner, strict=True):
        rest = row.amount - finer
        if rest < -_EXCESS * total:
            raise problem(
                path,
                f"{finer:.6g} in the finer rows of '{row.lineage[-1][1]}', which has {row.amount:.6g}",
                "finer rows that add to no more than their parent",
                "Give the file as the profiler wrote it",
                line=row.line,
            )
        if finer == 0.0 or rest > _ROUNDING * total:
            pieces.append(Row(row.lineage, max(rest, 0.0), row.line, row.taxid))
    return pieces


def is_nested(rows: Sequence[Row], path: Path) -> bool:
    """Whether a table repeats mass at several ranks (parent rows hold their finer rows' mass), or is disjoint.

    Parameters
    ----------
    rows : rows of one sample.
    path : for messages.

    Raises
    ------
    FormatError
        If some parents equal the sum of their finer rows and others do not: then it cannot be told.
    """
    parents = _parents(rows)
    inner: dict[int, float] = {}
    for row, parent in zip(rows, parents, strict=True):
        if parent is not None:
            inner[parent] = inner.get(parent, 0.0) + row.amount
    judged = [(rows[index].amount, finer) for index, finer in inner.items() if finer > 0]
    if not judged:
        return False
    total = math.fsum(row.amount for row in rows)
    coarsest = math.fsum(row.amount for row, parent in zip(rows, parents, strict=True) if parent is None)
    if any(row.amount != int(row.amount) for row in rows) and (_is_whole(total) or _is_whole(coarsest)):
        return not _is_whole(total)
    if any(amount < finer - _ROUNDING * total for amount, finer in judged):
        return False
    equal = sum(abs(amount - finer) <= _ROUNDING * total for amount, finer in judged)
    if 2 * equal >= len(judged):
        return True
    raise problem(
        path,
        "rows at several ranks of which it cannot be told whether the coarse ones include the fine ones",
        "one rank, or coarse rows that equal the sum of their finer rows",
        "Keep the rows of one rank only, for example genus",
    )


def _is_whole(total: float) -> bool:
    """Whether amounts add to 1 or to 100, within rounding."""
    return abs(total - 1) <= _WHOLE or abs(total - 100) <= 100 * _WHOLE


def _without_strains(rows: Sequence[Row]) -> list[Row]:
    species = {row.lineage for row in rows if row.lineage[-1][0] == "species"}
    kept = []
    for row in rows:
        if row.lineage[-1][0] == "strain":
            if row.lineage[:-1] in species:
                continue
            row = Row(row.lineage[:-1], row.amount, row.line, None)
        kept.append(row)
    merged: dict[tuple[tuple[str, str], ...], Row] = {}
    for row in kept:
        # Strain rows of a species without a row of its own add up to it.
        known = merged.get(row.lineage)
        merged[row.lineage] = (
            row if known is None else Row(row.lineage, known.amount + row.amount, known.line, row.taxid)
        )
    return list(merged.values())
