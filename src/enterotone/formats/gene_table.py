"""Plain tables of KO or EC numbers by samples (PICRUSt2, eggNOG, MEGAN and others).

Support table
-------------
==============================  ===========================================================================
ids                             ``K01667``, ``ko:K01667``, ``4.1.99.1``, ``EC:4.1.99.1``; names after ``: ``
orientation                     genes in rows, one column a sample
columns passed over             ``description``
not read                        pathways, modules, UniRef families, genes in columns
==============================  ===========================================================================

Specification
-------------
Tab or comma separated with a header; at least half of the first rows' labels are KO or EC numbers, all of one kind.
Amounts are 0 or more, in any one unit, because capacities are ratios to single-copy genes. A gene that comes twice
is refused.

Example
-------
::

    function	stool_1	stool_2
    K01667	120	80

References
----------
Douglas et al., Nat Biotechnol 2020;38:685 (PICRUSt2).
"""

from __future__ import annotations

from pathlib import Path

from enterotone.formats._community import SAMPLE
from enterotone.formats._genes import kind_of_gene, to_functions
from enterotone.formats._problem import problem
from enterotone.formats._sample import choose
from enterotone.formats._source import first_lines, iter_lines
from enterotone.formats._table import split_row
from enterotone.microbiome.functions import FunctionProfile

__all__ = ["HOLDS", "ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "gene_table"
TITLE = "plain table of KO or EC numbers (functions)"
SUFFIXES = (".tsv", ".csv", ".txt")
HOLDS = "functions"

_PASSED_OVER = {"description", "name", "definition"}
_HUMANN = ("# gene family", "#gene family", "#headers", "# pathway")
_REMEDY = "Give KO or EC numbers in the first column"


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a table of genes."""
    found = first_lines(head)
    if found and found[0].casefold().startswith(_HUMANN):
        return False
    lines = [line for line in found if line.strip() and not line.startswith("# ")]
    if len(lines) < 2:
        return False
    labels = [line.replace(",", "\t").split("\t")[0].strip('"') for line in lines[1:21]]
    return 2 * sum(bool(kind_of_gene(label)) for label in labels) >= len(labels)


def samples(path: Path) -> tuple[str, ...]:
    """List the samples of a table."""
    return tuple(_columns(path)[1])


def read(path: Path, sample: str | None) -> FunctionProfile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the table breaks the specification above, or `sample` is not in it.
    ProfileError
        If all abundances are 0.
    """
    header, columns, delimiter, first = _columns(path)
    name = choose(tuple(columns), sample, path)
    cells = []
    for line, text in enumerate(iter_lines(path), start=1):
        if line <= first or not text.strip():
            continue
        row = split_row(text, delimiter, path, line)
        if len(row) != len(header):
            remedy = "The table is cut: copy it again"
            raise problem(path, f"{len(row)} cells", f"{len(header)}", remedy, line=line)
        cells.append((line, row[0], row[columns[name]]))
    return to_functions(cells, path, name, ID, _REMEDY)


def example() -> dict[str, bytes]:
    """Write a small synthetic table of EC numbers."""
    genes = {"6.1.1.4": 100, "6.1.1.9": 98, "6.1.1.5": 99, "1.3.8.1": 40, "2.8.3.8": 22, "4.1.99.1": 35, "5.4.99.2": 30}
    lines = [f"function\t{SAMPLE}", *(f"EC:{gene}\t{value}" for gene, value in genes.items())]
    return {f"{SAMPLE}.ec.tsv": ("\n".join(lines) + "\n").encode()}


def _columns(path: Path) -> tuple[tuple[str, ...], dict[str, int], str, int]:
    """Header, sample -> place, delimiter and the header's line."""
    for line, text in enumerate(iter_lines(path), start=1):
        if text.strip() and not text.startswith("# "):
            delimiter = "\t" if "\t" in text else ","
            header = split_row(text, delimiter, path, line)
            places = [p for p in range(1, len(header)) if header[p].casefold() not in _PASSED_OVER]
            found = {header[place]: place for place in places}
            if not found or len(found) < len(places):
                remedy = "Name each sample once"
                raise problem(path, f"the columns {list(header)[:6]}", "one name a sample", remedy, line=line)
            return header, found, delimiter, line
    raise problem(path, "no header", "a header and rows of genes", _REMEDY)
