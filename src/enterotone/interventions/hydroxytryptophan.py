"""5-HTP (5-hydroxytryptophan) as a supplement, by mouth.

Mechanism
---------
Enters behind TPH, and is decarboxylated in gut, liver, kidney and brain.

Acts on
-------
No constant; it brings a depot in the gut.

Equations
---------
``dA/dt = -ka A`` into plasma 5-HTP; a dose puts ``F dose`` into the depot.

Assumptions
-----------
1. Bioavailability is that under an inhibitor of decarboxylation; without one the first pass takes more.

Not modelled
------------
Decarboxylation in the intestinal wall, uptake by enterochromaffin cells.

References
----------
See hydroxytryptophan.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions.intervention import DoseInto, Intervention
from enterotone.model.component import Assignment, Compartment, Reaction, Species
from enterotone.model.module import OrganModule

ID = "hydroxytryptophan"
TITLE = "5-HTP"
KIND = "medicine"
GRADE = "moderate"
RISK = "medicine"
LIMITS = (
    "Sold as a supplement in some countries; together with blockers of SERT it may be dangerous.",
    "Most of it becomes serotonin outside the brain.",
)

_DEPOT = "hydroxytryptophan_dose__gut"
_AMOUNT = "F_hydroxytryptophan / M_hydroxytryptophan"


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    carried = {"tryptophan": 1.0}
    volume = "hydroxytryptophan_dose"
    module = OrganModule(
        id=volume,
        title=TITLE,
        term="drug",
        parameters=parameters,
        ports={"plasma__hydroxytryptophan": "umol/L"},
        compartments=(Compartment(volume, "5-HTP in the gut", "V_hydroxytryptophan_dose", "small intestine"),),
        species=(Species(_DEPOT, "5-HTP still in the gut", volume, "5-hydroxytryptophan", carried),),
        assignments=(
            Assignment("hydroxytryptophan_dose__amount_per_mass", "5-HTP that is absorbed", "umol/g", _AMOUNT),
        ),
        reactions=(
            Reaction(
                "hydroxytryptophan_dose__absorption",
                "Absorption of 5-HTP",
                {_DEPOT: 1},
                {"plasma__hydroxytryptophan": 1},
                f"ka_hydroxytryptophan * {_DEPOT} * {volume}",
                "sbo:transport",
            ),
        ),
    )
    return Intervention(ID, TITLE, parameters, module, doses=(DoseInto(_DEPOT, _AMOUNT),))
