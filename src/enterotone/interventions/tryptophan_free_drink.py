"""A drink of amino acids without tryptophan (acute tryptophan depletion).

Mechanism
---------
Amino acids drive protein synthesis, which takes tryptophan out of plasma, and compete with it for the brain.

Acts on
-------
Doses into the stomach; no constant.

Equations
---------
The mass goes in as amino-acid residues of mean mass ``M_residue``.

Assumptions
-----------
1. Free amino acids empty and are absorbed as protein residues are.

Not modelled
------------
The exact mixture.

References
----------
See tryptophan_free_drink.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._drink import drink
from enterotone.interventions.intervention import Intervention

ID = "tryptophan_free_drink"
TITLE = "amino-acid drink without tryptophan"
KIND = "challenge"
GRADE = "strong"
RISK = "medicine"
LIMITS = ("A challenge of studies; mood falls only in vulnerable people, and the model does not simulate mood.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return drink(ID, TITLE, parameters)
