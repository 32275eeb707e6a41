"""L. rhamnosus GG, swallowed alive every day.

Mechanism
---------
Live cells pass the colon, ferment a little of what others release, and leave.

Acts on
-------
Nothing of an organ; it brings its own carbon in the three segments of the colon.

Equations
---------
Those of `_strain`.

Assumptions
-----------
1. It does not colonise.
2. Cells do not multiply in the colon, or as many die as divide.

Not modelled
------------
What it may do to immune cells, nerves, mucus or other microbes; broad antibiotics, which would kill it.

References
----------
See rhamnosus_gg.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._probiotic import probiotic
from enterotone.interventions.intervention import Intervention

ID = "rhamnosus_gg"
TITLE = "L. rhamnosus GG"
KIND = "probiotic"
GRADE = "weak"
RISK = "advice"
LIMITS = (
    "Not for people whose defences are weakened, who are very ill, or who carry a central line, without their doctor.",
    "The model has no route from so few cells to mood or sleep; what trials found stands beside it.",
    "Trials are mostly of diarrhoea with antibiotics; small ones found no effect on mood (recalled, not looked up).",
    "Biopsies held it for more than a week after it was last taken; the model has no wall for it to stay at.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return probiotic(ID, TITLE, parameters)
