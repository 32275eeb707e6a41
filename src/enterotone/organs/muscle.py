"""Muscle and other lean tissue: the large exchange of tryptophan with body protein.

Purpose
-------
Buffers plasma tryptophan: three to four times the dietary flow runs through protein each day.

States
------
muscle__tryptophan [umol/L], muscle__protein_tryptophan [umol/L] (tryptophan built into body protein); muscle__KAT
(kynurenine aminotransferase relative to untrained muscle).

Ports
-----
Exchanges free tryptophan with plasma; reads plasma LNAA and insulin; gives the gain of KAT and of breakdown.

Equations
---------
Exchange ``PS (F - T / Kp)``. Breakdown is first order in protein, less under insulin (``1 - E x insulin effect``);
synthesis ``Vmax T / (Ks + T) (1 + E_AA (n - 1) / (K_AA + n))`` with ``n = N / N_reference`` above 1: an amino-acid load
drives tryptophan into protein, which is why tryptophan-free drinks lower it by 80 to 95 %. Exercise holds synthesis
back.

Assumptions
-----------
1. Skin, hair and net accretion leave as a first-order loss of protein (at most 1 % of intake).
2. All lean tissue is one pool with the exchange of muscle.

Not modelled
------------
Insulin's effect on synthesis; blood flow in exercise.

References
----------
See muscle.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Compartment, Reaction, Species, State
from enterotone.model.module import OrganModule

ID = "muscle"
TITLE = "Muscle and lean tissue"
TERM = "skeletal muscle"
PORTS = {
    "plasma__tryptophan": "umol/L",
    "plasma__tryptophan_free": "umol/L",
    "plasma__lnaa": "umol/L",
    "ledger": "L",
    "exercise": "dimensionless",
    "endocrine__insulin_effect": "dimensionless",
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
        compartments=(Compartment("muscle", "Lean-tissue water", "V_muscle", "skeletal muscle"),),
        species=(
            Species("muscle__tryptophan", "Free tryptophan of lean tissue", "muscle", "tryptophan", trp),
            Species("muscle__protein_tryptophan", "Tryptophan in body protein", "muscle", "protein", trp),
            Species("ledger__skin", "Tryptophan lost with skin and hair", "ledger", "protein", trp, is_sink=True),
        ),
        states=(
            State(
                "muscle__KAT",
                "KAT of muscle relative to untrained",
                "dimensionless",
                "(1 + (F_KAT_trained - 1) * training - muscle__KAT) / tau_KAT_training",
            ),
        ),
        assignments=(
            Assignment(
                "muscle__KAT_gain",
                "KAT of the body relative to rest and no training",
                "dimensionless",
                "1 - f_KAT_muscle + f_KAT_muscle * muscle__KAT * (1 + E_exercise_KAT * exercise)",
            ),
            Assignment(
                "muscle__breakdown_gain",
                "Protein breakdown relative to the daily mean",
                "dimensionless",
                "1 - E_insulin_breakdown * endocrine__insulin_effect",
            ),
            Assignment(
                "muscle__load_gain",
                "Gain of protein synthesis by an amino-acid load",
                "dimensionless",
                "1 + E_AA * max(plasma__lnaa / N_reference - 1, 0) / (K_AA + plasma__lnaa / N_reference)",
            ),
        ),
        reactions=(
            Reaction(
                "muscle__uptake",
                "Free tryptophan into lean tissue",
                {"plasma__tryptophan": 1},
                {"muscle__tryptophan": 1},
                "PS_muscle * plasma__tryptophan_free",
                "sbo:transport",
            ),
            Reaction(
                "muscle__release",
                "Free tryptophan out of lean tissue",
                {"muscle__tryptophan": 1},
                {"plasma__tryptophan": 1},
                "PS_muscle * muscle__tryptophan / Kp_muscle",
                "sbo:transport",
            ),
            Reaction(
                "muscle__protein_synthesis",
                "Tryptophan into protein",
                {"muscle__tryptophan": 1},
                {"muscle__protein_tryptophan": 1},
                "(1 - E_exercise_synthesis * exercise) * Vmax_synthesis * muscle__tryptophan"
                " / (Ks_synthesis + muscle__tryptophan) * muscle__load_gain",
            ),
            Reaction(
                "muscle__protein_breakdown",
                "Tryptophan out of protein",
                {"muscle__protein_tryptophan": 1},
                {"muscle__tryptophan": 1},
                "k_breakdown * muscle__breakdown_gain * muscle__protein_tryptophan * muscle",
            ),
            Reaction(
                "muscle__skin_loss",
                "Loss with skin and hair",
                {"muscle__protein_tryptophan": 1},
                {"ledger__skin": 1},
                "k_skin * muscle__protein_tryptophan * muscle",
                "sbo:transport",
            ),
        ),
    )
