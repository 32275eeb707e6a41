"""Telotristat ethyl: an inhibitor of TPH1 that stays out of the brain, by mouth.

Mechanism
---------
Telotristat, made of its ethyl ester in gut and liver, inhibits the synthesis of serotonin in enterochromaffin cells.

Acts on
-------
``activity_TPH1``, the activity of the enzyme relative to health.

Equations
---------
One compartment for telotristat (see `enterotone.interventions._oral`); a dose is one of the ethyl ester. The cell
sees ``Kp_gut`` times the unbound concentration of plasma; the activity is multiplied by ``1 - occupancy``.

Assumptions
-----------
1. ``Kp_gut`` is assumed: 1 would be plasma, 20 a strong first pass through the cell.
2. Inhibition is not competitive with tryptophan.

Not modelled
------------
Inhibition of TPH2, which the medicine does not reach.

References
----------
See telotristat.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._oral import oral_medicine
from enterotone.interventions.intervention import Intervention

ID = "telotristat"
TITLE = "telotristat ethyl"
KIND = "medicine"
GRADE = "strong"
RISK = "medicine"
LIMITS = (
    "For carcinoid syndrome, on prescription.",
    "In irritable bowel syndrome another inhibitor relieved in the first week and not significantly in the fourth.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return oral_medicine(
        ID,
        TITLE,
        parameters,
        acts={"activity_TPH1": f"{{before}} * (1 - {ID}__occupancy)"},
        site=f"Kp_gut_{ID} * {{unbound}}",
    )
