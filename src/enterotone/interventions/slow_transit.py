"""Slow-transit constipation, as a preset of causes.

Mechanism
---------
The colon has few propagating contractions: its generator (pacemaker cells and nerves) fails, not its serotonin.

Acts on
-------
``ens__hapc_ratio``.

Equations
---------
Level 0 is health, 1 the mean of patients in studies. What rises goes as ``before (1 + E level)``, what falls as
``before / (1 + r level)``, drives as ``before + x level``.

Assumptions
-----------
1. All of the loss is in the generator.

Not modelled
------------
Amplitude of contractions (lower too), outlet obstruction, causes such as opioids.

References
----------
See slow_transit.tsv. Contested: serotonin of the mucosa was found higher, not lower, in chronic constipation; it is
left alone.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention

ID = "slow_transit"
TITLE = "slow-transit constipation"
KIND = "condition"
GRADE = "strong"
RISK = "medicine"
LIMITS = ("A severe form, as in manometry of patients sent to specialists.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    level = f"level_{ID}"
    acts = {
        "ens__hapc_ratio": f"{{before}} / (1 + r_hapc_{ID} * {level})",
    }
    return lasting(ID, TITLE, parameters, acts)
