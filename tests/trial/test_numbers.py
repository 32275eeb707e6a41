"""Closed forms: weighted quantiles, verdicts, standardised differences over simulated trials."""

import numpy as np
import pytest

from enterotone.population.interval import CANNOT_TELL
from enterotone.trial.effect import paired, span
from enterotone.trial.spread import simulated_trials

HIGHER, LOWER = "higher", "lower"


def test_equal_weights_give_the_plain_median() -> None:
    values = np.array([5.0, 1.0, 4.0, 2.0, 3.0])
    assert span(values, np.full(5, 0.2)).median == pytest.approx(3.0)
    assert span(values).median == 3.0


def test_weight_on_one_side_pulls_the_interval_there() -> None:
    values, weights = np.arange(101.0), np.where(np.arange(101) < 50, 0.1, 1.0)
    assert span(values, weights / weights.sum()).median > 70
    # Nobody but one has weight: everything is that one.
    alone = np.zeros(101)
    alone[7] = 1.0
    assert span(values, alone).median == pytest.approx(7.0, abs=0.5)


@pytest.mark.parametrize(
    ("factors", "verdict"),
    [
        ([1.1, 1.2, 1.3], HIGHER),
        ([0.9, 0.8, 0.7], LOWER),
        ([1.01, 1.02, 1.03], CANNOT_TELL),
        ([0.8, 1.2, 1.3], CANNOT_TELL),
    ],
)
def test_a_verdict_needs_the_whole_interval_on_one_side_and_a_size(factors: list[float], verdict: str) -> None:
    without = np.array([2.0, 4.0, 8.0])
    effect = paired("a", "e", 7, "h", 0.05, without * factors, without)
    assert effect.verdict == verdict
    assert effect.change.median == pytest.approx(np.median(factors) - 1)


def test_nothing_on_nothing_is_no_change() -> None:
    effect = paired("a", "e", 7, "h", 0.05, np.zeros(3), np.zeros(3))
    assert effect.change.median == 0.0


def test_standardised_differences_are_the_effect_over_the_spread() -> None:
    rng = np.random.default_rng(1)
    without = 100 + 10 * rng.standard_normal(4000)
    found = simulated_trials(without + 5, without, 0.0, 500, 1)
    # Effect 5 over a spread of 10 between people; standard error of a mean over 400 trials is below 0.004.
    assert found.mean() == pytest.approx(0.5, abs=0.02)


def test_measurement_widens_the_spread_and_shrinks_the_difference() -> None:
    rng = np.random.default_rng(1)
    without = 100 + 10 * rng.standard_normal(4000)
    found = simulated_trials(without + 5, without, 0.1, 500, 1)
    # Spreads of 10 and of 10 % of 100 add as squares.
    assert found.mean() == pytest.approx(5 / np.hypot(10, 10), abs=0.02)


def test_the_interval_is_that_over_trials_of_the_stated_size() -> None:
    rng = np.random.default_rng(1)
    without = 100 + 10 * rng.standard_normal(4000)
    small = simulated_trials(without, without, 0.0, 20, 1)
    large = simulated_trials(without, without, 0.0, 320, 1)
    # Standard error of a difference without effect: the root of 2 / n.
    assert small.std() == pytest.approx(np.sqrt(2 / 20), rel=0.15)
    assert large.std() == pytest.approx(np.sqrt(2 / 320), rel=0.15)


def test_people_who_are_all_alike_have_no_spread() -> None:
    assert np.isnan(simulated_trials(np.full(5, 2.0), np.full(5, 1.0), 0.0, 10, 1)).all()
