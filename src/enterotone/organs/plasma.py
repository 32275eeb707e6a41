"""Plasma: tryptophan free and bound, its competitors, kynurenine, 5-HTP, free serotonin, 5-HIAA.

Purpose
-------
Holds the systemic pools that laboratories measure and that other organs draw from.

States [umol/L]
---------------
tryptophan (total), lnaa (sum of Tyr, Phe, Leu, Ile, Val, Met), kynurenine, kynurenic_acid,
hydroxytryptophan (5-HTP), serotonin (free, mixed venous), hiaa; nefa (non-esterified fatty acids) [mmol/L].

Ports
-----
Insulin and exercise; other organs put in and take out.

Equations
---------
Albumin binding of tryptophan is at equilibrium: with ``A`` binding sites and
``Kd = Kd0 (1 + NEFA / K_NEFA)`` the bound part solves ``B^2 - (T + A + Kd) B + T A = 0``.
``T_available = F + f_strip B``: capillaries of liver and brain also draw on loosely bound tryptophan.
Fatty acids follow ``fasting (1 + exercise) / (1 + (insulin - 1) / K)``, insulin over fasting. LNAA: supply by protein
breakdown, clearance ``CL (1 + E insulin effect) N^2 / N_reference``.

Assumptions
-----------
1. Each compound has its own apparent volume: plasma for tryptophan and serotonin, larger for the others.
2. LNAA are one competitor. Their clearance rises with their level (``N^2``): it stands for synthesis and oxidation
   that follow a meal.

Not modelled
------------
Fat tissue itself; red-cell exchange; serotonin sulfate in plasma.

References
----------
See plasma.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Compartment, Reaction, Species, State
from enterotone.model.module import OrganModule

ID = "plasma"
TITLE = "Plasma"
TERM = "blood plasma"
PORTS = {
    "plasma": "L",
    "ecf": "L",
    "N_reference": "umol/L",
    "exercise": "dimensionless",
    "endocrine__insulin_rel": "dimensionless",
    "endocrine__insulin_effect": "dimensionless",
    "muscle__breakdown_gain": "dimensionless",
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
        compartments=(
            Compartment("lnaa_space", "Distribution volume of LNAA", "V_lnaa", "extracellular fluid"),
            Compartment("kynurenine_space", "Distribution volume of kynurenine", "V_kynurenine", "extracellular fluid"),
            Compartment("hiaa_space", "Distribution volume of 5-HIAA", "V_hiaa", "extracellular fluid"),
        ),
        species=(
            Species("plasma__tryptophan", "Plasma tryptophan, total", "plasma", "tryptophan", trp),
            Species("plasma__lnaa", "Plasma large neutral amino acids", "lnaa_space", "amino acid"),
            Species("plasma__kynurenine", "Plasma kynurenine", "kynurenine_space", "kynurenine", trp),
            Species("plasma__kynurenic_acid", "Plasma kynurenic acid", "kynurenine_space", "kynurenic acid", trp),
            Species("plasma__hydroxytryptophan", "Plasma 5-HTP", "ecf", "5-hydroxytryptophan", trp),
            Species("plasma__serotonin", "Plasma free serotonin, venous", "plasma", "serotonin", trp),
            Species("plasma__hiaa", "Plasma 5-HIAA", "hiaa_space", "5-HIAA", trp),
        ),
        states=(
            State(
                "plasma__nefa",
                "Plasma non-esterified fatty acids",
                "mmol/L",
                "ln(2) / t12_nefa * (nefa_fasting * (1 + E_exercise_nefa * exercise)"
                " / (1 + (endocrine__insulin_rel - 1) / K_insulin_nefa) - plasma__nefa)",
            ),
        ),
        assignments=_binding(),
        reactions=_lnaa(),
    )


def _binding() -> tuple[Assignment, ...]:
    return (
        Assignment("plasma__sites", "Tryptophan binding sites on albumin", "umol/L", "sites_albumin * albumin"),
        Assignment(
            "plasma__Kd", "Effective dissociation constant", "umol/L", "Kd_albumin * (1 + plasma__nefa / K_nefa)"
        ),
        Assignment(
            "plasma__binding_sum",
            "Total tryptophan plus sites plus dissociation constant",
            "umol/L",
            "plasma__tryptophan + plasma__sites + plasma__Kd",
        ),
        Assignment(
            "plasma__tryptophan_bound",
            "Plasma tryptophan, albumin-bound",
            "umol/L",
            "(plasma__binding_sum - sqrt(plasma__binding_sum**2 - 4 * plasma__tryptophan * plasma__sites)) / 2",
        ),
        Assignment(
            "plasma__tryptophan_free",
            "Plasma tryptophan, free",
            "umol/L",
            "plasma__tryptophan - plasma__tryptophan_bound",
        ),
        Assignment(
            "plasma__tryptophan_available",
            "Plasma tryptophan that capillaries can draw on",
            "umol/L",
            "plasma__tryptophan_free + f_strip * plasma__tryptophan_bound",
        ),
        Assignment(
            "plasma__kynurenine_ratio",
            "Kynurenine to tryptophan ratio",
            "dimensionless",
            "plasma__kynurenine / plasma__tryptophan",
        ),
        Assignment(
            "plasma__tryptophan_to_lnaa",
            "Tryptophan to LNAA ratio",
            "dimensionless",
            "plasma__tryptophan / plasma__lnaa",
        ),
    )


def _lnaa() -> tuple[Reaction, ...]:
    return (
        Reaction(
            "plasma__lnaa_supply",
            "LNAA from tissue protein",
            {},
            {"plasma__lnaa": 1},
            "J_lnaa_endogenous * muscle__breakdown_gain",
            "sbo:transport",
        ),
        Reaction(
            "plasma__lnaa_clearance",
            "LNAA into tissues",
            {"plasma__lnaa": 1},
            {},
            "CL_lnaa * (1 + E_insulin_lnaa * endocrine__insulin_effect) * plasma__lnaa * plasma__lnaa / N_reference",
            "sbo:transport",
        ),
    )
