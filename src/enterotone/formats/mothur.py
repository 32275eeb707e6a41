"""Tables of mothur: ``.shared`` with the consensus taxonomy beside it.

Support table
-------------
==============================  ===========================================================================
``.shared``                     ``label``, ``Group``, ``numOtus``, one column an OTU; one or several labels
``.cons.taxonomy``              beside it; ``OTU``, ``Size``, ``Taxonomy`` or no header
not read                        ``.tax.summary``, ``.list``, ``.rabund``, a taxonomy alone
==============================  ===========================================================================

Specification
-------------
Tab-separated. A row is a sample (``Group``) at a distance (``label``); where the file has several labels, samples are
called ``label/group``. ``numOtus`` is the number of columns of OTUs, or the file was cut. Lineages lose the
confidence in brackets (``Blautia(100)``); OTUs of one taxon are added up. The taxonomy must name at least 95 % of the
OTUs. Amounts are counts; ``.relabund`` files have the same columns and fractions.

Example
-------
::

    label	Group	numOtus	Otu001	Otu002
    0.03	stool_1	2	7	1

References
----------
Schloss et al., Appl Environ Microbiol 2009;75:7537.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from enterotone.formats._community import SAMPLE, community
from enterotone.formats._companion import taxonomy_beside
from enterotone.formats._grid import is_rest
from enterotone.formats._partition import Row
from enterotone.formats._pieces import profile_of
from enterotone.formats._problem import amount, problem
from enterotone.formats._sample import choose
from enterotone.formats._source import first_lines, iter_lines
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "mothur"
TITLE = "mothur shared table (with its taxonomy beside it)"
SUFFIXES = (".shared", ".relabund")

_START = ("label", "group", "numotus")
_REMEDY = "Put the .cons.taxonomy (or .taxonomy) file of the same run beside it"


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a mothur table."""
    start = head[:64].decode("utf-8", errors="replace").lstrip("\ufeff").casefold()
    return tuple(start.split("\t")[:3]) == _START or bool(
        first_lines(head, 1) and tuple(first_lines(head, 1)[0].casefold().split("\t")[:3]) == _START
    )


def samples(path: Path) -> tuple[str, ...]:
    """List the samples of a table."""
    return tuple(name for name, _, _ in _names(path))


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the table breaks the specification above, has no taxonomy beside it, or `sample` is not in it.
    ProfileError
        If all counts are 0.
    """
    rows_at = {name: (line, cells) for name, line, cells in _names(path)}
    name = choose(tuple(rows_at), sample, path)
    wanted, _ = rows_at[name]
    otus: tuple[str, ...] = ()
    values: list[float] = []
    for line, text in enumerate(iter_lines(path), start=1):
        cells = tuple(cell.strip() for cell in text.rstrip("\t").split("\t"))
        if line == 1:
            otus = cells[3:]
        elif line == wanted:
            if cells[2] != str(len(otus)) or len(cells) != len(otus) + 3:
                found = f"{len(cells) - 3} amounts and numOtus {cells[2][:20]}"
                remedy = "The file is cut: copy it again"
                raise problem(path, found, f"{len(otus)}, one for each OTU of the header", remedy, line=line)
            values = [amount(cell, path, line=line, column=otu) for otu, cell in zip(otus, cells[3:], strict=True)]
            break
    lineages, companion = taxonomy_beside(path, otus, _REMEDY)
    rows, rest = [], 0.0
    for otu, value in zip(otus, values, strict=True):
        lineage = lineages.get(otu, ())
        if not lineage or is_rest(lineage[-1][1], lineage):
            rest += value
        elif value > 0:
            rows.append(Row(lineage, value, wanted))
    return profile_of(
        rows,
        rest=rest,
        path=path,
        sample=name,
        format=ID,
        kind=None,
        tool="mothur",
        warnings=(f"Taxonomy was taken from '{companion}'.",),
    )


def example() -> dict[str, bytes]:
    """Write the example community as a shared table and its taxonomy."""
    otus = [f"Otu{n:03d}" for n in range(1, len(community()) + 1)]
    counts = [str(member.count) for member in community()]
    shared = ["\t".join([*("label", "Group", "numOtus"), *otus])]
    shared.append("\t".join(["0.03", SAMPLE, str(len(otus)), *counts]))
    taxonomy = ["OTU\tSize\tTaxonomy"]
    for otu, member in zip(otus, community(), strict=True):
        lineage = "".join(f"{name}(100);" for _, name in member.named)
        taxonomy.append(f"{otu}\t{member.count}\t{lineage}")
    return {
        "mothur/stool.shared": ("\n".join(shared) + "\n").encode(),
        "mothur/stool.cons.taxonomy": ("\n".join(taxonomy) + "\n").encode(),
    }


def _names(path: Path) -> Iterator[tuple[str, int, int]]:
    """Sample, its line and its number of cells; labels go before the name where there are several."""
    found: list[tuple[str, str, int, int]] = []
    for line, text in enumerate(iter_lines(path), start=1):
        if line == 1 or not text.strip():
            continue
        cells = text.split("\t", 3)
        if len(cells) < 4:
            remedy = "The file is cut: copy it again"
            raise problem(path, f"{len(cells)} cells", "label, group, numOtus and amounts", remedy, line=line)
        found.append((cells[0].strip(), cells[1].strip(), line, len(cells)))
    several = len({label for label, *_ in found}) > 1
    seen: dict[str, int] = {}
    for label, group, line, size in found:
        name = f"{label}/{group}" if several else group
        if name in seen:
            found_twice = f"the sample '{name[:60]}' as in line {seen[name]}"
            raise problem(path, found_twice, "each sample once", "Rename one of them", line=line)
        seen[name] = line
        yield name, line, size
