"""Endotoxin, barrier and interferon: order and size of the responses that people published."""

from collections.abc import Callable

import pytest

import enterotone as et

MODEL = et.load()
#: 4 ng/kg of clinical endotoxin (10 kDa) for 70 kg, at 8 h.
DOSE_H = 8.0
OBSERVED = [
    "immune__tnf_rel",
    "immune__il6_rel",
    "immune__il10_rel",
    "immune__crp",
    "plasma__kynurenine_ratio",
]


@pytest.fixture(scope="module")
def course() -> Callable[[str], tuple[float, float, float]]:
    """Ratio to the unchallenged day at the peak, hours from dose to peak, and ratio 8 h after the dose."""
    dose = [f"immune__endotoxin_injected=28 pmol@{DOSE_H} h"]
    run = MODEL.simulate(days=4, doses=dose, observables=OBSERVED, step_h=0.25)
    plain = MODEL.simulate(days=4, observables=OBSERVED, step_h=0.25)
    ratios = run.values[0] / plain.values[0]

    def read(name: str) -> tuple[float, float, float]:
        ratio = ratios[:, OBSERVED.index(name)]
        peak = int(ratio.argmax())
        return float(ratio[peak]), float(run.times_h[peak]) - DOSE_H, float(ratio[int((DOSE_H + 8) / 0.25)])

    return read


class TestEndotoxin:
    def test_cytokines_peak_in_their_order(self, course: Callable[[str], tuple[float, float, float]]) -> None:
        # Host notes 2.7: TNF 1.5 h, interleukin-6 2 to 3 h, C-reactive protein a day or two
        assert 1.0 <= course("immune__tnf_rel")[1] <= 2.0
        assert 2.0 <= course("immune__il6_rel")[1] <= 3.0
        assert 15 <= course("immune__crp")[1] <= 48

    def test_cytokines_rise_a_hundred_fold_and_more(self, course: Callable[[str], tuple[float, float, float]]) -> None:
        assert course("immune__tnf_rel")[0] > 50
        assert course("immune__il6_rel")[0] > course("immune__tnf_rel")[0]
        assert course("immune__il10_rel")[0] < course("immune__tnf_rel")[0]

    def test_the_kynurenine_ratio_is_up_after_eight_hours(
        self, course: Callable[[str], tuple[float, float, float]]
    ) -> None:
        # +50 % (20 to 90), 29.4 to 44.0: Padberg 2012 (O098)
        assert 1.20 <= course("plasma__kynurenine_ratio")[2] <= 1.90


class TestInterferonTherapy:
    """One drive gives both: tryptophan -25 % (-34 to -15, O099), kynurenine ratio 2.0-fold (1.5 to 2.6, GP0374)."""

    DRIVE = {"inflammation": 0.18}

    def test_tryptophan_falls_and_the_ratio_doubles(self) -> None:
        names = ["plasma__tryptophan", "plasma__kynurenine_ratio", "immune__bh4_rel"]
        before, after = MODEL.rest(observables=names), MODEL.rest(self.DRIVE, names)
        assert -0.344 < after[names[0]] / before[names[0]] - 1 < -0.149
        assert 1.5 < after[names[1]] / before[names[1]] < 2.6
        assert after[names[2]] < before[names[2]]


def test_low_grade_inflammation_raises_crp_and_the_kynurenine_ratio() -> None:
    names = ["immune__crp", "plasma__kynurenine_ratio", "barrier__permeability"]
    before, after = MODEL.rest(observables=names), MODEL.rest({"tnf_source": 4}, names)
    assert 2 < after[names[0]] / before[names[0]] < 20
    assert after[names[1]] > before[names[1]]
    assert after[names[2]] > before[names[2]]


class TestBarrier:
    def test_without_microbes_no_endotoxin_and_less_tnf(self) -> None:
        values = MODEL.rest({"colonisation": 0.0}, ["barrier__endotoxin_influx", "immune__tnf_rel"])
        assert values["barrier__endotoxin_influx"] < 1e-3
        assert 0.5 < values["immune__tnf_rel"] < 1

    def test_without_butyrate_the_barrier_opens(self) -> None:
        # Mariadason 1997: 2 mM butyrate takes mannitol flux to 52 % of that without
        opened = MODEL.rest({"colonisation": 0.0}, ["barrier__permeability"])["barrier__permeability"]
        assert 1.3 < opened / MODEL.rest(observables=["barrier__permeability"])["barrier__permeability"] < 2.2

    def test_health_is_within_the_clinical_range(self) -> None:
        values = MODEL.rest(observables=["barrier__lactulose_mannitol", "immune__crp"])
        assert 0.01 < values["barrier__lactulose_mannitol"] < 0.03
        assert 0.3e-3 < values["immune__crp"] < 3e-3
