"""Gut barrier: how much endotoxin crosses the epithelium, and what opens or closes it.

Purpose
-------
Couples microbes to the immune system: butyrate tightens, TNF and interferon-gamma open, colonisation supplies.

States
------
barrier__permeability (1 in a healthy reference person).

Ports
-----
Butyrate of the distal colon, colonisation, TNF and interferon-gamma; gives the endotoxin that reaches the liver and
blood, relative to health.

Equations
---------
``dp/dt = (F_TNF F_IFN F_butyrate - p) / tau``; each factor is 1 at its reference. Cytokine:
``1 + E (c - 1) / (K + c)`` scaled so that it stays positive; butyrate: ``1 + E K / (K + b)`` over its value at the
reference. Endotoxin influx ``p x colonisation``.

Assumptions
-----------
1. Permeability acts on endotoxin in proportion.
2. The effect of butyrate is that on Caco-2 cells (2 mM halves mannitol flux); the inversion above 8 mM seen in dishes
   is left out, because luminal butyrate is above that in health.
3. One barrier for the whole colon; the distal colon, which has the least butyrate, sets it.

Not modelled
------------
Mucus, mast cells and stress, the small bowel, bacterial translocation, zonulin (its assay is not valid).

References
----------
See barrier.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, State
from enterotone.model.module import OrganModule

ID = "barrier"
TITLE = "Gut barrier"
TERM = "intestinal epithelium"
PORTS = {
    "distal__butyrate": "umol/L",
    "colon__colonised": "dimensionless",
    "immune__tnf_rel": "dimensionless",
    "immune__ifng_rel": "dimensionless",
}


def _opened(cytokine: str, gain: str, half: str) -> str:
    """Opening by a cytokine relative to health, 1 at 1."""
    return f"(1 + {gain} * {cytokine} / ({half} + {cytokine})) / (1 + {gain} / ({half} + 1))"


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
                "barrier__permeability",
                "Permeability of the colonic epithelium relative to health",
                "dimensionless",
                "(barrier__cytokine_effect * barrier__butyrate_effect - barrier__permeability) / tau_barrier",
            ),
        ),
        assignments=(
            Assignment(
                "barrier__cytokine_effect",
                "Opening by TNF and interferon-gamma",
                "dimensionless",
                f"{_opened('immune__tnf_rel', 'E_TNF_barrier', 'K_TNF_barrier')}"
                f" * {_opened('immune__ifng_rel', 'E_IFN_barrier', 'K_IFN_barrier')}",
            ),
            Assignment(
                "barrier__butyrate_effect",
                "Tightening by butyrate, 1 at the reference",
                "dimensionless",
                "(1 + E_butyrate_barrier * K_butyrate_barrier / (K_butyrate_barrier + distal__butyrate))"
                " / (1 + E_butyrate_barrier * K_butyrate_barrier / (K_butyrate_barrier + butyrate_reference))",
            ),
            Assignment(
                "barrier__endotoxin_influx",
                "Endotoxin crossing the barrier relative to health",
                "dimensionless",
                "barrier__permeability * colon__colonised",
            ),
            Assignment(
                "barrier__lactulose_mannitol",
                "Lactulose to mannitol ratio in urine",
                "dimensionless",
                "lactulose_mannitol_reference * barrier__permeability",
            ),
        ),
    )
