"""Portal blood: between gut wall and liver.

Purpose
-------
Carries absorbed tryptophan and the serotonin that escapes the mucosa to the liver.

States [umol/L]
---------------
Plasma tryptophan and free serotonin of the portal vein.

Ports
-----
Inflow with the arterial concentration, outflow through the liver to mixed plasma.

Equations
---------
``V dC/dt = Q (C_arterial - C) + release - liver uptake``. Of the serotonin passing the liver the share
``E_liver`` is taken up there; the rest reaches mixed venous plasma.

Assumptions
-----------
1. Tryptophan is not changed by the lung: its arterial concentration is the plasma concentration.
2. The liver's serotonin extraction also holds for hepatic arterial blood.

Not modelled
------------
The rise of portal flow after meals; portosystemic shunts.

References
----------
See portal.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Compartment, Reaction, Species
from enterotone.model.module import OrganModule

ID = "portal"
TITLE = "Portal blood"
TERM = "portal vein"
PORTS = {
    "body__portal_plasma_flow": "L/h",
    "body__arterial_plasma_flow_liver": "L/h",
    "plasma__tryptophan": "umol/L",
    "plasma__serotonin": "umol/L",
    "lung__arterial_serotonin": "umol/L",
    "liver__serotonin": "umol/L",
}


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        compartments=(Compartment("portal", "Portal plasma", "V_portal", "portal vein"),),
        species=(
            Species("portal__tryptophan", "Portal tryptophan", "portal", "tryptophan", {"tryptophan": 1}),
            Species("portal__serotonin", "Portal free serotonin", "portal", "serotonin", {"tryptophan": 1}),
        ),
        reactions=(
            Reaction(
                "portal__tryptophan_in",
                "Tryptophan into the splanchnic bed",
                {"plasma__tryptophan": 1},
                {"portal__tryptophan": 1},
                "body__portal_plasma_flow * plasma__tryptophan",
                "sbo:transport",
            ),
            Reaction(
                "portal__tryptophan_out",
                "Tryptophan past the liver",
                {"portal__tryptophan": 1},
                {"plasma__tryptophan": 1},
                "body__portal_plasma_flow * portal__tryptophan",
                "sbo:transport",
            ),
            Reaction(
                "portal__serotonin_in",
                "Serotonin into the splanchnic bed",
                {"plasma__serotonin": 1},
                {"portal__serotonin": 1},
                "body__portal_plasma_flow * lung__arterial_serotonin",
                "sbo:transport",
            ),
            Reaction(
                "portal__serotonin_out",
                "Serotonin past the liver",
                {"portal__serotonin": 1},
                {"plasma__serotonin": 1},
                "(1 - E_liver) * body__portal_plasma_flow * portal__serotonin",
                "sbo:transport",
            ),
            Reaction(
                "portal__serotonin_extraction",
                "Hepatic uptake of portal serotonin",
                {"portal__serotonin": 1},
                {"liver__serotonin": 1},
                "E_liver * body__portal_plasma_flow * portal__serotonin",
                "sbo:transport",
            ),
            Reaction(
                "portal__serotonin_arterial_extraction",
                "Hepatic uptake of arterial serotonin",
                {"plasma__serotonin": 1},
                {"liver__serotonin": 1},
                "E_liver * body__arterial_plasma_flow_liver * lung__arterial_serotonin",
                "sbo:transport",
            ),
        ),
    )
