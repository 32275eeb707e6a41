"""Attach interventions to a composed model.

The idea: an intervention names what it acts on. A constant ``X`` of an organ becomes an assigned quantity of the same
name over ``X_alone``, the former constant, and the pools of the intervention; an assigned quantity is wrapped the
same way. So every law that reads ``X`` feels the intervention and no organ knows of it. Several interventions on one
name are applied one after the other, in the order of their ids. What several interventions bring together (a pool of
inulin that garlic and chicory feed) is in the model once. The outcome is a model like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from enterotone.errors import UnknownIdError, nearest
from enterotone.evidence.table import EvidenceTable
from enterotone.interventions.intervention import BEFORE, Intervention
from enterotone.model.component import Assignment
from enterotone.model.compose import Model, compose
from enterotone.model.expression import names, parse
from enterotone.model.module import OrganModule

__all__ = ["ALONE", "Treated", "attach", "missing_names"]

#: Ending of what a constant or an assigned quantity is called once something acts on it.
ALONE = "_alone"


@dataclass(frozen=True)
class Treated:
    """A model with interventions in it.

    Parameters
    ----------
    model : ready to be written and run.
    renamed : constant of an organ -> its name in `model`; only those that something acts on.
    own : constants that the interventions brought.
    """

    model: Model
    renamed: Mapping[str, str]
    own: tuple[str, ...]


def missing_names(model: Model, intervention: Intervention) -> list[str]:
    """Names that an intervention needs and the model does not have, sorted.

    Parameters
    ----------
    model : composed organs.
    intervention : what is to be attached.
    """
    needed: set[str] = set()
    own: set[str] = set()
    for each in (intervention, *intervention.brings):
        needed |= {*each.acts_in(model.owner), *each.sets} | {dose.target for dose in each.doses}
        own |= set(each.parameters)
        if each.module is not None:
            needed |= set(each.module.ports)
            own |= {part.id for part in each.module.species} | {part.id for part in each.module.assignments}
            own |= {part.id for part in each.module.reactions}
    return sorted(needed - set(model.names) - own)


def attach(model: Model, interventions: Iterable[Intervention]) -> Treated:
    """Attach interventions to a model.

    Parameters
    ----------
    model : composed organs.
    interventions : in any order, each once.

    Returns
    -------
    Treated
        The model without interventions unchanged where there are none.

    Raises
    ------
    UnknownIdError
        If the model lacks a name that an intervention needs; names the three nearest.
    PortError
        If an intervention defines a name that the model already has.
    """
    named = list(interventions)
    for each in named:
        for name in missing_names(model, each):
            raise UnknownIdError(f"'{each.id}' needs '{name}', which this model has not. {nearest(name, model.names)}")
    once = {each.id: each for first in named for each in (first, *first.brings)}
    given = [once[name] for name in sorted(once)]
    brought = [each.module for each in given if each.module is not None]
    whole = compose([*model.modules, *brought], model.id, model.title) if brought else model
    modules = {module.id: module for module in whole.modules}
    renamed: dict[str, str] = {}
    for each in given:
        for target, formula in each.acts_in(whole.owner).items():
            owner = whole.owner[target]
            modules[owner] = _act(modules[owner], target, formula, each)
            if target in whole.parameters:
                renamed[target] = target + ALONE
    if not brought and not renamed:
        return Treated(model, {}, ())
    treated = compose(modules.values(), model.id, model.title)
    ids = {module.id for module in brought}
    rows = (row for module in treated.modules if module.id in ids for row in module.parameters)
    return Treated(treated, renamed, tuple(row for row in rows if row in treated.parameters))


def _act(organ: OrganModule, target: str, formula: str, by: Intervention) -> OrganModule:
    """Put a formula in the place of a constant or an assigned quantity of an organ."""
    parts = list(organ.assignments)
    alone = target + ALONE
    place = next((i for i, part in enumerate(parts) if part.id == target), None)
    if place is None:
        row = organ.parameters[target]
        rows = {(alone if name == target else name): value for name, value in organ.parameters.rows.items()}
        rows[alone] = replace(row, id=alone)
        table = EvidenceTable(organ.parameters.path, rows, organ.parameters.digest)
        parts.append(Assignment(target, row.name, row.unit, formula.replace(BEFORE, alone)))
    else:
        table = organ.parameters
        before = parts[place]
        # A second intervention on one name finds the first one's formula in its way and wraps that.
        while alone in {part.id for part in parts} or alone in table.rows:
            alone += ALONE
        parts[place] = replace(before, id=alone)
        parts.append(replace(before, formula=formula.replace(BEFORE, alone)))
    used = set(names(parse(formula.replace(BEFORE, alone)))) - {alone}
    own = {part.id for part in parts} | set(table.rows) | {part.id for part in organ.species}
    own |= {part.id for part in organ.states} | {part.id for part in organ.compartments}
    own |= {part.id for part in organ.reactions}
    ports = dict(organ.ports) | {name: by.units[name] for name in sorted(used - own)}
    return replace(organ, parameters=table, assignments=tuple(parts), ports=ports)
