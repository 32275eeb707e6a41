"""Mucosa: enterochromaffin cells of small bowel, proximal and distal colon make, store and release serotonin.

Purpose
-------
Source of about 95 % of the body's serotonin, and the place where diet and microbes act on it.

States
------
Per segment (small bowel, proximal colon, distal colon): TPH1 activity (1 at reference), 5-HTP and stored serotonin of
the enterochromaffin cells, interstitial serotonin, serotonin taken up by the epithelium [umol/L].

Ports
-----
Plasma tryptophan; portal blood; luminal nutrients and bacteria of the small bowel; acids, bile acids, indole and
residue of the colon. Inflammation and noradrenaline of the wall are numbers of this organ, 0 in health, that other
organs may drive.

Equations
---------
TPH1: ``v = E Vmax T / (Km + T)`` with ``T = ratio_EC x plasma tryptophan`` (explicit concentrative uptake), and
``dE/dt = (target - E) / tau``. In the colon ``target = F_GF + (1 - F_GF) (w s/s_ref + (1 - w) spore)``: ``s`` rises
with crypt acetate and butyrate and falls where butyrate is high (bell), ``spore`` is the sample's spore-former
stimulation; germ-free gives F_GF. Inflammation multiplies the target by ``1 + g i / (1 + i)``.
Release ``k G (1 + stimuli)``. Stimuli by nutrients, SCFA, noradrenaline (ADRA2A) and bacteria of the small bowel are
``gain x/(K + x)``; those by secondary bile acids (TGR5), indole (TRPA1), isovalerate (Olfr558) and stretch (Piezo2) are
counted from the reference person, ``gain (x/(K + x) - reference)``, the microbial ones times the share that lasts.
Interstitial serotonin is cleared by SERT, which inflammation lowers by ``1 / (1 + b i)``, by low-affinity carriers
(PMAT, OCT) and by diffusion into portal blood. What the epithelium takes up is oxidised or conjugated.

Assumptions
-----------
1. TPH1 is nearly saturated (host notes, decision 1): 5 g tryptophan a day leaves urinary 5-HIAA unchanged.
2. Small-bowel TPH1 does not depend on colonic microbes.
3. SCFA, bile acids and isovalerate act through crypt concentrations, a small constant share of the luminal ones.
4. Acute release by SCFA is contested (rat sheets yes, isolated mouse cells no): a small gain with a range from 0.
   The same holds for indole in the colon.
5. A blocking drug occupies all SERT (maximum 1); half of ileal uptake is not SERT and stays.
6. Of an acute stimulus by microbial products a share lasts; germ-free stores (half of conventional) limit it.
7. The two parts of the colon differ in what reaches them and in size, not in kind.
8. Whether inflammation raises or lowers TPH1 is contested (biopsies down, mouse colitis up): gain 0, range both ways.

Not modelled
------------
5-HT3/5-HT4 autoreceptors, cell turnover, mucus thickness, luminal serotonin and its conjugates.

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
    "small_bowel__bacteria": "umol/L",
    "colon__colonised": "dimensionless",
    "ens__load": "dimensionless",
    **{
        f"{segment}__{pool}": "umol/L"
        for segment in ("proximal", "transverse", "distal")
        for pool in ("acetate", "butyrate", "scfa", "bile_secondary", "indole", "branched")
    },
    **dict.fromkeys(("proximal", "transverse"), "L"),
    "block_SERT": "dimensionless",
}

_SEGMENTS = {
    "small_bowel": ("Small-bowel", "small intestine mucosa"),
    "proximal_colon": ("Proximal colonic", "colonic mucosa"),
    "distal_colon": ("Distal colonic", "colonic mucosa"),
}
#: Share of a capacity given for the whole colon.
_PART = {"proximal_colon": "f_proximal_colon", "distal_colon": "(1 - f_proximal_colon)"}
#: What a stretch of wall sees of a luminal pool.
_SEEN = {
    "proximal_colon": "((proximal__{pool} * proximal + transverse__{pool} * transverse) / (proximal + transverse))",
    "distal_colon": "distal__{pool}",
}
#: Stimulus of colonic release -> concentration at the cell, half-effect.
_STIMULI = {
    "bile": ("f_crypt * {bile_secondary}", "K_TGR5"),
    "indole": ("{indole}", "EC50_TRPA1"),
    "isovalerate": ("f_crypt * {branched}", "EC50_Olfr558"),
}


def _seen(segment: str, formula: str) -> str:
    pools = ("acetate", "butyrate", "scfa", "bile_secondary", "indole", "branched")
    return formula.format(**{pool: _SEEN[segment].format(pool=pool) for pool in pools})


def _capacity(symbol: str, segment: str) -> str:
    """Formula of a capacity of a segment: its own number, or a part of the colon's."""
    return f"{_PART[segment]} * {symbol}_colon" if segment in _PART else f"{symbol}_{segment}"


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
    assignments = [*_shared(), *_colon()]
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
                f"({_target(segment)} - mucosa__TPH1_{segment}) / tau_TPH1",
            )
        )
        assignments += _drives(segment, title)
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
        assignments=tuple(assignments),
    )


def _target(segment: str) -> str:
    inflamed = "(1 + gain_inflammation_TPH1 * inflammation_gut / (1 + inflammation_gut))"
    if segment not in _PART:
        return inflamed
    return f"{inflamed} * (F_germ_free + (1 - F_germ_free) * mucosa__microbial_stimulus_{segment})"


def _shared() -> list[Assignment]:
    return [
        Assignment(
            "mucosa__tryptophan",
            "Tryptophan inside enterochromaffin cells",
            "umol/L",
            "ratio_EC * plasma__tryptophan",
        ),
        Assignment(
            "mucosa__SERT_share",
            "SERT that works, relative to health without a blocker",
            "dimensionless",
            "(1 - block_SERT) / (1 + sensitivity_SERT_inflammation * inflammation_gut)",
        ),
    ]


def _drives(segment: str, title: str) -> list[Assignment]:
    """Drive of microbes on TPH1, and release relative to rest."""
    adrenergic = "gain_adrenergic * noradrenaline_gut / (EC50_ADRA2A + noradrenaline_gut)"
    if segment not in _PART:
        release = (
            "1 + gain_meal * lumen__nutrients / (K_nutrients + lumen__nutrients)"
            f" + gain_overgrowth * small_bowel__bacteria / (K_overgrowth + small_bowel__bacteria) + {adrenergic}"
        )
        return [_gain(segment, title, release)]
    crypt = _seen(segment, "f_crypt * ({acetate} + {butyrate})")
    butyrate = _seen(segment, "f_crypt * {butyrate}")
    release = "1 + " + _seen(segment, "gain_SCFA_release * {scfa} / (EC50_SCFA_release + {scfa})")
    for name, (seen, half) in _STIMULI.items():
        x = _seen(segment, seen)
        receptor = "activity_TGR5 * " if name == "bile" else ""
        release += f" + f_sustained * gain_{name} * ({receptor}{x} / ({half} + {x}) - {name}_reference_{segment})"
    release += f" + gain_stretch * (ens__load / (1 + ens__load) - 1 / 2) + {adrenergic}"
    return [
        Assignment(
            f"mucosa__scfa_drive_{segment}",
            f"{title} SCFA drive on TPH1 relative to reference",
            "dimensionless",
            f"{crypt} / (K_crypt + {crypt}) / (1 + ({butyrate} / K_butyrate_high)**2) / scfa_reference_{segment}",
        ),
        Assignment(
            f"mucosa__microbial_stimulus_{segment}",
            f"{title} microbial drive on TPH1 relative to reference",
            "dimensionless",
            f"w_SCFA_TPH1 * mucosa__scfa_drive_{segment} + (1 - w_SCFA_TPH1) * capacity_spore * colon__colonised",
        ),
        _gain(segment, title, release),
    ]


def _gain(segment: str, title: str, release: str) -> Assignment:
    # Stimuli below the reference may not turn release around.
    return Assignment(
        f"mucosa__release_gain_{segment}",
        f"{title} release relative to rest",
        "dimensionless",
        f"max({release}, release_floor)",
    )


def _colon() -> list[Assignment]:
    """The colon as one, for readers and for organs that see it as one."""
    parts = list(_PART)
    space, cells = (" + ".join(f"{kind}_{part}" for part in parts) for kind in ("mucosa", "ec"))
    return [
        Assignment(
            "mucosa_colon__serotonin",
            "Colonic interstitial serotonin",
            "umol/L",
            "(" + " + ".join(f"mucosa_{part}__serotonin * mucosa_{part}" for part in parts) + f") / ({space})",
        ),
        Assignment(
            "ec_colon__serotonin",
            "Colonic EC-cell stored serotonin",
            "umol/L",
            "(" + " + ".join(f"ec_{part}__serotonin * ec_{part}" for part in parts) + f") / ({cells})",
        ),
        Assignment(
            "mucosa__TPH1_colon",
            "Colonic TPH1 activity relative to reference",
            "dimensionless",
            " + ".join(f"{_PART[part]} * mucosa__TPH1_{part}" for part in parts),
        ),
        Assignment(
            "mucosa__TPH1_flux_colon",
            "Colonic tryptophan to 5-HTP by TPH1",
            "umol/h",
            " + ".join(f"mucosa__TPH1_flux_{part}" for part in parts),
        ),
    ]


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
            f"activity_TPH1 * mucosa__TPH1_{segment} * {_capacity('Vmax_TPH1', segment)} * mucosa__tryptophan"
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
            f"mucosa__SERT_share * {_capacity('Vmax_SERT', segment)} * {free} / (Km_SERT_gut + {free})",
            "sbo:transport",
            "SERT",
        ),
        Reaction(
            f"mucosa__PMAT_{segment}",
            f"{title} uptake by low-affinity carriers",
            {free: 1},
            {taken: 1},
            f"{_capacity('Vmax_PMAT', segment)} * {free} / (Km_PMAT + {free})",
            "sbo:transport",
            "PMAT",
        ),
        Reaction(
            f"mucosa__to_portal_{segment}",
            f"{title} serotonin into portal blood",
            {free: 1},
            {"portal__serotonin": 1},
            f"{_capacity('PS', segment)} * {free}",
            "sbo:transport",
        ),
        Reaction(
            f"mucosa__from_portal_{segment}",
            f"{title} serotonin back from portal blood",
            {"portal__serotonin": 1},
            {free: 1},
            f"{_capacity('PS', segment)} * portal__serotonin",
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
