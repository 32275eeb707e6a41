"""Vagal tone: at rest, after vagotomy, under blockade of 5-HT3, stimulation and endotoxin."""

import pytest

import enterotone as et

MODEL = et.load()


def test_the_mean_day_is_the_reference() -> None:
    run = MODEL.simulate(days=1, observables=["vagus__afferent", "vagus__efferent"], step_h=0.25)
    assert run.values[0].mean(axis=0) == pytest.approx([1, 1], abs=0.03)


def test_meals_raise_afferent_tone() -> None:
    run = MODEL.simulate(days=1, observables=["vagus__afferent"], step_h=0.25)
    assert run.values[0, :, 0].max() > 1.1 * run.values[0, :, 0].min()


def test_blocking_5ht3_lowers_afferent_tone() -> None:
    # 28 of 32 mucosal afferents of the ferret answer to serotonin by 5-HT3 (P249)
    rest, blocked = (MODEL.rest(c, ["vagus__afferent"])["vagus__afferent"] for c in ({}, {"block_5HT3": 1.0}))
    assert blocked < 0.75 * rest


@pytest.mark.parametrize(("change", "is_higher"), [({"vagus_intact": 0.0}, True), ({"vagus_stimulation": 2.0}, False)])
def test_the_vagus_holds_tnf_back_after_endotoxin(change: dict[str, float], is_higher: bool) -> None:
    dose = ["immune__endotoxin_injected=28 pmol@8 h"]
    peaks = [
        MODEL.simulate(days=1, changes=c, doses=dose, observables=["immune__tnf_rel"], step_h=0.25).values.max()
        for c in ({}, change)
    ]
    assert (peaks[1] > 1.2 * peaks[0]) == is_higher
    assert (peaks[1] < 0.8 * peaks[0]) != is_higher


def test_endotoxin_excites_afferents() -> None:
    run = MODEL.simulate(
        days=1, doses=["immune__endotoxin_injected=28 pmol@8 h"], observables=["vagus__afferent"], step_h=0.25
    )
    assert run.values[0, 32:48, 0].max() > 1.4 * run.values[0, 31, 0]


def test_transit_does_not_follow_unless_asked() -> None:
    assert MODEL.rest({"vagus_intact": 0.0}, ["vagus__transit_gain"])["vagus__transit_gain"] == 1
