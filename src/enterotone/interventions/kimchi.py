"""Kimchi, eaten beside the usual diet.

Mechanism
---------
Live microbes of the food pass the colon, its nutrients are eaten, and newcomers may join the community.

Acts on
-------
Protein, tryptophan and carbohydrate of the diet; immigration of the neutral community.

Equations
---------
Those of `_fermented`; composition from the food table.

Assumptions
-----------
1. Its microbes pass as lactobacilli do and stay no longer.
2. Each serving brings as many newcomers as one of any other fermented food.

Not modelled
------------
Salt, and histamine that some people do not bear.

References
----------
See kimchi.tsv and the food table.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._fermented import fermented_food
from enterotone.interventions.intervention import Intervention

ID = "kimchi"
TITLE = "kimchi"
KIND = "fermented food"
GRADE = "weak"
RISK = "low"
LIMITS = (
    "That it raises diversity rests on one unblinded trial of 18 people on six servings a day.",
    "Not for people whose defences are weakened, without their doctor.",
    "Salty: a portion holds a large part of a day of salt.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return fermented_food(ID, TITLE, parameters)
