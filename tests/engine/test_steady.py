"""Steady states: known ends, conserved totals, extinction, and members that have none."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from enterotone.engine import Settings, Status, compile_system, initial_states, observe, simulate, steady_states
from enterotone.errors import DesignError


@pytest.fixture
def turnover(document):
    # a is made at a constant rate and used by a saturable step; b decays; the ledger collects.
    reactions = {
        "make": ("", "a", "k_in * v"),
        "use": ("a", "b", "Vmax * a / (Km + a) * v"),
        "lose": ("b", "ledger", "k_out * b * v"),
    }
    parameters = {"k_in": 1.0, "Vmax": 3.0, "Km": 2.0, "k_out": 0.5}
    return compile_system(document({"a": 0.0, "b": 0.0, "ledger": 1.0}, reactions, parameters, volume=4.0))


def test_members_reach_the_known_steady_state(turnover):
    k_in = np.array([0.5, 1.0, 2.0, 2.9])
    found = steady_states(turnover, {"k_in": k_in})
    assert found.is_ok.all()
    a = 2.0 * k_in / (3.0 - k_in)
    assert_allclose(found.values[:, 0], 4.0 * a, rtol=1e-8)
    assert_allclose(found.values[:, 1], 4.0 * k_in / 0.5, rtol=1e-8)
    assert (found.values[:, 2] == 4.0).all()
    assert (found.residual <= 1e-8).all()
    seen = observe(turnover, found.values, ["a", "use / v", "ledger"], {"k_in": k_in})
    assert_allclose(seen, np.column_stack([a, k_in, np.ones(4)]), rtol=1e-8)


def test_growth_without_end_has_no_steady_state(turnover):
    found = steady_states(turnover, {"k_in": [1.0, 3.5, np.nan]})
    assert found.statuses.tolist() == [Status.OK, Status.NO_STEADY_STATE, Status.BAD_PARAMETERS]
    assert np.isnan(found.values[1:]).all()


def test_a_start_elsewhere_gives_the_same_end(turnover):
    cold = steady_states(turnover, None)
    warm = steady_states(turnover, None, initial=cold.values * 1.3)
    assert_allclose(warm.values[:, :2], cold.values[:, :2], rtol=1e-8)


def test_workers_change_no_bit(turnover):
    members = {"k_in": np.linspace(0.1, 2.5, 9)}
    one = steady_states(turnover, members, workers=1)
    two = steady_states(turnover, members, workers=2)
    assert np.array_equal(one.values, two.values)


def test_a_conserved_total_is_kept(document):
    # Two forms of a transporter: the Jacobian is singular, the total decides.
    reactions = {"bind": ("free", "bound", "2 * free"), "let": ("bound", "free", "3 * bound")}
    system = compile_system(document({"free": 10.0, "bound": 0.0}, reactions))
    found = steady_states(system, {"free": [10.0, 4.0]})
    assert found.is_ok.all()
    assert_allclose(found.values, [[6.0, 4.0], [2.4, 1.6]], rtol=1e-9)


def test_a_group_that_cannot_live_dies_out_and_one_that_can_takes_over(document):
    # Chemostat, dilution 1: growth mu s / (1 + s). The one with the lower need for food wins; a rare one that
    # can grow must not be taken for extinct although extinction is a steady state too.
    reactions = {
        "feed": ("", "s", "10"),
        "wash_s": ("s", "", "s"),
        "eat_a": ("s", "A", "mu_a * s / (1 + s) * A"),
        "eat_b": ("s", "B", "mu_b * s / (1 + s) * B"),
        "wash_a": ("A", "", "A"),
        "wash_b": ("B", "", "B"),
    }
    text = document({"s": 10.0, "A": 5.0, "B": 1e-3}, reactions, {"mu_a": 2.0, "mu_b": 3.0})
    found = steady_states(compile_system(text), {"mu_a": [2.0, 2.0], "mu_b": [3.0, 0.9]})
    assert found.is_ok.all()
    assert_allclose(found.values[0], [0.5, 0.0, 9.5], rtol=1e-7, atol=1e-8)
    assert_allclose(found.values[1], [1.0, 9.0, 0.0], rtol=1e-7, atol=1e-8)


def test_a_switch_goes_where_its_path_leads(document):
    # dx/dt = x^2/(1+x^2) - 0.4 x is 0 at 0, 0.5 (unstable) and 2.
    text = document({"x": 1.0}, {"up": ("", "x", "x^2 / (1 + x^2)"), "down": ("x", "", "0.4 * x")})
    found = steady_states(compile_system(text), {"x": [0.45, 0.55, 8.0]})
    assert found.is_ok.all()
    assert_allclose(found.values[:, 0], [0.0, 2.0, 2.0], rtol=1e-7, atol=1e-8)


def test_an_oscillator_has_no_steady_state(document):
    # Brusselator with A = 1, B = 3: its steady state (1, 3) is unstable.
    text = document({}, {}, rates={"x": (1.1, "1 + x^2 * y - 4 * x"), "y": (3.0, "3 * x - x^2 * y")})
    found = steady_states(compile_system(text), None, Settings(steady_horizon_h=1000))
    assert found.statuses.tolist() == [Status.NO_STEADY_STATE]
    assert np.isnan(found.values).all()


def test_a_model_with_a_clock_is_refused(document):
    system = compile_system(document({"x": 1.0}, {"R": ("x", "", "x * (1 + sin(time))")}))
    with pytest.raises(DesignError, match="depends on the time"):
        steady_states(system)


def test_initial_states_are_amounts(turnover):
    start = initial_states(turnover, {"a": [1.0, 2.0], "v": [4.0, 5.0]})
    assert start.tolist() == [[4.0, 0.0, 4.0], [10.0, 0.0, 5.0]]
    run = simulate(turnover, {"a": [1.0, 2.0], "v": [4.0, 5.0]}, [0.0])
    assert np.array_equal(run.final_states, start)


def test_observe_leaves_bad_members_out(turnover):
    states = np.ones((2, 3))
    seen = observe(turnover, states, ["a"], {"v": [4.0, np.nan]})
    assert seen[0, 0] == 0.25
    assert np.isnan(seen[1, 0])
