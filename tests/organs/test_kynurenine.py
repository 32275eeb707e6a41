"""Kynurenines at rest, without vitamin B6, under a tryptophan load: levels and directions that people published."""

import pytest

import enterotone as et
from enterotone.units import factor_to

MODEL = et.load()
#: Plasma level -> unit, low, high: HUSK cohort and Heyes (rows P206 to P211; ranges of P210 as those of P209).
LEVELS = {
    "plasma__hydroxykynurenine": ("nmol/L", 18, 55),
    "plasma__xanthurenic_acid": ("nmol/L", 8, 28),
    "plasma__anthranilic_acid": ("nmol/L", 8, 25),
    "plasma__hydroxyanthranilic_acid": ("nmol/L", 20, 60),
    "plasma__quinolinic_acid": ("nmol/L", 200, 600),
    # Bevital analyte page: 1.5 to 2.7
    "plasma__hydroxykynurenine_to_xanthurenic_acid": ("dimensionless", 1.5, 2.7),
}


@pytest.mark.parametrize("observable", LEVELS)
def test_resting_level(observable: str) -> None:
    unit, low, high = LEVELS[observable]
    assert low <= MODEL.rest(observables=[observable])[observable] * factor_to(unit) <= high


def test_b6_deficiency() -> None:
    # Rios-Avila 2013, Ueland 2015 (O109): 3-hydroxykynurenine up, its ratio to xanthurenic acid up, kynurenic and
    # anthranilic acid down. 10 nM PLP is a deficiency (below 20).
    names = [
        "plasma__hydroxykynurenine",
        "plasma__hydroxykynurenine_to_xanthurenic_acid",
        "plasma__kynurenic_acid",
        "plasma__anthranilic_acid",
    ]
    before, after = MODEL.rest(observables=names), MODEL.rest({"PLP": 10}, names)
    ratio = [after[name] / before[name] for name in names]
    assert min(ratio[:2]) > 1.1
    assert max(ratio[2:]) < 0.95


def test_a_tryptophan_load_raises_every_kynurenine() -> None:
    # Hiratsuka 2014 (O033): kynurenic, 3-hydroxykynurenine, 3-hydroxyanthranilic and quinolinic acid rise with dose
    names = [name for name in LEVELS if not name.endswith("to_xanthurenic_acid")] + ["plasma__kynurenic_acid"]
    eaten = MODEL.model.parameters["J_diet_tryptophan"].value
    rest, small, large = (
        MODEL.rest({"J_diet_tryptophan": eaten + extra}, names) if extra else MODEL.rest(observables=names)
        for extra in (0, 1000, 5000)
    )
    assert all(rest[name] < small[name] < large[name] for name in names)


def test_tdo_lives_longer_only_under_a_large_load() -> None:
    # Badawy 2016 (P193): 1.15 g does not activate, 5.15 g does
    def highest(grams: float) -> float:
        run = MODEL.simulate(
            days=1,
            doses=[f"stomach__tryptophan_bound={grams * 4897:.0f} umol@8 h"],
            observables=["liver__stabilisation"],
        )
        return float(run.values[0, :, 0].max())

    usual = highest(0)
    assert highest(1.15) / usual < 1.25
    assert highest(5.15) / usual > 1.4


def test_kidney_disease_raises_the_acids_that_urine_carries() -> None:
    # Theofylaktopoulou 2013 (P219): kynurenines 18 to 36 % higher in the lowest quartile of filtration
    names = ["plasma__kynurenic_acid", "plasma__xanthurenic_acid"]
    before, after = MODEL.rest(observables=names), MODEL.rest({"renal_function": 0.75}, names)
    assert all(1.15 < after[name] / before[name] < 1.40 for name in names)
