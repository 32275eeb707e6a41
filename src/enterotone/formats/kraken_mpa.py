"""Kraken 2 reports in the style of MetaPhlAn (``--use-mpa-style``, ``kreport2mpa.py``), single or combined.

Support table
-------------
==============================  ===========================================================================
``--use-mpa-style``             no header; ``d__Bacteria|p__..`` and the reads of the clade
``kreport2mpa.py``              the same, also with ``k__`` and a header ``#Classification``
``combine_mpa.py``              one column a sample below ``#Classification``
not read                        the same in percent (``--percentages``): the depth is lost
==============================  ===========================================================================

Specification
-------------
Each line is a clade and its reads, which include those of its finer clades; a clade keeps what the finer ones do not
explain. Unclassified reads are not in the file, so the unclassified share is unknown and taken as 0. Amounts are
whole numbers. Finer clades that add to more than their parent are refused. As with every Kraken report that Bracken
did not correct, species and genera are not abundances, and a warning says so.

Example
-------
::

    d__Bacteria	900
    d__Bacteria|p__Firmicutes	600

References
----------
Wood et al., Genome Biol 2019;20:257.
"""

from __future__ import annotations

import re
from pathlib import Path

from enterotone.formats._community import SAMPLE, clades
from enterotone.formats._partition import Row, partition
from enterotone.formats._pieces import profile_of
from enterotone.formats._problem import amount, first_time, problem
from enterotone.formats._sample import choose
from enterotone.formats._source import first_lines, iter_lines, stem
from enterotone.microbiome.lineage import parse_lineage
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "kraken_mpa"
TITLE = "Kraken 2 report in MetaPhlAn style (clades and reads)"
SUFFIXES = (".mpa", ".txt", ".tsv")

_FIRST = re.compile(r"^[dk]__[A-Za-z]+(\t\d+)+$")
_ROW = re.compile(r"^[dk]__[^\t]*(\t\d+)+$")
_HEADER = "#Classification"
_RAW = (
    "Reads that several genomes share stay at higher ranks in a Kraken report, so its species and genera are not "
    "abundances. Correct it with Bracken where you can."
)
_NO_REST = "Reports in this style leave out unclassified reads; their share is unknown."


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of such a report: whole numbers of reads, no percent."""
    lines = [line for line in first_lines(head) if line.strip()]
    body = [line for line in lines if not line.startswith("#")]
    if not body or not all(_ROW.match(line) for line in body):
        return False
    if lines[0].startswith("#"):
        return lines[0].startswith(_HEADER)
    # Sums of 100 or 1 in whole numbers are a MetaPhlAn profile of one clade.
    return bool(_FIRST.match(body[0])) and "|p__" in "".join(body) and not body[0].endswith(("\t100", "\t1"))


def samples(path: Path) -> tuple[str, ...]:
    """List the samples: the columns, or the file's name where there is no header."""
    header = next(iter_lines(path))
    return tuple(header.rstrip("\t").split("\t")[1:]) if header.startswith(_HEADER) else (stem(path),)


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the report breaks the specification above, or `sample` is not in it.
    ProfileError
        If all reads are 0.
    """
    names = samples(path)
    name = choose(names, sample, path)
    place = names.index(name) + 1
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for line, text in enumerate(iter_lines(path), start=1):
        if not text.strip() or text.startswith("#"):
            continue
        cells = text.rstrip("\t").split("\t")
        if len(cells) != len(names) + 1:
            remedy = "The report is cut: copy it again"
            raise problem(path, f"{len(cells)} columns", f"{len(names) + 1}", remedy, line=line)
        first_time(seen, cells[0], line, path, f"'{cells[0][-60:]}'", "clade")
        value = amount(cells[place], path, line=line, column=place + 1)
        if value > 0:
            rows.append(Row(parse_lineage(cells[0]), value, line))
    pieces = partition(rows, path)
    return profile_of(
        pieces,
        rest=0.0,
        path=path,
        sample=name,
        format=ID,
        kind="counts",
        depth=sum(piece.amount for piece in pieces),
        tool="Kraken 2",
        warnings=(_RAW, _NO_REST),
    )


def example() -> dict[str, bytes]:
    """Write the example community in this style."""
    letters = {"kingdom": "d", "phylum": "p", "class": "c", "order": "o", "family": "f", "genus": "g"}
    lines = []
    for key, count in clades().items():
        lines.append("|".join(f"{letters[rank]}__{name}" for rank, name in key) + f"\t{count}")
    return {f"{SAMPLE}.mpa": ("\n".join(lines) + "\n").encode()}
