"""The synthetic community that every example file is written from: one sample, said in each format.

It is the example profile that ships with the package, turned into whole counts, so that any two formats can be
compared. No person gave this sample.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from enterotone.microbiome.lineage import parse_lineage

__all__ = ["NOTE", "SAMPLE", "Member", "clades", "community"]

SAMPLE = "stool_1"
NOTE = "synthetic example of Enterotone; no person gave this sample"
_FILE = "stool_metaphlan.tsv"
_PER_PERCENT = 1000


@dataclass(frozen=True)
class Member:
    """A piece of the community: its lineage from kingdom to genus or species, and its count."""

    lineage: tuple[tuple[str, str], ...]
    count: int

    def level(self, rank: str) -> str:
        """Name at a rank with blanks for underscores, or an empty string."""
        return next((name.replace("_", " ") for level, name in self.lineage if level == rank), "")

    @property
    def genus(self) -> str:
        """Genus, or an empty string where the community only tells the family."""
        name = self.level("genus")
        return "" if name.endswith("unclassified") else name

    @property
    def named(self) -> tuple[tuple[str, str], ...]:
        """Lineage with blanks for underscores and without levels that name nothing, down to genus."""
        levels = [(rank, name.replace("_", " ")) for rank, name in self.lineage if rank != "species"]
        return tuple(level for level in levels if not level[1].endswith("unclassified"))


@lru_cache(maxsize=1)
def community() -> tuple[Member, ...]:
    """Read the pieces of the community: genera, and what stays at a family; counts add up to about 100 000."""
    text = files("enterotone.examples").joinpath(_FILE).read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    found = []
    for cells in rows:
        lineage = parse_lineage(cells[0])
        if lineage[-1][0] == "genus":
            found.append(Member(lineage, round(float(cells[2]) * _PER_PERCENT)))
    return tuple(sorted(found, key=lambda member: (-member.count, member.lineage)))


def clades(*, genera_only: bool = False) -> dict[tuple[tuple[str, str], ...], int]:
    """Counts of all clades, coarse ones first within their branch, as reports of clades list them.

    Parameters
    ----------
    genera_only : leave out what the community only tells to the family.
    """
    sums: dict[tuple[tuple[str, str], ...], int] = {}
    for member in community():
        if genera_only and not member.genus:
            continue
        for depth in range(1, len(member.named) + 1):
            key = member.named[:depth]
            sums[key] = sums.get(key, 0) + member.count
    order: list[tuple[tuple[str, str], ...]] = []

    def visit(parent: tuple[tuple[str, str], ...]) -> None:
        below = [key for key in sums if key[:-1] == parent]
        for key in sorted(below, key=lambda key: -sums[key]):
            order.append(key)
            visit(key)

    visit(())
    return {key: sums[key] for key in order}
