"""Enteric nervous system: transit, contractions, secretion, stool and visceral afferents.

Purpose
-------
Couples transit and stool to mucosal serotonin, to microbes and to what is eaten, by the law of gut notes section 3.

States
------
ens__adaptation (gain of the generator) and ens__availability_5HT3 (what desensitisation leaves of 5-HT3); both 1 at
reference, dimensionless.

Ports
-----
Colonic mucosal serotonin; colonic SCFA, bile acids and tryptamine; dietary residue; inflammation of the wall. Gives
colonic transit to the microbiota and the load to the mucosa.

Equations
---------
``h/h0 = a D M (1 - g B3) (1 - E O)^(-1/0.7)``: high-amplitude propagating contractions.
``D = w0 + (1 - w0) f(S)/f(S_ref)`` with ``f = 1 - (1 - p3)(1 - p4)``, ``p3`` and ``p4`` the occupancies of 5-HT3 (at
the nerve ending, ``apposition`` x the mean, times availability) and 5-HT4. Adaptation
``da/dt = (D^(-phi) - a) / tau``; availability ``dA/dt = ((K + I_ref)/(K + I) - A) / tau``. Microbial arm
``M = 1 + e (s/s_ref - 1) + e' (b/b_ref - 1)`` with ``s`` and ``b`` saturating in SCFA and in secondary bile acids.
``g B3`` is the gastrocolonic answer to meals, taken away by a blocker of 5-HT3 (B3) upstream of the colonic reflex.
``T_colon = T_ref (h/h0)^-0.7 (load/ref)^-0.2``; O is the occupancy of 5-HT4 by a drug, E its full effect on transit.
Stool water is what secretion adds to ileal water, less absorption along the colon:
``J (1 + x) (1 - f B3) / prod(1 + k T_k)``; a blocker of 5-HT3 lets the jejunum absorb more.
Bristol form ``9.6 - 3.6 log10(whole-gut transit in h)`` plus what secretion adds to the share of water, kept between
1 and 7. Peristaltic reflex, a readout: ``1 - (1 - p3)(1 - p4)(1 - p_stretch)`` at the serotonin of a stretched wall.

Assumptions
-----------
1. Mucosal serotonin is a gain on propulsion and not its generator: TPH1 knock-outs have normal transit. The arm
   that needs no serotonin (stretch) is the floor ``w0``; it is not a third term of ``f``, because then serotonin
   = 0 would not give the 1.62-fold transit that the law states.
2. Adaptation answers to serotonin only; microbes keep their own arm, fitted to germ-free mice and to mice without the
   bile acid receptor.
3. The circadian and meal gain averages 1 over a day and is left out.
4. Prucalopride acts on neurons that mucosal serotonin does not reach, beside the mucosal arm.
5. Stools follow contractions in proportion.
6. The gastrocolonic answer through 5-HT3 does not adapt, and is counted as present at every meal; a blocker takes it
   away, in proportion. Whether blockers leave less water in the small bowel is contested (perfusion: more is absorbed;
   imaging after fasting: more is left).

Not modelled
------------
The spatial reflex, nicotinic transmission, neuronal (TPH2) serotonin, methane (its direction in constipation is
contested).

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
    "distal__bile_secondary": "umol/L",
    "proximal__bile_primary": "umol/L",
    "distal__tryptamine": "umol/L",
    "inflammation_gut": "dimensionless",
    "activity_TGR5": "dimensionless",
    "share_proximal": "dimensionless",
    "share_transverse": "dimensionless",
    "share_distal": "dimensionless",
    "J_diet_fermentable": "g/day",
    "T_small_bowel": "h",
    "t12_gastric_emptying": "h",
}


def _occupancies(name: str, serotonin: str, blocked: bool, available: str = "") -> list[Assignment]:
    """Activation of both receptors and reflex drive f for one concentration of mucosal serotonin."""
    apposed = f"(apposition * {serotonin} / EC50_5HT3)"
    free3, free4 = ("(1 - block_5HT3) * ", "(1 - block_5HT4) * ") if blocked else ("", "")
    return [
        Assignment(
            f"ens__p3_{name}",
            f"5-HT3 activation, {name}",
            "dimensionless",
            f"{available}{free3}{apposed}**2 / (1 + {apposed}**2)",
        ),
        Assignment(
            f"ens__p4_{name}",
            f"5-HT4 activation, {name}",
            "dimensionless",
            f"{free4}{serotonin} / (EC50_5HT4 + {serotonin})",
        ),
        Assignment(
            f"ens__f_{name}",
            f"Reflex drive, {name}",
            "dimensionless",
            f"1 - (1 - ens__p3_{name}) * (1 - ens__p4_{name})",
        ),
    ]


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
                "ens__adaptation",
                "Adaptation of the propulsive generator",
                "dimensionless",
                "(ens__drive**(-phi_adaptation) - ens__adaptation) / tau_adaptation",
            ),
            State(
                "ens__availability_5HT3",
                "5-HT3 left by desensitisation, relative to reference",
                "dimensionless",
                "((K_desensitisation + apposition * serotonin_reference)"
                " / (K_desensitisation + apposition * mucosa_colon__serotonin) - ens__availability_5HT3)"
                " / tau_desensitisation",
            ),
        ),
        assignments=(
            *_occupancies("person", "mucosa_colon__serotonin", True, "ens__availability_5HT3 * "),
            *_occupancies("reference", "serotonin_reference", False),
            *_transit(),
            *_reflex(),
            *_stool(),
        ),
    )


def _transit() -> tuple[Assignment, ...]:
    return (
        Assignment(
            "ens__agonist",
            "5-HT4 occupied by a drug that activates it",
            "dimensionless",
            "(1 - block_5HT4) * agonist_5HT4 / (K_agonist_5HT4 + agonist_5HT4)",
        ),
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
            " * (EC50_SCFA_transit + scfa_total_reference) / scfa_total_reference - 1)"
            " + gain_bile_transit * (activity_TGR5 * distal__bile_secondary / (K_bile_transit + distal__bile_secondary)"
            " * (K_bile_transit + bile_reference) / bile_reference - 1)",
        ),
        Assignment(
            "ens__hapc_ratio",
            "Propagating contractions relative to reference",
            "dimensionless",
            "ens__adaptation * ens__drive * ens__microbial_drive * (1 - f_gastrocolonic * block_5HT3)"
            " * (1 - E_agonist_5HT4 * ens__agonist)**(-1 / exponent_hapc)",
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
    )


def _reflex() -> tuple[Assignment, ...]:
    """Peristaltic reflex when a pellet stretches the wall, and what the afferents to the spine carry."""
    peak = "(serotonin_compression * mucosa_colon__serotonin / serotonin_reference)"
    p3 = f"(1 - block_5HT3) * ({peak} / EC50_5HT3)**2 / (1 + ({peak} / EC50_5HT3)**2)"
    p4 = f"(1 - block_5HT4) * {peak} / (EC50_5HT4 + {peak})"
    return (
        Assignment(
            "ens__reflex",
            "Peristaltic reflex (pellet speed relative to the largest)",
            "dimensionless",
            f"1 - (1 - {p3}) * (1 - {p4}) * (1 - p_stretch)",
        ),
        Assignment(
            "ens__afferent",
            "Visceral afferent drive relative to reference",
            "dimensionless",
            "((1 - afferent_stretch) * ens__p3_person / ens__p3_reference + afferent_stretch * ens__load)"
            " * (1 + gain_sensitisation * inflammation_gut / (1 + inflammation_gut))",
        ),
    )


def _stool() -> tuple[Assignment, ...]:
    passed = " * ".join(f"(1 + k_water * share_{s} * ens__transit_colon)" for s in ("proximal", "transverse", "distal"))
    dry = "(J_dry_stool * ens__load / density_water)"
    return (
        Assignment(
            "ens__secretion",
            "Colonic secretion relative to ileal water",
            "dimensionless",
            "gain_secretion_5HT4 * (ens__p4_person + ens__agonist"
            " + distal__tryptamine / (EC50_tryptamine + distal__tryptamine))"
            " + gain_secretion_bile * proximal__bile_primary / (K_secretion_bile + proximal__bile_primary)",
        ),
        Assignment(
            "ens__secretion_reference",
            "Colonic secretion of the reference person",
            "dimensionless",
            "gain_secretion_5HT4 * ens__p4_reference",
        ),
        Assignment(
            "ens__water_entering",
            "Water that enters the colon or is secreted there, relative to reference",
            "dimensionless",
            "(1 + ens__secretion) / (1 + ens__secretion_reference) * (1 - f_water_5HT3 * block_5HT3)",
        ),
        Assignment(
            "ens__stool_water",
            "Water in stool",
            "mL/day",
            f"J_water * ens__water_entering / ({passed})",
        ),
        Assignment("ens__stool_mass", "Wet stool", "g/day", f"density_water * (ens__stool_water + {dry})"),
        Assignment(
            "ens__stool_water_share",
            "Share of water in stool",
            "dimensionless",
            f"ens__stool_water / (ens__stool_water + {dry})",
        ),
        Assignment(
            "ens__stools",
            "Bowel movements",
            "1/day",
            "stools_reference * ens__hapc_ratio",
        ),
        Assignment(
            "ens__stool_form",
            "Bristol stool form",
            "dimensionless",
            "min(max(bristol_intercept - bristol_slope * log10(ens__transit_whole_gut / hour)"
            " + (ens__stool_water_share - ens__stool_water"
            f" / (ens__stool_water + {dry} * ens__water_entering)) / water_per_form, bristol_low), bristol_high)",
        ),
    )
