"""The table of genes that goes with a stool profile."""

from __future__ import annotations

from pathlib import Path

from enterotone.formats import list_samples, open_functions
from enterotone.microbiome import FunctionProfile

__all__ = ["genes_of"]


def genes_of(path: Path | None, sample: str | None) -> FunctionProfile | None:
    """Read a table of genes: the sample of the same name, or its only one.

    Parameters
    ----------
    path : table of KO or EC numbers, or None.
    sample : id of the sample of taxa, or None.
    """
    if path is None:
        return None
    return open_functions(path, sample if sample in list_samples(path) else None)
