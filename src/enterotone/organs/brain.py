"""Brain: competition at LAT1, synthesis by TPH2, one serotonin terminal, 5-HIAA and CSF.

Purpose
-------
Says what plasma tryptophan and its competitors mean for brain serotonin. The pool is apart from the gut's:
no reaction carries serotonin across the blood-brain barrier; tryptophan and 5-HTP cross.

States [umol/L]
---------------
brain__tryptophan, terminal__hydroxytryptophan, terminal__serotonin_cytosol, terminal__serotonin_vesicle,
terminal__serotonin_extracellular, brain__hiaa, csf__hiaa; brain__sensitivity_5HT1A (1 at rest).

Ports
-----
Plasma tryptophan (available share), LNAA, 5-HTP; BH4 and TNF; vagal tone; gives 5-HIAA to plasma.

Equations
---------
Influx ``Vmax T / (Km (1 + N / K_N) + T)`` per volume; efflux first order. TPH2 with substrate inhibition and
BH4. VMAT, release, SERT, uptake-2/glia and MAO after Best 2020. Release answers to 5-HT1B at the terminal:
``(1 + e0/K)/(1 + e/K)`` on the dialysate scale ``e``; synthesis to ``(1 + g)/(1 + g e/e0)``. Firing answers to 5-HT1A
of the raphe: ``(1 + G)/(1 + G s a)``, ``a`` its activation over that at rest (Hill, 2), and its sensitivity ``s``
follows ``(1 + floor)/(a + floor)`` within a week: firing falls at first and comes back.

Assumptions
-----------
1. Concentrations at the terminal are on the voltammetry scale (60 nM); ``dilution`` brings them to dialysate nM.
2. The whole brain is one terminal whose volume gives the human synthesis rate (0.5 to 2.5 umol a day).
3. One vesicular pool; its size gives a brain content of about 1 umol.
4. A Hill coefficient of 2 for raphe autoreceptors is assumed: firing falls steeply with serotonin.
5. Blocking drugs occupy brain SERT as far as ``block_SERT`` says.
6. Raphe and terminals see the same extracellular serotonin.
7. Removal outside the terminal is the low-affinity uptake of glia and a sixth of what is made: in a steady state what
   leaves there cannot exceed synthesis, which bounds the rise under a blocker. Glia hold next to nothing.
8. The reserve vesicles of Best 2020 (280 uM) would give the brain four times the serotonin measured; they are left out.

Not modelled
------------
G proteins of the autoreceptors (tens of seconds), SERT trafficking, histamine, sleep.

References
----------
See brain.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Compartment, Reaction, Species, State
from enterotone.model.module import OrganModule

ID = "brain"
TITLE = "Brain"
TERM = "brain"
PORTS = {
    "plasma__tryptophan": "umol/L",
    "plasma__tryptophan_available": "umol/L",
    "plasma__lnaa": "umol/L",
    "plasma__hydroxytryptophan": "umol/L",
    "plasma__hiaa": "umol/L",
    "block_SERT": "dimensionless",
    "immune__bh4_rel": "dimensionless",
    "immune__SERT_gain_brain": "dimensionless",
    "vagus__afferent": "dimensionless",
}


def _activation(serotonin: str) -> str:
    """Activation of 5-HT1A at one concentration on the dialysate scale."""
    return f"{serotonin}**2 / (K_5HT1A**2 + {serotonin}**2)"


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
            Compartment("brain", "Brain water", "V_brain", "brain"),
            Compartment("terminal", "Serotonin terminals", "V_terminal", "serotonergic neuron"),
            Compartment("csf", "Cerebrospinal fluid", "V_csf", "cerebrospinal fluid"),
        ),
        species=(
            Species("brain__tryptophan", "Brain tryptophan", "brain", "tryptophan", trp),
            Species(
                "terminal__hydroxytryptophan", "5-HTP of serotonin terminals", "terminal", "5-hydroxytryptophan", trp
            ),
            Species("terminal__serotonin_cytosol", "Cytosolic serotonin", "terminal", "serotonin", trp),
            Species("terminal__serotonin_vesicle", "Vesicular serotonin", "terminal", "serotonin", trp),
            Species(
                "terminal__serotonin_extracellular",
                "Extracellular serotonin at the terminal",
                "terminal",
                "serotonin",
                trp,
            ),
            Species("brain__hiaa", "Brain 5-HIAA", "brain", "5-HIAA", trp),
            Species("csf__hiaa", "CSF 5-HIAA", "csf", "5-HIAA", trp),
        ),
        states=(
            State(
                "brain__sensitivity_5HT1A",
                "Sensitivity of raphe autoreceptors relative to rest",
                "dimensionless",
                "((1 + floor_5HT1A) / (brain__activation_5HT1A + floor_5HT1A) - brain__sensitivity_5HT1A) / tau_5HT1A",
            ),
        ),
        assignments=_readings(),
        reactions=_barrier() + _synthesis() + _terminal() + _hiaa(),
    )


def _readings() -> tuple[Assignment, ...]:
    return (
        Assignment(
            "brain__tryptophan_influx",
            "Tryptophan entering the brain",
            "umol/h",
            "brain * Vmax_LAT1 * plasma__tryptophan_available"
            " / (Km_LAT1 * (1 + plasma__lnaa / K_LNAA) + plasma__tryptophan_available)",
        ),
        Assignment(
            "brain__serotonin_dialysate",
            "Extracellular serotonin on the dialysate scale",
            "nmol/L",
            "terminal__serotonin_extracellular / dilution",
        ),
        Assignment("csf__tryptophan", "CSF tryptophan", "umol/L", "ratio_csf_tryptophan * brain__tryptophan"),
        Assignment(
            "brain__activation_5HT1A",
            "Activation of raphe autoreceptors relative to rest",
            "dimensionless",
            f"{_activation('brain__serotonin_dialysate')} / ({_activation('serotonin_dialysate_reference')})",
        ),
        Assignment(
            "brain__firing",
            "Firing of the raphe relative to rest",
            "dimensionless",
            "firing * (1 + g_NTS * (vagus__afferent - 1))"
            " * (1 + gain_5HT1A) / (1 + gain_5HT1A * brain__sensitivity_5HT1A * brain__activation_5HT1A)",
        ),
        Assignment(
            "brain__synthesis_gain",
            "Autoreceptor effect on synthesis",
            "dimensionless",
            "(1 + gain_synthesis_1B)"
            " / (1 + gain_synthesis_1B * brain__serotonin_dialysate / serotonin_dialysate_reference)",
        ),
        Assignment(
            "brain__autoreceptor",
            "Autoreceptor effect on release at the terminal",
            "dimensionless",
            "(1 + serotonin_dialysate_reference / K_5HT1B) / (1 + brain__serotonin_dialysate / K_5HT1B)",
        ),
    )


def _barrier() -> tuple[Reaction, ...]:
    return (
        Reaction(
            "brain__tryptophan_in",
            "Tryptophan across the blood-brain barrier",
            {"plasma__tryptophan": 1},
            {"brain__tryptophan": 1},
            "brain__tryptophan_influx",
            "sbo:transport",
            "LAT1",
        ),
        Reaction(
            "brain__tryptophan_out",
            "Tryptophan back to plasma",
            {"brain__tryptophan": 1},
            {"plasma__tryptophan": 1},
            "k_efflux * brain__tryptophan * brain",
            "sbo:transport",
            "LAT1",
        ),
        Reaction(
            "brain__hydroxytryptophan_in",
            "5-HTP across the blood-brain barrier",
            {"plasma__hydroxytryptophan": 1},
            {"terminal__hydroxytryptophan": 1},
            "PS_5HTP_brain * plasma__hydroxytryptophan",
            "sbo:transport",
            "LAT1",
        ),
    )


def _synthesis() -> tuple[Reaction, ...]:
    t = "brain__tryptophan"
    return (
        Reaction(
            "brain__TPH2_flux",
            "Tryptophan to 5-HTP by TPH2",
            {t: 1},
            {"terminal__hydroxytryptophan": 1},
            f"terminal * activity_TPH2 * brain__synthesis_gain * Vmax_TPH2 * {t} / (Km_TPH2 + {t} + {t}**2 / Ki_TPH2)"
            " * BH4_brain * immune__bh4_rel / (K_BH4 + BH4_brain * immune__bh4_rel)",
            "sbo:biochemical reaction",
            "TPH2",
        ),
        Reaction(
            "brain__AADC",
            "5-HTP to serotonin by AADC",
            {"terminal__hydroxytryptophan": 1},
            {"terminal__serotonin_cytosol": 1},
            "terminal * Vmax_AADC_brain * terminal__hydroxytryptophan / (Km_AADC_brain + terminal__hydroxytryptophan)",
            "sbo:biochemical reaction",
            "AADC",
        ),
    )


def _terminal() -> tuple[Reaction, ...]:
    cyt, ves = "terminal__serotonin_cytosol", "terminal__serotonin_vesicle"
    ecf = "terminal__serotonin_extracellular"
    return (
        Reaction(
            "brain__VMAT",
            "Serotonin into vesicles",
            {cyt: 1},
            {ves: 1},
            f"terminal * Vmax_VMAT * {cyt} / (Km_VMAT + {cyt})",
            "sbo:transport",
            "VMAT2",
        ),
        Reaction(
            "brain__vesicle_leak",
            "Leak out of vesicles",
            {ves: 1},
            {cyt: 1},
            f"terminal * k_vesicle_leak * {ves}",
            "sbo:transport",
        ),
        Reaction(
            "brain__release",
            "Release",
            {ves: 1},
            {ecf: 1},
            f"terminal * k_release_brain * brain__firing * brain__autoreceptor * {ves}",
            "sbo:transport",
        ),
        Reaction(
            "brain__SERT",
            "Reuptake by SERT",
            {ecf: 1},
            {cyt: 1},
            f"terminal * (1 - block_SERT) * immune__SERT_gain_brain * Vmax_SERT_brain * {ecf}"
            f" / (Km_SERT_brain + {ecf})",
            "sbo:transport",
            "SERT",
        ),
        Reaction(
            "brain__glial_removal",
            "Low-affinity uptake into glia, and oxidation there",
            {ecf: 1},
            {"brain__hiaa": 1},
            f"terminal * Vmax_uptake2 * {ecf} / (Km_uptake2 + {ecf})",
            "sbo:degradation",
            "MAOA",
        ),
        Reaction(
            "brain__MAO",
            "Oxidation in the terminal",
            {cyt: 1},
            {"brain__hiaa": 1},
            f"terminal * Vmax_MAO * {cyt} / (Km_MAO + {cyt})",
            "sbo:degradation",
            "MAOA",
        ),
    )


def _hiaa() -> tuple[Reaction, ...]:
    return (
        Reaction(
            "brain__hiaa_out",
            "5-HIAA from brain to plasma",
            {"brain__hiaa": 1},
            {"plasma__hiaa": 1},
            "k_hiaa_out * brain__hiaa * brain",
            "sbo:transport",
        ),
        Reaction(
            "brain__hiaa_to_csf",
            "5-HIAA from brain to CSF",
            {"brain__hiaa": 1},
            {"csf__hiaa": 1},
            "CL_brain_csf * brain__hiaa",
            "sbo:transport",
        ),
        Reaction(
            "brain__csf_hiaa_out",
            "5-HIAA from CSF to plasma",
            {"csf__hiaa": 1},
            {"plasma__hiaa": 1},
            "k_csf * csf__hiaa * csf",
            "sbo:transport",
        ),
    )
