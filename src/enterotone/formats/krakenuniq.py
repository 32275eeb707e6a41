"""Reports of KrakenUniq, which also counts distinct k-mers.

Support table
-------------
==============================  ===========================================================================
KrakenUniq 0.5 to 1.0           comment lines, a header with ``kmers``, ``dup`` and ``cov``, written ranks
not read                        per-read output, reports that were cut
==============================  ===========================================================================

Specification
-------------
Lines that start with ``#`` come first; the first one names version and database. The header is ``%``, ``reads`` (of
the clade), ``taxReads`` (of the taxon itself), ``kmers``, ``dup``, ``cov``, ``taxID``, ``rank``, ``taxName``; names
are indented by two blanks a level. Reads are treated as in a Kraken report (`kraken_report`); ranks other than the
seven main ones belong to the nearest ranked taxon above. Reads below a clade must add up to it. K-mer counts are not
used.

Example
-------
::

    # KrakenUniq v1.0.0 DATE:2022-11-03T07:44:13Z DB:standard/ DB_SIZE:358660 WD:example
    %	reads	taxReads	kmers	dup	cov	taxID	rank	taxName
    100	100	0	7556	1.3	0.1268	1	no rank	root

References
----------
Breitwieser et al., Genome Biol 2018;19:198.
"""

from __future__ import annotations

import re
from pathlib import Path

from enterotone.formats._clade_tree import Node, indent_of, to_rows
from enterotone.formats._community import SAMPLE, clades, community
from enterotone.formats._pieces import profile_of
from enterotone.formats._problem import amount, problem
from enterotone.formats._sample import choose
from enterotone.formats._source import first_lines, iter_lines, stem
from enterotone.microbiome.lineage import RANKS
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "krakenuniq"
TITLE = "KrakenUniq report"
SUFFIXES = (".report", ".txt", ".tsv")

_HEADER = ("%", "reads", "taxReads", "kmers", "dup", "cov", "taxID", "rank", "taxName")
_DOMAIN = {"superkingdom": "kingdom", "domain": "kingdom"}
_RAW = (
    "Reads that several genomes share stay at higher ranks in a KrakenUniq report, so its species and genera are not "
    "abundances."
)


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a KrakenUniq report."""
    return any(tuple(line.split("\t")) == _HEADER for line in first_lines(head)[:10])


def samples(path: Path) -> tuple[str, ...]:
    """Give the one sample, named after the file."""
    return (stem(path),)


def read(path: Path, sample: str | None) -> Profile:
    """Read the sample.

    Raises
    ------
    FormatError
        If the report breaks the specification above, or `sample` is not its name.
    ProfileError
        If it holds no reads.
    """
    name = choose(samples(path), sample, path)
    version, database, unclassified = "", "", 0.0
    nodes: list[Node] = []
    for line, text in enumerate(iter_lines(path), start=1):
        cells = text.split("\t")
        if text.startswith("#"):
            version = _find(r"KrakenUniq v(\S+)", text) or version
            database = _find(r" DB:(\S+)", text) or database
        elif text.strip() and tuple(cells) != _HEADER:
            if len(cells) != len(_HEADER):
                remedy = "The report is cut: copy it again"
                raise problem(path, f"{len(cells)} columns", f"{len(_HEADER)}", remedy, line=line)
            clade, own = (amount(cells[place], path, line=line, column=_HEADER[place]) for place in (1, 2))
            if cells[8].strip() == "unclassified":
                unclassified += own
                continue
            rank = _DOMAIN.get(cells[7], cells[7] if cells[7] in RANKS and cells[7] != "strain" else "")
            taxid = int(cells[6]) if cells[6].isdigit() else None
            nodes.append(Node(indent_of(cells[8], path, line), rank, cells[8].strip(), own, clade, taxid, line))
    rows = to_rows(nodes, path)
    return profile_of(
        rows,
        rest=unclassified,
        path=path,
        sample=name,
        format=ID,
        kind="counts",
        depth=sum(row.amount for row in rows) + unclassified,
        tool="KrakenUniq",
        version=version,
        database=database,
        warnings=(_RAW,),
    )


def example() -> dict[str, bytes]:
    """Write the example community as a KrakenUniq report."""
    total = sum(member.count for member in community())
    own = {member.named: member.count for member in community()}
    lines = ["# KrakenUniq v1.0.0 DATE:2024-01-01T00:00:00Z DB:example DB_SIZE:1 WD:example", "\t".join(_HEADER)]
    lines.append(f"100\t{total}\t0\t0\t1\t0\t1\tno rank\troot")
    for key, count in clades().items():
        rank = "superkingdom" if key[-1][0] == "kingdom" else key[-1][0]
        start = f"{100 * count / total:.4g}\t{count}\t{own.get(key, 0)}\t0\t1\t0\t0"
        lines.append(f"{start}\t{rank}\t{'  ' * len(key)}{key[-1][1]}")
    return {f"{SAMPLE}.krakenuniq.report.txt": ("\n".join(lines) + "\n").encode()}


def _find(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    return match[1] if match else ""
