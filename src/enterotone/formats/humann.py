"""Functions by HUMAnN 2, 3 and 4: gene families regrouped to KO or EC, single or joined.

Support table
-------------
==============================  ===========================================================================
regrouped families              ``humann_regroup_table`` to KO or EC; with and without names; in RPK, copies
                                per million or relative abundance
joined tables                   one column a sample
not read                        UniRef families (regroup them), pathway abundance and coverage, reactions
==============================  ===========================================================================

Specification
-------------
Tab-separated. The header starts with ``# Gene Family`` or ``#HEADERS`` (``# Pathway`` is refused). Labels are an id, a
name after ``: ``, and ``|`` with an organism for rows that split a gene; those are passed over where the gene has a
row of its own. ``UNMAPPED`` and ``UNGROUPED`` are no genes. The suffix of a sample (``_Abundance-RPKs``) is taken
off. Units cancel, because capacities are ratios to single-copy genes.

Example
-------
::

    # Gene Family	stool_1_Abundance-RPKs
    UNMAPPED	100.0
    K01667: tryptophanase	12.5

References
----------
Franzosa et al., Nat Methods 2018;15:962; Beghini et al., eLife 2021;10:e65088.
"""

from __future__ import annotations

import re
from pathlib import Path

from enterotone.formats._community import SAMPLE
from enterotone.formats._genes import kind_of_gene, to_functions
from enterotone.formats._problem import problem
from enterotone.formats._sample import choose
from enterotone.formats._source import first_lines, iter_lines
from enterotone.microbiome.functions import FunctionProfile

__all__ = ["HOLDS", "ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "humann"
TITLE = "HUMAnN gene families regrouped to KO or EC (functions)"
SUFFIXES = (".tsv", ".txt")
HOLDS = "functions"

_HEADERS = ("# gene family", "#headers", "# pathway", "#gene family")
_SUFFIX = re.compile(r"[_.-]?Abundance([-_](RPKs?|CPM|RELAB))?$", re.IGNORECASE)
_REMEDY = "Regroup the families: humann_regroup_table --groups uniref90_ko (or uniref90_level4ec)"
_TRIED = 200


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a HUMAnN table."""
    lines = first_lines(head, 1)
    return bool(lines) and lines[0].casefold().startswith(_HEADERS)


def samples(path: Path) -> tuple[str, ...]:
    """List the samples of a table."""
    return tuple(_SUFFIX.sub("", name.strip()) for name in _header(path)[1:])


def read(path: Path, sample: str | None) -> FunctionProfile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the table breaks the specification above, or `sample` is not in it.
    ProfileError
        If all abundances are 0.
    """
    header = _header(path)
    names = samples(path)
    name = choose(names, sample, path)
    place = names.index(name) + 1
    cells: list[tuple[int, str, str]] = []
    any_gene = False
    for line, text in enumerate(iter_lines(path), start=1):
        if line == 1 or not text.strip():
            continue
        row = text.split("\t")
        if len(row) != len(header):
            remedy = "The table is cut: copy it again"
            raise problem(path, f"{len(row)} columns", f"{len(header)}", remedy, line=line)
        any_gene = any_gene or bool(kind_of_gene(row[0]))
        if len(cells) > _TRIED and not any_gene:
            raise problem(path, f"families such as '{row[0][:40]}'", "KO or EC numbers", _REMEDY, line=line)
        cells.append((line, row[0], row[place]))
    return to_functions(cells, path, name, ID, _REMEDY)


def example() -> dict[str, bytes]:
    """Write a small synthetic table of KO numbers."""
    genes = (("K01869", 100), ("K01873", 98), ("K01889", 101), ("K01870", 99), ("K00248", 40), ("K19709", 22))
    more = (("K01667", 35), ("K01847", 30), ("K01604", 28), ("K01593", 1))
    lines = [f"# Gene Family\t{SAMPLE}_Abundance-RPKs", "UNMAPPED\t1000.0", "UNGROUPED\t500.0"]
    for gene, value in (*genes, *more):
        lines += [f"{gene}\t{value:.1f}", f"{gene}|unclassified\t{value:.1f}"]
    return {f"{SAMPLE}.humann_ko.tsv": ("\n".join(lines) + "\n").encode()}


def _header(path: Path) -> list[str]:
    header = next(iter_lines(path)).split("\t")
    if header[0].casefold().startswith("# pathway"):
        remedy = "Give the gene families regrouped to KO or EC; pathway ids name modules that are not shipped"
        raise problem(path, "pathway abundances", "gene families", remedy, line=1)
    if len(header) < 2:
        raise problem(path, "a header without samples", "one column a sample", "Copy the table again", line=1)
    return header
