"""A probiotic strain at a dose of live cells a day; see `_strain` for what the cells do."""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._strain import passing_strain
from enterotone.interventions.intervention import Intervention

__all__ = ["probiotic"]


def probiotic(name: str, title: str, parameters: EvidenceTable) -> Intervention:
    """Build a probiotic.

    Parameters
    ----------
    name : its id; the table has a row ``level_<name>`` of value 0 in CFU/day and those of `_strain`.
    title : name for people.
    parameters : its table.
    """
    level = f"level_{name}"
    return Intervention(name, title, parameters, passing_strain(name, title, parameters, level), level=level)
