"""L. plantarum 299v, swallowed alive every day.

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
See plantarum_299v.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._probiotic import probiotic
from enterotone.interventions.intervention import Intervention

ID = "plantarum_299v"
TITLE = "L. plantarum 299v"
KIND = "probiotic"
GRADE = "weak"
RISK = "advice"
LIMITS = (
    "Not for people whose defences are weakened, who are very ill, or who carry a central line, without their doctor.",
    "The model has no route from so few cells to mood or sleep; what trials found stands beside it.",
    "In one trial kynurenine fell with 299v beside an SSRI (rudzki2019); nothing here explains it.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return probiotic(ID, TITLE, parameters)
