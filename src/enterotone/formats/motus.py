"""Profiles of mOTUs 2 and 3, single or merged, at any rank.

Support table
-------------
==============================  ===========================================================================
mOTUs 2 and 3                   comment lines, a header ``#consensus_taxonomy`` or ``#mOTU``, one column a
                                sample; with and without ``-p`` (NCBI ids)
counts                          ``-c``; fractions otherwise
lineages                        ``-q`` (``k__Bacteria|p__..``), names, or another rank with ``-k``
not read                        CAMI output (read as `cami`), marker-gene tables
==============================  ===========================================================================

Specification
-------------
Lines that start with ``# `` name version and call; the last line that starts with ``#`` is the header. A name may end
with the id of its mOTU in brackets, which is taken off; several mOTUs of one species are added up. Names of several
species (``Blautia obeum/wexlerae``) are read as the genus; ``.. species incertae sedis`` and ``.. gen. incertae
sedis`` as the taxon they name. The row ``unassigned`` (version 2: ``-1``) is the unclassified share. Fractions add up
to 1; the sum tells counts and fractions apart. Depth counts inserts on marker genes, not reads.

Example
-------
::

    # git tag version 3.0.3 |  motus version 3.0.3 | ...
    #consensus_taxonomy	NCBI_tax_id	stool_1
    Ruminococcus bromii [ref_mOTU_v3_00853]	40518	20

References
----------
Milanese et al., Nat Commun 2019;10:1014; Ruscheweyh et al., Microbiome 2022;10:212.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from enterotone.formats._community import SAMPLE, community
from enterotone.formats._partition import Row
from enterotone.formats._pieces import profile_of, species_lineage
from enterotone.formats._problem import amount, first_time, problem
from enterotone.formats._sample import choose
from enterotone.formats._source import first_lines, iter_lines
from enterotone.microbiome.lineage import parse_lineage, rank_of_name
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "motus"
TITLE = "mOTUs profile (2, 3; single or merged)"
SUFFIXES = (".motus", ".out", ".tsv", ".txt")

_HEADERS = ("#consensus_taxonomy", "#motu", "#mOTU")
_NOT_SAMPLES = {"#consensus_taxonomy", "#motu", "consensus_taxonomy", "ncbi_tax_id"}
_MOTU = re.compile(r"\s*\[[^\]]*(mOTU|mgs)[^\]]*\]$", re.IGNORECASE)
_INCERTAE = re.compile(r"^(.*?)\s+(species|gen\.|fam\.|ord\.|class|phylum)\s+incertae sedis$", re.IGNORECASE)


@dataclass(frozen=True)
class _Head:
    header: tuple[str, ...]
    line: int
    version: str


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a mOTUs profile."""
    lines = first_lines(head)[:10]
    is_header = any(line.split("\t")[0] in _HEADERS for line in lines)
    return is_header and not any(line.startswith("@SampleID") for line in lines)


def samples(path: Path) -> tuple[str, ...]:
    """List the samples of a profile."""
    return tuple(_columns(_head(path), path))


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the profile breaks the specification above, or `sample` is not in it.
    ProfileError
        If all amounts are 0.
    """
    head = _head(path)
    columns = _columns(head, path)
    name = choose(tuple(columns), sample, path)
    place = columns[name]
    folded = [column.casefold() for column in head.header]
    label = folded.index("consensus_taxonomy") if "consensus_taxonomy" in folded else 0
    taxid = folded.index("ncbi_tax_id") if "ncbi_tax_id" in folded else None
    rows: list[Row] = []
    rest = 0.0
    seen: dict[str, int] = {}
    for line, text in enumerate(iter_lines(path), start=1):
        if line <= head.line or not text.strip():
            continue
        cells = [cell.strip() for cell in text.split("\t")]
        if len(cells) != len(head.header):
            remedy = "The profile is cut: copy it again"
            raise problem(path, f"{len(cells)} columns", f"{len(head.header)}", remedy, line=line)
        key = cells[0] if label == 0 else f"{cells[0]} {cells[label]}"
        first_time(seen, key, line, path, f"'{key[:60]}'")
        value = amount(cells[place], path, line=line, column=name)
        if cells[label] in {"unassigned", "-1"} or cells[0] in {"unassigned", "-1"}:
            rest += value
        elif value > 0:
            number = cells[taxid] if taxid is not None else ""
            rows.append(Row(_lineage(cells[label]), value, line, int(number) if number.isdigit() else None))
    return profile_of(
        rows,
        rest=rest,
        path=path,
        sample=name,
        format=ID,
        kind=None,
        tool="mOTUs",
        version=head.version,
        database=f"mOTU {head.version}".strip(),
    )


def example() -> dict[str, bytes]:
    """Write the example community as counts at genus level (``-k genus -c``)."""
    lines = ["# git tag version 3.0.3 |  motus version 3.0.3 | example", "# call: motus profile -c -k genus"]
    lines.append(f"#consensus_taxonomy\t{SAMPLE}")
    for member in community():
        name = member.genus or f"{member.level('family')} gen. incertae sedis"
        lines.append(f"{name}\t{member.count}")
    lines.append("unassigned\t0")
    return {f"{SAMPLE}.motus": ("\n".join(lines) + "\n").encode()}


def _head(path: Path) -> _Head:
    version = ""
    for line, text in enumerate(iter_lines(path), start=1):
        if match := re.search(r"motus version (\S+)", text):
            version = match[1]
        cells = tuple(cell.strip() for cell in text.split("\t"))
        if cells[0] in _HEADERS:
            return _Head(cells, line, version)
        if line > 50:
            break
    raise problem(path, "no header", f"a line that starts with '{_HEADERS[0]}'", "Give the profile as mOTUs wrote it")


def _columns(head: _Head, path: Path) -> dict[str, int]:
    places = {name: place for place, name in enumerate(head.header) if name.casefold() not in _NOT_SAMPLES}
    wanted = sum(name.casefold() not in _NOT_SAMPLES for name in head.header)
    if not places or len(places) < wanted:
        remedy = "Rename or add a column"
        raise problem(path, f"the columns {list(head.header)[:6]}", "one name a sample", remedy, line=head.line)
    return places


def _lineage(text: str) -> tuple[tuple[str, str], ...]:
    name = _MOTU.sub("", text).strip()
    if "|" in name or re.match(r"^[dk]__", name):
        return parse_lineage(name)
    if match := _INCERTAE.match(name):
        return ((rank_of_name(match[1]), match[1]),)
    if "/" in name or name.endswith(" sp."):
        return ((rank_of_name(name.split()[0]), name.split()[0]),)
    return species_lineage(name, "species" if " " in name else rank_of_name(name))
