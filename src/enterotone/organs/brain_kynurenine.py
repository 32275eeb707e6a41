"""Kynurenines in the brain: kynurenine, kynurenic acid (NMDA antagonist), quinolinic acid (NMDA agonist).

Purpose
-------
Says what plasma kynurenine and inflammation mean for the kynurenines that CSF shows.

States [umol/L]
---------------
brain_ecf__kynurenine, brain_ecf__kynurenic_acid, brain_ecf__quinolinic_acid: extracellular fluid, read as CSF.

Ports
-----
Plasma kynurenine, quinolinic acid and LNAA; brain tryptophan; induction of IDO1 and KMO; vitamin B6.

Equations
---------
Kynurenine crosses by the carrier of tryptophan, with the same competitors:
``M V K / (Km (1 + N / K_N) + K)``; a fifth is made in place by IDO from brain tryptophan. KAT of astrocytes is first
order in kynurenine; microglia turn some into quinolinic acid, more when KMO is induced. Quinolinic acid enters from
plasma too. All three leave to plasma at first order.

Assumptions
-----------
1. CSF equals extracellular fluid.
2. Kynurenic acid of blood does not reach the brain (it is bound to albumin and pumped out).
3. Local IDO and microglial KMO follow the same interferon drive as in blood.
4. What leaves to plasma is more than what is used: the pools are set by exchange.

Not modelled
------------
Neuronal and vascular kynurenines apart, 3-hydroxykynurenine in brain, receptors for either acid.

References
----------
See brain_kynurenine.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Compartment, Reaction, Species
from enterotone.model.module import OrganModule

ID = "brain_kynurenine"
TITLE = "Kynurenines in the brain"
TERM = "brain"
PORTS = {
    "plasma__kynurenine": "umol/L",
    "plasma__kynurenic_acid": "umol/L",
    "plasma__quinolinic_acid": "umol/L",
    "plasma__lnaa": "umol/L",
    "brain__tryptophan": "umol/L",
    "K_LNAA": "umol/L",
    "immune__IDO1": "dimensionless",
    "immune__KMO_induction": "dimensionless",
    "kynurenine__B6_KAT": "dimensionless",
    "kynurenine__B6_KYNU": "dimensionless",
}

_POOLS = {
    "kynurenine": ("kynurenine", "k_out_kynurenine"),
    "kynurenic_acid": ("kynurenic acid", "k_out_kynurenic_acid"),
    "quinolinic_acid": ("quinolinic acid", "k_out_quinolinic_acid"),
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
            Compartment("brain_ecf", "Extracellular fluid of the brain", "V_brain_ecf", "cerebrospinal fluid"),
        ),
        species=tuple(
            Species(f"brain_ecf__{sid}", f"Brain extracellular {name}", "brain_ecf", name, trp)
            for sid, (name, _) in _POOLS.items()
        ),
        assignments=(
            Assignment(
                "brain__quinolinic_to_kynurenic_acid",
                "Quinolinic to kynurenic acid ratio in brain",
                "dimensionless",
                "brain_ecf__quinolinic_acid / brain_ecf__kynurenic_acid",
            ),
        ),
        reactions=(*_entry(), *_conversion(), *_exit()),
    )


def _entry() -> tuple[Reaction, ...]:
    return (
        Reaction(
            "brain__kynurenine_in",
            "Kynurenine across the blood-brain barrier",
            {"plasma__kynurenine": 1},
            {"brain_ecf__kynurenine": 1},
            "M_brain * Vmax_LAT1_kynurenine * plasma__kynurenine"
            " / (Km_LAT1_kynurenine * (1 + plasma__lnaa / K_LNAA) + plasma__kynurenine)",
            "sbo:transport",
            "LAT1",
        ),
        Reaction(
            "brain__IDO",
            "Tryptophan to kynurenine in the brain",
            {"brain__tryptophan": 1},
            {"brain_ecf__kynurenine": 1},
            "CL_IDO_brain * immune__IDO1 * brain__tryptophan",
            "sbo:biochemical reaction",
            "IDO1",
        ),
        Reaction(
            "brain__quinolinic_acid_in",
            "Quinolinic acid across the blood-brain barrier",
            {"plasma__quinolinic_acid": 1},
            {"brain_ecf__quinolinic_acid": 1},
            "PS_quinolinic_acid * plasma__quinolinic_acid",
            "sbo:transport",
        ),
    )


def _conversion() -> tuple[Reaction, ...]:
    return (
        Reaction(
            "brain__KAT",
            "Kynurenine to kynurenic acid in astrocytes",
            {"brain_ecf__kynurenine": 1},
            {"brain_ecf__kynurenic_acid": 1},
            "CL_KAT_brain * kynurenine__B6_KAT * brain_ecf__kynurenine",
            "sbo:conversion",
            "AADAT",
        ),
        Reaction(
            "brain__KMO",
            "Kynurenine to quinolinic acid in microglia",
            {"brain_ecf__kynurenine": 1},
            {"brain_ecf__quinolinic_acid": 1},
            "CL_KMO_brain * immune__KMO_induction * kynurenine__B6_KYNU * brain_ecf__kynurenine",
            "sbo:conversion",
            "KMO",
        ),
    )


def _exit() -> list[Reaction]:
    return [
        Reaction(
            f"brain__{sid}_out",
            f"{name.capitalize()} from brain to plasma",
            {f"brain_ecf__{sid}": 1},
            {f"plasma__{sid}": 1},
            f"{rate} * brain_ecf__{sid} * brain_ecf",
            "sbo:transport",
        )
        for sid, (name, rate) in _POOLS.items()
    ]
