"""Kidney: what leaves with urine, and the serotonin it makes itself.

Purpose
-------
Gives urinary tryptophan, 5-HIAA, serotonin and kynurenines, the measurements people bring.

States
------
None of its own; urine pools belong to the ledger.

Ports
-----
Plasma pools.

Equations
---------
Clearances are linear, scaled by ``renal_function`` (eGFR relative to normal). Plasma 5-HTP is decarboxylated
in the kidney; that serotonin leaves with urine.

Assumptions
-----------
1. Only free tryptophan is filtered; almost all is taken back, so the clearance is small.
2. 5-HIAA is secreted (clearance above filtration).
3. All serotonin made in the kidney is excreted; the filtered free serotonin adds to it.

Not modelled
------------
Probenecid, tubular saturation, urinary pH.

References
----------
See kidney.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Reaction, Species
from enterotone.model.module import OrganModule

ID = "kidney"
TITLE = "Kidney"
TERM = "kidney"
PORTS = {
    "ledger": "L",
    "plasma__tryptophan": "umol/L",
    "plasma__tryptophan_free": "umol/L",
    "plasma__hiaa": "umol/L",
    "plasma__serotonin": "umol/L",
    "plasma__hydroxytryptophan": "umol/L",
    "plasma__kynurenic_acid": "umol/L",
    "plasma__kynurenine": "umol/L",
    "plasma__hydroxykynurenine": "umol/L",
    "plasma__xanthurenic_acid": "umol/L",
    "plasma__quinolinic_acid": "umol/L",
    "lung__arterial_serotonin": "umol/L",
}


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    trp = {"tryptophan": 1.0}
    urine = (
        ("tryptophan", "tryptophan", "renal_function * CL_renal_tryptophan * plasma__tryptophan_free"),
        ("hiaa", "5-HIAA", "renal_function * CL_renal_hiaa * plasma__hiaa"),
        ("kynurenic_acid", "kynurenic acid", "renal_function * CL_renal_kynurenic_acid * plasma__kynurenic_acid"),
        ("kynurenine", "kynurenine", "renal_function * CL_renal_kynurenine * plasma__kynurenine"),
        (
            "hydroxykynurenine",
            "3-hydroxykynurenine",
            "renal_function * CL_renal_hydroxykynurenine * plasma__hydroxykynurenine",
        ),
        (
            "xanthurenic_acid",
            "xanthurenic acid",
            "renal_function * CL_renal_xanthurenic_acid * plasma__xanthurenic_acid",
        ),
        (
            "quinolinic_acid",
            "quinolinic acid",
            "renal_function * CL_renal_quinolinic_acid * plasma__quinolinic_acid",
        ),
        ("serotonin", "serotonin", "renal_function * GFR * lung__arterial_serotonin"),
    )
    reactions = [
        Reaction(
            f"kidney__{compound}_excretion",
            f"Urinary excretion of {term}",
            {f"plasma__{compound}": 1},
            {f"ledger__urine_{compound}": 1},
            rate,
            "sbo:transport",
        )
        for compound, term, rate in urine
    ]
    reactions.append(
        Reaction(
            "kidney__hydroxytryptophan_decarboxylation",
            "Renal decarboxylation of 5-HTP",
            {"plasma__hydroxytryptophan": 1},
            {"ledger__urine_serotonin": 1},
            "CL_renal_AADC * plasma__hydroxytryptophan",
            "sbo:conversion",
            "AADC",
        )
    )
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        species=tuple(
            Species(f"ledger__urine_{compound}", f"Urinary {term}", "ledger", term, trp, is_sink=True)
            for compound, term, _ in urine
        ),
        reactions=tuple(reactions),
        assignments=(
            Assignment(
                "kidney__serotonin_total_excretion",
                "Urinary serotonin from plasma and kidney",
                "umol/day",
                "kidney__serotonin_excretion + kidney__hydroxytryptophan_decarboxylation",
            ),
        ),
    )
