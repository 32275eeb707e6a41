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

import csv
from dataclasses import dataclass
from pathlib import Path

from enterotone.formats._grid import ENOUGH, duplicates, taxon_score, to_profile
from enterotone.formats._problem import amount, problem
from enterotone.formats._sample import choose
from enterotone.formats._source import is_text, read_lines, stem
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "read", "samples", "sniff"]

ID = "genus_table"
TITLE = "plain table of taxa (TSV or CSV)"
SUFFIXES = (".tsv", ".csv", ".txt", ".tab")

_DELIMITERS = ("\t", ",", ";")
_PASSED_OVER = {"ncbi_tax_id", "ncbi_taxid", "taxid", "tax_id", "taxonomy_id", "clade_taxid"}
_TAXONOMY = {"taxonomy", "taxon", "lineage", "consensus lineage", "consensuslineage"}
_FOREIGN = (
    "#mpa_",
    "# gene family",
    "# pathway",
    "# git tag",
    "#motu",
    "# motu",
    "#clade_name",
    "clade_name",
    "label\tgroup\t",
)


@dataclass(frozen=True)
class _Table:
    """A table as cells: `rows` are (line, cells), `header` may be made up for a table without one."""

    header: tuple[str, ...]
    header_line: int
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    taxa_in_rows: bool
    label: int
    columns: tuple[int, ...]
    has_variants: bool


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a plain table of taxa."""
    if not is_text(head):
        return False
    lines = head.decode("utf-8-sig", errors="replace").splitlines()
    if len(lines) > 1 and not head.endswith((b"\n", b"\r")):
        lines = lines[:-1]
    if any(line.casefold().startswith(_FOREIGN) or "metaphlan" in line.casefold() for line in lines[:20]):
        return False
    kingdoms = any(line.startswith(("k__Bacteria\t", "k__Archaea\t")) for line in lines)
    if lines and lines[0].startswith("ID\t") and kingdoms:
        return False
    parsed = _cells(lines)
    if parsed is None:
        return False
    header, _, rows = parsed
    names = header or ("", "")
    label = len(names) - 1 if len(names) > 2 and names[-1].casefold() in _TAXONOMY else 0
    # Tables with columns of text (Bracken, sourmash) are other tools' and carry several numbers a taxon.
    inner = [place for place in range(len(names)) if place not in {0, label}]
    full = [cells for _, cells in rows[:20] if len(cells) == len(names)]
    if not full or any(not any(_is_number(cells[place]) for cells in full) for place in inner):
        return False
    labels = [cells[label] for cells in (cells for _, cells in rows) if len(cells) > label]
    return max(taxon_score(labels), taxon_score(names[1:])) >= ENOUGH


def samples(path: Path) -> tuple[str, ...]:
    """List the samples of a table."""
    table = _parse(path)
    if table.taxa_in_rows:
        return tuple(table.header[place] for place in table.columns)
    return tuple(cells[table.label] for _, cells in table.rows)


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the table breaks the specification above, or `sample` is not in it.
    ProfileError
        If all abundances are 0.
    """
    table = _parse(path)
    name = choose(samples(path), sample, path)
    if table.taxa_in_rows:
        place = next(place for place in table.columns if table.header[place] == name)
        taxa = [cells[table.label] for _, cells in table.rows]
        lines = [line for line, _ in table.rows]
        amounts = [amount(cells[place], path, line=line, column=name) for line, cells in table.rows]
    else:
        line, cells = next((line, cells) for line, cells in table.rows if cells[table.label] == name)
        taxa = [table.header[place] for place in table.columns]
        lines = [table.header_line] * len(taxa)
        amounts = [amount(cells[place], path, line=line, column=table.header[place]) for place in table.columns]
    return to_profile(taxa, amounts, lines, path, name, may_merge=table.has_variants, format_id=ID)


def _cells(lines: list[str]) -> tuple[tuple[str, ...] | None, int, list[tuple[int, tuple[str, ...]]]] | None:
    """Split lines into header (None where there is none), its line number, and rows; None where it is no table."""
    numbered = [(number, text) for number, text in enumerate(lines, start=1) if text.strip()]
    first = next((place for place, (_, text) in enumerate(numbered) if not text.startswith("#")), len(numbered))
    if first == len(numbered):
        return None
    delimiter = next((mark for mark in _DELIMITERS if _fits([text for _, text in numbered[first:]], mark)), None)
    if delimiter is None:
        return None
    # The last comment line is the header if it has columns (QIIME's "#OTU ID").
    start = first - 1 if first and delimiter in numbered[first - 1][1] else first
    rows = [
        (number, tuple(cell.strip() for cell in next(csv.reader([text], delimiter=delimiter))))
        for number, text in numbered[start:]
    ]
    line, header = rows[0]
    if len(header) == 2 and _is_number(header[1]):
        return None, line, rows
    return (header[0].lstrip("#").strip(), *header[1:]), line, rows[1:]


def _fits(texts: list[str], delimiter: str) -> bool:
    """Whether one of the first rows splits into a label and at least one number."""
    for text in texts[:20]:
        cells = next(csv.reader([text], delimiter=delimiter), [])
        if len(cells) > 1 and any(_is_number(cell.strip()) for cell in cells[1:]):
            return True
    return False


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _parse(path: Path) -> _Table:
    parsed = _cells(read_lines(path))
    if parsed is None:
        raise problem(path, "no table", "a header and rows of a name and numbers", "Give one sample a column", line=1)
    found, header_line, rows = parsed
    header = found or ("taxon", stem(path))
    if not rows:
        raise problem(path, "a header alone", "rows of a name and numbers", "Check the export", line=header_line)
    for line, cells in rows:
        if len(cells) != len(header):
            remedy = "The row is cut or has a separator too many: copy the table again"
            raise problem(path, f"{len(cells)} cells", f"{len(header)}", remedy, line=line, column=len(cells))
    has_variants = header[-1].casefold() in _TAXONOMY and len(header) > 2
    label = len(header) - 1 if has_variants else 0
    columns = [p for p in range(1, len(header)) if p != label and header[p].casefold() not in _PASSED_OVER]
    labels = [cells[label] for _, cells in rows]
    taxa_in_rows = has_variants or taxon_score(labels) >= taxon_score([header[p] for p in columns])
    names = [header[p] for p in columns] if taxa_in_rows else labels
    if doubled := duplicates(names):
        raise problem(path, f"the sample '{doubled[0]}' twice", "one name a sample", "Rename one", line=header_line)
    return _Table(header, header_line, tuple(rows), taxa_in_rows, label, tuple(columns), has_variants)
