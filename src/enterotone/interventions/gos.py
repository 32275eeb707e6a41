"""Galacto-oligosaccharides (GOS), as a supplement.

Mechanism
---------
Chains of galactose reach the colon undigested and are taken by bifidobacteria first of all.

Acts on
-------
`J_gos`, what the pool of the colon is fed with.

Equations
---------
``J_gos += level``; the pool is that of `_pool`.

Assumptions
-----------
1. The level counts oligosaccharide, not powder or syrup with its sugar.

Not modelled
------------
Sweet taste, and the gas symptoms that limit the dose. Chains differ between products.

References
----------
See gos.tsv.
"""

from __future__ import annotations

from dataclasses import replace

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions._pool import pool
from enterotone.interventions.intervention import Intervention

ID = "gos"
TITLE = "galacto-oligosaccharides"
KIND = "fibre"
GRADE = "strong"
RISK = "low"
LIMITS = (
    "Gas and bloating are common at the larger amounts, and in irritable bowel at less.",
    "Grade and trials are about bifidobacteria in stool; effects on mood or stress rest on small trials.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    acts = {"J_gos": "{before} + level_gos"}
    return replace(lasting(ID, TITLE, parameters, acts), brings=(pool("gos"),))
