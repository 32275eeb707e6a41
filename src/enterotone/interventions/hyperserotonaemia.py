"""Hyperserotonaemia of autism, as a preset of causes.

Mechanism
---------
Platelets take up more serotonin: their SERT has a larger capacity. What they are exposed to is the same.

Acts on
-------
``Vmax_SERT_platelet`` of the platelets.

Equations
---------
Level 0 is health, 1 the mean of patients in studies. What rises goes as ``before (1 + E level)``, what falls as
``before / (1 + r level)``, drives as ``before + x level``.

Assumptions
-----------
1. Free serotonin in plasma is the same in autism, so the cause is put into the platelet and not into release by the
   gut.
2. The gain is set to the mean rise of blood serotonin, below the capacity that one study of uptake found.

Not modelled
------------
Autism itself, genes of SERT, microbes (their part is weak), development.

References
----------
See hyperserotonaemia.tsv. Contested: some studies found uptake of platelets normal.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention

ID = "hyperserotonaemia"
TITLE = "hyperserotonaemia of autism"
KIND = "condition"
GRADE = "moderate"
RISK = "medicine"
LIMITS = (
    "A blood finding in a quarter to a third of autistic people; it says nothing about the brain.",
    "Whether microbes have a part in it is not known.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    level = f"level_{ID}"
    acts = {
        "Vmax_SERT_platelet": f"{{before}} * (1 + E_SERT_{ID} * {level})",
    }
    return lasting(ID, TITLE, parameters, acts)
