"""Liver: TDO and the kynurenine pathway; breakdown of serotonin that comes with portal blood.

Purpose
-------
Burns about nine tenths of the tryptophan that is eaten and gives part of its kynurenine to plasma.

States [umol/L]
---------------
liver__tryptophan, liver__kynurenine, liver__hydroxykynurenine, liver__serotonin; liver__TDO2 (activity, 1 at rest).

Ports
-----
Takes tryptophan from portal and plasma blood, gives kynurenine and 5-HIAA to plasma.

Equations
---------
Uptake ``PS (T_available - T_liver / Kp)`` from portal blood. TDO ``Vmax D T / (Km + T)``. TDO2 protein follows
``dD/dt = k ((1 + E h) / (1 + E h_rest) - D / S)`` with ``h`` the activation by cortisol and
``S = 1 + E T^2 / (K^2 + T^2)``: tryptophan stabilises the enzyme. KMO turns kynurenine into 3-hydroxykynurenine,
kynureninase (with vitamin B6) burns that; some of either escapes to plasma.
Serotonin is oxidised by MAO-A or conjugated.

Assumptions
-----------
1. The available share of portal tryptophan equals that of plasma: binding does not change across the gut.
2. What is behind kynureninase (quinolinic acid, NAD, oxidation) stays inside the liver and is not told apart.
3. Cortisol acts on TDO by its square, or the measured induction could not be reached from a resting 200 nM.

Not modelled
------------
Haem saturation of TDO; competition of kynurenine and 3-hydroxykynurenine for kynureninase.

References
----------
See liver.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Compartment, Reaction, Species, State
from enterotone.model.module import OrganModule

ID = "liver"
TITLE = "Liver"
TERM = "liver"
PORTS = {
    "ledger": "L",
    "portal__tryptophan": "umol/L",
    "plasma__tryptophan": "umol/L",
    "plasma__tryptophan_available": "umol/L",
    "plasma__kynurenine": "umol/L",
    "plasma__hydroxykynurenine": "umol/L",
    "Km_KMO": "umol/L",
    "kynurenine__B6_KYNU": "dimensionless",
    "endocrine__cortisol_activation": "dimensionless",
    "endocrine__cortisol_activation_rest": "dimensionless",
    "plasma__hydroxytryptophan": "umol/L",
    "plasma__hiaa": "umol/L",
}


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    trp = {"tryptophan": 1.0}
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        compartments=(Compartment("liver", "Liver cell water", "V_liver", "liver"),),
        species=(
            Species("liver__tryptophan", "Liver tryptophan", "liver", "tryptophan", trp),
            Species("liver__kynurenine", "Liver kynurenine", "liver", "kynurenine", trp),
            Species("liver__hydroxykynurenine", "Liver 3-hydroxykynurenine", "liver", "3-hydroxykynurenine", trp),
            Species("liver__serotonin", "Liver serotonin", "liver", "serotonin", trp),
            Species(
                "ledger__liver_oxidised", "Kynurenine oxidised in the liver", "ledger", "kynurenine", trp, is_sink=True
            ),
            Species("ledger__conjugates", "Serotonin conjugates", "ledger", "conjugate", trp, is_sink=True),
        ),
        states=(
            State(
                "liver__TDO2",
                "TDO activity relative to rest",
                "dimensionless",
                "ln(2) / t12_TDO2 * (activity_TDO2 * (1 + E_cortisol_TDO2 * endocrine__cortisol_activation)"
                " / (1 + E_cortisol_TDO2 * endocrine__cortisol_activation_rest)"
                " - liver__TDO2 / liver__stabilisation)",
            ),
        ),
        assignments=(
            Assignment(
                "liver__stabilisation",
                "Lifetime of TDO relative to rest, longer in a tryptophan load",
                "dimensionless",
                "1 + E_stabilisation * liver__tryptophan**2 / (K_stabilisation**2 + liver__tryptophan**2)",
            ),
            Assignment(
                "liver__portal_available",
                "Portal tryptophan that the liver can draw on",
                "umol/L",
                "portal__tryptophan * plasma__tryptophan_available / plasma__tryptophan",
            ),
        ),
        reactions=_tryptophan() + _serotonin(),
    )


def _tryptophan() -> tuple[Reaction, ...]:
    return (
        Reaction(
            "liver__tryptophan_uptake",
            "Tryptophan into liver cells",
            {"portal__tryptophan": 1},
            {"liver__tryptophan": 1},
            "PS_liver * liver__portal_available",
            "sbo:transport",
        ),
        Reaction(
            "liver__tryptophan_release",
            "Tryptophan out of liver cells",
            {"liver__tryptophan": 1},
            {"portal__tryptophan": 1},
            "PS_liver * liver__tryptophan / Kp_liver",
            "sbo:transport",
        ),
        Reaction(
            "liver__TDO",
            "Tryptophan to kynurenine by TDO",
            {"liver__tryptophan": 1},
            {"liver__kynurenine": 1},
            "liver__TDO2 * Vmax_TDO2 * liver__tryptophan / (Km_TDO2 + liver__tryptophan)",
            "sbo:biochemical reaction",
            "TDO2",
        ),
        Reaction(
            "liver__KMO",
            "Kynurenine to 3-hydroxykynurenine in the liver",
            {"liver__kynurenine": 1},
            {"liver__hydroxykynurenine": 1},
            "CL_KMO_liver * liver__kynurenine / (1 + liver__kynurenine / Km_KMO)",
            "sbo:biochemical reaction",
            "KMO",
        ),
        Reaction(
            "liver__KYNU",
            "3-Hydroxykynurenine oxidised in the liver, kynureninase first",
            {"liver__hydroxykynurenine": 1},
            {"ledger__liver_oxidised": 1},
            "kynurenine__B6_KYNU * CL_KYNU_liver * liver__hydroxykynurenine"
            " / (1 + liver__hydroxykynurenine / Km_KYNU_hydroxy)",
            "sbo:degradation",
            "KYNU",
        ),
        Reaction(
            "liver__hydroxykynurenine_export",
            "3-Hydroxykynurenine out of liver cells",
            {"liver__hydroxykynurenine": 1},
            {"plasma__hydroxykynurenine": 1},
            "PS_liver_hydroxykynurenine * liver__hydroxykynurenine",
            "sbo:transport",
        ),
        Reaction(
            "liver__kynurenine_export",
            "Kynurenine out of liver cells",
            {"liver__kynurenine": 1},
            {"plasma__kynurenine": 1},
            "PS_liver_kynurenine * liver__kynurenine",
            "sbo:transport",
        ),
        Reaction(
            "liver__kynurenine_uptake",
            "Kynurenine into liver cells",
            {"plasma__kynurenine": 1},
            {"liver__kynurenine": 1},
            "PS_liver_kynurenine * plasma__kynurenine",
            "sbo:transport",
        ),
    )


def _serotonin() -> tuple[Reaction, ...]:
    return (
        Reaction(
            "liver__serotonin_oxidation",
            "Serotonin to 5-HIAA by MAO-A",
            {"liver__serotonin": 1},
            {"plasma__hiaa": 1},
            "(1 - f_conjugation) * k_liver_serotonin * liver__serotonin * liver",
            "sbo:degradation",
            "MAOA",
        ),
        Reaction(
            "liver__serotonin_conjugation",
            "Serotonin to glucuronide and sulfate",
            {"liver__serotonin": 1},
            {"ledger__conjugates": 1},
            "f_conjugation * k_liver_serotonin * liver__serotonin * liver",
            "sbo:conversion",
        ),
        Reaction(
            "liver__hydroxytryptophan_decarboxylation",
            "Decarboxylation of 5-HTP in liver and other tissue",
            {"plasma__hydroxytryptophan": 1},
            {"liver__serotonin": 1},
            "CL_liver_AADC * plasma__hydroxytryptophan",
            "sbo:conversion",
            "AADC",
        ),
    )
