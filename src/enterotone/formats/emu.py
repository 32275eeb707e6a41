"""Tables of emu (full-length 16S reads), single or combined.

Support table
-------------
==============================  ===========================================================================
``..._rel-abundance.tsv``       ``tax_id``, ``abundance``, names by rank; ``estimated counts`` with
                                ``--keep-counts``
``emu combine-outputs``         names by rank and one column of abundances a sample
not read                        the taxonomy of emu's database (no amounts), read assignments
==============================  ===========================================================================

Specification
-------------
Tab-separated with a header. ``abundance`` is a fraction of the classified reads; where ``estimated counts`` is there,
it gives the abundance and the depth. Rows whose ``tax_id`` begins with ``unmapped``, ``mapped_unclassified`` or
``unassigned`` are the unclassified share. A blank in a combined table is 0. Names come from the columns of ranks, in
the order of the table or reversed. A taxon id that comes twice is refused. A table without ``abundance`` and without
samples is the database's taxonomy and is refused.

Example
-------
::

    tax_id	abundance	species	genus	family	order	class	phylum	superkingdom
    853	0.31	Faecalibacterium prausnitzii	Faecalibacterium	Oscillospiraceae	...

References
----------
Curry et al., Nat Methods 2022;19:845.
"""

from __future__ import annotations

from pathlib import Path

from enterotone.formats._community import SAMPLE, community
from enterotone.formats._partition import Row
from enterotone.formats._pieces import joined, profile_of
from enterotone.formats._problem import amount, first_time, problem
from enterotone.formats._rank_columns import lineage_from, rank_places
from enterotone.formats._sample import choose
from enterotone.formats._source import stem
from enterotone.formats._table import Table, header_of, read_table
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "emu"
TITLE = "emu relative abundance table"
SUFFIXES = (".tsv",)

_ABUNDANCE, _COUNTS = "abundance", "estimated counts"
_OTHER_RANKS = {"clade", "subspecies", "species subgroup", "species group", "lineage"}
_REST = ("unmapped", "mapped_unclassified", "mapped_filtered", "unassigned")


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a table of emu."""
    header = header_of(head)
    return header[:1] == ("tax_id",) and len(rank_places(header)) >= 4


def samples(path: Path) -> tuple[str, ...]:
    """List the samples: one named after the file, or the columns of a combined table."""
    return tuple(_columns(read_table(path), path))


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the table breaks the specification above, or `sample` is not in it.
    ProfileError
        If all abundances are 0.
    """
    table = read_table(path)
    columns = _columns(table, path)
    name = choose(tuple(columns), sample, path)
    place, ranks = columns[name], rank_places(table.header)
    rows: list[Row] = []
    seen: dict[str, int] = {}
    rest = 0.0
    for line, cells in table.rows:
        key = cells[0]
        first_time(seen, key, line, path, f"the taxon id '{key[:40]}'")
        value = amount(cells[place] or "0", path, line=line, column=table.header[place])
        lineage = () if key.casefold().startswith(_REST) else lineage_from(cells, ranks)
        if not lineage:
            rest += value
        elif value > 0:
            rows.append(Row(lineage, value, line, int(key) if key.isdigit() else None))
    # Estimated counts of an EM algorithm are not whole, so that only the header tells them.
    is_counts = table.header[place].casefold() == _COUNTS
    kind, depth = ("counts", sum(row.amount for row in joined(rows)) + rest) if is_counts else (None, None)
    return profile_of(rows, rest=rest, path=path, sample=name, format=ID, kind=kind, depth=depth, tool="emu")


def example() -> dict[str, bytes]:
    """Write the example community as emu does with ``--keep-counts``."""
    ranks = ("species", "genus", "family", "order", "class", "phylum", "kingdom")
    total = sum(member.count for member in community())
    lines = ["\t".join(["tax_id", _ABUNDANCE, *ranks[:-1], "superkingdom", _COUNTS])]
    for n, member in enumerate(community(), 1):
        names = dict(member.named)
        cells = [str(n), f"{member.count / total:.6f}", *(names.get(rank, "") for rank in ranks)]
        lines.append("\t".join([*cells, f"{member.count:.1f}"]))
    return {f"{SAMPLE}_rel-abundance.tsv": ("\n".join(lines) + "\n").encode()}


def _columns(table: Table, path: Path) -> dict[str, int]:
    names = [name.casefold() for name in table.header]
    for wanted in (_COUNTS, _ABUNDANCE):
        if wanted in names:
            name = stem(path)
            return {name.removesuffix("_rel-abundance"): names.index(wanted)}
    ranks = set(rank_places(table.header).values())
    found = {
        table.header[place]: place
        for place, name in enumerate(names)
        if place and place not in ranks and name not in _OTHER_RANKS
    }
    if not found:
        remedy = "Give the ..._rel-abundance.tsv that emu wrote for a sample"
        raise problem(path, "a taxonomy without amounts", f"a column '{_ABUNDANCE}'", remedy, line=table.line)
    return found
