"""Organs: one file of equations and one table of numbers each, found by scanning this folder.

An organ file has, in this order: docstring (Purpose, States, Ports, Equations, Assumptions, Not modelled,
References), imports, ``ID``, ``TITLE``, ``TERM``, ``PORTS``, private helpers, ``build(parameters)``. Other
packages add organs through the entry-point group ``enterotone.organs``; nothing tells them apart.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.resources import files
from pkgutil import iter_modules
from types import ModuleType

from enterotone.evidence.table import read_table
from enterotone.model.compose import Model, compose
from enterotone.model.module import OrganModule

__all__ = ["build_organ", "load_model", "organ_files"]


def organ_files() -> dict[str, ModuleType]:
    """Find every organ: id -> Python module, sorted by id."""
    found = [
        import_module(f"{__name__}.{info.name}") for info in iter_modules(__path__) if not info.name.startswith("_")
    ]
    found += [entry.load() for entry in entry_points(group="enterotone.organs")]
    return {module.ID: module for module in sorted(found, key=lambda module: str(module.ID))}


def build_organ(module: ModuleType) -> OrganModule:
    """Build one organ from its file and the table beside it.

    Parameters
    ----------
    module : Python module with ``ID`` and ``build``.

    Raises
    ------
    EvidenceError
        If its table breaks the contract of `enterotone.evidence.table`.
    """
    package, _, name = module.__name__.rpartition(".")
    table = read_table(files(package) / f"{name}.tsv")
    organ: OrganModule = module.build(table)
    return organ


@lru_cache(maxsize=1)
def load_model() -> Model:
    """Compose all organs into the whole model."""
    return compose(build_organ(module) for module in organ_files().values())
