"""Fluoxetine: a blocker of the serotonin transporter, by mouth.

Mechanism
---------
Occupies SERT wherever it is: gut epithelium, platelets, lung, brain.

Acts on
-------
``block_SERT`` of the body, the share of SERT that is blocked everywhere.

Equations
---------
One compartment (see `enterotone.interventions._oral`). The shares that are free multiply:
``1 - block_SERT = (1 - block_SERT_alone)(1 - occupancy)``. What PET reads is ``Omax_PET`` times the occupancy.

Assumptions
-----------
1. One unbound concentration serves gut, blood and brain, and occupancy follows it at once.
2. Blood and gut SERT can be blocked fully; the plateau of 0.85 belongs to PET (host notes, section 6, decision 2).
3. Clearance is the one of repeated doses; a single dose is removed faster.

Not modelled
------------
Slow dissociation, other targets, norfluoxetine, which blocks as well and stays for weeks.

References
----------
See fluoxetine.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._oral import reuptake_inhibitor
from enterotone.interventions.intervention import Intervention

ID = "fluoxetine"
TITLE = "fluoxetine"
KIND = "medicine"
GRADE = "strong"
RISK = "medicine"
LIMITS = (
    "It belongs to those who prescribe it; the model compares mechanisms and says nothing about whom it helps.",
    "Occupancy follows plasma at once; adaptation over weeks is in the organs.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return reuptake_inhibitor(ID, TITLE, parameters)
