"""Plain tables of taxa by samples: tab, comma or semicolon separated.

Support table
-------------
==========================  ==============================================================================
orientation                 taxa in rows or samples in rows; found from the names
taxa                        lineages (``d__..;p__..;g__X``, ``k__..|p__..``, ``Bacteria;Bacteroidota;..``) or
                            bare names (``Blautia``); GTDB, NCBI, SILVA, Greengenes or RDP spelling
amounts                     fractions, percent or counts; found from the sum of the sample
sequence variants           ``#OTU ID``, samples, and a last column ``taxonomy``: rows of one taxon are added up
nested ranks                rows that repeat their finer rows' mass are told apart from rows that do not
lineages alone              GTDB-Tk style lineages with an amount; a classification without amounts is refused
not read                    log-transformed, centred or filtered tables; absolute abundances (cells per gram)
==========================  ==============================================================================

Specification
-------------
Lines that start with ``#`` before the header are passed over; the header may start with ``#`` itself (``#OTU ID``).
Every row has as many cells as the header. Columns of NCBI ids are passed over. A table of one sample may lack its
header (``Bacteroides<tab>0.31``): the sample is then named after the file. Cells are plain numbers with a decimal
point, 0 or more, never blank. A taxon that comes twice is refused, unless the rows are sequence variants. Names for
what was not classified (``Unassigned``, ``unclassified``, ``OTHER...``) are added to the unclassified share.

Example
-------
::

    taxon	stool_1	stool_2
    d__Bacteria;p__Bacteroidota;c__Bacteroidia;o__Bacteroidales;f__Bacteroidaceae;g__Bacteroides	0.31	0.22

References
----------
None: the format is a convention.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from enterotone.errors import FormatError
from enterotone.formats._community import SAMPLE, community
from enterotone.formats._grid import ENOUGH, duplicates, lineage_of, taxon_score, to_profile
from enterotone.formats._problem import amount, problem
from enterotone.formats._sample import choose
from enterotone.formats._source import HEAD, first_lines, iter_lines, stem
from enterotone.formats._table import split_row
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "IS_FALLBACK", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "genus_table"
TITLE = "plain table of taxa (TSV or CSV)"
SUFFIXES = (".tsv", ".csv", ".txt", ".tab")
IS_FALLBACK = True

_DELIMITERS = ("\t", ",", ";")
_PASSED_OVER = {"ncbi_tax_id", "ncbi_taxid", "taxid", "tax_id", "taxonomy_id", "clade_taxid"}
_TAXONOMY = {"taxonomy", "taxon", "lineage", "consensus lineage", "consensuslineage"}
_NUMBER = re.compile(r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$")
_TRIED = 400
_LEAST = 8
_NOWHERE = Path("head")


@dataclass(frozen=True)
class _Shape:
    """How a table lies.

    Parameters
    ----------
    header : names of the columns, made up for a table without a header.
    header_line : its line; 0 where there is none.
    body : first line of the rows.
    delimiter : between cells.
    taxa_in_rows : whether rows are taxa.
    label : place of the names of rows.
    columns : places of amounts.
    has_variants : whether rows are sequence variants with their taxonomy.
    """

    header: tuple[str, ...]
    header_line: int
    body: int
    delimiter: str
    taxa_in_rows: bool
    label: int
    columns: tuple[int, ...]
    has_variants: bool


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a plain table of taxa."""
    lines = first_lines(head, _TRIED)
    if any("metaphlan" in line.casefold() for line in lines[:20]):
        return False
    try:
        found = _split_head(list(lines), _NOWHERE)
    except FormatError:
        return False
    if found is None:
        return False
    header, _, _, rows, _ = found
    names = header or ("", "")
    label = len(names) - 1 if len(names) > 2 and names[-1].casefold() in _TAXONOMY else 0
    # Columns of text belong to other tools' tables, which carry several numbers a taxon.
    inner = [place for place in range(len(names)) if place not in {0, label}]
    full = [cells for cells in rows[:20] if len(cells) == len(names)]
    if not full or any(not any(_NUMBER.match(cells[place]) for cells in full) for place in inner):
        return False
    labels = [cells[label] for cells in rows if len(cells) > label]
    return max(taxon_score(labels), taxon_score(names[1:])) >= ENOUGH


def samples(path: Path) -> tuple[str, ...]:
    """List the samples of a table."""
    shape = _shape(path)
    if shape.taxa_in_rows:
        names = tuple(shape.header[place] for place in shape.columns)
    else:
        names = tuple(cells[0] for _, cells in _rows(path, shape, only_label=True))
    if doubled := duplicates(names):
        line = shape.header_line or None
        raise problem(path, f"the sample '{doubled[0]}' twice", "one name a sample", "Rename one", line=line)
    return names


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the table breaks the specification above, or `sample` is not in it.
    ProfileError
        If all abundances are 0.
    """
    shape = _shape(path)
    name = choose(samples(path), sample, path)
    taxa: list[str] = []
    amounts: list[float] = []
    lines: list[int] = []
    if shape.taxa_in_rows:
        place = next(place for place in shape.columns if shape.header[place] == name)
        seen: dict[str, int] = {}
        for line, cells in _rows(path, shape):
            taxon = cells[shape.label]
            # Told at once, so that a table that repeats itself for ever does not fill the memory.
            if not shape.has_variants and taxon in seen and lineage_of(taxon):
                found = f"the taxon '{taxon[-60:]}' a second time (first in {seen[taxon]})"
                raise problem(path, found, "each taxon once", "Add the two up or take one out", line=line)
            seen[taxon] = line
            taxa.append(taxon)
            amounts.append(amount(cells[place], path, line=line, column=name))
            lines.append(line)
    else:
        for line, cells in _rows(path, shape):
            if cells[shape.label] == name:
                taxa = [shape.header[place] for place in shape.columns]
                amounts = [amount(cells[p], path, line=line, column=shape.header[p]) for p in shape.columns]
                lines = [line] * len(taxa)
                break
    return to_profile(taxa, amounts, lines, path, name, may_merge=shape.has_variants, format_id=ID)


def example() -> dict[str, bytes]:
    """Write the example community as fractions with GTDB-style lineages."""
    total = sum(member.count for member in community())
    lines = [f"taxon\t{SAMPLE}"]
    for member in community():
        text = ";".join(f"{'d' if rank == 'kingdom' else rank[0]}__{name}" for rank, name in member.named)
        lines.append(f"{text}\t{member.count / total:.8f}")
    return {f"{SAMPLE}.taxa.tsv": ("\n".join(lines) + "\n").encode()}


def _split_head(
    lines: list[str], path: Path
) -> tuple[tuple[str, ...] | None, int, int, list[tuple[str, ...]], str] | None:
    """Split first lines into header (None where there is none), its line, the body's first line, rows, delimiter."""
    numbered = [(number, text) for number, text in enumerate(lines, start=1) if text.strip()]
    first = next((place for place, (_, text) in enumerate(numbered) if not text.startswith("#")), len(numbered))
    if first == len(numbered):
        return None
    delimiter = next((mark for mark in _DELIMITERS if _fits([text for _, text in numbered[first:]], mark, path)), None)
    if delimiter is None:
        return None
    # The last comment line is the header if it has columns (QIIME's "#OTU ID").
    start = first - 1 if first and delimiter in numbered[first - 1][1] else first
    rows = [split_row(text, delimiter, path, number) for number, text in numbered[start:]]
    line, header = numbered[start][0], rows[0]
    if len(header) == 2 and _NUMBER.match(header[1]):
        return None, 0, line, rows, delimiter
    body = numbered[start + 1][0] if start + 1 < len(numbered) else line + 1
    return (header[0].lstrip("#").strip(), *header[1:]), line, body, rows[1:], delimiter


def _fits(texts: list[str], delimiter: str, path: Path) -> bool:
    """Whether one of the first rows splits into a label and at least one number."""
    return any(
        any(_NUMBER.match(cell) for cell in split_row(text, delimiter, path, 1)[1:])
        for text in texts[:20]
        if delimiter in text
    )


def _shape(path: Path) -> _Shape:
    found = _split_head(_first(path), path)
    if found is None:
        raise problem(path, "no table", "a header and rows of a name and numbers", "Give one sample a column", line=1)
    given, header_line, body, rows, delimiter = found
    header = given or ("taxon", stem(path))
    if not rows:
        raise problem(path, "a header alone", "rows of a name and numbers", "Check the export", line=header_line)
    has_variants = header[-1].casefold() in _TAXONOMY and len(header) > 2
    label = len(header) - 1 if has_variants else 0
    columns = [p for p in range(1, len(header)) if p != label and header[p].casefold() not in _PASSED_OVER]
    labels = [cells[label] for cells in rows if len(cells) > label]
    taxa_in_rows = has_variants or taxon_score(labels) >= taxon_score([header[p] for p in columns])
    return _Shape(header, header_line, body, delimiter, taxa_in_rows, label, tuple(columns), has_variants)


def _first(path: Path) -> list[str]:
    """First lines, few enough that wide tables stay small."""
    found: list[str] = []
    size = 0
    for text in islice(iter_lines(path), _TRIED):
        found.append(text)
        size += len(text)
        if size > HEAD and len(found) > _LEAST:
            break
    return found


def _rows(path: Path, shape: _Shape, only_label: bool = False) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Lines and cells of the rows; the first cell alone where no more is wanted."""
    for line, text in enumerate(iter_lines(path), start=1):
        if line < shape.body or not text.strip():
            continue
        if only_label and '"' not in text:
            yield line, (text.split(shape.delimiter, 1)[0].strip(),)
            continue
        cells = split_row(text, shape.delimiter, path, line)
        if len(cells) != len(shape.header):
            remedy = "The row is cut or has a separator too many: copy the table again"
            raise problem(path, f"{len(cells)} cells", f"{len(shape.header)}", remedy, line=line, column=len(cells))
        yield line, cells
