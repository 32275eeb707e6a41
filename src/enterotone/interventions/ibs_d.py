"""Irritable bowel syndrome with diarrhoea (IBS-D), as a preset of causes.

Mechanism
---------
Less SERT in the mucosa, more bile acids that escape the ileum, a colon that answers more to CRF, a slightly leakier
and irritated wall.

Acts on
-------
``mucosa__SERT_share``, ``J_bile`` of the microbiota, ``ens__hapc_ratio``, ``inflammation_gut`` (which also sensitises
afferents), ``barrier__cytokine_effect``.

Equations
---------
Level 0 is health, 1 the mean of patients in studies. ``SERT share = before / (1 + r level)``; the others in proportion
to the level.

Assumptions
-----------
1. The causes that different patients have (a quarter malabsorbs bile acids) act here in everybody at their mean.
2. Motor drive stands for the exaggerated answer of the colon to CRF at the stress of usual life.

Not modelled
------------
Central processing of pain, diet that triggers it, subgroups.

References
----------
See ibs_d.tsv. Contested: SERT was lower in rectal biopsies of one series, others found it normal; serotonin after a
meal was higher in two small series and not in a larger one; transit was no different by MRI.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention

ID = "ibs_d"
TITLE = "irritable bowel syndrome with diarrhoea"
KIND = "condition"
GRADE = "contested"
RISK = "medicine"
LIMITS = (
    "A mean of causes that different people have; nobody has all of them at their mean.",
    "Whether the mucosa has less SERT and whether plasma serotonin after meals is higher is contested.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    level = f"level_{ID}"
    acts = {
        "mucosa__SERT_share": f"{{before}} / (1 + r_SERT_{ID} * {level})",
        "J_bile": f"{{before}} * (1 + E_bile_{ID} * {level})",
        "ens__hapc_ratio": f"{{before}} * (1 + E_hapc_{ID} * {level})",
        "inflammation_gut": f"{{before}} + inflammation_{ID} * {level}",
        "barrier__cytokine_effect": f"{{before}} * (1 + E_barrier_{ID} * {level})",
    }
    return lasting(ID, TITLE, parameters, acts)
