"""Onion, eaten beside the usual diet.

Mechanism
---------
Its fructans are short chains that reach the colon undigested and favour bifidobacteria. A portion
holds a few grams of them.

Acts on
-------
`J_fos`, and protein, tryptophan and fermentable carbohydrate of the diet.

Equations
---------
Those of `_food`; composition from the food table.

Assumptions
-----------
1. Raw and cooked hold the same fructans; long boiling takes some out.

Not modelled
------------
Allicin and other sulfur compounds, and what the food takes the place of.

References
----------
See onion.tsv and the food table.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._food import single_food
from enterotone.interventions.intervention import Intervention

ID = "onion"
TITLE = "onion"
KIND = "food"
GRADE = "weak"
RISK = "low"
LIMITS = (
    "As a source of fructans it is certain; the food itself has hardly been tested in trials.",
    "In irritable bowel, fructans often bring gas and pain.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return single_food(ID, TITLE, parameters)
