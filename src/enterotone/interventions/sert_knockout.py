"""Loss of the serotonin transporter from birth.

Mechanism
---------
SERT works nowhere.

Acts on
-------
``block_SERT``.

Equations
---------
``block_SERT = 1``.

Assumptions
-----------
1. Low-affinity carriers are not induced.

Not modelled
------------
Developmental compensation.

References
----------
See sert_knockout.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._switch import switch
from enterotone.interventions.intervention import Intervention

ID = "sert_knockout"
TITLE = "loss of SERT"
KIND = "challenge"
GRADE = "strong"
RISK = "medicine"
LIMITS = ("Animals only; it tests the model's blocks of SERT.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return switch(ID, TITLE, parameters)
