"""Fructo-oligosaccharides (FOS), as a supplement.

Mechanism
---------
Short fructans reach the colon undigested and are taken by bifidobacteria first of all.

Acts on
-------
`J_fos`, what the pool of the colon is fed with.

Equations
---------
``J_fos += level``; the pool is that of `_pool`.

Assumptions
-----------
1. The level counts oligosaccharide, not powder or syrup with its sugar.

Not modelled
------------
Sweet taste, and the gas symptoms that limit the dose.

References
----------
See fos.tsv.
"""

from __future__ import annotations

from dataclasses import replace

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions._pool import pool
from enterotone.interventions.intervention import Intervention

ID = "fos"
TITLE = "fructo-oligosaccharides"
KIND = "fibre"
GRADE = "strong"
RISK = "low"
LIMITS = (
    "Gas and bloating are common at the larger amounts, and in irritable bowel at less.",
    "Grade and trials are about bifidobacteria in stool; effects on mood or stress rest on small trials.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    acts = {"J_fos": "{before} + level_fos"}
    return replace(lasting(ID, TITLE, parameters, acts), brings=(pool("fos"),))
