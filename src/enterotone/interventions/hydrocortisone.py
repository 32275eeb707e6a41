"""Hydrocortisone in a pharmacological dose.

Mechanism
---------
Induces TDO in the liver.

Acts on
-------
``J_hydrocortisone``, where the model has cortisol.

Equations
---------
A constant rate of 240 mg a day.

Assumptions
-----------
1. Doses through the day are one rate.

Not modelled
------------
Peaks after each dose, immune suppression beyond what the organs say.

References
----------
See hydrocortisone.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._switch import switch
from enterotone.interventions.intervention import Intervention

ID = "hydrocortisone"
TITLE = "hydrocortisone"
KIND = "challenge"
GRADE = "moderate"
RISK = "medicine"
LIMITS = ("A dose of a challenge, far above what the body makes.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return switch(ID, TITLE, parameters)
