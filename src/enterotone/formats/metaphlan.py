"""MetaPhlAn profiles: versions 2, 3 and 4, one sample or merged.

Support table
-------------
==============================  ===========================================================================
MetaPhlAn 2                     ``#SampleID  Metaphlan2_Analysis`` or no header; two columns
MetaPhlAn 3                     ``#mpa_v3...``, ``NCBI_tax_id``, ``additional_species``
MetaPhlAn 4                     ``#mpa_vJan21_..SGB``, ``#... reads processed``, SGB rows (``t__SGB4933``)
with read statistics            ``clade_taxid``, ``coverage``, ``estimated_number_of_reads_from_the_clade``
GTDB names                      ``sgb_to_gtdb_profile.py``: ``d__Bacteria;p__Bacteroidota;..``
merged tables                   ``clade_name`` (or ``ID``), with or without ``NCBI_tax_id``, one column a sample
unclassified estimate           row ``UNCLASSIFIED`` or ``UNKNOWN``
not read                        tables of marker presence or of markers (``-t marker_ab_table``), CAMI output
==============================  ===========================================================================

Specification
-------------
Comment lines start with ``#``. Among them the database (``#mpa_...``), the number of reads processed, and the sample
(``#ERR1  Metaphlan_Analysis``) are used; a command line is passed over. A header names the columns; without one the
first column is the clade and the second its relative abundance. A clade is a lineage ``k__..|p__..|..``; the table
repeats mass at every rank, in percent (fractions are accepted). Blank trailing columns may be missing in a row, all
others may not. A clade that comes twice, a blank or negative abundance, and a sum that is neither about 100 nor about
1 are refused. Each row keeps what its finer rows do not explain, down to species; species below a cut keep their mass
at the genus. The number of reads processed is taken as depth: few of them hit markers, but the sampling model
saturates far below.

Example
-------
::

    #mpa_v30_CHOCOPhlAn_201901
    #clade_name	NCBI_tax_id	relative_abundance	additional_species
    k__Bacteria	2	100.0
    k__Bacteria|p__Bacteroidetes	2|976	60.0

References
----------
Truong et al., Nat Methods 2015;12:902 (version 2); Beghini et al., eLife 2021;10:e65088 (3); Blanco-Miguez et al.,
Nat Biotechnol 2023;41:1633 (4).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from enterotone.formats._amounts import kind_of
from enterotone.formats._community import SAMPLE, clades
from enterotone.formats._partition import Row, partition
from enterotone.formats._pieces import profile_of
from enterotone.formats._problem import amount, problem
from enterotone.formats._sample import choose
from enterotone.formats._source import first_lines, iter_lines, stem
from enterotone.microbiome.lineage import parse_lineage
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "metaphlan"
TITLE = "MetaPhlAn profile (2, 3, 4; single or merged)"
SUFFIXES = (".txt", ".tsv", ".profile", ".metaphlan")

_CLADE = re.compile(r"^k__[^|\t;]+(\|[pcofgst]__[^|\t]*)*$|^d__[^|\t;]+(;[pcofgs]__[^|;\t]*)*$")
_REST = {"unclassified", "unknown"}
_TAXID_COLUMNS = {"ncbi_tax_id", "clade_taxid", "ncbi_taxid"}
_SINGLE = "relative_abundance"
_NOT_SAMPLES = _TAXID_COLUMNS | {
    "additional_species",
    "coverage",
    "average_genome_length_in_the_clade",
    "estimated_number_of_reads_from_the_clade",
}


@dataclass(frozen=True)
class _Table:
    """The parts of a file: `columns` are (name, place) of the samples, `rows` are (line, cells)."""

    columns: tuple[tuple[str, int], ...]
    width: int
    taxid: int | None
    database: str
    depth: float | None
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    is_version_2: bool


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a MetaPhlAn profile."""
    lines = first_lines(head)
    for line in lines:
        first = line.split("\t")[0].strip()
        if line.startswith("#mpa_") or re.search(r"\tMetaphlan2?_Analysis", line, re.IGNORECASE):
            return True
        if first.lstrip("#").strip() == "clade_name":
            return True
        if line.startswith("#"):
            continue
        if first.casefold() in _REST | {"id"}:
            continue
        # A lineage table without header is MetaPhlAn's if it opens with a kingdom alone and goes on with "|".
        rest = "\n".join(lines)
        return bool(re.match(r"^k__[A-Za-z]+$", first)) and "|p__" in rest and bool(_CLADE.match(first))
    return False


def samples(path: Path) -> tuple[str, ...]:
    """List the samples of a file."""
    return tuple(name for name, _ in _parse(path).columns)


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the file breaks the specification above, or `sample` is not in it.
    ProfileError
        If all abundances are 0.
    """
    table = _parse(path)
    name = choose([column for column, _ in table.columns], sample, path)
    rows, rest = _rows(table, dict(table.columns)[name], path)
    pieces = partition(rows, path)
    kind, total = kind_of([piece.amount for piece in pieces] + [rest], path, name)
    if kind == "counts":
        raise problem(path, f"a sum of {total:.6g} in '{name}'", "about 100 (percent)", "Give the relative abundances")
    version = "2" if table.is_version_2 else _version(table.database)
    warnings = []
    if not version:
        warnings.append("The file does not tell which MetaPhlAn version wrote it.")
    return profile_of(
        pieces,
        rest=rest,
        path=path,
        sample=name,
        format=ID,
        depth=table.depth if len(table.columns) == 1 else None,
        tool="MetaPhlAn",
        version=version,
        database=table.database,
        warnings=warnings,
    )


def example() -> dict[str, bytes]:
    """Write the example community as a merged table of MetaPhlAn 4 with one sample."""
    total = sum(count for key, count in clades().items() if len(key) == 1)
    lines = ["#mpa_vJun23_CHOCOPhlAnSGB_202307", f"clade_name\t{SAMPLE}"]
    for key, count in clades().items():
        text = "|".join(f"{rank[0]}__{name.replace(' ', '_')}" for rank, name in key)
        lines.append(f"{text}\t{100 * count / total:.5f}")
    return {f"{SAMPLE}.metaphlan.tsv": ("\n".join(lines) + "\n").encode()}


def _parse(path: Path) -> _Table:
    database, depth, sample, version_2 = "", None, "", False
    header: list[str] | None = None
    rows: list[tuple[int, tuple[str, ...]]] = []
    for line, text in enumerate(iter_lines(path), start=1):
        cells = [cell.strip() for cell in text.split("\t")]
        if not text.strip():
            continue
        if text.startswith("#"):
            if text.startswith("#mpa_"):
                database = text[1:].strip()
            elif match := re.match(r"^#(\d+) reads processed", text):
                depth = float(match[1])
            elif len(cells) == 2 and re.fullmatch(r"metaphlan2?_analysis", cells[1], re.IGNORECASE):
                sample = "" if cells[0].casefold() == "#sampleid" else cells[0].lstrip("#")
                version_2 = version_2 or "2" in cells[1]
            elif cells[0].lstrip("#").strip() == "clade_name":
                header = cells
        elif header is None and not rows and not _CLADE.match(cells[0]) and cells[0].casefold() not in _REST:
            header = cells
        else:
            rows.append((line, tuple(cells)))
    return _table(header, sample or stem(path), database, depth, version_2, rows, path)


def _table(
    header: list[str] | None,
    sample: str,
    database: str,
    depth: float | None,
    version_2: bool,
    rows: list[tuple[int, tuple[str, ...]]],
    path: Path,
) -> _Table:
    if not rows:
        raise problem(path, "no line with a clade", "lines such as 'k__Bacteria<tab>100.0'", "Run MetaPhlAn again")
    if header is None:
        header = ["clade_name", _SINGLE] if len(rows[0][1]) < 3 else ["clade_name", "NCBI_tax_id", _SINGLE]
    names = [name.casefold() for name in header]
    taxid = next((place for place, name in enumerate(names) if name in _TAXID_COLUMNS), None)
    columns = [(header[p], p) for p in range(1, len(names)) if names[p] not in _NOT_SAMPLES]
    if not columns:
        raise problem(path, f"the columns {header}", f"a column '{_SINGLE}' or sample names", "Check the header")
    if len({name for name, _ in columns}) < len(columns):
        raise problem(path, "two columns of the same name", "one name a sample", "Rename one of them", line=1)
    if any(name == _SINGLE for name in names):
        columns = [(sample, names.index(_SINGLE))]
    width = max(place for _, place in columns) + 1
    return _Table(tuple(columns), width, taxid, database, depth, tuple(rows), version_2)


def _rows(table: _Table, column: int, path: Path) -> tuple[list[Row], float]:
    """Rows of one sample above 0, and the unclassified amount."""
    found: list[Row] = []
    seen: dict[str, int] = {}
    rest = 0.0
    for line, cells in table.rows:
        clade = cells[0]
        if len(cells) < table.width:
            raise problem(
                path,
                f"{len(cells)} columns",
                f"{table.width}",
                "The row is cut: copy the file again",
                line=line,
                column=len(cells),
            )
        if clade in seen:
            raise problem(
                path,
                f"'{clade[-60:]}', which stands in line {seen[clade]} too",
                "each clade once",
                "Take the second one out, or merge the profiles with MetaPhlAn's own script",
                line=line,
                column=1,
            )
        seen[clade] = line
        value = amount(cells[column], path, line=line, column=column + 1)
        if clade.casefold() in _REST:
            rest += value
        elif not _CLADE.match(clade):
            raise problem(
                path,
                f"'{clade[:60]}'",
                "a clade such as 'k__Bacteria|p__Firmicutes'",
                "Give the table as MetaPhlAn wrote it",
                line=line,
                column=1,
            )
        elif value > 0:
            found.append(Row(parse_lineage(clade), value, line, _taxid(table, cells)))
    return found, rest


def _taxid(table: _Table, cells: tuple[str, ...]) -> int | None:
    if table.taxid is None or len(cells) <= table.taxid:
        return None
    last = cells[table.taxid].rpartition("|")[2].strip()
    return int(last) if last.isdigit() else None


def _version(database: str) -> str:
    """MetaPhlAn's major version from its database: ``mpa_v30_...`` is 3, ``mpa_vJan21_..SGB..`` is 4."""
    match = re.match(r"mpa_v(\d)\d*_", database)
    if match:
        return match[1]
    return "4" if re.match(r"mpa_v[A-Z][a-z]{2}\d{2}", database) else ""
