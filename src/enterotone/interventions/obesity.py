"""Obesity, as a preset of causes.

Mechanism
---------
More enterochromaffin cells in the duodenum; low-grade inflammation; insulin resistance; more fatty acids and
branched-chain amino acids; a weaker answer of GLP-1.

Acts on
-------
``Vmax_TPH1_small_bowel`` of the mucosa, ``tnf_source`` of the immune system, ``insulin_fasting`` and ``E_GLP1`` of the
hormones, ``nefa_fasting`` of plasma, ``J_lnaa_endogenous`` of plasma.

Equations
---------
Level 0 is health, 1 the mean of patients in studies. What rises goes as ``before (1 + E level)``, what falls as
``before / (1 + r level)``, drives as ``before + x level``.

Assumptions
-----------
1. Level 1 is a body mass index of about 40 in an adult without diabetes; volumes stay those of the person.
2. Insulin acts through its level relative to fasting, so that a higher fasting level alone moves little.

Not modelled
------------
Diet, volumes and clearances that grow with weight, diabetes, liver disease, appetite itself.

References
----------
See obesity.tsv. Contested: release from the gut was higher in one study, plasma serotonin lower in another.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention

ID = "obesity"
TITLE = "obesity"
KIND = "condition"
GRADE = "weak"
RISK = "medicine"
LIMITS = (
    "Peripheral serotonin in obesity is contested: capacity of the duodenum was higher, serotonin in plasma lower.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    level = f"level_{ID}"
    acts = {
        "Vmax_TPH1_small_bowel": f"{{before}} * (1 + E_TPH1_{ID} * {level})",
        "tnf_source": f"{{before}} + tnf_{ID} * {level}",
        "insulin_fasting": f"{{before}} * (1 + E_insulin_{ID} * {level})",
        "E_GLP1": f"{{before}} / (1 + r_GLP1_{ID} * {level})",
        "nefa_fasting": f"{{before}} * (1 + E_nefa_{ID} * {level})",
        "J_lnaa_endogenous": f"{{before}} * (1 + E_lnaa_{ID} * {level})",
    }
    return lasting(ID, TITLE, parameters, acts)
