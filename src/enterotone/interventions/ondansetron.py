"""Ondansetron: a blocker of the 5-HT3 receptor, by mouth.

Mechanism
---------
Takes 5-HT3 receptors of the gut's nerves away from serotonin.

Acts on
-------
``block_5HT3`` of the enteric nervous system, the share of 5-HT3 receptors that is blocked.

Equations
---------
One compartment (see `enterotone.interventions._oral`); the shares that are free multiply.

Assumptions
-----------
1. Receptors of the gut see the unbound concentration of plasma.
2. The block is a share: serotonin cannot displace the medicine. Competition would weaken it where serotonin is high.

Not modelled
------------
Receptors of vagus and brain stem, unless an organ reads the same constant.

References
----------
See ondansetron.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._oral import antagonist
from enterotone.interventions.intervention import Intervention

ID = "ondansetron"
TITLE = "ondansetron"
KIND = "medicine"
GRADE = "strong"
RISK = "medicine"
LIMITS = (
    "For people with irritable bowel syndrome with diarrhoea or nausea, on prescription.",
    "Pain did not respond in the trial of ondansetron.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return antagonist(ID, TITLE, parameters, "block_5HT3")
