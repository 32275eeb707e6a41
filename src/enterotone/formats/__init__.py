"""File formats: one file each, found by scanning this folder; the content decides which one reads a file.

A format file has ``ID``, ``TITLE``, ``SUFFIXES``, ``sniff(head) -> bool``, ``samples(path) -> tuple[str, ...]``,
``read(path, sample) -> Profile`` and ``example() -> dict`` (names and contents of synthetic files of this format; the
first one is read back by a test); its docstring is its specification. ``HOLDS = "functions"`` marks a format of
genes, whose ``read`` gives a `FunctionProfile`; ``IS_FALLBACK = True`` one that claims a file only where no other
does. Names that start with an underscore are shared parts. Other packages add formats through the entry-point group
``enterotone.formats``; nothing tells them apart. Files packed with gzip are read as they are.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from pkgutil import iter_modules
from types import ModuleType

from enterotone.errors import FormatError
from enterotone.formats._source import read_head
from enterotone.formats._unknown import explain
from enterotone.microbiome.functions import FunctionProfile
from enterotone.microbiome.profile import Profile

__all__ = ["format_files", "holds", "list_samples", "open_functions", "open_profile", "sniff_format"]


@lru_cache(maxsize=1)
def format_files() -> dict[str, ModuleType]:
    """Find every format: id -> Python module, sorted by id."""
    found = [
        import_module(f"{__name__}.{info.name}") for info in iter_modules(__path__) if not info.name.startswith("_")
    ]
    found += [entry.load() for entry in entry_points(group="enterotone.formats")]
    return {module.ID: module for module in sorted(found, key=lambda module: str(module.ID))}


def holds(module: ModuleType) -> str:
    """What a format holds: ``taxa`` or ``functions``."""
    return str(getattr(module, "HOLDS", "taxa"))


def sniff_format(path: str | Path) -> ModuleType:
    """Find the format of a file from its content.

    Parameters
    ----------
    path : the file.

    Raises
    ------
    FormatError
        If the path is not a readable file, if no format claims it (lists the known ones), or if several do.
    """
    path = Path(path)
    head = read_head(path)
    claims = [module for module in format_files().values() if module.sniff(head)]
    certain = [module for module in claims if not getattr(module, "IS_FALLBACK", False)]
    claims = certain or claims
    if not claims:
        raise FormatError(explain(path, head, format_files()))
    if len(claims) > 1:
        ids = ", ".join(module.ID for module in claims)
        raise FormatError(f"{path}: the content fits several formats ({ids}). Please report this file's first lines.")
    return claims[0]


def open_profile(path: str | Path, sample: str | None = None) -> Profile:
    """Read one sample of a stool profile in any known format.

    Parameters
    ----------
    path : the file; gzip is unpacked.
    sample : id of the sample; may be left out where the file holds one.

    Raises
    ------
    FormatError
        If the file cannot be read or holds functions, or if `sample` is needed or not found; says where and what to
        do.
    ProfileError
        If the sample holds nothing.
    """
    path = Path(path)
    module = sniff_format(path)
    if holds(module) != "taxa":
        raise FormatError(
            f"{path}: found genes ({module.TITLE}); expected taxa. Give the taxonomic profile of the sample; genes can "
            "be given beside it."
        )
    profile: Profile = module.read(path, sample)
    return profile


def open_functions(path: str | Path, sample: str | None = None) -> FunctionProfile:
    """Read the genes of one sample in any known format of functions.

    Parameters
    ----------
    path : the file; gzip is unpacked.
    sample : id of the sample; may be left out where the file holds one.

    Raises
    ------
    FormatError
        If the file cannot be read or holds taxa, or if `sample` is needed or not found.
    ProfileError
        If the sample holds nothing.
    """
    path = Path(path)
    module = sniff_format(path)
    if holds(module) != "functions":
        raise FormatError(f"{path}: found taxa ({module.TITLE}); expected a table of KO or EC numbers.")
    profile: FunctionProfile = module.read(path, sample)
    return profile


def list_samples(path: str | Path) -> tuple[str, ...]:
    """List the samples of a file in any known format; raises as `open_profile`."""
    path = Path(path)
    found: tuple[str, ...] = sniff_format(path).samples(path)
    return found
