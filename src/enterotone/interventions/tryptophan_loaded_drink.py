"""A drink of amino acids loaded with tryptophan, the control of depletion studies.

Mechanism
---------
As the drink without, with tryptophan in excess.

Acts on
-------
Doses into the stomach; no constant.

Equations
---------
The mass goes in as residues and as tryptophan in the share ``f_tryptophan``.

Assumptions
-----------
1. Free tryptophan is taken for bound one, which is digested within minutes.

Not modelled
------------
The exact mixture.

References
----------
See tryptophan_loaded_drink.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._drink import drink
from enterotone.interventions.intervention import Intervention

ID = "tryptophan_loaded_drink"
TITLE = "amino-acid drink loaded with tryptophan"
KIND = "challenge"
GRADE = "moderate"
RISK = "medicine"
LIMITS = ("The control arm of depletion studies, not a food.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return drink(ID, TITLE, parameters)
