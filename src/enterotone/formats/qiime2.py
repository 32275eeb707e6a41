"""QIIME 2 artifacts (``.qza``) of feature tables, read without QIIME 2.

Support table
-------------
==============================  ===========================================================================
FeatureTable[Frequency]         counts; features are sequence variants, OTUs, or taxa after ``taxa collapse``
FeatureTable[RelativeFrequency] fractions, treated alike
taxonomy                        FeatureData[Taxonomy] as ``.qza``, or its TSV, in the same folder
not read                        taxonomies alone, sequences, trees, distances, ``.qzv`` pictures
==============================  ===========================================================================

Specification
-------------
A zip with one folder named by a UUID, which holds ``metadata.yaml`` (the semantic type), ``VERSION`` (of QIIME 2)
and ``data/feature-table.biom`` (BIOM 2.1). Provenance is left alone. Features that are lineages are read as they
are; otherwise the folder of the artifact must hold a taxonomy that names at least 95 % of them. Variants of one taxon
are added up. Members of the zip are read up to 256 MiB each, whatever they declare.

Example
-------
::

    21184fc9-6616-47d6-9ab8-725ccc742c44/metadata.yaml   type: FeatureTable[Frequency]
    21184fc9-6616-47d6-9ab8-725ccc742c44/data/feature-table.biom

References
----------
Bolyen et al., Nat Biotechnol 2019;37:852; docs.qiime2.org, chapter on the archive format.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from enterotone.formats._biom import BiomTable, read_biom
from enterotone.formats._community import SAMPLE, community
from enterotone.formats._companion import taxonomy_beside
from enterotone.formats._grid import ENOUGH, taxon_score, to_profile
from enterotone.formats._problem import problem
from enterotone.formats._qza import Artifact, open_artifact
from enterotone.formats._zip import is_zip
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "qiime2"
TITLE = "QIIME 2 feature table (.qza)"
SUFFIXES = (".qza",)

_TABLES = ("FeatureTable[Frequency]", "FeatureTable[RelativeFrequency]")
_REMEDY = "Put the FeatureData[Taxonomy] artifact of the same run into the same folder, or collapse the table to taxa"


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a QIIME 2 archive."""
    # The name of the first member starts at byte 30 of a zip: a UUID and a slash.
    name = head[30:67]
    return is_zip(head) and name[36:37] == b"/" and name.count(b"-") == 4


def samples(path: Path) -> tuple[str, ...]:
    """List the samples of a feature table."""
    return _table(path, None, list_only=True)[1].samples


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If the artifact is no feature table, has no taxonomy beside it, or `sample` is not in it.
    ProfileError
        If all counts are 0.
    """
    artifact, table = _table(path, sample, list_only=False)
    notes: list[str] = []
    names: list[str] = list(table.features)
    if taxon_score(names) < ENOUGH:
        found, companion = taxonomy_beside(path, names, _REMEDY)
        names = [_text(found.get(name, ())) for name in names]
        notes.append(f"Taxonomy was taken from '{companion}'.")
    return to_profile(
        names,
        table.amounts,
        list(range(1, len(names) + 1)),
        path,
        table.name,
        may_merge=bool(notes),
        format_id=ID,
        tool="QIIME 2",
        version=artifact.framework,
        warnings=notes,
    )


def example() -> dict[str, bytes]:
    """Write the example community as a feature table and its taxonomy, as QIIME 2 stores them."""
    ids = [f"{n:032x}" for n in range(1, len(community()) + 1)]
    lineages = ["; ".join(f"{rank[0]}__{name}" for rank, name in member.named) for member in community()]
    rows = ["Feature ID\tTaxon\tConfidence", *(f"{i}\t{text}\t0.99" for i, text in zip(ids, lineages, strict=True))]
    table = _archive(
        "00000000-0000-4000-8000-000000000001",
        _TABLES[0],
        "BIOMV210DirFmt",
        {"feature-table.biom": _hdf5(ids, [member.count for member in community()])},
    )
    taxonomy = _archive(
        "00000000-0000-4000-8000-000000000002",
        "FeatureData[Taxonomy]",
        "TSVTaxonomyDirectoryFormat",
        {"taxonomy.tsv": ("\n".join(rows) + "\n").encode()},
    )
    return {"qiime2/table.qza": table, "qiime2/taxonomy.qza": taxonomy}


def _table(path: Path, sample: str | None, *, list_only: bool) -> tuple[Artifact, BiomTable]:
    artifact = open_artifact(path)
    if artifact.type not in _TABLES:
        remedy = "Give the feature table; its taxonomy may stand in the same folder"
        raise problem(path, f"an artifact of the type '{artifact.type}'", " or ".join(_TABLES), remedy)
    data = artifact.data("feature-table.biom")
    return artifact, read_biom(data, path, sample, list_only=list_only)


def _text(lineage: tuple[tuple[str, str], ...]) -> str:
    letters = {"strain": "t"}
    return ";".join(f"{letters.get(rank, rank[0])}__{name}" for rank, name in lineage)


def _archive(uuid: str, kind: str, form: str, data: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        inside = {
            "metadata.yaml": f"uuid: {uuid}\ntype: {kind}\nformat: {form}\n".encode(),
            "VERSION": b"QIIME 2\narchive: 5\nframework: 2024.5.0\n",
            **{f"data/{name}": content for name, content in data.items()},
        }
        for name, content in inside.items():
            # A fixed date keeps the example the same on every day.
            archive.writestr(zipfile.ZipInfo(f"{uuid}/{name}", (2024, 1, 1, 0, 0, 0)), content)
    return buffer.getvalue()


def _hdf5(ids: list[str], counts: list[int]) -> bytes:
    import h5py

    buffer = io.BytesIO()
    with h5py.File(buffer, "w", track_order=False) as table:
        table.attrs["type"] = "OTU table"
        table.attrs["format-version"] = (2, 1)
        table.attrs["shape"] = (len(ids), 1)
        table.create_dataset("observation/ids", data=[name.encode() for name in ids])
        table.create_dataset("sample/ids", data=[SAMPLE.encode()])
        table.create_dataset("sample/matrix/indptr", data=[0, len(ids)], dtype="int32")
        table.create_dataset("sample/matrix/indices", data=list(range(len(ids))), dtype="int32")
        table.create_dataset("sample/matrix/data", data=[float(count) for count in counts])
    return buffer.getvalue()
