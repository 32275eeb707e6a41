"""Stress reduction: mindfulness courses, relaxation, psychological treatment.

Mechanism
---------
Less of a stressor reaches the body: adrenal, noradrenergic, vagal and CRF drives fall together.

Acts on
-------
``weight_stress`` of the hormones, the share of stress that reaches the body; every stress intervention reads it.

Equations
---------
``weight_stress = before / (1 + E level)``. Level 1 is a course of about eight weeks with daily practice.

Assumptions
-----------
1. It lowers stress that is there and does nothing without: the reference person has none beyond usual life.
2. The share is chosen so that cortisol in people under stress falls by what trials found, which is small.

Not modelled
------------
Relaxation apart from stress (vagal tone above usual), which method it is, how long the effect lasts.

References
----------
See stress_reduction.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention

ID = "stress_reduction"
TITLE = "stress reduction"
KIND = "stress"
GRADE = "weak"
RISK = "low"
LIMITS = (
    "It changes nothing where there is no stress to reduce.",
    "Trials are small, and effects on cortisol were not seen in raw measures; effects on gut or microbes were not "
    "measured.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return lasting(ID, TITLE, parameters, {"weight_stress": f"{{before}} / (1 + E_{ID} * level_{ID})"})
