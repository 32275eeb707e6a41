"""One step of a fit against closed forms."""

import numpy as np
import pytest
from numpy.typing import NDArray

from enterotone.calibration.update import cost, fit_scores, huber_weights, select

RNG = np.random.default_rng(3)


def within(n: int, largest: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.full(n, -largest), np.full(n, largest)


def test_a_linear_gaussian_step_is_the_posterior() -> None:
    # Misfits small enough that every weight is 1: the posterior of a linear normal model in closed form.
    jacobian = RNG.normal(size=(12, 4)) * 0.4
    misfits = RNG.normal(size=12) * 0.3
    step = fit_scores(jacobian, misfits, np.zeros(4), within(4, 10.0))
    precision = jacobian.T @ jacobian + np.eye(4)
    assert step.scores == pytest.approx(-np.linalg.solve(precision, jacobian.T @ misfits))
    assert step.covariance == pytest.approx(np.linalg.inv(precision))


def test_the_step_does_not_depend_on_where_a_linear_model_was_taken() -> None:
    jacobian, at_zero = RNG.normal(size=(9, 3)) * 0.3, RNG.normal(size=9) * 0.3
    start = np.array([0.5, -0.2, 0.1])
    here = fit_scores(jacobian, at_zero, np.zeros(3), within(3, 10.0))
    there = fit_scores(jacobian, at_zero + jacobian @ start, start, within(3, 10.0))
    assert there.scores == pytest.approx(here.scores)


def test_scores_stay_inside_the_range_and_the_others_make_up_for_it() -> None:
    jacobian = np.array([[1.0, 0.5]])
    step = fit_scores(jacobian, np.array([-6.0]), np.zeros(2), within(2, 1.0))
    assert np.abs(step.scores).max() <= 1.0
    assert step.scores[0] == 1.0
    assert step.scores[1] > 0


def test_what_no_number_can_move_does_not_drag_the_rest() -> None:
    jacobian = np.array([[1.0], [1.0], [0.2]])
    near = fit_scores(jacobian, np.array([-1.0, -1.0, 0.0]), np.zeros(1), within(1, 5.0)).scores[0]
    far = fit_scores(jacobian, np.array([-1.0, -1.0, 60.0]), np.zeros(1), within(1, 5.0)).scores[0]
    plain = -np.linalg.solve(jacobian.T @ jacobian + np.eye(1), jacobian.T @ np.array([-1.0, -1.0, 60.0]))[0]
    assert abs(far - near) < abs(plain - near) / 4


def test_numbers_that_data_cannot_tell_keep_the_spread_of_the_evidence() -> None:
    # Two numbers that always act together: their sum is told, their difference is not.
    jacobian = np.array([[5.0, 5.0], [5.0, 5.0]])
    step = fit_scores(jacobian, np.array([-0.5, -0.5]), np.zeros(2), within(2, 5.0))
    total, apart = np.array([1.0, 1.0]) / np.sqrt(2), np.array([1.0, -1.0]) / np.sqrt(2)
    assert total @ step.covariance @ total < 0.02
    assert apart @ step.covariance @ apart == pytest.approx(1.0)
    assert (step.told > 1).sum() == 1


def test_few_numbers_are_chosen_and_the_ones_that_matter() -> None:
    jacobian = RNG.normal(size=(40, 10)) * 0.02
    jacobian[:, 3] += np.linspace(-2, 2, 40)
    misfits = -jacobian[:, 3] * 1.2
    assert select(jacobian, misfits, within(10, 1.6), 0.5, 5) == [3]
    assert select(jacobian, np.zeros(40), within(10, 1.6), 0.5, 5) == []


def test_weights_and_cost_meet_at_the_bend() -> None:
    assert huber_weights(np.array([0.0, 2.0, 4.0])) == pytest.approx([1, 1, 0.5])
    assert cost(np.array([2.0]), np.zeros(0)) == pytest.approx(2.0)
    assert cost(np.array([4.0]), np.array([1.0])) == pytest.approx(6.0 + 0.5)


def test_a_number_at_the_end_of_its_range_moves_one_way_only() -> None:
    closed = (np.array([0.0]), np.array([1.6]))
    assert fit_scores(np.array([[1.0]]), np.array([1.0]), np.zeros(1), closed).scores[0] == 0
    assert fit_scores(np.array([[1.0]]), np.array([-1.0]), np.zeros(1), closed).scores[0] == pytest.approx(0.5)
