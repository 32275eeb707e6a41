"""What an arm is given: words, order, conflicts, doses beyond what was studied."""

from dataclasses import replace

import pytest

from enterotone.errors import DesignError, UnknownIdError
from enterotone.evidence.table import Parameter
from enterotone.interventions import intervention
from enterotone.interventions import regimen as regimens
from enterotone.interventions.intervention import Intervention
from enterotone.trial import arm as arms
from enterotone.trial.arm import beyond_studied, read_arm


def studied(unit: str) -> Parameter:
    return Parameter(
        "studied_x", "usual", 10, 5, 20, unit, "human", "assumed", "memory", "fixed", 0.0, "", "assumption", "a test"
    )


def test_a_medicine_without_a_time_is_given_once_a_day() -> None:
    for text in ("escitalopram 10 mg", "escitalopram 10 mg/day", "escitalopram=10 mg@8 h every 24 h"):
        (regimen,) = read_arm([text]).regimens
        assert (regimen.dose_g, regimen.time_h, regimen.every_h) == (0.01, 8.0, 24.0)


def test_the_order_of_words_does_not_matter() -> None:
    one = read_arm(["escitalopram 10 mg", "interferon_alpha"])
    two = read_arm(["interferon_alpha", "escitalopram 10 mg"])
    assert one == two
    assert one.schedule(100.0) == two.schedule(100.0)


def test_doses_end_with_the_arm() -> None:
    schedule = read_arm(["escitalopram 10 mg"]).schedule(48.0)
    assert [time for time, _ in schedule.events(0.0, 1000.0)] == [8.0, 32.0]


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        (["interferon_alpha", "interferon_alpha"], "named twice"),
        (["germ_free=2 g"], "germ_free"),
        (["escitalopram ten mg"], "escitalopram"),
        (["escitalopram 10 h"], "escitalopram"),
        (["escitalopram 10"], "escitalopram"),
    ],
)
def test_what_makes_no_sense_is_refused(texts: list[str], message: str) -> None:
    with pytest.raises(DesignError, match=message):
        read_arm(texts)


def test_two_that_set_one_constant_apart_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    sets = {"one": {"exercise": 1.0}, "two": {"exercise": 2.0}}
    germ_free = intervention("germ_free")
    monkeypatch.setattr(regimens, "intervention", lambda name: replace(germ_free, id=name, sets=sets[name]))
    with pytest.raises(DesignError, match="'one' and 'two' both set 'exercise'"):
        read_arm(["one", "two"])


def test_an_unknown_thing_is_named() -> None:
    with pytest.raises(UnknownIdError, match="escitalopram"):
        read_arm(["escitalopam 10 mg"])


def test_a_dose_beyond_what_was_studied_warns(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = intervention("escitalopram")

    def known(unit: str) -> Intervention:
        return replace(plain, known=replace(plain.known, studied=studied(unit)))

    for unit in ("mg", "mg/day"):
        monkeypatch.setattr(regimens, "intervention", lambda name, unit=unit: known(unit))
        assert read_arm(["escitalopram 10 mg"]).warnings == ()
        assert read_arm(["escitalopram 0 mg"]).warnings == ()
        (warning,) = read_arm(["escitalopram 40 mg"]).warnings
        assert f"escitalopram: 40 {unit} lies outside the 5 to 20 {unit}" in warning
    monkeypatch.setattr(regimens, "intervention", lambda name: plain)
    assert all(
        beyond_studied(each) == "" for each in arms.read_arm(["escitalopram 10 mg"]).regimens if not plain.known.studied
    )
