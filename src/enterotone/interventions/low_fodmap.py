"""Low-FODMAP diet: the share of the way from the own diet.

Mechanism
---------
Less fermentable carbohydrate reaches the colon.

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
That fructans, GOS, lactose and polyols are what is left out: their selective loss,
their water in the small bowel and their gas. The fructans of the usual diet are part of its fibre here.

References
----------
See low_fodmap.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._pattern import diet_pattern
from enterotone.interventions.intervention import Intervention

ID = "low_fodmap"
TITLE = "low-FODMAP diet"
KIND = "diet"
GRADE = "moderate"
RISK = "advice"
LIMITS = (
    "Meant for irritable bowel, for a few weeks, with a dietitian who brings foods back one by one.",
    "It lowers bifidobacteria, by about 0.4 log10 in trials (recalled); here only through the fibre that is missing.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return diet_pattern(ID, TITLE, parameters)
