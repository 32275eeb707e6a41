"""Interferon-alpha as in hepatitis or melanoma.

Mechanism
---------
Induces IDO1.

Acts on
-------
``inflammation``, the interferon drive in units of the half-maximal one.

Equations
---------
``inflammation`` at a constant value.

Assumptions
-----------
1. The drive of a clinical dose is not known in people: half-maximal is taken, the middle of what is possible, and
   not fitted to any trial.

Not modelled
------------
Time course of a weekly injection, cytokines that interferon calls.

References
----------
See interferon_alpha.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._switch import switch
from enterotone.interventions.intervention import Intervention

ID = "interferon_alpha"
TITLE = "interferon-alpha therapy"
KIND = "medicine"
GRADE = "strong"
RISK = "medicine"
LIMITS = ("A treatment of hepatitis and cancer; here the strongest known shunt to kynurenine in people.",)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    return switch(ID, TITLE, parameters)
