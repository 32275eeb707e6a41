"""Hormones: cortisol, insulin, melatonin, and the gut's GLP-1 and PYY.

Purpose
-------
Meals act on tryptophan not only as food: insulin pulls its competitors out of blood, holds back protein breakdown and
fatty acids. Stress and inflammation act on it through cortisol, which induces TDO and brakes cytokines.

States
------
endocrine__cortisol and endocrine__melatonin [umol/L]; endocrine__hpa (drive of the adrenal, 1 at rest),
endocrine__insulin_rel, endocrine__glp1_rel, endocrine__pyy_rel (relative to fasting); endocrine__clock_x and
endocrine__clock_y (a day's rhythm).

Ports
-----
Meals as gastric emptying and absorption; colonic SCFA; interleukin-6; plasma tryptophan for melatonin.

Equations
---------
Clock: ``dx/dt = k (m - x) - w y``, ``dy/dt = w x``, ``w`` one turn a day, ``m`` the emptying of carbohydrate over its
daily mean: it keeps the daily part of the meals, ``x`` in phase with them (the states hold ``x`` and ``y`` plus an
offset). Rhythm ``1 + A (x cos p -/+ (y - k/w) sin p)``, ``p`` the phase between meals and peak: its mean over a day is
1, and it stays positive, because meals cannot swing ``x`` by more than 0.95.
Cortisol: secretion ``CL c_ref H``, clearance ``CL c``; ``H`` follows
``(1 + felt stress + exercise + IL-6) rhythm 2 / (1 + c/c_ref)``. Its activation is ``c^2 / (EC50^2 + c^2)``.
Insulin follows ``1 + gain (w carbohydrate + (1 - w) protein)``, both as appearance over the mean of the reference day;
its effect is ``i / (EC50 + i)`` less that at the daily mean. GLP-1 and PYY follow nutrients in the small bowel and SCFA
in the colon. Melatonin is made from tryptophan at a share that follows the clock, and cleared by the liver.

Assumptions
-----------
1. Digestible carbohydrate is absorbed as the stomach empties; it comes with the fermentable carbohydrate of a meal, at
   the ratio that the two have in the diet.
2. Insulin is that at its site of action, some half an hour behind plasma.
3. The clock is a resonator with a period of a day that the meals drive; they stand for light and sleep too. No rate
   depends on the time itself, so steady states and periodic days can be solved for; under even feeding it stands still.
4. Feedback acts on total cortisol.

Not modelled
------------
Light, sleep, the awakening response, glucose, glucagon, the incretin effect, insulin resistance, thyroid and sex
hormones.

References
----------
See endocrine.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Compartment, Reaction, Species, State
from enterotone.model.module import OrganModule

ID = "endocrine"
TITLE = "Hormones"
TERM = "endocrine system"
PORTS = {
    "ledger": "L",
    "ecf": "L",
    "exercise": "dimensionless",
    "immune__il6_rel": "dimensionless",
    "plasma__tryptophan": "umol/L",
    "lumen__emptying_carbohydrate": "umol/h",
    "lumen__absorption_protein": "umol/h",
    "lumen__nutrients": "umol/L",
    "K_nutrients": "umol/L",
    "colon__scfa": "umol/L",
    "scfa_total_reference": "umol/L",
    "J_diet_fermentable": "g/h",
    "M_hexose": "g/umol",
    "M_residue": "g/umol",
}


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        compartments=(
            Compartment("cortisol_space", "Distribution volume of cortisol", "V_cortisol", "extracellular fluid"),
        ),
        species=(
            Species("endocrine__cortisol", "Cortisol", "cortisol_space", "cortisol"),
            Species("endocrine__melatonin", "Melatonin", "ecf", "melatonin", {"tryptophan": 1.0}),
            Species(
                "ledger__urine_melatonin",
                "Melatonin broken down",
                "ledger",
                "melatonin",
                {"tryptophan": 1.0},
                is_sink=True,
            ),
        ),
        states=_states(),
        assignments=_rhythms() + _cortisol_effects() + _meal_signals() + _insulin_effects(),
        reactions=_reactions(),
    )


def _follow(sid: str, name: str, half_life: str, target: str) -> State:
    """A relative quantity that follows its target with a half-life."""
    return State(f"endocrine__{sid}", name, "dimensionless", f"ln(2) / {half_life} * ({target} - endocrine__{sid})")


def _states() -> tuple[State, ...]:
    nutrients = "lumen__nutrients / (K_nutrients + lumen__nutrients)"
    scfa = "(colon__scfa / scfa_total_reference - 1)"
    return (
        State(
            "endocrine__clock_x",
            "Clock, in phase with the meals",
            "dimensionless",
            "k_clock * (lumen__emptying_carbohydrate * M_hexose / max(J_diet_fermentable, J_clock_floor)"
            " - (endocrine__clock_x - offset_clock)) - omega_clock * (endocrine__clock_y - offset_clock)",
        ),
        State(
            "endocrine__clock_y",
            "Clock, a quarter of a day behind the meals",
            "dimensionless",
            "omega_clock * (endocrine__clock_x - offset_clock)",
        ),
        _follow(
            "hpa",
            "Drive of the adrenal cortex relative to rest",
            "t12_HPA",
            "(1 + weight_stress * stress + gain_exercise_HPA * exercise"
            " + E_IL6_HPA * (immune__il6_rel - 1) / (K_IL6_HPA + immune__il6_rel))"
            " * endocrine__cortisol_rhythm * 2 / (1 + endocrine__cortisol / cortisol_reference)",
        ),
        _follow(
            "insulin_rel",
            "Insulin at its site of action relative to fasting",
            "t12_insulin",
            "(1 + gain_insulin * (w_carbohydrate_insulin * endocrine__carbohydrate_appearance"
            " + (1 - w_carbohydrate_insulin) * endocrine__protein_appearance))",
        ),
        _follow(
            "glp1_rel", "GLP-1 relative to fasting", "t12_GLP1", f"(1 + E_GLP1 * {nutrients} + E_SCFA_GLP1 * {scfa})"
        ),
        _follow("pyy_rel", "PYY relative to fasting", "t12_PYY", f"(1 + E_PYY * {nutrients} + E_SCFA_PYY * {scfa})"),
    )


def _rhythms() -> tuple[Assignment, ...]:
    # Even feeding holds y at k / w; the rhythm turns about that.
    x, y = "(endocrine__clock_x - offset_clock)", "(endocrine__clock_y - offset_clock - k_clock / omega_clock)"
    early, late = (f"(omega_clock * phase_{hormone})" for hormone in ("cortisol", "melatonin"))
    waves = {"cortisol": f"({x} * cos{early} - {y} * sin{early})", "melatonin": f"({x} * cos{late} + {y} * sin{late})"}
    return tuple(
        Assignment(
            f"endocrine__{hormone}_rhythm",
            f"Rhythm of {hormone}, mean 1",
            "dimensionless",
            # Meals that empty in a burst can swing the clock by more than 1; a gland makes nothing then, and not less.
            f"max(1 + A_{hormone} * {wave}, 0)",
        )
        for hormone, wave in waves.items()
    )


def _cortisol_effects() -> tuple[Assignment, ...]:
    def activation(cortisol: str) -> str:
        return f"{cortisol}**2 / (EC50_cortisol**2 + {cortisol}**2)"

    return (
        Assignment(
            "endocrine__cortisol_activation",
            "Glucocorticoid activation, 0 to 1",
            "dimensionless",
            activation("endocrine__cortisol"),
        ),
        Assignment(
            "endocrine__cortisol_activation_rest",
            "Glucocorticoid activation at the mean of the day",
            "dimensionless",
            activation("cortisol_reference"),
        ),
        Assignment(
            "endocrine__cortisol_brake",
            "Brake of cortisol on TNF, 1 at rest",
            "dimensionless",
            "(K_cortisol_TNF + cortisol_reference) / (K_cortisol_TNF + endocrine__cortisol)",
        ),
    )


def _meal_signals() -> tuple[Assignment, ...]:
    return (
        Assignment(
            "endocrine__carbohydrate_appearance",
            "Digestible carbohydrate absorbed over the reference day's mean",
            "dimensionless",
            "ratio_digestible * lumen__emptying_carbohydrate / (J_digestible_reference / M_hexose)",
        ),
        Assignment(
            "endocrine__protein_appearance",
            "Protein absorbed over the reference day's mean",
            "dimensionless",
            "lumen__absorption_protein / (J_protein_reference / M_residue)",
        ),
    )


def _insulin_effects() -> tuple[Assignment, ...]:
    return (
        Assignment("endocrine__insulin", "Insulin", "pmol/L", "insulin_fasting * endocrine__insulin_rel"),
        Assignment(
            "endocrine__insulin_effect",
            "Insulin effect on amino acids and protein over that at the daily mean",
            "dimensionless",
            "endocrine__insulin / (EC50_insulin + endocrine__insulin)"
            " - insulin_reference / (EC50_insulin + insulin_reference)",
        ),
    )


def _reactions() -> tuple[Reaction, ...]:
    return (
        Reaction(
            "endocrine__cortisol_secretion",
            "Secretion of cortisol",
            {},
            {"endocrine__cortisol": 1},
            "CL_cortisol * cortisol_reference * endocrine__hpa + J_hydrocortisone / M_cortisol",
            "sbo:transport",
        ),
        Reaction(
            "endocrine__cortisol_clearance",
            "Clearance of cortisol",
            {"endocrine__cortisol": 1},
            {},
            "CL_cortisol * endocrine__cortisol",
            "sbo:degradation",
        ),
        Reaction(
            "endocrine__melatonin_synthesis",
            "Tryptophan to melatonin in the pineal gland",
            {"plasma__tryptophan": 1},
            {"endocrine__melatonin": 1},
            "CL_pineal * endocrine__melatonin_rhythm * plasma__tryptophan",
            "sbo:conversion",
            "AANAT",
        ),
        Reaction(
            "endocrine__melatonin_clearance",
            "Breakdown of melatonin",
            {"endocrine__melatonin": 1},
            {"ledger__urine_melatonin": 1},
            "CL_melatonin * endocrine__melatonin",
            "sbo:degradation",
        ),
    )
