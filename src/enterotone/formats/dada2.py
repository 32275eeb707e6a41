"""Tables of DADA2 and of pipelines built on it (ampliseq, phyloseq exports).

Support table
-------------
==============================  ===========================================================================
``seqtab``                      samples in rows, sequences in the header (or the other way round), with the
                                table of ``assignTaxonomy`` beside it
merged table                    columns ``Kingdom`` .. ``Genus`` (``Species``), one column of counts a sample
not read                        a taxonomy alone, sequences alone
==============================  ===========================================================================

Specification
-------------
Comma or tab separated. In a ``seqtab`` one side names sequences (50 letters of A, C, G, T or N or more) and the other
samples; the folder must hold a table that names at least 95 % of the sequences by rank. In a merged table the columns
of ranks give the lineage, ``NA`` stands for no name, and every other column whose cells are all numbers is a sample;
columns of text and of bootstrap values (``confidence``, ``boot..``) are passed over. Variants of one taxon are added
up. Amounts are counts, percent or fractions, told by their sum.

Example
-------
::

    ASV_ID,Kingdom,Phylum,Class,Order,Family,Genus,Species,stool_1
    ASV1,Bacteria,Firmicutes,Clostridia,Clostridiales,Ruminococcaceae,Faecalibacterium,NA,362

References
----------
Callahan et al., Nat Methods 2016;13:581.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from enterotone.formats._community import SAMPLE, community
from enterotone.formats._companion import Lineage, taxonomy_beside
from enterotone.formats._grid import is_rest
from enterotone.formats._partition import Row
from enterotone.formats._pieces import profile_of
from enterotone.formats._problem import amount, problem
from enterotone.formats._rank_columns import lineage_from, rank_places
from enterotone.formats._sample import choose
from enterotone.formats._source import first_lines, iter_lines
from enterotone.formats._table import Table, header_of, read_table, split_row
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "dada2"
TITLE = "DADA2 table (sequence variants with taxonomy)"
SUFFIXES = (".csv", ".tsv", ".txt")

_SEQUENCE = re.compile(r"^[ACGTN]{50,}$", re.IGNORECASE)
_FIRST = re.compile(r'^"?[^",\t]{0,40}"?[,\t]"?[ACGTNacgtn]{50,}"?([,\t]|$)')
_ROW = re.compile(r'^"?[ACGTNacgtn]{50,}"?[,\t]"?\d')
_NOT_SAMPLES = re.compile(r"^(confidence|boot.*|tax.*boot.*|sequence|length|otu.*|asv.*|taxid|tax_id|)$", re.IGNORECASE)
_OTHERS = {"abundance", "estimated counts", "tax_id", "lineage", "count", "count_norm", "ident", "rank"}
_REMEDY = "Put the table of assignTaxonomy beside it, or give counts and taxonomy in one table"


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a DADA2 table."""
    lines = first_lines(head, 2) or ((head[:200].decode("utf-8", "replace"),) if b"\x00" not in head[:200] else ())
    if lines and (_FIRST.match(lines[0]) or (len(lines) > 1 and _ROW.match(lines[1]))):
        return True
    header = header_of(head)
    return "genus" in header and len(rank_places(header)) >= 4 and not _OTHERS & set(header)


def samples(path: Path) -> tuple[str, ...]:
    """List the samples of a table."""
    if not _is_seqtab(path):
        table = read_table(path)
        return tuple(table.header[place] for place in _sample_places(table, path))
    header, delimiter = _header(path)
    if _SEQUENCE.match(header[-1]):
        return tuple(cells[0] for _, cells in _body(path, delimiter))
    return header[1:]


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the table breaks the specification above, has no taxonomy, or `sample` is not in it.
    ProfileError
        If all counts are 0.
    """
    name = choose(samples(path), sample, path)
    rows, notes = _from_seqtab(path, name) if _is_seqtab(path) else (_from_merged(path, name), [])
    return profile_of(
        [row for row in rows if row.lineage and row.amount > 0],
        rest=sum(row.amount for row in rows if not row.lineage),
        path=path,
        sample=name,
        format=ID,
        kind=None,
        tool="DADA2",
        warnings=notes,
    )


def example() -> dict[str, bytes]:
    """Write the example community as a merged table."""
    ranks = ("kingdom", "phylum", "class", "order", "family", "genus")
    lines = [",".join(["ASV_ID", *(rank.capitalize() for rank in ranks), "Species", SAMPLE])]
    for n, member in enumerate(community(), 1):
        names = dict(member.named)
        lines.append(",".join([f"ASV{n}", *(names.get(rank, "NA") for rank in ranks), "NA", str(member.count)]))
    return {f"{SAMPLE}.dada2.csv": ("\n".join(lines) + "\n").encode()}


def _is_seqtab(path: Path) -> bool:
    header, delimiter = _header(path)
    if any(_SEQUENCE.match(cell) for cell in header[1:3]):
        return True
    first = next(iter(_body(path, delimiter)), (0, ("",)))[1]
    return bool(_SEQUENCE.match(first[0])) and len(rank_places(header)) < 4


def _header(path: Path) -> tuple[tuple[str, ...], str]:
    text = next(iter_lines(path))
    delimiter = "\t" if text.count("\t") > text.count(",") else ","
    return split_row(text, delimiter, path, 1), delimiter


def _body(path: Path, delimiter: str) -> list[tuple[int, tuple[str, ...]]]:
    """First cell and line of each row; the rest of a row is read only where it is wanted."""
    found: list[tuple[int, tuple[str, ...]]] = []
    for line, text in enumerate(iter_lines(path), start=1):
        if line > 1 and text.strip():
            found.append((line, (text.split(delimiter, 1)[0].strip().strip('"'),)))
    return found


def _from_seqtab(path: Path, sample: str) -> tuple[list[Row], list[str]]:
    header, delimiter = _header(path)
    has_sequences_on_top = any(_SEQUENCE.match(cell) for cell in header[1:3])
    place = 0 if has_sequences_on_top else header.index(sample, 1)
    sequences: list[str] = []
    amounts: list[tuple[float, int]] = []
    for line, text in enumerate(iter_lines(path), start=1):
        if line == 1 or not text.strip():
            continue
        if has_sequences_on_top and text.split(delimiter, 1)[0].strip().strip('"') != sample:
            continue
        cells = split_row(text, delimiter, path, line)
        # R's write.table leaves out the corner cell.
        has_corner = not (has_sequences_on_top and _SEQUENCE.match(header[0]))
        width = len(header) if has_corner else len(header) + 1
        if len(cells) != width:
            remedy = "The row is cut: copy the table again"
            raise problem(path, f"{len(cells)} cells", f"{width}", remedy, line=line)
        if has_sequences_on_top:
            sequences = list(header[1:] if has_corner else header)
            amounts = [(amount(cell, path, line=line, column=n), line) for n, cell in enumerate(cells[1:], 2)]
            break
        sequences.append(cells[0])
        amounts.append((amount(cells[place], path, line=line, column=sample), line))
    lineages, name = taxonomy_beside(path, sequences, _REMEDY)
    rows = [
        Row(_named(lineages.get(sequence, ())), value, line)
        for sequence, (value, line) in zip(sequences, amounts, strict=True)
    ]
    return rows, [f"Taxonomy was taken from '{name}'."]


def _from_merged(path: Path, sample: str) -> list[Row]:
    table = read_table(path)
    ranks = rank_places(table.header)
    place = next(p for p in _sample_places(table, path) if table.header[p] == sample)
    return [
        Row(_named(lineage_from(cells, ranks)), amount(cells[place], path, line=line, column=sample), line)
        for line, cells in table.rows
    ]


def _sample_places(table: Table, path: Path) -> list[int]:
    ranks = set(rank_places(table.header).values())
    places = [
        place
        for place, name in enumerate(table.header)
        if place not in ranks
        and not _NOT_SAMPLES.match(name)
        and _numbers([cells[place] for _, cells in table.rows[:200]])
    ]
    names = [table.header[place] for place in places]
    if not places:
        remedy = "Give the table of counts, with this taxonomy beside it"
        raise problem(path, "a taxonomy without amounts", "one column of counts a sample", remedy, line=table.line)
    if len(set(names)) < len(names):
        raise problem(path, "two columns of one name", "one name a sample", "Rename one of them", line=table.line)
    return places


def _numbers(cells: Sequence[str]) -> bool:
    return all(re.match(r"^[+-]?[\d.]+([eE][+-]?\d+)?$", cell) for cell in cells)


def _named(lineage: Lineage) -> Lineage:
    return () if not lineage or is_rest(lineage[-1][1], lineage) else lineage
