"""Drinks of amino acids: a dose by mass goes into the stomach as residues, with a share of tryptophan or without.

The row ``f_tryptophan`` of the table is that share of the mass.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions.intervention import DoseInto, Intervention

__all__ = ["drink"]


def drink(name: str, title: str, parameters: EvidenceTable) -> Intervention:
    """Build an amino-acid drink.

    Parameters
    ----------
    name : its id.
    title : name for people.
    parameters : its table, with the row ``f_tryptophan``.
    """
    share = parameters["f_tryptophan"].canonical[0]
    doses: tuple[DoseInto, ...] = (DoseInto("stomach__protein", f"{1 - share!r} / M_residue"),)
    if share > 0:
        doses += (DoseInto("stomach__tryptophan_bound", f"{share!r} / M_tryptophan"),)
    return Intervention(name, title, parameters, doses=doses)
