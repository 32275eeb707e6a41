"""Kynurenine pathway outside the liver: from plasma kynurenine to kynurenic, xanthurenic, quinolinic acid and NAD.

Purpose
-------
Gives the kynurenines that laboratories measure, with what vitamin B6, kidney and inflammation do to them.

States [umol/L]
---------------
Plasma 3-hydroxykynurenine, xanthurenic acid, anthranilic acid, 3-hydroxyanthranilic acid, quinolinic acid.

Ports
-----
Takes plasma kynurenine; induction of KMO by the immune system; gain of muscle KAT by training and exercise.

Equations
---------
KMO ``F CL K / (1 + K / Km)``; KAT and kynureninase are first order, because plasma lies far below their Michaelis
constants (4700 and 495 uM). Activity against vitamin B6, with ``b`` = plasma PLP over normal:
``B = b (1 + Kd) / (b + Kd)``, with a larger ``Kd`` for kynureninase than for KAT. 3-Hydroxyanthranilic acid leaves by
HAAO; the share ``f_quinolinate`` becomes quinolinic acid, the rest is oxidised. QPRT ``CL Q / (1 + Q / Km)``.

Assumptions
-----------
1. Tissue (macrophages, kidney, muscle) and plasma are one pool each, read at the plasma concentration. Clearances are
   therefore apparent: a small plasma pool stands for a larger one inside cells, and they may exceed blood flow.
2. Kinetics of an intermediate follow plasma kynurenine at once, compared with the hours over which that changes.
3. Anthranilic acid is conjugated and oxidised; it does not return to the pathway.
4. Plasma PLP stands for PLP of tissue.

Not modelled
------------
Picolinic acid (counted as oxidised), formylkynurenine, substrate competition, saturation of ACMSD.

References
----------
See kynurenine.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Reaction, Species
from enterotone.model.module import OrganModule

ID = "kynurenine"
TITLE = "Kynurenine pathway outside the liver"
TERM = "body"
PORTS = {
    "ledger": "L",
    "kynurenine_space": "L",
    "plasma__kynurenine": "umol/L",
    "plasma__kynurenic_acid": "umol/L",
    "immune__KMO_induction": "dimensionless",
    "muscle__KAT_gain": "dimensionless",
}

_POOLS = (
    ("hydroxykynurenine", "3-hydroxykynurenine"),
    ("xanthurenic_acid", "xanthurenic acid"),
    ("anthranilic_acid", "anthranilic acid"),
    ("hydroxyanthranilic_acid", "3-hydroxyanthranilic acid"),
    ("quinolinic_acid", "quinolinic acid"),
)


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    trp = {"tryptophan": 1.0}
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        species=(
            *(Species(f"plasma__{sid}", f"Plasma {name}", "kynurenine_space", name, trp) for sid, name in _POOLS),
            Species(
                "ledger__kynurenine_oxidised",
                "Kynurenine oxidised outside the liver",
                "ledger",
                "kynurenine",
                trp,
                is_sink=True,
            ),
            Species("ledger__nad", "Quinolinic acid turned into NAD", "ledger", "NAD", trp, is_sink=True),
        ),
        assignments=_activities(),
        reactions=_from_kynurenine() + _from_hydroxykynurenine() + _end(),
    )


def _activities() -> tuple[Assignment, ...]:
    status = "(PLP / PLP_reference)"
    return (
        Assignment(
            "kynurenine__B6_KYNU",
            "Kynureninase activity by vitamin B6, 1 at normal PLP",
            "dimensionless",
            f"{status} * (1 + Kd_PLP_KYNU) / ({status} + Kd_PLP_KYNU)",
        ),
        Assignment(
            "kynurenine__B6_KAT",
            "KAT activity by vitamin B6, 1 at normal PLP",
            "dimensionless",
            f"{status} * (1 + Kd_PLP_KAT) / ({status} + Kd_PLP_KAT)",
        ),
        Assignment(
            "plasma__hydroxykynurenine_to_xanthurenic_acid",
            "3-Hydroxykynurenine to xanthurenic acid ratio",
            "dimensionless",
            "plasma__hydroxykynurenine / plasma__xanthurenic_acid",
        ),
    )


def _from_kynurenine() -> tuple[Reaction, ...]:
    return (
        Reaction(
            "kynurenine__KMO",
            "Kynurenine to 3-hydroxykynurenine by KMO",
            {"plasma__kynurenine": 1},
            {"plasma__hydroxykynurenine": 1},
            "immune__KMO_induction * CL_KMO * plasma__kynurenine / (1 + plasma__kynurenine / Km_KMO)",
            "sbo:biochemical reaction",
            "KMO",
        ),
        Reaction(
            "kynurenine__KAT",
            "Kynurenine to kynurenic acid by KAT",
            {"plasma__kynurenine": 1},
            {"plasma__kynurenic_acid": 1},
            "CL_KAT * muscle__KAT_gain * kynurenine__B6_KAT * plasma__kynurenine",
            "sbo:conversion",
            "KYAT1",
        ),
        Reaction(
            "kynurenine__KYNU",
            "Kynurenine to anthranilic acid by kynureninase",
            {"plasma__kynurenine": 1},
            {"plasma__anthranilic_acid": 1},
            "CL_KYNU * kynurenine__B6_KYNU * plasma__kynurenine",
            "sbo:biochemical reaction",
            "KYNU",
        ),
    )


def _from_hydroxykynurenine() -> tuple[Reaction, ...]:
    hydroxy = "plasma__hydroxykynurenine"
    return (
        Reaction(
            "kynurenine__KYNU_hydroxy",
            "3-Hydroxykynurenine to 3-hydroxyanthranilic acid by kynureninase",
            {hydroxy: 1},
            {"plasma__hydroxyanthranilic_acid": 1},
            f"CL_KYNU_hydroxy * kynurenine__B6_KYNU * {hydroxy}",
            "sbo:biochemical reaction",
            "KYNU",
        ),
        Reaction(
            "kynurenine__KAT_hydroxy",
            "3-Hydroxykynurenine to xanthurenic acid by KAT",
            {hydroxy: 1},
            {"plasma__xanthurenic_acid": 1},
            f"CL_KAT_hydroxy * kynurenine__B6_KAT * {hydroxy}",
            "sbo:conversion",
            "KYAT1",
        ),
    )


def _end() -> tuple[Reaction, ...]:
    haa, quin = "plasma__hydroxyanthranilic_acid", "plasma__quinolinic_acid"
    return (
        Reaction(
            "kynurenine__anthranilic_acid_loss",
            "Conjugation and oxidation of anthranilic acid",
            {"plasma__anthranilic_acid": 1},
            {"ledger__kynurenine_oxidised": 1},
            "CL_anthranilic * plasma__anthranilic_acid",
            "sbo:degradation",
        ),
        Reaction(
            "kynurenine__HAAO_oxidised",
            "3-Hydroxyanthranilic acid oxidised beyond HAAO",
            {haa: 1},
            {"ledger__kynurenine_oxidised": 1},
            f"(1 - f_quinolinate) * CL_HAAO * {haa}",
            "sbo:degradation",
            "HAAO",
        ),
        Reaction(
            "kynurenine__HAAO_quinolinic_acid",
            "3-Hydroxyanthranilic acid to quinolinic acid",
            {haa: 1},
            {quin: 1},
            f"f_quinolinate * CL_HAAO * {haa}",
            "sbo:biochemical reaction",
            "HAAO",
        ),
        Reaction(
            "kynurenine__QPRT",
            "Quinolinic acid to NAD by QPRT",
            {quin: 1},
            {"ledger__nad": 1},
            f"CL_QPRT * {quin} / (1 + {quin} / Km_QPRT)",
            "sbo:biochemical reaction",
            "QPRT",
        ),
    )
