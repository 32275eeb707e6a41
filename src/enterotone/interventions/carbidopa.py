"""Carbidopa: an inhibitor of AADC outside the brain.

Mechanism
---------
Keeps 5-HTP from being decarboxylated before it reaches the brain, and slows the last step of serotonin in the gut.

Acts on
-------
``CL_liver_AADC``, ``CL_renal_AADC`` and ``Vmax_AADC_EC``.

Equations
---------
Each is multiplied by ``1 - given I``; ``given_carbidopa`` is 1 while it is given.

Assumptions
-----------
1. Inhibition is constant while it is given (100 mg before each dose); no pharmacokinetics were found that fit it.

Not modelled
------------
Time course of inhibition, loss of vitamin B6.

References
----------
See carbidopa.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions.intervention import Intervention
from enterotone.model.module import OrganModule

ID = "carbidopa"
TITLE = "carbidopa"
KIND = "medicine"
GRADE = "moderate"
RISK = "medicine"
LIMITS = ("On prescription, with levodopa; here as a tool of studies of 5-HTP.",)

_LEFT = "(1 - given_carbidopa * I_carbidopa)"


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return Intervention(
        ID,
        TITLE,
        parameters,
        OrganModule(id=ID, title=TITLE, term="drug", parameters=parameters),
        acts=dict.fromkeys(("CL_liver_AADC", "CL_renal_AADC", "Vmax_AADC_EC"), f"{{before}} * {_LEFT}"),
        units={"given_carbidopa": "dimensionless", "I_carbidopa": "dimensionless"},
        sets={"given_carbidopa": 1.0},
    )
