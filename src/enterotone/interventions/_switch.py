"""Challenges that set constants of organs and take no dose: knock-outs, germ-free life, infusions at a steady rate.

Each row ``set_<constant>`` of the table is the value that the constant takes.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions.intervention import Intervention

__all__ = ["switch"]

_PREFIX = "set_"


def switch(name: str, title: str, parameters: EvidenceTable) -> Intervention:
    """Build a challenge from rows ``set_<constant>``.

    Parameters
    ----------
    name : its id.
    title : name for people.
    parameters : its table.
    """
    sets = {row.id.removeprefix(_PREFIX): row.canonical[0] for row in parameters.values()}
    return Intervention(name, title, parameters, sets=sets)
