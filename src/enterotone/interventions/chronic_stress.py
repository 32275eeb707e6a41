"""Chronic psychological stress, as a level that lasts.

Mechanism
---------
As in acute stress, at a lower intensity that does not end: adrenal drive (and with it TDO), noradrenaline at
enterochromaffin cells, faster colon, slower small bowel, a leakier barrier, less vagal outflow.

Acts on
-------
``stress`` of the hormones, ``noradrenaline_gut`` of the mucosa, ``ens__hapc_ratio``, ``T_small_bowel``,
``withdrawal_vagus``, ``barrier__cytokine_effect`` (mast cells release TNF and proteases).

Equations
---------
Each target moves in proportion to the level times ``weight_stress``, vagal outflow with saturation. Level 1 is the
burden of people in studies of ongoing stress; level 0 is the usual life of the model's reference person.

Assumptions
-----------
1. Level 1 raises mean cortisol by about a fifth, as in hair.
2. Sizes at the gut are parts of the acute ones; none was measured in lasting stress.

Not modelled
------------
Burn-out with low cortisol, sleep and diet that change with stress, direct effects on microbes (lactic acid bacteria
were fewer in exams, in 23 students).

References
----------
See chronic_stress.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions._stress import UNITS, felt, stress_acts
from enterotone.interventions.intervention import Intervention

ID = "chronic_stress"
TITLE = "chronic stress"
KIND = "stress"
GRADE = "moderate"
RISK = "medicine"
LIMITS = (
    "Sizes at the gut are assumed: they were measured in acute stress, and most of them in animals.",
    "Some people with lasting stress have low cortisol; here it rises in everybody.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    level = f"level_{ID}"
    acts = stress_acts(ID, level)
    acts["barrier__cytokine_effect"] = f"{{before}} * (1 + E_barrier_{ID} * {felt(level)})"
    return lasting(ID, TITLE, parameters, acts, UNITS)
