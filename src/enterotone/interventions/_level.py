"""Interventions that last: a level (grams a day, an intensity) instead of single doses.

The level is a constant of the intervention, 0 in its table, so that a model which carries the intervention is the
model without it until somebody sets the level. Formulas of `acts` read it by name; they are written so that a level
of 0 gives ``{before}``.
"""

from __future__ import annotations

from collections.abc import Mapping

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions.intervention import Intervention
from enterotone.model.component import Assignment
from enterotone.model.module import OrganModule

__all__ = ["lasting"]

#: Id of the constant that holds the level of an intervention.
LEVEL = "level_{}"


def lasting(
    name: str,
    title: str,
    parameters: EvidenceTable,
    acts: Mapping[str, str],
    units: Mapping[str, str] | None = None,
    more: tuple[Assignment, ...] = (),
) -> Intervention:
    """Build an intervention that acts at a level for as long as it lasts.

    Parameters
    ----------
    name : its id; the table has a row ``level_<name>`` of value 0 in the unit of the level.
    title : name for people.
    parameters : its table.
    acts : as in `Intervention`; formulas read ``level_<name>``, other rows of the table, and names of the model.
    units : written unit of names of the model, and of `more`, that `acts` reads beside the table's rows.
    more : readings of its own, e.g. an effect that several constants share.
    """
    module = OrganModule(id=name, title=title, term="drug", parameters=parameters, assignments=more)
    own = {row: parameter.unit for row, parameter in parameters.items()}
    own |= {part.id: part.unit for part in more}
    return Intervention(name, title, parameters, module, acts, units={**own, **(units or {})}, level=LEVEL.format(name))
