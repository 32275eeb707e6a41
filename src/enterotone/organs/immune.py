"""Immune system: the cytokine cascade behind endotoxin, C-reactive protein, IDO1, KMO, tetrahydrobiopterin (BH4).

Purpose
-------
Carries gut endotoxin and outside inflammation to the kynurenine pathway, to BH4 and to what laboratories call
inflammation.

States
------
immune__endotoxin_injected [umol/L]; relative to health (1 at rest): immune__monocyte (activation), immune__tnf_rel,
immune__il6_rel, immune__il10_rel, immune__ifng_rel, immune__acute_phase, immune__crp_rel, immune__IDO1,
immune__bh4_rel.

Ports
-----
Takes endotoxin that crosses the barrier, the vagal brake and the brake by cortisol (both 1 at rest), plasma
tryptophan; gives plasma kynurenine.

Equations
---------
Endotoxin signal ``s = barrier + injected / reference``. Monocytes follow ``g(s) = s (K + 1) / (K + s)``. TNF
follows ``(1 - w) + w a brakes + tnf_source``; the brake of IL-10 is ``(1 + K) / (K + IL-10)``. IL-6, IL-10 and
interferon-gamma follow powers of TNF; the acute phase of the liver follows ``IL6 (K + 1) / (K + IL6)`` and CRP
follows it. Interferon drive
``i = inflammation + IFN / EC50 (1 + (s_TNF - 1) TNF / (K + TNF))``, ``h = i / (1 + i)``: IDO1 follows
``1 + (Emax - 1) h`` and KMO ``1 + (Emax - 1) h``, both over their value at rest; BH4 falls with ``h``.
``v_IDO = I Vmax T / (Km + T)``.

Assumptions
-----------
1. Cytokines are relative to a healthy person: assays differ several-fold, ratios do not.
2. Powers stand for cascades with many steps; they keep every target positive.
3. Only a share ``w`` of resting TNF answers to gut endotoxin; the reference endotoxin is in units of the clinical
   E. coli lipopolysaccharide of 10 kDa, because most of what assays find in blood is inert.
4. IDO1 sees plasma tryptophan. ``inflammation`` is interferon from outside (therapy), ``tnf_source`` disease elsewhere;
   ``without_TNF_IL6`` and ``without_TNF_IL10`` what working muscle releases without TNF.

Not modelled
------------
Cells and their numbers, tolerance to a second dose, interleukin-1, neopterin, adaptive immunity.

References
----------
See immune.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Reaction, Species, State
from enterotone.model.module import OrganModule

ID = "immune"
TITLE = "Immune system"
TERM = "immune system"
PORTS = {
    "plasma": "L",
    "plasma__tryptophan": "umol/L",
    "plasma__kynurenine": "umol/L",
    "barrier__endotoxin_influx": "dimensionless",
    "endocrine__cortisol_brake": "dimensionless",
    "vagus__brake": "dimensionless",
}

_DRIVE = "({ifn} / EC50_IFN * (1 + (s_TNF - 1) * {tnf} / (K_TNF_synergy + {tnf})))"


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        species=(
            Species("immune__endotoxin_injected", "Endotoxin injected into blood", "plasma", "lipopolysaccharide"),
        ),
        states=_states(),
        assignments=_signals() + _induction(),
        reactions=(
            Reaction(
                "immune__endotoxin_clearance",
                "Clearance of injected endotoxin",
                {"immune__endotoxin_injected": 1},
                {},
                "ln(2) / t12_endotoxin * immune__endotoxin_injected * plasma",
                "sbo:degradation",
            ),
            Reaction(
                "immune__IDO",
                "Tryptophan to kynurenine by IDO1 outside the liver",
                {"plasma__tryptophan": 1},
                {"plasma__kynurenine": 1},
                "immune__IDO1 * Vmax_IDO1 * plasma__tryptophan / (Km_IDO1 + plasma__tryptophan)",
                "sbo:biochemical reaction",
                "IDO1",
            ),
        ),
    )


def _follow(sid: str, name: str, half_life: str, target: str) -> State:
    """A relative quantity that follows its target with a half-life."""
    return State(f"immune__{sid}", name, "dimensionless", f"ln(2) / {half_life} * ({target} - immune__{sid})")


def _states() -> tuple[State, ...]:
    s = "immune__endotoxin"
    return (
        _follow(
            "monocyte",
            "Activation of monocytes relative to health",
            "t12_monocyte",
            f"{s} * (K_endotoxin + 1) / (K_endotoxin + {s})",
        ),
        _follow(
            "tnf_rel",
            "TNF relative to health",
            "t12_TNF",
            "(1 - w_endotoxin_TNF + w_endotoxin_TNF * immune__monocyte * immune__brake * endocrine__cortisol_brake"
            " * vagus__brake"
            " + tnf_source)",
        ),
        _follow(
            "il6_rel",
            "Interleukin-6 relative to health",
            "t12_IL6",
            "(immune__tnf_rel**exponent_IL6 + without_TNF_IL6)",
        ),
        _follow(
            "il10_rel",
            "Interleukin-10 relative to health",
            "t12_IL10",
            "(immune__tnf_rel**exponent_IL10 + without_TNF_IL10)",
        ),
        _follow("ifng_rel", "Interferon-gamma relative to health", "t12_IFN", "immune__tnf_rel**exponent_IFN"),
        _follow(
            "acute_phase",
            "Synthesis of C-reactive protein in the liver relative to health",
            "t12_acute_phase",
            "immune__il6_rel * (K_CRP + 1) / (K_CRP + immune__il6_rel)",
        ),
        _follow("crp_rel", "C-reactive protein relative to health", "t12_CRP", "immune__acute_phase"),
        _follow("IDO1", "IDO1 activity relative to health", "t12_IDO1", "immune__IDO1_target"),
        _follow(
            "bh4_rel",
            "Tetrahydrobiopterin relative to health",
            "t12_BH4",
            "(1 - (1 - f_BH4_inflamed) * immune__interferon_effect)",
        ),
    )


def _signals() -> tuple[Assignment, ...]:
    return (
        Assignment(
            "immune__endotoxin",
            "Endotoxin signal relative to health",
            "dimensionless",
            "barrier__endotoxin_influx + immune__endotoxin_injected / endotoxin_reference",
        ),
        Assignment(
            "immune__brake",
            "Brake on TNF by interleukin-10, 1 at rest",
            "dimensionless",
            "(K_IL10 + 1) / (K_IL10 + immune__il10_rel)",
        ),
        Assignment(
            "immune__SERT_gain_brain",
            "Capacity of brain SERT relative to health",
            "dimensionless",
            "(1 + (F_SERT_TNF - 1) * immune__tnf_rel / (K_TNF_SERT + immune__tnf_rel))"
            " / (1 + (F_SERT_TNF - 1) / (K_TNF_SERT + 1))",
        ),
        Assignment("immune__crp", "C-reactive protein", "mg/L", "crp_reference * immune__crp_rel"),
        Assignment(
            "immune__interferon",
            "Interferon drive in units of the half-maximal one",
            "dimensionless",
            "inflammation + " + _DRIVE.format(ifn="immune__ifng_rel", tnf="immune__tnf_rel"),
        ),
        Assignment(
            "immune__interferon_rest",
            "Interferon drive in health",
            "dimensionless",
            _DRIVE.format(ifn="1", tnf="1"),
        ),
    )


def _induction() -> tuple[Assignment, ...]:
    drive, rest = "immune__interferon", "immune__interferon_rest"
    hill, hill_rest = f"{drive} / (1 + {drive})", f"{rest} / (1 + {rest})"
    return (
        Assignment(
            "immune__interferon_effect",
            "Interferon effect, 0 in health to 1",
            "dimensionless",
            f"({hill} - {hill_rest}) / (1 - {hill_rest})",
        ),
        Assignment(
            "immune__IDO1_target",
            "Induction of IDO1 relative to health",
            "dimensionless",
            f"(1 + (Emax_IDO1 - 1) * {hill}) / (1 + (Emax_IDO1 - 1) * {hill_rest})",
        ),
        Assignment(
            "immune__KMO_induction",
            "Induction of KMO relative to health",
            "dimensionless",
            f"(1 + (Emax_KMO - 1) * {hill}) / (1 + (Emax_KMO - 1) * {hill_rest})",
        ),
    )
