"""Loss of TPH1 from birth.

Mechanism
---------
No serotonin is made in enterochromaffin cells.

Acts on
-------
``activity_TPH1``.

Equations
---------
``activity_TPH1 = 0``.

Assumptions
-----------
1. No other enzyme makes up for it; in mice the duodenum keeps some serotonin.

Not modelled
------------
Developmental compensation.

References
----------
See tph1_knockout.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._switch import switch
from enterotone.interventions.intervention import Intervention

ID = "tph1_knockout"
TITLE = "loss of TPH1"
KIND = "challenge"
GRADE = "strong"
RISK = "medicine"
LIMITS = ("Animals only; transit of the gut was normal, which the model holds by adaptation.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return switch(ID, TITLE, parameters)
