"""An organ as data: its parts, its numbers, and the names it takes from other organs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Compartment, Reaction, Species, State

__all__ = ["OrganModule"]


@dataclass(frozen=True)
class OrganModule:
    """One organ.

    Parameters
    ----------
    id : short name, e.g. ``liver``.
    title : name for people.
    term : key of `enterotone.terms.TERMS`.
    parameters : the organ's table; rows named ``initial_<SId>`` are initial values, all others
        become SBML parameters.
    ports : SId that the organ takes from elsewhere -> written unit in which it expects it.
    compartments, species, states, reactions, assignments : its parts.
    """

    id: str
    title: str
    term: str
    parameters: EvidenceTable
    ports: Mapping[str, str] = field(default_factory=dict)
    compartments: tuple[Compartment, ...] = ()
    species: tuple[Species, ...] = ()
    states: tuple[State, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    assignments: tuple[Assignment, ...] = ()
