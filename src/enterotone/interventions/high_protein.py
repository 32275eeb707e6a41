"""High-protein diet: the share of the way from the own diet.

Mechanism
---------
More protein and tryptophan are eaten, more protein reaches the colon, and less fibre.

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
Muscle, satiety, kidney load.

References
----------
See high_protein.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._pattern import diet_pattern
from enterotone.interventions.intervention import Intervention

ID = "high_protein"
TITLE = "high-protein diet"
KIND = "diet"
GRADE = "weak"
RISK = "advice"
LIMITS = ("Not without a professional in kidney disease.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return diet_pattern(ID, TITLE, parameters)
