"""Sources: the key that a table row names, and what it stands for.

``references.tsv`` beside this file has one source a row: ``sourceId``, ``text`` (how it is cited), ``doi``,
``pubmed``. The key ``assumption`` stands for a number that nobody measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from enterotone.errors import EvidenceError, nearest
from enterotone.evidence.rows import read_rows

__all__ = ["Citation", "citation", "citations"]


@dataclass(frozen=True)
class Citation:
    """A source."""

    id: str
    text: str
    doi: str
    pubmed: str

    @property
    def resources(self) -> tuple[str, ...]:
        """Compact identifiers that identifiers.org resolves."""
        found = []
        if self.doi:
            found.append(f"doi:{self.doi}")
        if self.pubmed:
            prefix = "pmc" if self.pubmed.startswith("PMC") else "pubmed"
            found.append(f"{prefix}:{self.pubmed}")
        return tuple(found)


@lru_cache(maxsize=1)
def citations() -> dict[str, Citation]:
    """All sources by key.

    Raises
    ------
    EvidenceError
        If a key comes twice or a text is blank.
    """
    found: dict[str, Citation] = {}
    for where, row in read_rows(files("enterotone.evidence") / "references.tsv"):
        source = Citation(row["sourceId"], row["text"], row["doi"], row["pubmed"])
        if source.id in found or not source.text:
            raise EvidenceError(f"{where}: '{source.id}' comes twice or has no text.")
        found[source.id] = source
    return found


def citation(source_id: str) -> Citation:
    """Give a source by its key.

    Raises
    ------
    EvidenceError
        If references.tsv has no such key; names the three nearest.
    """
    known = citations()
    if source_id not in known:
        raise EvidenceError(f"No source '{source_id}' in references.tsv. {nearest(source_id, known)}")
    return known[source_id]
