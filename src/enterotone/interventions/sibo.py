"""Small intestinal bacterial overgrowth (SIBO), as a preset of causes.

Mechanism
---------
Acid and motility that keep bacteria of the small bowel down fail, so that they grow on what passes; transit of the
small bowel is slower.

Acts on
-------
``overgrowth``, ``J_oral`` and ``T_small_bowel`` of the lumen.

Equations
---------
Level 0 is health, 1 the mean of patients in studies. What rises goes as ``before (1 + E level)``, what falls as
``before / (1 + r level)``, drives as ``before + x level``.

Assumptions
-----------
1. Bacteria live on carbohydrate that escapes digestion, not on sugars or protein.

Not modelled
------------
Methane, deconjugation of bile acids, vitamin B12, malabsorption of fat, what the breath test adds by its own sugar.

References
----------
See sibo.tsv. Contested: breath tests are unreliable (sensitivity 42 to 55 %, specificity 71 to 83 %).
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention

ID = "sibo"
TITLE = "small intestinal bacterial overgrowth"
KIND = "condition"
GRADE = "contested"
RISK = "medicine"
LIMITS = (
    "Breath tests, on which most studies rest, miss half of the cases that culture finds.",
    "The link to serotonin rests on one assumed gain; tryptophan that bacteria use up is left out.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    level = f"level_{ID}"
    acts = {
        "overgrowth": f"{{before}} + growth_{ID} * {level}",
        "J_oral": f"{{before}} * (1 + E_oral_{ID} * {level})",
        "T_small_bowel": f"{{before}} * (1 + E_transit_{ID} * {level})",
    }
    return lasting(ID, TITLE, parameters, acts)
