"""Hormones and what they move: cortisol, insulin after meals, fatty acids and KAT in exercise."""

import numpy as np
import pytest

import enterotone as et
from enterotone.units import factor_to

MODEL = et.load()
#: Nothing to eat but what a test gives.
FASTING: dict[str, float | str] = {"J_diet_protein": 0, "J_diet_tryptophan": 0, "J_diet_fermentable": 0}


def course(observable: str, doses: tuple[str, ...] = (), days: float = 1, **changes: float) -> np.ndarray:
    """Values every quarter of an hour from midnight."""
    run = MODEL.simulate(days=days, changes={**changes}, doses=doses, observables=[observable], step_h=0.25)
    return np.asarray(run.values[0, :, 0])


def fasted(observable: str, *doses: str) -> np.ndarray:
    run = MODEL.simulate(days=1, changes=FASTING, doses=doses, observables=[observable], step_h=0.25)
    return np.asarray(run.values[0, :, 0])


class TestCortisol:
    def test_rest(self) -> None:
        # Daily mean of adults: 150 to 280 nM (endocrinology textbooks)
        assert 150 < MODEL.rest(observables=["endocrine__cortisol"])["endocrine__cortisol"] * 1000 < 280

    def test_feedback_holds_back_stress(self) -> None:
        rise = [MODEL.rest({"stress": s}, ["endocrine__cortisol"])["endocrine__cortisol"] for s in (0, 1, 3)]
        assert 1.2 < rise[1] / rise[0] < 2
        assert 1.5 < rise[2] / rise[0] < 4

    def test_hydrocortisone_triples_tdo(self) -> None:
        # 3-fold (2 to 4) under hydrocortisone: Altman and Greengard 1966 (O106)
        before, after = (MODEL.rest(c, ["liver__TDO2"])["liver__TDO2"] for c in ({}, {"J_hydrocortisone": 400}))
        assert 2 < after / before < 4

    def test_endotoxin_raises_it(self) -> None:
        dosed = course("endocrine__cortisol", ("immune__endotoxin_injected=28 pmol@8 h",))
        assert dosed.max() > 1.5 * course("endocrine__cortisol").max()


class TestClock:
    def test_cortisol_is_high_in_the_morning_and_low_at_night(self) -> None:
        # Peak about 8 h, lowest about midnight, several-fold (endocrinology textbooks)
        cortisol = course("endocrine__cortisol")
        assert 6 <= cortisol[:-1].argmax() / 4 <= 10
        assert cortisol[:-1].argmin() / 4 > 19
        assert 3 < cortisol.max() / cortisol.min() < 10
        assert 150 < cortisol[:-1].mean() * 1000 < 280

    def test_melatonin_peaks_at_night(self) -> None:
        melatonin = course("endocrine__melatonin")
        assert 1 <= melatonin[:-1].argmax() / 4 <= 5
        assert melatonin.max() > 4 * melatonin.min()

    def test_the_rhythm_outlasts_a_day_without_meals(self) -> None:
        cortisol = fasted("endocrine__cortisol")
        assert 6 <= cortisol[:-1].argmax() / 4 <= 10
        assert cortisol.max() > 2 * cortisol.min()


class TestMeals:
    def test_insulin_rises_several_fold_after_a_meal(self) -> None:
        insulin = course("endocrine__insulin") * factor_to("pmol/L")
        assert 25 < insulin.min() < 80
        assert 4 < insulin.max() / insulin.min() < 12

    def test_gut_hormones_follow_meals(self) -> None:
        for hormone, low, high in (("glp1_rel", 1.5, 4.0), ("pyy_rel", 1.2, 3.0)):
            values = course(f"endocrine__{hormone}")
            assert low < values.max() / values.min() < high

    def test_carbohydrate_and_protein_breakfasts_part_the_tryptophan_ratio(self) -> None:
        # 54 % (36 to 88) between 70 g carbohydrate and 47 g protein: Wurtman 2003 (O017)
        ratio = MODEL.model.parameters["ratio_digestible"].value
        starch = f"stomach__carbohydrate={70 / ratio / 162 * 1e6:.0f} umol@8 h"
        protein = (
            f"stomach__protein={47 / 110 * 1e6:.0f} umol@8 h",
            f"stomach__tryptophan_bound={47 * 11.3e3 / 204.2:.0f} umol@8 h",
        )
        one, other = fasted("plasma__tryptophan_to_lnaa", starch), fasted("plasma__tryptophan_to_lnaa", *protein)
        parted = max(one[i] / other[i] - 1 for i in range(36, 48))
        assert 0.36 < parted < 0.88

    def test_fasting_fatty_acids(self) -> None:
        # 0.2 to 0.8 mM fasting, lower after a meal (P023)
        values = course("plasma__nefa") / 1000
        assert 0.2 < values[31] < 0.8
        assert values.min() < 0.6 * values[31]


class TestExercise:
    def test_a_marathon_doubles_free_tryptophan(self) -> None:
        # 2.4-fold (1.8 to 3.0) at unchanged total: Blomstrand 1988 (O110). Four hours from midnight, before any meal.
        for observable, low, high in (("plasma__tryptophan_free", 1.8, 3.0), ("plasma__tryptophan", 0.75, 1.25)):
            assert low < course(observable, exercise=1.0)[16] / course(observable)[16] < high

    def test_kynurenic_acid_rises(self) -> None:
        # +60 to +150 % after long endurance exercise: Schlittler 2016 (O112); here after four hours
        name = "plasma__kynurenic_acid"
        assert 1.4 < course(name, exercise=1.0)[16] / course(name)[16] < 3.0

    def test_training_raises_kat_over_weeks(self) -> None:
        name = "muscle__KAT"
        assert MODEL.rest({"training": 1.0}, [name])[name] == pytest.approx(1.7)
        assert course(name, days=7, training=1.0)[-1] < 1.4


def test_melatonin_is_a_tiny_share_of_tryptophan() -> None:
    # About 30 ug a day; 232 g/mol (endocrinology textbooks)
    rate = MODEL.rest(observables=["endocrine__melatonin_synthesis"])["endocrine__melatonin_synthesis"]
    assert 10 < rate * 24 * 232.3 < 90
