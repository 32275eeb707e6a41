"""Body: the volumes, flows and switches that several organs share.

Purpose
-------
One place for blood flows, the plasma volume and the ledger, so that no organ owns another's number.

States
------
None.

Ports
-----
None.

Equations
---------
Plasma flow is blood flow times (1 - haematocrit).

Assumptions
-----------
1. Serotonin, tryptophan and 5-HIAA move with plasma; red cells carry none of them.
2. Flows are constant over the day; portal flow in truth rises 1.5- to 2-fold after a meal.

Not modelled
------------
Posture, exercise and fever, which move organ flows.

References
----------
See body.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Compartment
from enterotone.model.module import OrganModule

ID = "body"
TITLE = "Shared volumes and flows"
TERM = "body"
PORTS: dict[str, str] = {}


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        compartments=(
            Compartment("plasma", "Blood plasma", "V_plasma", "blood plasma"),
            Compartment("ecf", "Extracellular fluid", "V_ecf", "extracellular fluid"),
            Compartment("ledger", "Ledger of what has left the body", "V_ledger", "body"),
        ),
        assignments=(
            Assignment("body__plasma_flow", "Plasma flow through the lung", "L/h", "Q_cardiac * (1 - haematocrit)"),
            Assignment("body__portal_plasma_flow", "Portal plasma flow", "L/h", "Q_portal * (1 - haematocrit)"),
            Assignment(
                "body__arterial_plasma_flow_liver",
                "Hepatic arterial plasma flow",
                "L/h",
                "Q_hepatic_artery * (1 - haematocrit)",
            ),
            Assignment("body__blood_volume", "Blood volume", "L", "V_plasma / (1 - haematocrit)"),
        ),
    )
