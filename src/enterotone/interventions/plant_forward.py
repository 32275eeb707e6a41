"""Plant-forward diet: the share of the way from the own diet.

Mechanism
---------
More fibre and starch that escapes reach the colon.

Acts on
-------
Protein, tryptophan and fermentable carbohydrate of the diet, with its share of starch and the ratio of digestible to
fermentable.

Equations
---------
Those of `_pattern`.

Assumptions
-----------
1. All parts of the diet move together, in proportion to the level.

Not modelled
------------
Which plants, polyphenols, fat.

References
----------
See plant_forward.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._pattern import diet_pattern
from enterotone.interventions.intervention import Intervention

ID = "plant_forward"
TITLE = "plant-forward diet"
KIND = "diet"
GRADE = "moderate"
RISK = "low"
LIMITS = (
    "More fibre brings gas at first; raising it over some weeks helps.",
    "Whether mood gains is open: one unblinded trial saw much, larger ones little or nothing.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return diet_pattern(ID, TITLE, parameters)
