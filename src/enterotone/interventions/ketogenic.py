"""Ketogenic diet: the share of the way from the own diet.

Mechanism
---------
Very little carbohydrate: little reaches the colon, and protein takes a larger part.

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
Ketone bodies, fat and what they do in brain and liver.

References
----------
See ketogenic.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._pattern import diet_pattern
from enterotone.interventions.intervention import Intervention

ID = "ketogenic"
TITLE = "ketogenic diet"
KIND = "diet"
GRADE = "weak"
RISK = "advice"
LIMITS = ("Not without a professional in diabetes, pregnancy, liver or kidney disease, or after an eating disorder.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return diet_pattern(ID, TITLE, parameters)
