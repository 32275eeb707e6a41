"""The trait table: what each known taxon makes, and the families its genera stand for.

``traits.tsv`` has one known genus or species a row. A trait between 0 and 1 is the share of strains, or the relative
strength, with which a taxon makes a product; capacities are sums of trait times biomass. A family or an order has no
row of its own: it stands for a mixture of its genera, weighted by their typical abundance, and is computed here.

Leaves out: any use of the numbers (`capacity`, `sampling`), and names in other spellings (`taxonomy`).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.errors import EvidenceError
from enterotone.evidence import rows

__all__ = ["GROUPS", "GUILDS", "OTHER", "TRAITS", "TraitRow", "TraitTable", "read_rows", "trait_table"]

GROUPS = ("bacteroides", "butyrate", "fibre", "lactate", "protein")
#: Finer division of the same groups, in which the model's microbiota is written.
GUILDS = (
    "bacteroides",
    "propionate",
    "butyrate_acetate",
    "butyrate_formate",
    "butyrate_lactate",
    "starch",
    "fibre",
    "acetogen",
    "methanogen",
    "sulfate",
    "lactate",
    "protein",
    "facultative",
    "bile",
)
OTHER = "other"
TRAITS = (
    "acetate",
    "propionate",
    "butyrate",
    "lactate",
    "indole",
    "tryptamine",
    "bile7aDehydroxylation",
    "mucinDegrader",
    "sporeFormerStimulator",
    "lpsProinflammatory",
)
_PACKAGE = "enterotone.microbiome"
_FLOOR = 1e-6  # weight of a genus whose typical abundance rounds to 0, within its family


@dataclass(frozen=True)
class TraitRow:
    """A taxon of the trait table; `traits` has the order of `TRAITS`, `index` its place in the table."""

    index: int
    taxon: str
    rank: str
    taxid: int | None
    family: str
    order: str
    phylum: str
    functional_group: str
    guild: str
    group: str
    traits: tuple[float, ...]
    typical: float
    verified: bool
    sources: tuple[str, ...]
    note: str


@dataclass(frozen=True)
class TraitTable:
    """All rows of the trait table with what follows from them.

    Parameters
    ----------
    rows : in the order of the file.
    families, orders : name -> row indices of the genera that belong to it.
    """

    rows: tuple[TraitRow, ...]
    families: Mapping[str, tuple[int, ...]]
    orders: Mapping[str, tuple[int, ...]]

    @property
    def traits(self) -> NDArray[np.float64]:
        """Trait values, shape (n_rows, n_traits)."""
        return np.array([row.traits for row in self.rows])

    @property
    def membership(self) -> NDArray[np.float64]:
        """1 where a row belongs to a group, shape (n_rows, 6): the five `GROUPS` and `OTHER`."""
        names = (*GROUPS, OTHER)
        return np.array([[float(row.group == name) for name in names] for row in self.rows])

    @property
    def guild_membership(self) -> NDArray[np.float64]:
        """1 where a row belongs to a guild, shape (n_rows, n_guilds); rows without a guild are 0 throughout."""
        return np.array([[float(row.guild == name) for name in GUILDS] for row in self.rows])

    @property
    def typical(self) -> NDArray[np.float64]:
        """Average Western composition over the rows, shape (n_rows,), sum 1; species rows are 0."""
        values = np.array([row.typical if row.rank == "genus" else 0.0 for row in self.rows])
        return np.asarray(values / values.sum())

    def mixture(self, indices: tuple[int, ...]) -> dict[int, float]:
        """Weights of the genera behind a family or an order, by typical abundance, sum 1."""
        weights = {index: max(self.rows[index].typical, _FLOOR) for index in indices}
        total = math.fsum(weights.values())
        return {index: weight / total for index, weight in weights.items()}

    def index(self, taxon: str, rank: str) -> int | None:
        """Place of a genus or species in the table, or None."""
        return _positions().get((rank, taxon))


def read_rows(name: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Read a table of this package; see `enterotone.evidence.rows.read_rows`."""
    return rows.read_rows(files(_PACKAGE) / name)


@lru_cache(maxsize=1)
def trait_table() -> TraitTable:
    """Read ``traits.tsv``, ``families.tsv`` and ``groups.tsv``.

    Raises
    ------
    EvidenceError
        If a taxon comes twice, a trait lies outside 0 to 1, or a family or functional group is not in its table.
    """
    places = {cells["family"]: cells for _, cells in read_rows("families.tsv")}
    groups = {cells["functionalGroup"]: cells for _, cells in read_rows("groups.tsv")}
    found: list[TraitRow] = []
    seen: set[tuple[str, str]] = set()
    for where, cells in read_rows("traits.tsv"):
        if (cells["rank"], cells["taxon"]) in seen:
            raise EvidenceError(f"{where}: '{cells['taxon']}' comes twice; join the rows.")
        seen.add((cells["rank"], cells["taxon"]))
        found.append(_row(len(found), where, cells, places, groups))
    families: dict[str, list[int]] = {}
    orders: dict[str, list[int]] = {}
    for row in found:
        if row.rank == "genus":
            families.setdefault(row.family, []).append(row.index)
            orders.setdefault(row.order, []).append(row.index)
    return TraitTable(
        tuple(found),
        {name: tuple(members) for name, members in families.items()},
        {name: tuple(members) for name, members in orders.items()},
    )


@lru_cache(maxsize=1)
def _positions() -> dict[tuple[str, str], int]:
    return {(row.rank, row.taxon): row.index for row in trait_table().rows}


def _row(
    index: int,
    where: str,
    cells: Mapping[str, str],
    places: Mapping[str, Mapping[str, str]],
    groups: Mapping[str, Mapping[str, str]],
) -> TraitRow:
    for column, known in (("family", places), ("functionalGroup", groups)):
        if cells[column] not in known:
            raise EvidenceError(f"{where}, {cells['taxon']}: {column} '{cells[column]}' is not in its table; add it.")
    try:
        traits = tuple(float(cells[trait]) for trait in TRAITS)
        typical = float(cells["typicalAbundance"])
    except ValueError as error:
        raise EvidenceError(f"{where}, {cells['taxon']}: {error}; one plain number a cell.") from error
    if not all(0 <= value <= 1 for value in (*traits, typical)):
        raise EvidenceError(f"{where}, {cells['taxon']}: a trait or abundance lies outside 0 to 1.")
    return TraitRow(
        index,
        cells["taxon"],
        cells["rank"],
        int(cells["ncbiTaxid"]) if cells["ncbiTaxid"] else None,
        cells["family"],
        places[cells["family"]]["order"],
        places[cells["family"]]["phylum"],
        cells["functionalGroup"],
        groups[cells["functionalGroup"]]["guild"],
        groups[cells["functionalGroup"]]["group"],
        traits,
        typical,
        cells["verified"] == "yes",
        tuple(cells["sourceId"].split(",")),
        cells["note"],
    )
