"""BIOM tables, version 1.0 (JSON) and 2.0 to 2.1 (HDF5).

Support table
-------------
==============================  ===========================================================================
BIOM 1.0                        JSON, sparse or dense, with or without row metadata
BIOM 2.0, 2.1                   HDF5; only the wanted sample's column is read
taxonomy                        row metadata ``taxonomy`` (list or text), row ids that are lineages or names,
                                or a taxonomy file beside the table (TSV or ``.qza``)
not read                        tables of genes, functions or metabolites; ids without any taxonomy
==============================  ===========================================================================

Specification
-------------
The JSON object has ``rows``, ``columns``, ``data``, ``matrix_type`` and ``shape``, which must fit each other; the
HDF5 file has ``observation/ids``, ``sample/ids`` and ``sample/matrix``. Rows of one taxon are added up, as rows are
sequence variants or OTUs. Amounts are counts, percent or fractions, told by their sum. Cells that come twice in JSON
add up. A table whose type names genes, pathways, functions or metabolites is refused, and so is one whose ids name no
taxa and that has no taxonomy.

Example
-------
::

    {"type": "OTU table", "matrix_type": "sparse", "shape": [1, 1], "data": [[0, 0, 12]],
     "rows": [{"id": "1", "metadata": {"taxonomy": ["k__Bacteria", "g__Blautia"]}}], "columns": [{"id": "s1"}]}

References
----------
McDonald et al., GigaScience 2012;1:7; biom-format.org, versions 1.0 and 2.1.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from enterotone.formats._biom import BiomTable, read_biom
from enterotone.formats._community import NOTE, SAMPLE, community
from enterotone.formats._companion import taxonomy_beside
from enterotone.formats._grid import ENOUGH, taxon_score, to_profile
from enterotone.formats._source import read_bytes
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "biom"
TITLE = "BIOM table (1.0 JSON, 2.1 HDF5)"
SUFFIXES = (".biom", ".json", ".hdf5", ".h5")

_REMEDY = "Put the taxonomy file (TSV or .qza) beside the table, or export the table with its taxonomy"


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a BIOM table."""
    if head[:4] == b"\x89HDF":
        return True
    start = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"{") and (b'"matrix_type"' in head or b"Biological Observation Matrix" in head)


def samples(path: Path) -> tuple[str, ...]:
    """List the samples of a table."""
    return read_biom(read_bytes(path), path, None, list_only=True).samples


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the table breaks the specification above, or `sample` is not in it.
    ProfileError
        If all amounts are 0.
    """
    table = read_biom(read_bytes(path), path, sample)
    names, notes = _names(table, path)
    # Rows are OTUs or variants where a lineage was given beside the id; ids that are names must not come twice.
    merged = table.has_lineages or bool(notes)
    lines = range(1, len(names) + 1)
    return to_profile(
        names,
        table.amounts,
        list(lines),
        path,
        table.name,
        may_merge=merged,
        format_id=ID,
        tool=table.made_by if "QIIME" in table.made_by or "taxpasta" in table.made_by else "",
        warnings=notes,
    )


def example() -> dict[str, bytes]:
    """Write the example community as BIOM 1.0 with lineages."""
    letters = "kpcofgs"
    rows = [
        {
            "id": f"OTU{n}",
            "metadata": {"taxonomy": [f"{letters[k]}__{name}" for k, (_, name) in enumerate(member.named)]},
        }
        for n, member in enumerate(community(), 1)
    ]
    body = {
        "id": None,
        "format": "Biological Observation Matrix 1.0.0",
        "format_url": "http://biom-format.org",
        "type": "OTU table",
        "generated_by": NOTE,
        "date": "2024-01-01T00:00:00",
        "matrix_type": "sparse",
        "matrix_element_type": "int",
        "shape": [len(rows), 1],
        "rows": rows,
        "columns": [{"id": SAMPLE, "metadata": None}],
        "data": [[n, 0, member.count] for n, member in enumerate(community())],
    }
    return {f"{SAMPLE}.biom": (json.dumps(body, indent=1) + "\n").encode()}


def _names(table: BiomTable, path: Path) -> tuple[Sequence[str], list[str]]:
    if table.has_lineages:
        return table.lineages, []
    if taxon_score(table.features) >= ENOUGH:
        return table.features, []
    if all(re.match(r"^(NCBI:)?(txid)?\d+$", feature) for feature in table.features):
        remedy = f"Export the table with names (taxpasta: --add-name --add-lineage). {_REMEDY}"
    else:
        remedy = _REMEDY
    found, name = taxonomy_beside(path, table.features, remedy)
    return [_text(found.get(feature, ())) for feature in table.features], [f"Taxonomy was taken from '{name}'."]


def _text(lineage: tuple[tuple[str, str], ...]) -> str:
    letters = {"kingdom": "k", "phylum": "p", "class": "c", "order": "o", "family": "f", "genus": "g", "species": "s"}
    return ";".join(f"{letters.get(rank, 't')}__{name}" for rank, name in lineage)
