"""Inulin of chicory, as a supplement.

Mechanism
---------
Long and short fructans reach the colon undigested; bifidobacteria and some butyrate producers live on them.

Acts on
-------
`J_inulin` and `J_fos`, what the pools of the colon are fed with.

Equations
---------
``J_fos += short level``, ``J_inulin += (1 - short) level``; the pools are those of `_pool`.

Assumptions
-----------
1. Chains of fewer than ten units behave like fructo-oligosaccharides.
2. The level counts fructan, not powder with its sugar.

Not modelled
------------
Effects on calcium, sweet taste, and the gas symptoms that limit the dose.

References
----------
See inulin.tsv.
"""

from __future__ import annotations

from dataclasses import replace

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions._pool import pool
from enterotone.interventions.intervention import Intervention

ID = "inulin"
TITLE = "inulin"
KIND = "fibre"
GRADE = "strong"
RISK = "low"
LIMITS = (
    "Above 10 to 15 g a day, and in irritable bowel at less, gas and bloating are common.",
    "Grade and trials are about bifidobacteria in stool; benefits for mood have not been shown.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    acts = {
        "J_inulin": "{before} + (1 - short_inulin) * level_inulin",
        "J_fos": "{before} + short_inulin * level_inulin",
    }
    return replace(lasting(ID, TITLE, parameters, acts), brings=(pool("inulin"), pool("fos")))
