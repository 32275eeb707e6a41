"""An endurance athlete whose colon holds *Veillonella*: lactate of training becomes propionate.

Mechanism
---------
Lactate of working muscle crosses from blood into the gut; *Veillonella*, which lives on it, makes propionate and
acetate. Muscle is endurance-trained.

Acts on
-------
``training`` of muscle and ``fitness_propionate`` of the microbiota; it brings an inflow of lactate into the proximal
colon.

Equations
---------
``training = before + (1 - before) min(level, 1)``; ``fitness = before (1 + E level)``; inflow ``level J``, evenly over
the day.

Assumptions
-----------
1. The flow of lactate into the human colon is not known: label in mice crossed, no more. A few mmol a day.
2. *Veillonella* is counted with the propionate producers.

Not modelled
------------
Performance, the bloom on the day after a race, food of athletes (more protein and carbohydrate).

References
----------
See endurance_athlete.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions.intervention import Intervention
from enterotone.model.component import Reaction
from enterotone.model.module import OrganModule

ID = "endurance_athlete"
TITLE = "endurance athlete with Veillonella"
KIND = "exercise"
GRADE = "weak"
RISK = "advice"
LIMITS = (
    "That Veillonella makes runners faster was shown in mice only.",
    "How much lactate reaches the human colon is not known.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    level = f"level_{ID}"
    inflow = Reaction(
        f"{ID}__lactate_inflow",
        "Lactate from blood into the colon",
        {},
        {"proximal__lactate": 1},
        f"{level} * J_lactate_{ID}",
        "sbo:transport",
    )
    module = OrganModule(ID, TITLE, "drug", parameters, {"proximal__lactate": "umol/L"}, reactions=(inflow,))
    acts = {
        "training": f"{{before}} + (1 - {{before}}) * min({level}, 1)",
        "fitness_propionate": f"{{before}} * (1 + E_propionate_{ID} * {level})",
    }
    units = {row: parameter.unit for row, parameter in parameters.items()}
    return Intervention(ID, TITLE, parameters, module, acts, units=units, level=level)
