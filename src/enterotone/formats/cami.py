"""Profiles in the CAMI (bioboxes) format, which many profilers write.

Support table
-------------
==============================  ===========================================================================
CAMI profiling 0.9 to 0.10      one or several samples in one file
writers                         mOTUs, MetaPhlAn, sourmash, taxpasta and others (the comments name them)
not read                        CAMI binning output, profiles without names (``TAXPATHSN``)
==============================  ===========================================================================

Specification
-------------
A sample starts with ``@SampleID:`` and has ``@Version:`` and ``@Ranks:`` and a header ``@@TAXID``, ``RANK``,
``TAXPATH``, ``TAXPATHSN``, ``PERCENTAGE`` (more columns are passed over). Paths are names joined by ``|`` from the
first rank down; an empty name is a rank without one. Percentages repeat the same mass at each rank: a clade keeps
what its finer clades do not explain, and what is missing to 100 is unclassified. Some writers (mOTUs) scale each rank
to 100 by itself, so that a child may exceed its parent: then the finest rank that reaches 98 % of the largest is
taken alone, with a warning. A taxon that comes twice in a sample is refused.

Example
-------
::

    @SampleID:stool_1
    @Version:0.10.0
    @Ranks:superkingdom|phylum|class|order|family|genus|species
    @@TAXID	RANK	TAXPATH	TAXPATHSN	PERCENTAGE
    2	superkingdom	2	Bacteria	100.0

References
----------
CAMI profiling output format 0.9.1, github.com/bioboxes/rfc; Sczyrba et al., Nat Methods 2017;14:1063.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from enterotone.errors import FormatError
from enterotone.formats._community import SAMPLE, clades
from enterotone.formats._partition import Row, partition
from enterotone.formats._pieces import profile_of
from enterotone.formats._problem import amount, problem
from enterotone.formats._sample import choose
from enterotone.formats._source import first_lines, iter_lines, stem
from enterotone.microbiome.lineage import RANKS
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "cami"
TITLE = "CAMI profile (bioboxes)"
SUFFIXES = (".profile", ".cami", ".txt", ".tsv")

_COLUMNS = ("@@TAXID", "RANK", "TAXPATH", "TAXPATHSN", "PERCENTAGE")
_UNNAMED = {"", "unnamed sample", "_sampleid_"}
_FULL = 0.98
_MORE = 100.5  # percent: writers round


@dataclass
class _Sample:
    name: str
    ranks: tuple[str, ...] = ()
    header: tuple[str, ...] = ()
    rows: dict[str, Row] = field(default_factory=dict)


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a CAMI profile."""
    return any(line.startswith(("@SampleID:", "@@TAXID\tRANK")) for line in first_lines(head)[:20])


def samples(path: Path) -> tuple[str, ...]:
    """List the samples of a file; one without a name is named after the file."""
    return tuple(sample.name for sample in _parse(path)[0])


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the profile breaks the specification above, or `sample` is not in it.
    ProfileError
        If all percentages are 0.
    """
    found, comments = _parse(path)
    name = choose([item.name for item in found], sample, path)
    chosen = next(item for item in found if item.name == name)
    rows = [row for row in chosen.rows.values() if row.amount > 0]
    notes = []
    try:
        pieces = partition(rows, path)
    except FormatError:
        pieces, rank = _one_rank(rows, path)
        notes.append(f"Ranks are scaled to 100 % one by one in this file; the rank '{rank}' was taken alone.")
    total = sum(piece.amount for piece in pieces)
    if total > _MORE:
        remedy = "Give the profile as its tool wrote it"
        raise problem(path, f"a sum of {total:.6g} in sample '{name}'", "at most 100 (percent)", remedy)
    version = re.search(r"(?:motus|metaphlan) version (\S+)", comments, re.IGNORECASE)
    tool = re.search(r"mOTUs|MetaPhlAn|sourmash|taxpasta|Kraken", comments, re.IGNORECASE)
    return profile_of(
        pieces,
        rest=max(100.0 - total, 0.0),
        path=path,
        sample=name,
        format=ID,
        tool=_TOOLS.get(tool[0].casefold(), "") if tool else "",
        version=version[1] if version else "",
        warnings=notes,
    )


def example() -> dict[str, bytes]:
    """Write the example community as a CAMI profile."""
    total = sum(count for key, count in clades().items() if len(key) == 1)
    ranks = "superkingdom|phylum|class|order|family|genus"
    lines = [f"@SampleID:{SAMPLE}", "@Version:0.10.0", f"@Ranks:{ranks}", "\t".join(_COLUMNS)]
    ids = {key: str(n) for n, key in enumerate(clades(), 1)}
    for key, count in clades().items():
        rank = "superkingdom" if len(key) == 1 else key[-1][0]
        path = "|".join(ids[key[:depth]] for depth in range(1, len(key) + 1))
        names = "|".join(name for _, name in key)
        lines.append(f"{ids[key]}\t{rank}\t{path}\t{names}\t{100 * count / total:.8f}")
    return {f"{SAMPLE}.cami.profile": ("\n".join(lines) + "\n").encode()}


_TOOLS = {
    "motus": "mOTUs",
    "metaphlan": "MetaPhlAn",
    "sourmash": "sourmash",
    "taxpasta": "taxpasta",
    "kraken": "Kraken",
}


def _parse(path: Path) -> tuple[list[_Sample], str]:
    found: list[_Sample] = []
    comments: list[str] = []
    for line, text in enumerate(iter_lines(path), start=1):
        if text.startswith("#"):
            comments.append(text)
        elif text.startswith("@SampleID:"):
            name = text.partition(":")[2].strip()
            name = stem(path) if name.casefold() in _UNNAMED else name
            if any(name == item.name for item in found):
                raise problem(path, f"the sample '{name}' twice", "each sample once", "Rename one of them", line=line)
            found.append(_Sample(name))
        elif text.strip():
            if not found:
                found.append(_Sample(stem(path)))
            _take(found[-1], text, path, line)
    if not any(item.rows for item in found):
        raise problem(path, "no line with a taxon", f"lines below '{_COLUMNS[0]}'", "Run the profiler again")
    return found, "\n".join(comments)


def _take(sample: _Sample, text: str, path: Path, line: int) -> None:
    if text.startswith("@Ranks:"):
        sample.ranks = tuple(rank.strip().casefold() for rank in text.partition(":")[2].split("|"))
        return
    cells = tuple(cell.strip() for cell in text.split("\t"))
    if text.startswith("@@"):
        sample.header = tuple(cell.upper() for cell in cells)
        if not set(_COLUMNS) <= set(sample.header):
            raise problem(path, f"the columns {list(cells)}", ", ".join(_COLUMNS), "Write names of taxa too", line=line)
        return
    if text.startswith("@"):
        return
    if not sample.header or not sample.ranks:
        raise problem(path, "a taxon before its header", "'@Ranks:' and '@@TAXID' first", "Copy it again", line=line)
    if len(cells) < len(sample.header):
        remedy = "The profile is cut: copy it again"
        raise problem(path, f"{len(cells)} columns", f"{len(sample.header)}", remedy, line=line)
    row = dict(zip(sample.header, cells, strict=False))
    value = amount(row["PERCENTAGE"], path, line=line, column="PERCENTAGE")
    taxon = row["@@TAXID"]
    key = f"{taxon} {row['TAXPATHSN']}"
    if key in sample.rows:
        found = f"the taxon '{taxon[:30]}' as in line {sample.rows[key].line}"
        raise problem(path, found, "each taxon once", "Take the second one out", line=line)
    lineage = _lineage(row["TAXPATHSN"], sample.ranks)
    if not lineage:
        remedy = "Write names of taxa too, and the ranks they stand at"
        raise problem(
            path, f"no name at a known rank in '{row['TAXPATHSN'][:40]}'", "a path of names", remedy, line=line
        )
    taxid = int(taxon) if taxon.isdigit() else None
    sample.rows[key] = Row(lineage, value, line, taxid)


def _lineage(names: str, ranks: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    levels = []
    for rank, name in zip(ranks, names.split("|"), strict=False):
        known = "kingdom" if rank in {"superkingdom", "domain"} else rank
        if name.strip() and known in RANKS:
            levels.append((known, name.strip()))
    return tuple(levels)


def _one_rank(rows: list[Row], path: Path) -> tuple[list[Row], str]:
    sums: dict[str, float] = {}
    for row in rows:
        if row.lineage:
            sums[row.lineage[-1][0]] = sums.get(row.lineage[-1][0], 0.0) + row.amount
    full = [rank for rank in RANKS if sums.get(rank, 0.0) >= _FULL * max(sums.values(), default=0.0) > 0]
    rank = next((rank for rank in reversed(full) if rank in {"species", "genus", "family"}), "")
    if not rank:
        remedy = "Give the profile as its tool wrote it"
        raise problem(path, "finer ranks that exceed coarser ones", "ranks that nest or that each add to 100", remedy)
    return [row for row in rows if row.lineage and row.lineage[-1][0] == rank], rank
