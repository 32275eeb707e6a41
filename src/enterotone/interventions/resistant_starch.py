"""Resistant starch, as a supplement (raw potato starch, high-amylose maize).

Mechanism
---------
Starch that escapes digestion is opened by starch degraders of the colon and feeds them and those that follow.

Acts on
-------
`J_diet_fermentable`, with its share of starch and the ratio of digestible carbohydrate kept right.

Equations
---------
As `_eaten` with F = S = level and D = 0.

Assumptions
-----------
1. The level counts resistant starch, about 65 g in 100 g of raw potato starch and 50 g in high-amylose maize.
2. All kinds of resistant starch behave like the starch that escapes from meals.

Not modelled
------------
That potato and maize starch feed different species, which is why trials differ; heating, which destroys raw kinds.

References
----------
See resistant_starch.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._eaten import EATEN_UNITS, eaten
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention

ID = "resistant_starch"
TITLE = "resistant starch"
KIND = "fibre"
GRADE = "moderate"
RISK = "low"
LIMITS = (
    "People differ: some have few microbes that open raw starch, and their butyrate does not rise.",
    "Raw starches must not be heated; gas is common in the first weeks.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    level = f"level_{ID}"
    return lasting(ID, TITLE, parameters, eaten(level, starch=level), EATEN_UNITS)
