"""Tables of Bracken: reads re-estimated at one rank, single or combined.

Support table
-------------
==============================  ===========================================================================
single table                    ``name``, ``taxonomy_id``, ``taxonomy_lvl``, ``new_est_reads``, ...
combined tables                 ``combine_bracken_outputs.py``: ``SAMPLE_num`` and ``SAMPLE_frac`` a sample
corrected report                read as `kraken_report`
not read                        tables of several ranks joined by hand
==============================  ===========================================================================

Specification
-------------
Tab-separated with a header. ``new_est_reads`` (or ``..._num``) is the abundance; ``fraction_total_reads`` is a
fraction of the reads that Bracken kept and is only used to check: estimates and fractions that disagree by more than
0.02 are refused as a filtered table. ``taxonomy_lvl`` is one rank for the whole table (``D``, ``P``, ``C``, ``O``,
``F``, ``G``, ``S``); several are refused, because the same reads would count twice. Reads that Kraken could not
classify and taxa below Bracken's threshold are not in the file, so the unclassified share is taken as 0. A taxon that
comes twice is refused.

Example
-------
::

    name	taxonomy_id	taxonomy_lvl	kraken_assigned_reads	added_reads	new_est_reads	fraction_total_reads
    Bacteroides	816	G	21	2	23	0.23000

References
----------
Lu et al., PeerJ Comput Sci 2017;3:e104.
"""

from __future__ import annotations

from pathlib import Path

from enterotone.formats._clade_tree import KRAKEN_RANKS
from enterotone.formats._community import SAMPLE, community
from enterotone.formats._partition import Row
from enterotone.formats._pieces import profile_of, species_lineage
from enterotone.formats._problem import amount, problem
from enterotone.formats._sample import choose
from enterotone.formats._source import stem
from enterotone.formats._table import Table, header_of, read_table
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "bracken"
TITLE = "Bracken table (single or combined)"
SUFFIXES = (".bracken", ".tsv", ".txt")

_START = ("name", "taxonomy_id", "taxonomy_lvl")
_READS, _FRACTION = "new_est_reads", "fraction_total_reads"
_DISAGREE = 0.02
_NO_REST = "Bracken leaves out what Kraken could not classify; its share is unknown."


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a Bracken table."""
    return header_of(head)[:3] == _START


def samples(path: Path) -> tuple[str, ...]:
    """List the samples: the columns ``..._num``, or the file's name for a single table."""
    return tuple(_columns(read_table(path), path))


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the table breaks the specification above, or `sample` is not in it.
    ProfileError
        If all reads are 0.
    """
    table = read_table(path)
    columns = _columns(table, path)
    name = choose(tuple(columns), sample, path)
    reads, fraction = columns[name]
    levels = {cells[2] for _, cells in table.rows}
    if len(levels) > 1 or not levels <= set(KRAKEN_RANKS):
        found = f"the ranks {', '.join(sorted(levels))}"
        raise problem(path, found, "one rank of D, P, C, O, F, G, S", "Give one table a rank", column="taxonomy_lvl")
    rank = KRAKEN_RANKS[levels.pop()]
    rows: dict[str, Row] = {}
    shares: dict[str, float] = {}
    for line, cells in table.rows:
        taxon = cells[0]
        if taxon in rows:
            found = f"'{taxon[:60]}' as in line {rows[taxon].line}"
            raise problem(path, found, "each taxon once", "Take the second one out", line=line)
        value = amount(cells[reads], path, line=line, column=table.header[reads])
        rows[taxon] = Row(species_lineage(taxon, rank), value, line, int(cells[1]) if cells[1].isdigit() else None)
        if fraction is not None:
            shares[taxon] = amount(cells[fraction], path, line=line, column=table.header[fraction])
    total = sum(row.amount for row in rows.values())
    for taxon, share in shares.items():
        if total > 0 and abs(rows[taxon].amount / total - share) > _DISAGREE:
            raise problem(
                path,
                f"{rows[taxon].amount / total:.3f} of the reads for '{taxon[:60]}', whose fraction is {share:.3f}",
                "reads that agree with their fractions",
                "Taxa were taken out: give the table as Bracken wrote it",
                line=rows[taxon].line,
            )
    return profile_of(
        [row for row in rows.values() if row.amount > 0],
        rest=0.0,
        path=path,
        sample=name,
        format=ID,
        kind="counts",
        depth=total,
        tool="Bracken",
        warnings=(_NO_REST,),
    )


def example() -> dict[str, bytes]:
    """Write the genera of the example community as a Bracken table."""
    genera = [(member.genus, member.count) for member in community() if member.genus]
    total = sum(count for _, count in genera)
    lines = ["\t".join((*_START, "kraken_assigned_reads", "added_reads", _READS, _FRACTION))]
    lines += [f"{name}\t0\tG\t{count}\t0\t{count}\t{count / total:.5f}" for name, count in genera]
    return {f"{SAMPLE}.bracken.tsv": ("\n".join(lines) + "\n").encode()}


def _columns(table: Table, path: Path) -> dict[str, tuple[int, int | None]]:
    """Sample -> places of its reads and its fractions."""
    names = [name.casefold() for name in table.header]
    if _READS in names:
        return {stem(path): (names.index(_READS), names.index(_FRACTION) if _FRACTION in names else None)}
    found: dict[str, tuple[int, int | None]] = {}
    for place, column in enumerate(table.header):
        if column.endswith("_num"):
            sample = column.removesuffix("_num").removesuffix(".bracken")
            partner = column.removesuffix("_num") + "_frac"
            if sample in found:
                raise problem(path, f"the sample '{sample}' twice", "one name a sample", "Rename one", line=table.line)
            found[sample] = (place, table.header.index(partner) if partner in table.header else None)
    if not found:
        remedy = "Give the table as Bracken wrote it"
        raise problem(path, "no column of reads", f"'{_READS}' or 'SAMPLE_num'", remedy, line=table.line)
    return found
