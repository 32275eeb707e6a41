"""Challenges move the readouts in the published direction, and where a size is known, by about that much.

Sources are named at each test (rows O... and GO... of the project's building observations).
"""

import numpy as np
import pytest

import enterotone as et

MODEL = et.load()


def change(changes: dict[str, float], *observables: str) -> list[float]:
    """Relative change of resting values."""
    before, after = MODEL.rest(observables=observables), MODEL.rest(changes, observables)
    return [after[name] / before[name] - 1 for name in observables]


def course(observable: str, days: float, **changes: float) -> tuple[float, float]:
    """Value at the start and daily mean at the end of a run from rest."""
    run = MODEL.simulate(days=days, changes=changes, observables=[observable], step_h=0.5)
    values = run.values[0, :, 0]
    return float(values[0]), float(values[run.times_h > (days - 1) * 24].mean())


class TestNoDietaryTryptophan:
    """Tryptophan is essential (claim C02); acute depletion lowers plasma, brain and CSF (O022, O024, O026)."""

    def test_plasma_tryptophan_and_brain_synthesis_fall_within_a_week(self) -> None:
        for observable in ("plasma__tryptophan", "brain__tryptophan", "brain__TPH2_flux"):
            start, end = course(observable, 7, J_diet_tryptophan=0)
            assert end < 0.9 * start

    def test_an_amino_acid_drink_without_tryptophan_acts_faster_than_fasting(self) -> None:
        # Plasma tryptophan -89 % (-95 to -80) after 50 g or more: Dougherty 2008, PMC2818099. 100 g of residues here.
        drink = ["stomach__protein=909000 umol@8 h"]
        without = {"J_diet_tryptophan": 0}
        plain = MODEL.simulate(days=1, changes=without, observables=["plasma__tryptophan"]).values[0, :, 0]
        loaded = MODEL.simulate(days=1, changes=without, doses=drink, observables=["plasma__tryptophan"]).values[
            0, :, 0
        ]
        assert -0.95 < loaded.min() / loaded[16] - 1 < -0.80
        assert loaded.min() < 0.8 * plain.min()


class TestTph1KnockOut:
    """Walther 2003 Science 299:76; Cote 2003: blood and gut serotonin -90 to -97 %, brain unchanged (O063)."""

    KNOCK_OUT = {"activity_TPH1": 0.0}

    @pytest.mark.parametrize(
        "observable",
        ["mucosa_colon__serotonin", "mucosa_small_bowel__serotonin", "platelet__content", "plasma__serotonin"],
    )
    def test_gut_and_blood_serotonin_fall(self, observable: str) -> None:
        assert change(self.KNOCK_OUT, observable)[0] < -0.85

    def test_the_brain_is_not_touched(self) -> None:
        assert change(self.KNOCK_OUT, "brain__serotonin_dialysate")[0] == pytest.approx(0, abs=0.03)

    def test_transit_is_longer_at_first_and_not_lastingly_changed(self) -> None:
        # Tph1 knock-outs have normal transit; gut notes section 3: 1.62-fold acutely, at most 20 % after adaptation
        start, early = course("ens__transit_colon", 14, **self.KNOCK_OUT)
        lasting = change(self.KNOCK_OUT, "ens__transit_colon")[0]
        assert early > 1.2 * start
        assert abs(lasting) < 0.20


class TestTph2KnockOut:
    """Savelieva 2008 PMC2565062: brain serotonin -93 % (-67 to -97), periphery unaffected (O064)."""

    def test_brain_serotonin_falls(self) -> None:
        vesicle, hiaa = change({"activity_TPH2": 0.0}, "terminal__serotonin_vesicle", "brain__hiaa")
        assert vesicle < -0.67
        assert hiaa < -0.67

    def test_gut_and_blood_are_not_touched(self) -> None:
        found = change({"activity_TPH2": 0.0}, "platelet__content", "mucosa_colon__serotonin", "ens__transit_colon")
        assert np.abs(found).max() < 0.01


class TestGermFree:
    """No microbes: colonic serotonin 0.49 (0.38 to 0.62), Reigstad 2015 doi:10.1096/fj.14-259598 (O065, GO026)."""

    GERM_FREE = {"colonisation": 0.0}

    def test_colonic_serotonin_store_falls_by_half(self) -> None:
        assert 1 + change(self.GERM_FREE, "ec_colon__serotonin")[0] == pytest.approx(0.5, abs=0.12)

    def test_blood_serotonin_falls(self) -> None:
        # Serum -55 % in mice (Yano 2015). The model falls less: its small bowel does not answer to microbes.
        assert -0.65 < change(self.GERM_FREE, "platelet__content")[0] < -0.10

    def test_transit_is_slower(self) -> None:
        # 1.4-fold (1.2 to 2.0): Abrams and Bishop 1967 (GO033)
        assert 1.2 <= 1 + change(self.GERM_FREE, "ens__transit_colon")[0] <= 2.0

    def test_no_acids_and_no_indole_are_left(self) -> None:
        values = MODEL.rest(self.GERM_FREE, ["distal__scfa", "distal__indole", "distal__biomass"])
        assert max(values.values()) < 1e-6


class TestSertBlocked:
    """A blocker of all serotonin transporters."""

    def test_platelets_empty_in_18_days(self) -> None:
        # -93 % (-97 to -85) on paroxetine 20 mg: PMID 15349011 (O047); about -16 % on the first day (O048)
        start, end = course("platelet__content", 18, block_SERT=0.97)
        assert -0.97 < end / start - 1 < -0.85
        start, end = course("platelet__content", 1, block_SERT=0.97)
        assert -0.22 < 2 * (end / start - 1) < -0.10

    def test_mucosal_serotonin_rises(self) -> None:
        # Half of human ileal uptake is left: Gill 2008
        assert change({"block_SERT": 1.0}, "mucosa_colon__serotonin")[0] > 0.3

    def test_extracellular_brain_serotonin_rises(self) -> None:
        # 200 to 400 % of baseline after weeks in rats: Fritze 2017 (O057); knock-out 3- to 6-fold (O061)
        rise = 1 + change({"block_SERT": 0.8}, "brain__serotonin_dialysate")[0]
        assert 1.5 < rise < 6

    def test_knock_out_blood_serotonin(self) -> None:
        # -97 % (-99 to -94): SERT knock-out rat (O062)
        assert change({"block_SERT": 1.0}, "platelet__content")[0] < -0.94


class TestTryptophanLoad:
    """5 g a day does not change urinary 5-HIAA (-10 to +15 %): Hiratsuka 2014 (O033), Green 1980 (O032)."""

    def test_urinary_hiaa_stays(self) -> None:
        eaten = MODEL.model.parameters["J_diet_tryptophan"].value
        assert -0.10 < change({"J_diet_tryptophan": eaten + 5000}, "kidney__hiaa_excretion")[0] < 0.15

    def test_kynurenine_rises(self) -> None:
        # 3- to 12-fold at 50 mg/kg: Green 1980 (O030); here a steady 5 g a day
        eaten = MODEL.model.parameters["J_diet_tryptophan"].value
        assert change({"J_diet_tryptophan": eaten + 5000}, "plasma__kynurenine")[0] > 2.0


def test_inflammation_lowers_tryptophan_and_raises_the_kynurenine_ratio() -> None:
    # Plasma tryptophan -25 % under interferon-alpha (O099, van Gool 2004); ratio up (O098, Padberg 2012)
    tryptophan, ratio = change({"inflammation": 0.1}, "plasma__tryptophan", "plasma__kynurenine_ratio")
    assert tryptophan < 0
    assert ratio > 0.2


def test_glucocorticoids_lower_plasma_tryptophan() -> None:
    # TDO 3-fold under hydrocortisone: Altman and Greengard 1966 (O106)
    assert change({"J_hydrocortisone": 240}, "plasma__tryptophan")[0] < -0.2
