"""A bout of acute psychological stress, such as a speech before strangers.

Mechanism
---------
Corticotropin-releasing factor (CRF) drives the adrenal, speeds the distal colon (receptor 1), slows stomach and small
bowel (receptor 2), and opens the barrier through mast cells; noradrenaline excites enterochromaffin cells through
ADRA2A; vagal outflow falls.

Acts on
-------
``stress`` of the hormones, ``noradrenaline_gut`` of the mucosa, ``ens__hapc_ratio``, ``T_small_bowel``,
``withdrawal_vagus``; ``barrier__endotoxin_influx`` and ``barrier__lactulose_mannitol``, because mast cells act at once.

Equations
---------
A dose of 1 is one such bout; its drive fades with a half-life (`enterotone.interventions._event`). Each target moves in
proportion to the drive times ``weight_stress``, vagal outflow with saturation.

Assumptions
-----------
1. One drive stands for CRF in brain and gut and for noradrenaline.
2. Sizes are those of a public speech where one was measured (barrier, cortisol); the colon's is between studies of CRF
   and of restraint in rats.

Not modelled
------------
Perception, habituation, who answers with cortisol and who does not, gastric emptying.

References
----------
See acute_stress.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._event import event
from enterotone.interventions._stress import UNITS, felt, stress_acts
from enterotone.interventions.intervention import Intervention

ID = "acute_stress"
TITLE = "a bout of acute stress"
KIND = "stress"
GRADE = "strong"
RISK = "medicine"
LIMITS = (
    "Only people whose cortisol rose showed a leakier barrier; here everybody answers.",
    "The size of the effect on the colon is assumed: studies give motility indices, not transit.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    opening = f"{{before}} * (1 + E_barrier_{ID} * {felt(f'{ID}__drive')})"
    acts = stress_acts(ID, f"{ID}__drive")
    acts |= {"barrier__endotoxin_influx": opening, "barrier__lactulose_mannitol": opening}
    return event(ID, TITLE, parameters, acts, "", fades=True, units=UNITS)
