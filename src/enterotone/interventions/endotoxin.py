"""Endotoxin into a vein, as in volunteers.

Mechanism
---------
Sets off the cytokine cascade.

Acts on
-------
No constant: a dose into ``immune__endotoxin_injected``; a model without cytokines cannot carry it.

Equations
---------
Mass over ``M_endotoxin``.

Assumptions
-----------
1. Molar mass of the clinical preparation as the immune organ counts it.

Not modelled
------------
Tolerance after a first dose.

References
----------
See endotoxin.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions.intervention import DoseInto, Intervention

ID = "endotoxin"
TITLE = "endotoxin"
KIND = "challenge"
GRADE = "strong"
RISK = "medicine"
LIMITS = ("A challenge of volunteers under watch, never anything else.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    per_gram = 1 / parameters["M_endotoxin"].canonical[0]
    return Intervention(ID, TITLE, parameters, doses=(DoseInto("immune__endotoxin_injected", repr(per_gram)),))
