"""Irritable bowel syndrome after an infection of the gut, as a preset of causes.

Mechanism
---------
More enterochromaffin cells, lymphocytes and mast cells in the wall (less SERT with them), a leakier barrier.

Acts on
-------
``Vmax_TPH1_colon``, ``Vmax_TPH1_small_bowel``, ``inflammation_gut`` of the mucosa; ``barrier__cytokine_effect``;
``J_bile`` of the microbiota; ``ens__hapc_ratio``.

Equations
---------
Level 0 is health, 1 the mean of patients in studies. What rises goes as ``before (1 + E level)``, what falls as
``before / (1 + r level)``, drives as ``before + x level``.

Assumptions
-----------
1. More cells mean more synthesis; the small bowel, which was not biopsied, gains half as much as the colon.
2. Motor drive stands for irritation of the wall that does not go through serotonin.

Not modelled
------------
The infection, recovery over years, psychological risk factors.

References
----------
See post_infectious_ibs.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention

ID = "post_infectious_ibs"
TITLE = "irritable bowel syndrome after an infection"
KIND = "condition"
GRADE = "moderate"
RISK = "medicine"
LIMITS = (
    "Cells were counted in the rectum; their number elsewhere is assumed.",
    "Sizes of inflammation and leak are assumed, their direction is published.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    level = f"level_{ID}"
    acts = {
        "Vmax_TPH1_colon": f"{{before}} * (1 + E_colon_{ID} * {level})",
        "Vmax_TPH1_small_bowel": f"{{before}} * (1 + E_small_bowel_{ID} * {level})",
        "inflammation_gut": f"{{before}} + inflammation_{ID} * {level}",
        "barrier__cytokine_effect": f"{{before}} * (1 + E_barrier_{ID} * {level})",
        "J_bile": f"{{before}} * (1 + E_bile_{ID} * {level})",
        "ens__hapc_ratio": f"{{before}} * (1 + E_hapc_{ID} * {level})",
    }
    return lasting(ID, TITLE, parameters, acts)
