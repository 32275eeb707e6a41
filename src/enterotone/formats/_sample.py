"""Choosing a sample in a file that holds several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from enterotone.errors import FormatError, nearest

__all__ = ["choose"]

_LISTED = 20


def choose(samples: Sequence[str], wanted: str | None, path: Path) -> str:
    """Pick the sample that was asked for, or the only one.

    Parameters
    ----------
    samples : ids in the order of the file.
    wanted : id, or None.
    path : for messages.

    Raises
    ------
    FormatError
        If several samples are there and none was named, or if the named one is not there.
    """
    if wanted is None:
        if len(samples) == 1:
            return samples[0]
        more = f", and {len(samples) - _LISTED} more" if len(samples) > _LISTED else ""
        raise FormatError(
            f"{path}: the file holds {len(samples)} samples: {', '.join(samples[:_LISTED])}{more}. "
            "Say which one: --sample ID on the command line, sample='ID' in Python."
        )
    if wanted in samples:
        return wanted
    near = nearest(wanted, samples) or f"The file begins with: {', '.join(samples[:3])}."
    raise FormatError(f"{path}: no sample '{wanted}' among {len(samples)}. {near}")
