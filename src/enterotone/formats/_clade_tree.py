"""Reports that list a tree of clades by indentation (Kraken, KrakenUniq, Centrifuge, Bracken, Pavian).

Each line has the reads of its clade and the reads of the taxon itself. The reads of the taxa are disjoint, so they
are the profile; the clades serve as a check, because a cut or filtered report no longer adds up.

Ranks are not taken from their letters alone: letters moved when NCBI renamed the domain and added kingdoms in 2025.
The domain is known by its name, and a rank that does not go down the tree is passed over.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from enterotone.formats._partition import Row
from enterotone.formats._problem import first_time, problem
from enterotone.microbiome.lineage import RANKS

__all__ = ["KRAKEN_RANKS", "Node", "indent_of", "to_rows"]

#: Letters of Kraken and Bracken.
KRAKEN_RANKS = {
    "D": "kingdom",
    "K": "kingdom",
    "P": "phylum",
    "C": "class",
    "O": "order",
    "F": "family",
    "G": "genus",
    "S": "species",
}

_DOMAINS = {"bacteria", "archaea", "eukaryota", "viruses"}
_TOLERANCE = 2e-3  # of all reads: Bracken rounds each species to whole reads


@dataclass(frozen=True)
class Node:
    """A line of a report: depth in the tree, rank in our names or empty, name, reads of taxon and clade, id, line."""

    depth: int
    rank: str
    name: str
    own: float
    clade: float
    taxid: int | None
    line: int


def indent_of(name: str, path: Path, line: int) -> int:
    """Depth of a name: half the blanks before it.

    Raises
    ------
    FormatError
        If the number of blanks is odd.
    """
    blanks = len(name) - len(name.lstrip(" "))
    if blanks % 2:
        raise problem(
            path,
            f"{blanks} blanks before the name",
            "two for each level",
            "Give the report as the tool wrote it",
            line=line,
        )
    return blanks // 2


def to_rows(nodes: Sequence[Node], path: Path) -> list[Row]:
    """Turn a tree into disjoint rows.

    Parameters
    ----------
    nodes : in the order of the file, the unclassified line left out.
    path : for messages.

    Returns
    -------
    list of Row
        One a taxon with reads of its own; those above the domain have an empty lineage.

    Raises
    ------
    FormatError
        If a taxon comes twice at one place, a line is more than one level below the one before, or the reads below a
        clade do not add up to it.
    """
    rows: list[Row] = []
    stack: list[Node] = []
    seen: dict[tuple[str, ...], int] = {}
    total = math.fsum(node.clade for node in nodes if node.depth == 0)
    for node in nodes:
        if node.depth > (stack[-1].depth + 1 if stack else 0):
            remedy = "Give the report as the tool wrote it, all of its lines"
            raise problem(path, f"'{node.name}' without its parent", "each clade's parent", remedy, line=node.line)
        while stack and stack[-1].depth >= node.depth:
            stack.pop()
        stack.append(node)
        first_time(seen, tuple(item.name for item in stack), node.line, path, f"'{node.name}'")
        if node.own > 0:
            rows.append(Row(_lineage(stack), node.own, node.line, node.taxid))
    _check(nodes, total, path)
    return rows


def _lineage(stack: Sequence[Node]) -> tuple[tuple[str, str], ...]:
    levels: list[tuple[str, str]] = []
    for node in stack:
        rank = "kingdom" if node.name.casefold() in _DOMAINS else node.rank
        if not rank or (rank == "kingdom" and levels):
            continue
        if levels and RANKS.index(rank) <= RANKS.index(levels[-1][0]):
            continue
        levels.append((rank, node.name))
    return tuple(levels)


def _check(nodes: Sequence[Node], total: float, path: Path) -> None:
    """Compare each clade with its own reads and the clades right below it."""
    open_nodes: list[tuple[Node, float]] = []

    def close(depth: int) -> None:
        while open_nodes and open_nodes[-1][0].depth >= depth:
            node, found = open_nodes.pop()
            if abs(found - node.clade) > max(_TOLERANCE * total, 1.0):
                raise problem(
                    path,
                    f"{found:g} reads in and below '{node.name}', whose clade has {node.clade:g}",
                    "reads that add up to their clade",
                    "The report is cut or was filtered: give it as the tool wrote it, all of its lines",
                    line=node.line,
                )
            if open_nodes:
                parent, so_far = open_nodes[-1]
                open_nodes[-1] = (parent, so_far + node.clade)

    for node in nodes:
        close(node.depth)
        open_nodes.append((node, node.own))
    close(0)
