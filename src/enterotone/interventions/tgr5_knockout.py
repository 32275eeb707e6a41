"""Loss of the bile-acid receptor TGR5.

Mechanism
---------
Bile acids no longer release serotonin, nor quicken transit.

Acts on
-------
``activity_TGR5``, which multiplies what bile acids do to release and to propulsion; a model without bile acids cannot
carry it.

Equations
---------
``activity_TGR5 = 0``.

Assumptions
-----------
1. TGR5 is the only way of bile acids to enterochromaffin cells and to nerves.

Not modelled
------------
TGR5 on other cells.

References
----------
See tgr5_knockout.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._switch import switch
from enterotone.interventions.intervention import Intervention

ID = "tgr5_knockout"
TITLE = "loss of TGR5"
KIND = "challenge"
GRADE = "moderate"
RISK = "medicine"
LIMITS = ("Animals only.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return switch(ID, TITLE, parameters)
