"""Weights from measurements: closed forms, and what must not matter."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterotone.assessment.weights import Observation, log_likelihood, resampled, tail_probability, weigh
from enterotone.errors import DesignError


def test_a_normal_prior_and_a_normal_measurement_give_the_closed_form():
    prior = np.random.default_rng(1).normal(50.0, 8.0, 400_000)
    seen = Observation((60.0, 64.0, 62.0), error=6.0, shared=3.0, is_relative=False)
    weights = weigh(log_likelihood([seen], [prior]), 10).values
    variance = 6.0**2 / 3 + 3.0**2
    precision = 1 / 8.0**2 + 1 / variance
    mean = (50.0 / 8.0**2 + 62.0 / variance) / precision
    found = float(weights @ prior)
    assert found == pytest.approx(mean, abs=0.05)
    assert float(weights @ (prior - found) ** 2) == pytest.approx(1 / precision, rel=0.02)


def test_relative_errors_act_on_the_logarithm():
    prior = np.exp(np.random.default_rng(2).normal(math.log(4.0), 0.4, 400_000))
    seen = Observation((5.0,), error=math.sqrt(math.expm1(0.3**2)))
    weights = weigh(log_likelihood([seen], [prior]), 10).values
    precision = 1 / 0.4**2 + 1 / 0.3**2
    mean = (math.log(4.0) / 0.4**2 + math.log(5.0) / 0.3**2) / precision
    assert float(weights @ np.log(prior)) == pytest.approx(mean, abs=0.005)


def test_repeats_share_the_bias_of_the_assay():
    one = Observation((50.0,), error=0.1, shared=0.1)
    many = Observation((50.0,) * 10_000, error=0.1, shared=0.1)
    assert many.deviation == pytest.approx(math.sqrt(math.log1p(0.01)), rel=1e-3)
    assert one.deviation == pytest.approx(math.sqrt(2 * math.log1p(0.01)))


def test_a_measurement_without_information_changes_nothing():
    prior = np.random.default_rng(3).normal(50.0, 8.0, 1000)
    vague = Observation((10.0,), error=1e9, is_relative=False)
    found = weigh(log_likelihood([vague], [prior]), 10)
    np.testing.assert_allclose(found.values, 1e-3, rtol=1e-6)
    assert found.effective == pytest.approx(1000)
    assert found.power == 1.0


@given(st.permutations(range(4)))
def test_the_order_of_measurements_does_not_matter(order):
    rng = np.random.default_rng(4)
    predicted = [rng.lognormal(1.0, 0.3, 50) for _ in range(4)]
    seen = [Observation((value,), error=0.2) for value in (2.0, 3.0, 2.5, 4.0)]
    straight = log_likelihood(seen, predicted)
    turned = log_likelihood([seen[i] for i in order], [predicted[i] for i in order])
    np.testing.assert_array_equal(straight, turned)


def test_on_average_a_measurement_narrows():
    rng, ratios = np.random.default_rng(5), []
    for _ in range(200):
        prior = rng.normal(0.0, 1.0, 500)
        truth = rng.normal(0.0, 1.0)
        seen = Observation((truth + 0.7 * rng.normal(),), error=0.7, is_relative=False)
        weights = weigh(log_likelihood([seen], [prior]), 10).values
        mean = weights @ prior
        ratios.append(float(weights @ (prior - mean) ** 2) / prior.var())
    assert np.mean(ratios) == pytest.approx(0.49 / 1.49, abs=0.04)


def test_a_surprising_measurement_may_widen():
    rng = np.random.default_rng(9)
    prior = np.concatenate([rng.normal(0.0, 0.5, 1900), rng.normal(6.0, 0.5, 100)])
    between = Observation((3.4,), error=1.0, is_relative=False)
    weights = weigh(log_likelihood([between], [prior]), 10).values
    mean = weights @ prior
    assert float(weights @ (prior - mean) ** 2) > 2 * prior.var()


def test_tempering_keeps_the_effective_number():
    prior = np.random.default_rng(6).normal(0.0, 1.0, 200)
    sharp = Observation((2.5,), error=0.05, is_relative=False)
    found = weigh(log_likelihood([sharp], [prior]), 40)
    assert found.effective == pytest.approx(40, rel=1e-6)
    assert 0 < found.power < 1
    assert weigh(log_likelihood([sharp], [prior]), 1).power == 1.0


def test_misfit_is_told_from_too_few_draws():
    rng = np.random.default_rng(7)
    far, near = (Observation((value,), error=0.5, is_relative=False) for value in (9.0, 0.3))
    for count in (20, 2000):
        prior = rng.normal(0.0, 1.0, count)
        assert tail_probability(far, prior) < 1e-6
        assert tail_probability(near, prior) > 0.5


def test_resampling_takes_each_as_often_as_it_weighs():
    weights = np.array([0.5, 0.0, 0.3, 0.2])
    counts = np.bincount(resampled(weights, 1000, np.random.default_rng(8)), minlength=4)
    assert np.abs(counts - 1000 * weights).max() <= 1
    assert counts[1] == 0


@pytest.mark.parametrize(
    ("values", "error", "said"),
    [((), 0.1, "at least one"), ((-1.0,), 0.1, "above 0"), ((1.0,), 0.0, "above 0"), ((math.nan,), 0.1, "finite")],
)
def test_impossible_observations_are_refused(values, error, said):
    with pytest.raises(DesignError, match=said):
        Observation(values, error)


def test_no_likelihood_at_all_is_refused():
    with pytest.raises(DesignError, match="No individual"):
        weigh(np.array([-np.inf, np.nan]), 1)
