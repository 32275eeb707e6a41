"""Irritable bowel syndrome with constipation (IBS-C), as a preset of causes.

Mechanism
---------
Fewer propagating contractions of the colon; less TPH1 and less release of serotonin after a meal; less SERT in the
mucosa.

Acts on
-------
``ens__hapc_ratio``, ``activity_TPH1``, ``gain_meal`` and ``mucosa__SERT_share`` of the mucosa.

Equations
---------
Level 0 is health, 1 the mean of patients in studies. What rises goes as ``before (1 + E level)``, what falls as
``before / (1 + r level)``, drives as ``before + x level``.

Assumptions
-----------
1. The generator of contractions has causes besides serotonin; its part is what the serotonin arm leaves of the
   published number of contractions.
2. A smaller answer to meals is a cause here: why cells release less is not known.

Not modelled
------------
Secretion, outlet obstruction, sensitivity of the rectum, methane (its direction is contested).

References
----------
See ibs_c.tsv. Contested: in biopsies TPH1 and SERT were lower and release was not; in chronic constipation release was
higher.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention

ID = "ibs_c"
TITLE = "irritable bowel syndrome with constipation"
KIND = "condition"
GRADE = "moderate"
RISK = "medicine"
LIMITS = (
    "A lower answer of plasma serotonin to a meal was found in one series of 15; biopsies of other patients "
    "released as much as healthy ones.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    level = f"level_{ID}"
    acts = {
        "ens__hapc_ratio": f"{{before}} / (1 + r_hapc_{ID} * {level})",
        "activity_TPH1": f"{{before}} / (1 + r_TPH1_{ID} * {level})",
        "gain_meal": f"{{before}} / (1 + r_meal_{ID} * {level})",
        "mucosa__SERT_share": f"{{before}} / (1 + r_SERT_{ID} * {level})",
    }
    return lasting(ID, TITLE, parameters, acts)
