"""Taxonomy that stands in a file of its own, beside the table of amounts (mothur, DADA2, QIIME 2, BIOM).

The folder of the table is searched for a file that names the table's features: a mothur taxonomy, a DADA2 taxonomy,
a QIIME 2 taxonomy as TSV or ``.qza``. It must name nearly all of them, so that another run's file is not taken, and
only one file may. The profile's warnings say which file was used.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable
from pathlib import Path

from enterotone.errors import EnterotoneError, FormatError
from enterotone.formats._problem import problem
from enterotone.formats._qza import open_artifact
from enterotone.formats._rank_columns import lineage_from, rank_places
from enterotone.formats._source import read_bytes
from enterotone.formats._zip import is_zip
from enterotone.microbiome.lineage import parse_lineage

__all__ = ["Lineage", "taxonomy_beside"]

Lineage = tuple[tuple[str, str], ...]

_ENOUGH = 0.95
_LARGEST = 64 << 20
_MOST_FILES = 500
_CONFIDENCE = re.compile(r"\(\d+(\.\d+)?\)")


def taxonomy_beside(path: Path, features: Collection[str], remedy: str) -> tuple[dict[str, Lineage], str]:
    """Find the taxonomy of a table's features.

    Parameters
    ----------
    path : the table.
    features : ids or sequences of its features.
    remedy : what to do where there is none, for the message.

    Returns
    -------
    (dict, str)
        Lineage by feature, empty for those without a name, and the name of the file.

    Raises
    ------
    FormatError
        If no file of the folder names them, or if several do and disagree.
    """
    fits: list[tuple[str, dict[str, Lineage]]] = []
    nearest_share, nearest_name = 0.0, ""
    for candidate in _candidates(path):
        try:
            found = _parse(candidate)
        except EnterotoneError:
            continue
        share = sum(feature in found for feature in features) / max(len(features), 1)
        if share >= _ENOUGH:
            fits.append((candidate.name, found))
        elif share > nearest_share:
            nearest_share, nearest_name = share, candidate.name
    if not fits:
        near = f" '{nearest_name}' names only {nearest_share:.0%} of them." if nearest_name else ""
        raise problem(path, f"no file beside it that names its {len(features)} features", "a taxonomy", remedy + near)
    first_name, first = fits[0]
    for other_name, other in fits[1:]:
        if any(first.get(feature, ()) != other.get(feature, ()) for feature in features):
            raise FormatError(
                f"{path}: found two taxonomies beside it that disagree, '{first_name}' and '{other_name}'; expected "
                "one. Leave the right one in the folder."
            )
    return first, first_name


def _candidates(path: Path) -> Iterable[Path]:
    folder = sorted(item for item in path.parent.iterdir() if item.is_file() and item != path)
    start = path.name.split(".")[0]
    # Files of the table's own name come first, so that a large folder is not read through.
    ordered = sorted(folder, key=lambda item: (not item.name.startswith(start), item.name))
    return [item for item in ordered[:_MOST_FILES] if 0 < item.stat().st_size <= _LARGEST]


def _parse(path: Path) -> dict[str, Lineage]:
    """Read a file as a taxonomy; empty where it is something else."""
    data = read_bytes(path)
    if is_zip(data):
        artifact = open_artifact(path)
        if not artifact.type.startswith("FeatureData[Taxonomy]"):
            return {}
        data = artifact.data("taxonomy.tsv")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return {}
    if "\x00" in text[:4096]:
        return {}
    return _from_text(text)


def _from_text(text: str) -> dict[str, Lineage]:
    first = text.split("\n", 1)[0]
    delimiter = "\t" if "\t" in first else ","
    found: dict[str, Lineage] = {}
    places: dict[str, int] = {}
    column = 1
    try:
        for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter)):
            if not cells:
                continue
            if number == 0:
                names = [cell.strip().lstrip("#").casefold() for cell in cells]
                places = rank_places(names)
                if len(places) >= 2:
                    continue
                places = {}
                column = next((names.index(n) for n in ("taxon", "taxonomy", "lineage") if n in names), 1)
                if names[0] in {"otu", "otuid", "otu id", "feature id", "featureid", "id", "seq", "asv"}:
                    continue
            if places:
                lineage = lineage_from(cells, places)
            elif len(cells) > column:
                lineage = parse_lineage(_CONFIDENCE.sub("", cells[column]).strip().strip(";"))
            else:
                return {}
            found[cells[0].strip()] = lineage
    except csv.Error:
        return {}
    # A table of amounts has no names where a taxonomy has them.
    named = sum(any(re.search("[A-Za-z]{3}", name) for _, name in lineage) for lineage in found.values())
    return found if 2 * named >= len(found) > 0 else {}
