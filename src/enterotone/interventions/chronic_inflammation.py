"""Chronic inflammation, as a preset of causes.

Mechanism
---------
A source of TNF outside the gut drives interleukin-6, C-reactive protein and, with interferon, IDO1; the wall of the
gut is inflamed (less SERT) and leakier.

Acts on
-------
``tnf_source`` and ``inflammation`` of the immune system, ``inflammation_gut`` of the mucosa.

Equations
---------
Level 0 is health, 1 the mean of patients in studies. What rises goes as ``before (1 + E level)``, what falls as
``before / (1 + r level)``, drives as ``before + x level``.

Assumptions
-----------
1. Level 1 is an active inflammatory disease with C-reactive protein of some mg/L, not sepsis.
2. Interferon beyond what TNF brings is that of an immune disease; without it the model makes too little kynurenine.

Not modelled
------------
Which disease it is, anaemia, appetite, medicines against it.

References
----------
See chronic_inflammation.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention

ID = "chronic_inflammation"
TITLE = "chronic inflammation"
KIND = "condition"
GRADE = "strong"
RISK = "medicine"
LIMITS = ("The shunt to kynurenine is well shown; what it does to serotonin in the brain is not.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    level = f"level_{ID}"
    acts = {
        "tnf_source": f"{{before}} + tnf_{ID} * {level}",
        "inflammation": f"{{before}} + interferon_{ID} * {level}",
        "inflammation_gut": f"{{before}} + wall_{ID} * {level}",
    }
    return lasting(ID, TITLE, parameters, acts)
