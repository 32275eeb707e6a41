"""L-tryptophan as a supplement, by mouth.

Mechanism
---------
Free tryptophan leaves the stomach and is absorbed in the small bowel.

Acts on
-------
No constant; it brings a depot in the stomach.

Equations
---------
``dA/dt = -ln 2 / t12 A`` into free tryptophan of the small bowel, with the half-time of gastric emptying.

Assumptions
-----------
1. Needs no digestion, and empties as a meal does.

Not modelled
------------
Tablets that dissolve slowly.

References
----------
See tryptophan.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions.intervention import DoseInto, Intervention
from enterotone.model.component import Compartment, Reaction, Species
from enterotone.model.module import OrganModule

ID = "tryptophan"
TITLE = "L-tryptophan"
KIND = "challenge"
GRADE = "moderate"
RISK = "medicine"
LIMITS = (
    "A load of studies; urinary 5-HIAA did not change with up to 5 g a day.",
    "Together with blockers of SERT it may be dangerous.",
)

_DEPOT = "tryptophan_dose__stomach"


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    carried = {"tryptophan": 1.0}
    module = OrganModule(
        id="tryptophan_dose",
        title=TITLE,
        term="drug",
        parameters=parameters,
        ports={"small_bowel__tryptophan": "umol/L", "t12_gastric_emptying": "h"},
        compartments=(Compartment("tryptophan_dose", "Tablets in the stomach", "V_tryptophan_dose", "stomach"),),
        species=(Species(_DEPOT, "L-tryptophan in the stomach", "tryptophan_dose", "tryptophan", carried),),
        reactions=(
            Reaction(
                "tryptophan_dose__emptying",
                "Emptying of L-tryptophan",
                {_DEPOT: 1},
                {"small_bowel__tryptophan": 1},
                f"ln(2) / t12_gastric_emptying * {_DEPOT} * tryptophan_dose",
                "sbo:transport",
            ),
        ),
    )
    return Intervention(ID, TITLE, parameters, module, doses=(DoseInto(_DEPOT, "1 / M_tryptophan"),))
