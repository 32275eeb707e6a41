"""Prucalopride: an agonist of the 5-HT4 receptor, by mouth.

Mechanism
---------
Activates 5-HT4 receptors of the gut's nerves beside serotonin.

Acts on
-------
``agonist_5HT4``, the concentration of a foreign agonist, where the enteric nervous system has it; otherwise
``ens__p4_person``, the activation of 5-HT4 by mucosal serotonin.

Equations
---------
One compartment (see `enterotone.interventions._oral`). Where it acts on the activation, two agonists share one site:
with ``p`` the activation by serotonin alone and ``a = C_u / K``, it is ``(p + a (1 - p)) / (1 + a (1 - p))``.

Assumptions
-----------
1. Full agonist, as serotonin.
2. Receptors of the gut see the unbound concentration of plasma.

Not modelled
------------
Loss of receptors under an agonist, secretion.

References
----------
See prucalopride.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._oral import oral_medicine
from enterotone.interventions.intervention import Intervention

ID = "prucalopride"
TITLE = "prucalopride"
KIND = "medicine"
GRADE = "strong"
RISK = "medicine"
LIMITS = (
    "On prescription for chronic constipation.",
    "It acts on nerves that mucosal serotonin does not reach; mucosal serotonin is left alone.",
)

_ADDED = f"{ID}__occupancy / (1 - {ID}__occupancy) * (1 - {{before}})"


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return oral_medicine(
        ID,
        TITLE,
        parameters,
        acts={"agonist_5HT4": f"{{before}} + {ID}__site"},
        otherwise={"ens__p4_person": f"({{before}} + {_ADDED}) / (1 + {_ADDED})"},
    )
