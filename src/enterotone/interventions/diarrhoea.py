"""Chronic watery diarrhoea, as a preset of causes.

Mechanism
---------
Bile acids that escape the ileum secrete and speed the colon; the mucosa secretes beside them; the colon contracts
more.

Acts on
-------
``J_bile`` of the microbiota, ``ens__secretion`` and ``ens__hapc_ratio`` of the enteric nervous system,
``T_small_bowel`` of the lumen.

Equations
---------
Level 0 is health, 1 the mean of patients in studies. What rises goes as ``before (1 + E level)``, what falls as
``before / (1 + r level)``, drives as ``before + x level``.

Assumptions
-----------
1. One mixture of causes stands for many diseases.

Not modelled
------------
Infection, inflammation, malabsorption, what the colon can absorb at most.

References
----------
See diarrhoea.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention

ID = "diarrhoea"
TITLE = "chronic watery diarrhoea"
KIND = "condition"
GRADE = "moderate"
RISK = "medicine"
LIMITS = ("Diarrhoea has many causes; this mixture is none of them in particular.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    level = f"level_{ID}"
    acts = {
        "J_bile": f"{{before}} * (1 + E_bile_{ID} * {level})",
        "ens__secretion": f"{{before}} + secretion_{ID} * {level}",
        "ens__hapc_ratio": f"{{before}} * (1 + E_hapc_{ID} * {level})",
        "T_small_bowel": f"{{before}} / (1 + r_small_bowel_{ID} * {level})",
    }
    return lasting(ID, TITLE, parameters, acts)
