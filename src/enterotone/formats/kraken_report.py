"""Reports of Kraken 1 and 2, of Centrifuge (``centrifuge-kreport``), and reports corrected by Bracken.

Support table
-------------
==============================  ===========================================================================
Kraken 2                        6 columns, or 8 with ``--report-minimizer-data``; ranks ``R``, ``D``, ``S1``
Kraken 1, Centrifuge            6 columns; ``-`` where a taxon has no rank
Bracken report                  6 columns, reads at one rank only, no line ``unclassified``
not read                        per-read output, ``--use-mpa-style`` (read as `kraken_mpa`), reports that were cut
==============================  ===========================================================================

Specification
-------------
Tab-separated, no header: percent, reads of the clade, reads of the taxon itself (two columns on minimizers), rank,
NCBI id, name indented by two blanks a level. The reads of the taxa are the profile; percents are not used. Reads of
a taxon without a rank of its own (``S1``, ``-``) belong to the nearest ranked taxon above it; reads above the domain
count as unclassified, as do reads of the host. Reads below a clade must add up to it, within 0.2 % of all reads, or
the report was cut. A report that Bracken did not correct carries a warning: reads that several genomes share stay
at higher ranks, so its species and genera are not abundances.

Example
-------
::

     10.00	100	100	U	0	unclassified
     90.00	900	0	R	1	root
     90.00	900	0	D	2	  Bacteria

References
----------
Wood and Salzberg, Genome Biol 2014;15:R46 (Kraken 1); Kim et al., Genome Res 2016;26:1721 (Centrifuge); Lu et al.,
PeerJ Comput Sci 2017;3:e104 (Bracken); Wood et al., Genome Biol 2019;20:257 (Kraken 2).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from enterotone.formats._clade_tree import KRAKEN_RANKS, Node, indent_of, to_rows
from enterotone.formats._community import SAMPLE, clades, community
from enterotone.formats._pieces import profile_of
from enterotone.formats._problem import amount, problem
from enterotone.formats._sample import choose
from enterotone.formats._source import first_lines, iter_lines, stem
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "kraken_report"
TITLE = "Kraken 1, Kraken 2, Centrifuge or Bracken report"
SUFFIXES = (".report", ".kreport", ".kreport2", ".txt")

_LINE = re.compile(r"^\s*\d+(\.\d+)?\t\d+\t\d+\t(\d+\t\d+\t)?([A-Z]\d{0,2}|-)\t\d+\t *\S.*$")
_RAW = (
    "Reads that several genomes share stay at higher ranks in a Kraken report, so its species and genera are not "
    "abundances. Correct it with Bracken where you can."
)


@dataclass(frozen=True)
class _Report:
    nodes: tuple[Node, ...]
    unclassified: float
    letters: frozenset[str]


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a Kraken report."""
    lines = [line for line in first_lines(head) if line.strip()]
    return bool(lines) and all(_LINE.match(line) for line in lines[:3])


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
    report = _parse(path)
    rows = to_rows(report.nodes, path)
    own = {rank for node in report.nodes if node.own > 0 for rank in [node.rank] if rank}
    tool = "Kraken 1 or Centrifuge" if "-" in report.letters else "Kraken 2"
    is_corrected = len(own) == 1 and report.unclassified == 0 and "-" not in report.letters and len(rows) > 1
    total = sum(row.amount for row in rows) + report.unclassified
    return profile_of(
        rows,
        rest=report.unclassified,
        path=path,
        sample=name,
        format=ID,
        kind="counts",
        depth=total,
        tool="Bracken" if is_corrected else tool,
        warnings=() if is_corrected else (_RAW,),
    )


def example() -> dict[str, bytes]:
    """Write the example community as a report of Kraken 2, and its genera as Bracken corrects them."""
    return {f"{SAMPLE}.kreport": _report(False), f"{SAMPLE}_bracken.kreport": _report(True)}


def _report(genera_only: bool) -> bytes:
    found = clades(genera_only=genera_only)
    total = sum(count for key, count in found.items() if len(key) == 1)
    own = {member.named: member.count for member in community() if member.genus or not genera_only}
    lines = [f"100.00\t{total}\t0\tR\t1\troot"]
    letters = {rank: letter for letter, rank in KRAKEN_RANKS.items() if letter != "K"}
    for key, count in found.items():
        rank, name = key[-1]
        blanks = "  " * len(key)
        lines.append(f"{100 * count / total:6.2f}\t{count}\t{own.get(key, 0)}\t{letters[rank]}\t0\t{blanks}{name}")
    return ("\n".join(lines) + "\n").encode()


def _parse(path: Path) -> _Report:
    nodes: list[Node] = []
    unclassified, letters = 0.0, set()
    for line, text in enumerate(iter_lines(path), start=1):
        if not text.strip():
            continue
        cells = text.split("\t")
        if len(cells) not in {6, 8}:
            remedy = "The report is cut: copy it again"
            raise problem(path, f"{len(cells)} columns", "6 or 8", remedy, line=line)
        letter, taxid, name = cells[-3].strip(), cells[-2].strip(), cells[-1]
        if not taxid.isdigit() or not name.strip():
            remedy = "Give the report as the tool wrote it"
            raise problem(path, f"'{taxid[:20]}'", "an NCBI id and a name after it", remedy, line=line)
        clade = amount(cells[1], path, line=line, column=2)
        own = amount(cells[2], path, line=line, column=3)
        if letter == "U" or name.strip() == "unclassified":
            unclassified += own
            continue
        letters.add(letter)
        rank = KRAKEN_RANKS.get(letter, "")
        nodes.append(Node(indent_of(name, path, line), rank, name.strip(), own, clade, int(taxid) or None, line))
    return _Report(tuple(nodes), unclassified, frozenset(letters))
