"""Join organ modules into one flat model.

Organs meet by name only: a name that a formula uses is either the organ's own or one of its ports, and
every port is offered by exactly one other organ in the same unit. Flattening here, before SBML, keeps
the published document free of packages (docs/decisions/0001).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from enterotone.errors import PortError, UnknownIdError, nearest
from enterotone.evidence.table import Parameter
from enterotone.model.component import Assignment, Compartment, Reaction, Species, State
from enterotone.model.module import OrganModule
from enterotone.units import Dimension, dimension_of

__all__ = ["INITIAL", "STOICHIOMETRY", "Model", "compose"]

#: Prefix of table rows that hold an initial value, and of rows that hold a stoichiometric coefficient.
INITIAL = "initial_"
STOICHIOMETRY = "n_"

_CONCENTRATION = dimension_of("umol/L")
_RATE = dimension_of("umol/h")
_VOLUME = dimension_of("L")
_TIME = dimension_of("h")


@dataclass(frozen=True)
class Model:
    """A flat model: every part of every organ, by SId, in the order of composition.

    Parameters
    ----------
    id, title : of the whole.
    modules : the organs it was made of.
    compartments, species, states, reactions, assignments : parts by SId.
    parameters : numbers that become SBML parameters, by SId.
    initials : initial values by SId of the species or state.
    coefficients : stoichiometric coefficients of the tables, by row id.
    """

    id: str
    title: str
    modules: tuple[OrganModule, ...]
    compartments: Mapping[str, Compartment]
    species: Mapping[str, Species]
    states: Mapping[str, State]
    reactions: Mapping[str, Reaction]
    assignments: Mapping[str, Assignment]
    parameters: Mapping[str, Parameter]
    initials: Mapping[str, Parameter]
    coefficients: Mapping[str, Parameter]

    @cached_property
    def owner(self) -> dict[str, str]:
        """SId -> id of the organ that defines it."""
        owners: dict[str, str] = {}
        for module in self.modules:
            for sid in _own_names(module):
                owners[sid] = module.id
        return owners

    def dimension(self, sid: str) -> Dimension:
        """Dimension of what an SId stands for in formulas.

        Raises
        ------
        UnknownIdError
            If the model does not define it; names the three nearest.
        """
        if sid == "time":
            return _TIME
        if sid in self.species:
            return _CONCENTRATION
        if sid in self.compartments:
            return _VOLUME
        if sid in self.reactions:
            return _RATE
        for unit in (self.states, self.assignments):
            if sid in unit:
                return dimension_of(unit[sid].unit)
        if sid in self.parameters:
            return self.parameters[sid].dimension
        raise UnknownIdError(f"The model has no '{sid}'. {nearest(sid, self.names)}")

    @property
    def names(self) -> list[str]:
        """Every SId that a formula may use."""
        groups: list[Mapping[str, object]] = [self.compartments, self.species, self.states, self.reactions]
        groups += [self.assignments, self.parameters]
        return [sid for group in groups for sid in group]

    @cached_property
    def evidence_hash(self) -> str:
        """SHA-256 over the organs' tables."""
        digest = hashlib.sha256()
        for module in self.modules:
            digest.update(module.parameters.digest.encode())
        return digest.hexdigest()


def _own_names(module: OrganModule) -> list[str]:
    groups: tuple[Iterable[Compartment | Species | State | Reaction | Assignment], ...] = (
        module.compartments,
        module.species,
        module.states,
        module.reactions,
        module.assignments,
    )
    parts = [part.id for group in groups for part in group]
    return parts + [row for row in module.parameters if not row.startswith((INITIAL, STOICHIOMETRY))]


def compose(modules: Iterable[OrganModule], id: str = "enterotone", title: str = "Gut-serotonin system") -> Model:
    """Join organs into one model.

    Parameters
    ----------
    modules : organs in any order; they are sorted by id so that the result does not depend on it.
    id, title : of the whole.

    Raises
    ------
    PortError
        If two organs define one name, or a port is offered by nobody.
    """
    ordered = tuple(sorted(modules, key=lambda module: module.id))
    owners: dict[str, str] = {}
    for module in ordered:
        for sid in _own_names(module):
            if sid in owners:
                raise PortError(f"'{sid}' is defined by organ {owners[sid]} and by organ {module.id}; rename one.")
            owners[sid] = module.id
    for module in ordered:
        for port in module.ports:
            if port not in owners:
                raise PortError(f"Organ {module.id} needs '{port}', which no organ offers. {nearest(port, owners)}")
            if owners[port] == module.id:
                raise PortError(f"Organ {module.id} lists its own '{port}' as a port; remove it from PORTS.")
    rows = {row.id: row for module in ordered for row in module.parameters.values()}
    return Model(
        id=id,
        title=title,
        modules=ordered,
        compartments={part.id: part for module in ordered for part in module.compartments},
        species={part.id: part for module in ordered for part in module.species},
        states={part.id: part for module in ordered for part in module.states},
        reactions={part.id: part for module in ordered for part in module.reactions},
        assignments={part.id: part for module in ordered for part in module.assignments},
        parameters={k: row for k, row in rows.items() if not k.startswith((INITIAL, STOICHIOMETRY))},
        initials={k.removeprefix(INITIAL): row for k, row in rows.items() if k.startswith(INITIAL)},
        coefficients={k: row for k, row in rows.items() if k.startswith(STOICHIOMETRY)},
    )
