"""Loss of TPH2 from birth.

Mechanism
---------
No serotonin is made in neurons.

Acts on
-------
``activity_TPH2``.

Equations
---------
``activity_TPH2 = 0``.

Assumptions
-----------
1. No other enzyme makes up for it.

Not modelled
------------
Serotonin of enteric neurons, developmental compensation.

References
----------
See tph2_knockout.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._switch import switch
from enterotone.interventions.intervention import Intervention

ID = "tph2_knockout"
TITLE = "loss of TPH2"
KIND = "challenge"
GRADE = "strong"
RISK = "medicine"
LIMITS = ("Animals only; enteric neurons, which lose serotonin too, are not modelled.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return switch(ID, TITLE, parameters)
