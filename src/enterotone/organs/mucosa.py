"""Mucosa: enterochromaffin cells of small bowel and colon make, store and release serotonin.

Purpose
-------
Source of about 95 % of the body's serotonin, and the place where diet and microbes act on it.

States
------
Per segment (small_bowel, colon): mucosa TPH1 activity (1 at reference), 5-HTP and stored serotonin of the
enterochromaffin cells, interstitial serotonin, serotonin taken up by the epithelium [umol/L].

Ports
-----
Plasma tryptophan; portal blood; luminal nutrients; colonic SCFA and microbial carbon.

Equations
---------
TPH1: ``v = E Vmax T / (Km + T)`` with ``T = ratio_EC x plasma tryptophan`` (explicit concentrative uptake), and
``dE/dt = (target - E) / tau``. In the colon ``target = F_GF + (1 - F_GF) (w s/s_ref + (1 - w) spore)``: ``s`` is a
saturating function of crypt SCFA, ``spore`` the sample's spore-former stimulation; germ-free gives F_GF.
Release ``k G (1 + stimuli)``; interstitial serotonin is cleared by SERT, by low-affinity carriers (PMAT, OCT)
and by diffusion into portal blood. What the epithelium takes up is oxidised or conjugated.

Assumptions
-----------
1. TPH1 is nearly saturated (host notes, decision 1): 5 g tryptophan a day leaves urinary 5-HIAA unchanged.
2. Small-bowel TPH1 does not depend on colonic microbes.
3. SCFA act on TPH1 through crypt concentrations, a small constant share of the luminal ones.
4. Acute release by SCFA is contested (rat sheets yes, isolated mouse cells no): a small gain with a range from 0.
5. A blocking drug occupies all SERT (maximum 1); half of ileal uptake is not SERT and stays.

Not modelled
------------
The falling arm of the butyrate curve, bile acids, indoles, isovalerate, stretch and adrenergic release,
5-HT3/5-HT4 autoreceptors, cell turnover. They come with the full physiology.

References
----------
See mucosa.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Compartment, Reaction, Species, State
from enterotone.model.module import OrganModule

ID = "mucosa"
TITLE = "Gut mucosa"
TERM = "enterochromaffin cell"
PORTS = {
    "ledger": "L",
    "plasma__tryptophan": "umol/L",
    "plasma__hydroxytryptophan": "umol/L",
    "plasma__hiaa": "umol/L",
    "portal__serotonin": "umol/L",
    "ledger__conjugates": "umol/L",
    "lumen__nutrients": "umol/L",
    "colon__scfa_stimulus": "umol/L",
    "colon__scfa": "umol/L",
    "colon__colonised": "dimensionless",
    "block_SERT": "dimensionless",
}

_SEGMENTS = {
    "small_bowel": ("Small-bowel", "small intestine mucosa"),
    "colon": ("Colonic", "colonic mucosa"),
}
_TARGET = {
    "small_bowel": "1",
    "colon": "F_germ_free + (1 - F_germ_free) * mucosa__microbial_stimulus",
}
_STIMULUS = {
    "small_bowel": "gain_meal * lumen__nutrients / (K_nutrients + lumen__nutrients)",
    "colon": "gain_SCFA_release * colon__scfa / (EC50_SCFA_release + colon__scfa)",
}


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    compartments: list[Compartment] = []
    species: list[Species] = [
        Species(
            "ledger__faecal_serotonin",
            "Serotonin released into the lumen",
            "ledger",
            "serotonin",
            {"tryptophan": 1.0},
            is_sink=True,
        )
    ]
    states: list[State] = []
    reactions: list[Reaction] = []
    assignments = _stimulus()
    for segment, (title, term) in _SEGMENTS.items():
        compartments += [
            Compartment(f"ec_{segment}", f"{title} enterochromaffin cells", f"V_ec_{segment}", "enterochromaffin cell"),
            Compartment(f"mucosa_{segment}", f"{title} mucosal interstitium", f"V_mucosa_{segment}", term),
        ]
        species += _pools(segment, title)
        states.append(
            State(
                f"mucosa__TPH1_{segment}",
                f"{title} TPH1 activity relative to reference",
                "dimensionless",
                f"({_TARGET[segment]} - mucosa__TPH1_{segment}) / tau_TPH1",
            )
        )
        assignments += (
            Assignment(
                f"mucosa__release_gain_{segment}",
                f"{title} release relative to rest",
                "dimensionless",
                f"1 + {_STIMULUS[segment]}",
            ),
        )
        reactions += _synthesis(segment, title) + _clearance(segment, title)
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        compartments=tuple(compartments),
        species=tuple(species),
        states=tuple(states),
        reactions=tuple(reactions),
        assignments=assignments,
    )


def _stimulus() -> tuple[Assignment, ...]:
    return (
        Assignment(
            "mucosa__tryptophan",
            "Tryptophan inside enterochromaffin cells",
            "umol/L",
            "ratio_EC * plasma__tryptophan",
        ),
        Assignment(
            "mucosa__scfa_drive",
            "SCFA drive on TPH1 relative to reference",
            "dimensionless",
            "f_crypt * colon__scfa_stimulus / (K_crypt + f_crypt * colon__scfa_stimulus)"
            " * (K_crypt + f_crypt * scfa_reference) / (f_crypt * scfa_reference)",
        ),
        Assignment(
            "mucosa__microbial_stimulus",
            "Microbial drive on colonic TPH1 relative to reference",
            "dimensionless",
            "w_SCFA_TPH1 * mucosa__scfa_drive + (1 - w_SCFA_TPH1) * capacity_spore * colon__colonised",
        ),
    )


def _pools(segment: str, title: str) -> list[Species]:
    trp = {"tryptophan": 1.0}
    return [
        Species(
            f"ec_{segment}__hydroxytryptophan", f"{title} EC-cell 5-HTP", f"ec_{segment}", "5-hydroxytryptophan", trp
        ),
        Species(f"ec_{segment}__serotonin", f"{title} EC-cell stored serotonin", f"ec_{segment}", "serotonin", trp),
        Species(
            f"mucosa_{segment}__serotonin", f"{title} interstitial serotonin", f"mucosa_{segment}", "serotonin", trp
        ),
        Species(
            f"epithelium_{segment}__serotonin",
            f"{title} serotonin in the epithelium",
            f"mucosa_{segment}",
            "serotonin",
            trp,
        ),
    ]


def _synthesis(segment: str, title: str) -> list[Reaction]:
    cell, free = f"ec_{segment}", f"mucosa_{segment}__serotonin"
    release = f"k_release * {cell}__serotonin * {cell} * mucosa__release_gain_{segment}"
    return [
        Reaction(
            f"mucosa__TPH1_flux_{segment}",
            f"{title} tryptophan to 5-HTP by TPH1",
            {"plasma__tryptophan": 1},
            {f"{cell}__hydroxytryptophan": 1},
            f"activity_TPH1 * mucosa__TPH1_{segment} * Vmax_TPH1_{segment} * mucosa__tryptophan"
            " / (Km_TPH1 + mucosa__tryptophan)",
            "sbo:biochemical reaction",
            "TPH1",
        ),
        Reaction(
            f"mucosa__AADC_{segment}",
            f"{title} 5-HTP to serotonin by AADC",
            {f"{cell}__hydroxytryptophan": 1},
            {f"{cell}__serotonin": 1},
            f"{cell} * Vmax_AADC_EC * {cell}__hydroxytryptophan / (Km_AADC + {cell}__hydroxytryptophan)",
            "sbo:biochemical reaction",
            "AADC",
        ),
        Reaction(
            f"mucosa__hydroxytryptophan_leak_{segment}",
            f"{title} 5-HTP leaking to plasma",
            {f"{cell}__hydroxytryptophan": 1},
            {"plasma__hydroxytryptophan": 1},
            f"k_leak_5HTP * {cell}__hydroxytryptophan * {cell}",
            "sbo:transport",
        ),
        Reaction(
            f"mucosa__release_{segment}",
            f"{title} release to the tissue side",
            {f"{cell}__serotonin": 1},
            {free: 1},
            f"(1 - f_luminal) * {release}",
            "sbo:transport",
        ),
        Reaction(
            f"mucosa__luminal_release_{segment}",
            f"{title} release into the lumen",
            {f"{cell}__serotonin": 1},
            {"ledger__faecal_serotonin": 1},
            f"f_luminal * {release}",
            "sbo:transport",
        ),
    ]


def _clearance(segment: str, title: str) -> list[Reaction]:
    space, free = f"mucosa_{segment}", f"mucosa_{segment}__serotonin"
    taken = f"epithelium_{segment}__serotonin"
    return [
        Reaction(
            f"mucosa__SERT_{segment}",
            f"{title} reuptake by SERT",
            {free: 1},
            {taken: 1},
            f"(1 - block_SERT) * Vmax_SERT_{segment} * {free} / (Km_SERT_gut + {free})",
            "sbo:transport",
            "SERT",
        ),
        Reaction(
            f"mucosa__PMAT_{segment}",
            f"{title} uptake by low-affinity carriers",
            {free: 1},
            {taken: 1},
            f"Vmax_PMAT_{segment} * {free} / (Km_PMAT + {free})",
            "sbo:transport",
            "PMAT",
        ),
        Reaction(
            f"mucosa__to_portal_{segment}",
            f"{title} serotonin into portal blood",
            {free: 1},
            {"portal__serotonin": 1},
            f"PS_{segment} * {free}",
            "sbo:transport",
        ),
        Reaction(
            f"mucosa__from_portal_{segment}",
            f"{title} serotonin back from portal blood",
            {"portal__serotonin": 1},
            {free: 1},
            f"PS_{segment} * portal__serotonin",
            "sbo:transport",
        ),
        Reaction(
            f"mucosa__oxidation_{segment}",
            f"{title} oxidation by MAO-A",
            {taken: 1},
            {"plasma__hiaa": 1},
            f"(1 - f_conjugation_gut) * k_epithelium * {taken} * {space}",
            "sbo:degradation",
            "MAOA",
        ),
        Reaction(
            f"mucosa__conjugation_{segment}",
            f"{title} conjugation in the epithelium",
            {taken: 1},
            {"ledger__conjugates": 1},
            f"f_conjugation_gut * k_epithelium * {taken} * {space}",
            "sbo:conversion",
        ),
    ]
