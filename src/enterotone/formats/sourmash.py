"""Tables of ``sourmash tax``: summaries of a metagenome and annotated gather results.

Support table
-------------
==============================  ===========================================================================
``tax metagenome``              ``csv_summary``: ``query_name``, ``rank``, ``fraction``, ``lineage``, ...
``tax annotate``                gather results with a column ``lineage`` (``..with-lineages.csv``)
not read                        ``gather`` without lineages, a lineage table alone, krona and kreport output
==============================  ===========================================================================

Specification
-------------
Comma-separated with a header. The abundance is weighted by how often a k-mer was seen: ``f_weighted_at_rank`` in a
summary, ``f_unique_weighted`` in annotated results; ``fraction`` is taken, with a warning, where a summary has no
weights (before sourmash 4.4). Rows of a summary repeat the same k-mers at each rank: a clade keeps what its finer
clades do not explain, down to species. What is missing to 1 is the unclassified share (rows ``unclassified`` say the
same). Several ``query_name`` are several samples. Fractions that add to more than 1 are refused. The rows of
annotated results are genomes; those of one species are added up. Depth is not known: k-mers are no reads.

Example
-------
::

    query_name,rank,fraction,lineage,query_md5,query_filename,f_weighted_at_rank,bp_match_at_rank
    stool_1,superkingdom,0.9,d__Bacteria,md5,stool_1.sig,0.95,1024000

References
----------
Irber et al., J Open Source Softw 2024;9:6830.
"""

from __future__ import annotations

from pathlib import Path

from enterotone.formats._community import SAMPLE, clades
from enterotone.formats._grid import lineage_of
from enterotone.formats._partition import Row, partition
from enterotone.formats._pieces import joined, profile_of
from enterotone.formats._problem import amount, first_time, problem
from enterotone.formats._sample import choose
from enterotone.formats._table import Table, header_of, read_table
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "sourmash"
TITLE = "sourmash tax (summary or annotated gather results)"
SUFFIXES = (".csv",)

_SUMMARY = ("query_name", "rank", "fraction", "lineage")
_GATHER = {"intersect_bp", "f_unique_weighted", "query_name"}
_TOLERANCE = 0.002
_UNWEIGHTED = "The table has no weighted fractions: shares count each k-mer once, not how often it was seen."


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a table of sourmash."""
    header = header_of(head)
    return header[:4] == _SUMMARY or set(header) >= _GATHER or header[:1] == ("intersect_bp",)


def samples(path: Path) -> tuple[str, ...]:
    """List the samples: the names of queries."""
    return _names(read_table(path), path)


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the table breaks the specification above, or `sample` is not in it.
    ProfileError
        If nothing was matched.
    """
    table = read_table(path)
    name = choose(_names(table, path), sample, path)
    place = table.place("query_name")
    chosen = [(line, cells) for line, cells in table.rows if place is None or cells[place] == name]
    rows, notes = _rows(table, chosen, path)
    total = sum(row.amount for row in rows)
    if total > 1 + _TOLERANCE:
        remedy = "Give the table as sourmash wrote it"
        raise problem(path, f"fractions that add to {total:.4f} in '{name}'", "at most 1", remedy)
    return profile_of(
        [row for row in rows if row.amount > 0],
        rest=max(1 - total, 0.0),
        path=path,
        sample=name,
        format=ID,
        tool="sourmash",
        warnings=notes,
    )


def example() -> dict[str, bytes]:
    """Write the example community as a summary of ``sourmash tax metagenome``."""
    total = sum(count for key, count in clades().items() if len(key) == 1)
    lines = ["query_name,rank,fraction,lineage,query_md5,query_filename,f_weighted_at_rank,bp_match_at_rank"]
    for key, count in sorted(clades().items(), key=lambda item: (len(item[0]), -item[1])):
        rank = "superkingdom" if key[-1][0] == "kingdom" else key[-1][0]
        text = ";".join(f"{'d' if level == 'kingdom' else level[0]}__{name}" for level, name in key)
        share = f"{count / total:.9f}"
        lines.append(f"{SAMPLE},{rank},{share},{text},md5,{SAMPLE}.sig,{share},{count * 1000}")
    return {f"{SAMPLE}.sourmash.csv": ("\n".join(lines) + "\n").encode()}


def _names(table: Table, path: Path) -> tuple[str, ...]:
    place = table.place("query_name")
    if place is None:
        raise problem(path, "no column 'query_name'", "one", "Give the table as sourmash wrote it", line=table.line)
    if table.place("lineage") is None:
        remedy = "Run 'sourmash tax annotate' (or 'tax metagenome') with a taxonomy and give its output"
        raise problem(path, "gather results without lineages", "a column 'lineage'", remedy, line=table.line)
    return tuple(dict.fromkeys(cells[place] for _, cells in table.rows))


def _rows(table: Table, chosen: list[tuple[int, tuple[str, ...]]], path: Path) -> tuple[list[Row], list[str]]:
    lineage = table.place("lineage") or 0
    is_summary = table.place("rank") is not None
    weighted = table.place("f_weighted_at_rank" if is_summary else "f_unique_weighted")
    place = weighted if weighted is not None else table.place("fraction")
    if place is None:
        remedy = "Give the table as sourmash wrote it"
        raise problem(path, "no column of fractions", "'f_weighted_at_rank' or 'fraction'", remedy, line=table.line)
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for line, cells in chosen:
        text = cells[lineage]
        value = amount(cells[place], path, line=line, column=table.header[place])
        levels = lineage_of(text)
        if is_summary:
            if not levels or text == "unclassified":
                continue
            first_time(seen, text, line, path, f"'{text[-60:]}'", "lineage")
        rows.append(Row(levels, value, line))
    notes = [] if weighted is not None else [_UNWEIGHTED]
    if is_summary:
        return partition([row for row in rows if row.amount > 0], path), notes
    return joined(rows), notes
