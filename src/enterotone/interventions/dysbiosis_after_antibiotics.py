"""Dysbiosis after antibiotics, as a preset of causes: lineages that were lost and have not come back.

Mechanism
---------
Guilds of strict anaerobes are thinned, facultatives take the room.

Acts on
-------
``fitness_<guild>`` of the colonic microbiota.

Equations
---------
``fitness = before / (1 + r level)``; level 1 is the state some days after a broad course, held there.

Assumptions
-----------
1. As in `antibiotic_course`, without the recovery: level 0.5 is about ten days after a broad course.

Not modelled
------------
Recovery (give the level back to 0, or use `antibiotic_course`), single species, resistance.

References
----------
See dysbiosis_after_antibiotics.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions._thinned import thinned
from enterotone.interventions.intervention import Intervention

ID = "dysbiosis_after_antibiotics"
TITLE = "dysbiosis after antibiotics"
KIND = "condition"
GRADE = "moderate"
RISK = "medicine"
LIMITS = (
    "It holds a state that in healthy adults passes within weeks.",
    "Which guilds lose how much depends on the antibiotic; the sizes are assumed.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return lasting(ID, TITLE, parameters, thinned(ID, parameters, f"level_{ID}"))
