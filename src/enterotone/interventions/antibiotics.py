"""Broad antibiotics: the colon is emptied of microbes while they are given.

Mechanism
---------
Kills colonic bacteria.

Acts on
-------
``colonisation`` of the colonic microbiota.

Equations
---------
``colonisation = 0`` from the start; what lives washes out.

Assumptions
-----------
1. Broad mixtures leave nothing that matters; real ones leave survivors.

Not modelled
------------
Which groups a given antibiotic spares, resistance, regrowth.

References
----------
See antibiotics.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._switch import switch
from enterotone.interventions.intervention import Intervention

ID = "antibiotics"
TITLE = "broad antibiotics"
KIND = "challenge"
GRADE = "strong"
RISK = "medicine"
LIMITS = ("A switch of experiments in mice: no survivors, no end; for a course in people see antibiotic_course.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return switch(ID, TITLE, parameters)
