"""Medicines, foods, habits and challenges: one file of equations and one table of numbers each, found by scanning.

A file has, in this order: docstring (Mechanism, Acts on, Equations, Assumptions, Not modelled, References), imports,
``ID``, ``TITLE``, ``build(parameters)``; and ``KIND``, ``GRADE``, ``RISK``, ``LIMITS`` where
`enterotone.interventions.knowledge` asks for them. Nothing here imports an organ: names of the model are looked up
when an intervention is attached to it (`enterotone.interventions.attach`). Other packages add interventions through
the entry-point group ``enterotone.interventions``; nothing tells them apart.

None of this is advice: the modules say what published trials gave, so that the model can be tried against them.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.resources import files
from pkgutil import iter_modules
from types import ModuleType

from enterotone.errors import UnknownIdError, nearest
from enterotone.evidence.table import read_table
from enterotone.interventions.intervention import Intervention
from enterotone.interventions.knowledge import known_of, split

__all__ = ["intervention", "intervention_files"]

_PARTS = {"attach", "intervention", "knowledge", "regimen"}


def intervention_files() -> dict[str, ModuleType]:
    """Find every intervention: id -> Python module, sorted by id."""
    found = [
        import_module(f"{__name__}.{info.name}")
        for info in iter_modules(__path__)
        if not info.name.startswith("_") and info.name not in _PARTS
    ]
    found += [entry.load() for entry in entry_points(group="enterotone.interventions")]
    return {module.ID: module for module in sorted(found, key=lambda module: str(module.ID))}


@lru_cache
def intervention(name: str) -> Intervention:
    """Build one intervention from its file and the table beside it.

    Parameters
    ----------
    name : its id.

    Raises
    ------
    UnknownIdError
        If there is none of that name; names the three nearest.
    EvidenceError
        If its table breaks the contract of `enterotone.evidence.table`.
    """
    known = intervention_files()
    if name not in known:
        raise UnknownIdError(f"There is no intervention '{name}'. {nearest(name, known)}")
    module = known[name]
    package, _, stem = module.__name__.rpartition(".")
    numbers, rows = split(read_table(files(package) / f"{stem}.tsv"))
    built: Intervention = module.build(numbers)
    return replace(built, known=known_of(module, rows))
