"""Doses and their times."""

import pytest

from enterotone.errors import DesignError
from enterotone.model.schedule import Dose, Schedule


def test_a_repeated_dose_stops_before_its_end() -> None:
    dose = Dose(8.0, "stomach__protein", "1", period_h=24.0, until_h=56.0)
    assert list(dose.times_h(0.0, 1000.0)) == [8.0, 32.0]


def test_a_window_takes_its_start_and_leaves_its_end() -> None:
    dose = Dose(0.0, "s", "1", period_h=12.0)
    assert list(dose.times_h(12.0, 36.0)) == [12.0, 24.0]


def test_a_single_dose_comes_once() -> None:
    assert list(Dose(3.0, "s", "1").times_h(0.0, 100.0)) == [3.0]


def test_doses_at_one_time_are_grouped_and_ordered() -> None:
    first, second = Dose(8.0, "a", "1"), Dose(8.0, "b", "2")
    late = Dose(2.0, "c", "3")
    events = Schedule((first, second)).__add__(Schedule((late,))).events(0.0, 24.0)
    assert events == [(2.0, (late,)), (8.0, (first, second))]


@pytest.mark.parametrize("amount", ["-5", "-(2 * x)"])
def test_a_negative_dose_names_target_time_and_amount(amount: str) -> None:
    with pytest.raises(DesignError, match=r"stomach__protein at 8.0 h.*negative"):
        Dose(8.0, "stomach__protein", amount)


@pytest.mark.parametrize("time", [-1.0, float("inf"), float("nan")])
def test_a_dose_needs_a_time(time: float) -> None:
    with pytest.raises(DesignError, match="time_h"):
        Dose(time, "s", "1")
