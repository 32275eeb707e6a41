"""Lung: takes free serotonin out of mixed venous blood in one pass.

Purpose
-------
Separates venous from arterial free serotonin, which differ about three-fold.

States
------
None; the extraction is immediate.

Ports
-----
Takes mixed venous serotonin, gives 5-HIAA.

Equations
---------
``C_arterial = (1 - E) C_venous`` with ``E = E_lung (1 - f_SERT_lung * block_SERT)``; what is taken up is
oxidised at once.

Assumptions
-----------
1. Endothelial uptake is the limit, not MAO: all that is taken up becomes 5-HIAA.
2. Extraction is not saturated at physiological concentrations (dog: 0.70 at 10 nmol, 0.38 at 100 nmol).

Not modelled
------------
Saturation by large boluses; pulmonary neuroendocrine cells.

References
----------
See lung.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Reaction
from enterotone.model.module import OrganModule

ID = "lung"
TITLE = "Lung"
TERM = "lung"
PORTS = {
    "body__plasma_flow": "L/h",
    "plasma__serotonin": "umol/L",
    "plasma__hiaa": "umol/L",
    "block_SERT": "dimensionless",
}


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        assignments=(
            Assignment(
                "lung__extraction",
                "Single-pass extraction of serotonin",
                "dimensionless",
                "E_lung * (1 - f_SERT_lung * block_SERT)",
            ),
            Assignment(
                "lung__arterial_serotonin",
                "Arterial free serotonin",
                "nmol/L",
                "(1 - lung__extraction) * plasma__serotonin",
            ),
        ),
        reactions=(
            Reaction(
                "lung__serotonin_clearance",
                "Uptake and oxidation of serotonin in the lung",
                {"plasma__serotonin": 1},
                {"plasma__hiaa": 1},
                "lung__extraction * body__plasma_flow * plasma__serotonin",
                "sbo:degradation",
                "SERT",
            ),
        ),
    )
