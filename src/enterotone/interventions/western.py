"""Western diet: the share of the way from the own diet.

Mechanism
---------
Less fibre and more refined carbohydrate: less reaches the colon.

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
Fat, emulsifiers, salt.

References
----------
See western.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._pattern import diet_pattern
from enterotone.interventions.intervention import Intervention

ID = "western"
TITLE = "western diet"
KIND = "diet"
GRADE = "moderate"
RISK = "advice"
LIMITS = ("A pattern to compare with, and no option.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return diet_pattern(ID, TITLE, parameters)
