"""Germ-free life: no microbes from the start.

Mechanism
---------
Nothing colonises the gut.

Acts on
-------
``colonisation`` of the colonic microbiota.

Equations
---------
``colonisation = 0``.

Assumptions
-----------
1. The colon has the size of a colonised one.

Not modelled
------------
The enlarged caecum, the immature barrier and immune system of germ-free animals.

References
----------
See germ_free.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._switch import switch
from enterotone.interventions.intervention import Intervention

ID = "germ_free"
TITLE = "life without microbes"
KIND = "challenge"
GRADE = "strong"
RISK = "medicine"
LIMITS = ("Mice only: people are never germ-free.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return switch(ID, TITLE, parameters)
