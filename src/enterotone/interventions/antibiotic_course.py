"""A course of broad antibiotics that ends, and the recolonisation after it.

Mechanism
---------
Strict anaerobes (butyrate producers, bifidobacteria, *Bacteroides*) are killed and their lineages thinned; facultative
anaerobes bloom. After the course what survived regrows within days, and lost lineages come back over weeks.

Acts on
-------
``fitness_<guild>`` of the colonic microbiota.

Equations
---------
A dose is the days of the course; while it lasts ``on = 1`` (`enterotone.interventions._event`). The loss ``L`` follows
``dL/dt = on (1 - L) / tau_kill - L / tau_return``; fitness of a guild is ``before / (1 + r L)``.

Assumptions
-----------
1. A guild that lost lineages grows on what is left as if each of its cells were less fit for the whole of its niche.
2. ``tau_return`` is fitted to a composition near baseline 1.5 months after four days of three last-resort antibiotics.
3. How much each guild loses is ordered as published (bifidobacteria and butyrate producers most, enterobacteria none),
   the sizes are assumed.

Not modelled
------------
Which antibiotic spares what, resistance, species that stay away (nine common ones were still missing after 180 days),
fungi, *Clostridioides difficile*, effects of the medicine on the host.

References
----------
See antibiotic_course.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._event import event
from enterotone.interventions._thinned import thinned
from enterotone.interventions.intervention import Intervention
from enterotone.model.component import State

ID = "antibiotic_course"
TITLE = "a course of broad antibiotics"
KIND = "medicine"
GRADE = "moderate"
RISK = "medicine"
LIMITS = (
    "Guilds come back, species may not: nine common species were still missing half a year after the course.",
    "One broad mixture stands for all antibiotics.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    loss = f"{ID}__loss"
    state = State(
        loss,
        "Loss of lineages by antibiotics, 0 to 1",
        "dimensionless",
        f"{ID}__on * (1 - {loss}) / tau_kill_{ID} - {loss} / tau_return_{ID}",
    )
    return event(ID, TITLE, parameters, thinned(ID, parameters, loss), "day", states=(state,))
