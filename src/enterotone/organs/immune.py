"""Immune system at first depth: inflammation and the IDO1 that it induces outside the liver.

Purpose
-------
Carries the shunt of tryptophan to kynurenine under inflammation.

States
------
immune__IDO1 (activity relative to health, 1 at rest).

Ports
-----
Takes plasma tryptophan, gives plasma kynurenine.

Equations
---------
``dI/dt = k (1 + (Emax - 1) i / (1 + i) - I)``; ``v = I Vmax T / (Km + T)``. ``i`` is the inflammatory drive in
units of the interferon-gamma that induces half-maximally; 0 in health.

Assumptions
-----------
1. One drive stands for interferon-gamma with its TNF synergy.
2. IDO1 sees plasma tryptophan.

Not modelled
------------
Cytokines, endotoxin, barrier, BH4; they come with the full immune cascade.

References
----------
See immune.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Reaction, State
from enterotone.model.module import OrganModule

ID = "immune"
TITLE = "Immune system"
TERM = "immune system"
PORTS = {"plasma__tryptophan": "umol/L", "plasma__kynurenine": "umol/L"}


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        states=(
            State(
                "immune__IDO1",
                "IDO1 activity relative to health",
                "dimensionless",
                "ln(2) / t12_IDO1 * (1 + (Emax_IDO1 - 1) * inflammation / (1 + inflammation) - immune__IDO1)",
            ),
        ),
        reactions=(
            Reaction(
                "immune__IDO",
                "Tryptophan to kynurenine by IDO1 outside the liver",
                {"plasma__tryptophan": 1},
                {"plasma__kynurenine": 1},
                "immune__IDO1 * Vmax_IDO1 * plasma__tryptophan / (Km_IDO1 + plasma__tryptophan)",
                "sbo:biochemical reaction",
                "IDO1",
            ),
        ),
    )
