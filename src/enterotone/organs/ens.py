"""Enteric nervous system: colonic transit and stool form as gains on a generator that runs by itself.

Purpose
-------
Couples transit to mucosal serotonin, to microbes and to what is eaten, by the law of gut notes section 3.

States
------
ens__adaptation (gain of the generator, 1 at reference), dimensionless.

Ports
-----
Colonic mucosal serotonin, colonic SCFA, dietary residue; gives colonic transit to the microbiota.

Equations
---------
``h/h0 = a D M``: rate of high-amplitude propagating contractions. ``D = w0 + (1 - w0) f(S)/f(S_ref)`` with
``f = 1 - (1 - p3)(1 - p4)``, ``p3`` and ``p4`` the occupancies of 5-HT3 (at the nerve ending, ``apposition`` x the
mean) and 5-HT4. Adaptation ``da/dt = (D^(-phi) - a) / tau``. Microbial arm
``M = 1 + e (s/s_ref - 1)`` with ``s`` saturating in SCFA. ``T_colon = T_ref (h/h0)^-0.7 (load/ref)^-0.2``.
Bristol form ``9.6 - 3.6 log10(whole-gut transit in h)``, kept between 1 and 7.

Assumptions
-----------
1. Mucosal serotonin is a gain on propulsion and not its generator: TPH1 knock-outs have normal transit. The arm
   that needs no serotonin (stretch) is the floor ``w0``; it is not a third term of ``f``, because then serotonin
   = 0 would not give the 1.62-fold transit that the law states.
2. Adaptation answers to serotonin only; microbes keep their own arm, fitted to germ-free mice.
3. The circadian and meal gain averages 1 over a day and is left out.

Not modelled
------------
The spatial reflex, secretion, bile acids, neuronal (TPH2) serotonin, visceral pain.

References
----------
See ens.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, State
from enterotone.model.module import OrganModule

ID = "ens"
TITLE = "Enteric nervous system and transit"
TERM = "enteric nervous system"
PORTS = {
    "mucosa_colon__serotonin": "umol/L",
    "colon__scfa": "umol/L",
    "J_diet_fermentable": "g/day",
    "T_small_bowel": "h",
    "t12_gastric_emptying": "h",
}


def _occupancies(name: str, serotonin: str) -> tuple[Assignment, ...]:
    """Reflex drive f for one concentration of mucosal serotonin."""
    apposed = f"(apposition * {serotonin} / EC50_5HT3)"
    return (
        Assignment(
            f"ens__p3_{name}",
            f"5-HT3 activation, {name}",
            "dimensionless",
            f"(1 - block_5HT3) * {apposed}**2 / (1 + {apposed}**2)",
        ),
        Assignment(
            f"ens__p4_{name}",
            f"5-HT4 activation, {name}",
            "dimensionless",
            f"(1 - block_5HT4) * {serotonin} / (EC50_5HT4 + {serotonin})",
        ),
        Assignment(
            f"ens__f_{name}",
            f"Reflex drive, {name}",
            "dimensionless",
            f"1 - (1 - ens__p3_{name}) * (1 - ens__p4_{name})",
        ),
    )


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    reference = tuple(
        # The reference person takes no blocking drug.
        Assignment(
            a.id, a.name, a.unit, a.formula.replace("(1 - block_5HT3) * ", "").replace("(1 - block_5HT4) * ", "")
        )
        for a in _occupancies("reference", "serotonin_reference")
    )
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        states=(
            State(
                "ens__adaptation",
                "Adaptation of the propulsive generator",
                "dimensionless",
                "(ens__drive**(-phi_adaptation) - ens__adaptation) / tau_adaptation",
            ),
        ),
        assignments=(*_occupancies("person", "mucosa_colon__serotonin"), *reference, *_transit()),
    )


def _transit() -> tuple[Assignment, ...]:
    return (
        Assignment(
            "ens__drive",
            "Serotonin drive on propulsion (D)",
            "dimensionless",
            "w_floor + (1 - w_floor) * ens__f_person / ens__f_reference",
        ),
        Assignment(
            "ens__microbial_drive",
            "Microbial drive on propulsion (M)",
            "dimensionless",
            "1 + gain_SCFA_transit * (colon__scfa / (EC50_SCFA_transit + colon__scfa)"
            " * (EC50_SCFA_transit + scfa_total_reference) / scfa_total_reference - 1)",
        ),
        Assignment(
            "ens__hapc_ratio",
            "Propagating contractions relative to reference",
            "dimensionless",
            "ens__adaptation * ens__drive * ens__microbial_drive",
        ),
        Assignment(
            "ens__hapc",
            "High-amplitude propagating contractions",
            "1/day",
            "hapc_reference * ens__hapc_ratio",
        ),
        Assignment(
            "ens__load",
            "Dry load of the colon relative to reference",
            "dimensionless",
            "(J_residue + J_diet_fermentable) / (J_residue + J_fermentable_reference)",
        ),
        Assignment(
            "ens__transit_colon",
            "Colonic transit time",
            "h",
            "T_colon_reference * ens__hapc_ratio**(-exponent_hapc) * ens__load**(-exponent_load)",
        ),
        Assignment(
            "ens__transit_whole_gut",
            "Whole-gut transit time",
            "h",
            "ens__transit_colon + T_small_bowel + t12_gastric_emptying / ln(2)",
        ),
        Assignment(
            "ens__stool_form",
            "Bristol stool form",
            "dimensionless",
            "min(max(bristol_intercept - bristol_slope * log10(ens__transit_whole_gut / hour), bristol_low),"
            " bristol_high)",
        ),
    )
