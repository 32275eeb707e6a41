"""Psyllium husk (ispaghula), as a supplement.

Mechanism
---------
A gel that bacteria hardly open: it carries its water to the stool and adds to the load of the colon.

Acts on
-------
`ens__load`, `ens__stool_water`, and `J_diet_fermentable` for the little that ferments.

Equations
---------
``load += (1 - f) level / reference``; ``stool water += w level``; ``f level`` counts as fibre (`_eaten`).

Assumptions
-----------
1. The gel keeps its water along the colon, whatever the transit.
2. Load speeds transit by the law of the enteric nervous system, and no more.

Not modelled
------------
Viscosity in the small bowel (glucose, cholesterol), slower access of microbes to other fibre, need for fluid.

References
----------
See psyllium.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._eaten import EATEN_UNITS, eaten
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention

ID = "psyllium"
TITLE = "psyllium"
KIND = "fibre"
GRADE = "strong"
RISK = "low"
LIMITS = (
    "Taken with plenty of water; not for people with difficulty swallowing or a narrowed bowel.",
    "Taken apart from medicines, whose uptake it may delay.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    acts = eaten("f_fermented_psyllium * level_psyllium")
    acts["ens__load"] = "{before} + (1 - f_fermented_psyllium) * level_psyllium / (J_residue + J_fermentable_reference)"
    acts["ens__stool_water"] = "{before} + water_psyllium * level_psyllium"
    return lasting(ID, TITLE, parameters, acts, EATEN_UNITS)
