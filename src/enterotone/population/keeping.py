"""Results that follow from a person or a population, kept in the user's cache under a hash of all they follow from.

The hash covers the model, the numbers that went in, and the sources of the code that worked them out, so that nothing
stale is ever read. A folder that cannot be written only costs time. The newest few are kept.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from enterotone.engine import cache_folder
from enterotone.writing import replacing

__all__ = ["kept_files", "key_of", "people_folder", "read_kept", "write_kept"]

_PACKAGES = ("assessment", "population", "engine", "microbiome", "interventions")
_MOST = 8


def people_folder() -> Path:
    """Folder of what follows from people."""
    return cache_folder() / "people"


@lru_cache(maxsize=1)
def _sources() -> str:
    digest = hashlib.sha256()
    for package in _PACKAGES:
        for source in sorted(files(f"enterotone.{package}").iterdir(), key=lambda path: path.name):
            if source.name.endswith((".py", ".tsv")):
                digest.update(source.name.encode() + source.read_bytes())
    return digest.hexdigest()


def key_of(*parts: object) -> str:
    """Hash of what something follows from.

    Parameters
    ----------
    parts : texts, numbers, and mappings of arrays.
    """
    digest = hashlib.sha256(_sources().encode())
    for part in parts:
        if isinstance(part, Mapping):
            for name in sorted(part):
                digest.update(f"{name} ".encode() + np.ascontiguousarray(part[name]).tobytes())
        else:
            digest.update(f"|{part!r}".encode())
    return digest.hexdigest()[:32]


def read_kept(key: str, folder: Path | None = None) -> dict[str, NDArray[np.generic]] | None:
    """Read what was kept under a key, or None.

    Parameters
    ----------
    key : as `key_of` gives it.
    folder : `people_folder()` by default.
    """
    path = (folder or people_folder()) / f"{key}.npz"
    try:
        with np.load(io.BytesIO(path.read_bytes()), allow_pickle=False) as found:
            return {name: found[name] for name in found.files}
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def write_kept(key: str, values: Mapping[str, NDArray[np.generic]], folder: Path | None = None) -> None:
    """Keep arrays under a key.

    Parameters
    ----------
    key : as `key_of` gives it.
    values : name -> array of numbers, truth values or text.
    folder : `people_folder()` by default.
    """
    goal = (folder or people_folder()) / f"{key}.npz"
    arrays: Any = dict(values)
    try:
        goal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with replacing(goal) as part, part.open("wb") as stream:
            np.savez(stream, **arrays)
        by_age = sorted(goal.parent.glob("*.npz"), key=lambda path: path.stat().st_mtime)
        for old in by_age[:-_MOST]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def kept_files(folder: Path | None = None) -> list[Path]:
    """Files that are kept, by name.

    Parameters
    ----------
    folder : `people_folder()` by default.
    """
    return sorted((folder or people_folder()).glob("*.npz"))
