"""Compiling: operators, Jacobian, sinks, fixed quantities, restriction."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from numpy.testing import assert_allclose

from enterotone.engine import compile_system, simulate
from enterotone.engine.evaluate import evaluate
from enterotone.engine.solver import Member
from enterotone.errors import DesignError, ModelError, UnknownIdError
from enterotone.model.expression import parse
from enterotone.model.schedule import Dose, Schedule

X, N = 0.3, 2.5
#: formula -> value at x = 0.3, n = 2.5, by Python's own mathematics
OPERATORS = {
    "max(x, 0.5, n)": 2.5,
    "min(x, 0.5)": 0.3,
    "abs(x - 1)": 0.7,
    "floor(x + n)": 2.0,
    "ceil(x + n)": 3.0,
    "exp(x)": math.exp(X),
    "ln(x)": math.log(X),
    "log10(x)": math.log10(X),
    "sqrt(x)": math.sqrt(X),
    "x ** n": X**N,
    "x ** 3": X**3,
    "sin(x) + cos(x) + tan(x)": math.sin(X) + math.cos(X) + math.tan(X),
    "arcsin(x) + arccos(x) + arctan(x)": math.asin(X) + math.acos(X) + math.atan(X),
    "sinh(x) + cosh(x) + tanh(x)": math.sinh(X) + math.cosh(X) + math.tanh(X),
    "piecewise(1, x > n, 2, x < n, 3)": 2.0,
    "piecewise(1, x >= n and x <= 1, 5)": 5.0,
    "piecewise(1, x != 0.3 or not (x == 0.3), 5)": 5.0,
    "piecewise(1, xor(x < 1, n < 1), 5)": 1.0,
    "-x * n / (x - 4)": -X * N / (X - 4),
    "7": 7.0,
}


@pytest.mark.parametrize("formula", OPERATORS)
def test_operators_compiled_and_evaluated(document, formula):
    text = document({}, {}, {"n": N}, rates={"x": (X, "0 * x")})
    assert_allclose(simulate(text, None, [0.0], [formula]).values[0, 0, 0], OPERATORS[formula], rtol=1e-14)
    assert_allclose(evaluate(parse(formula), {"x": X, "n": N}.__getitem__), OPERATORS[formula], rtol=1e-14)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("1 / x", math.inf),
        ("-1 / x", -math.inf),
        ("x / x", math.nan),
        ("ln(x)", -math.inf),
        ("log10(x - 1)", math.nan),
        ("sqrt(x - 1)", math.nan),
        ("exp(1000 + x)", math.inf),
        ("sinh(x - 1000)", -math.inf),
        ("(x - 1) ** 0.5", math.nan),
        ("x ** (-1)", math.inf),
        ("arcsin(x + 2)", math.nan),
    ],
)
def test_evaluation_never_raises_for_a_number(formula, expected):
    assert_allclose(evaluate(parse(formula), {"x": 0.0}.__getitem__), expected)


KINKED = "k * max(x, y) * abs(x - y) + min(x, 2) * x ** n + floor(y) * y + piecewise(x * y, x < y, y)"


@pytest.mark.parametrize("point", [(0.7, 1.3), (1.9, 0.4), (2.6, 3.7)])
def test_jacobian_agrees_with_differences(document, point):
    reactions = {"R": ("x", "y", "r"), "Q": ("y", "", "k * r * y / (1 + y * v)")}
    text = document(
        {"x": 1.0, "y": 1.0}, reactions, {"k": 0.7, "n": 1.5}, volume=2.0, rules={"r": KINKED.replace("**", "^")}
    )
    system = compile_system(text)
    member = Member(system, np.array([1.0 if sid == "v" else {"k": 0.7, "n": 1.5}[sid] for sid in system.constant_ids]))
    y = np.array(point)
    found = member.jacobian_transposed(0.0, y).T.copy()
    for column in range(2):
        step = np.zeros(2)
        step[column] = 1e-6
        slope = (member.rhs(0.0, y + step).copy() - member.rhs(0.0, y - step).copy()) / 2e-6
        assert_allclose(found[:, column], slope, rtol=1e-7, atol=1e-8)


def test_a_power_of_a_state_below_zero_is_zero(document):
    # What every solver meets: a Hill term with a broken exponent, and a state a little below zero.
    text = document({"x": 1.0}, {"R": ("x", "", "x^n + x^1.5 + x^2")}, {"n": 2.5})
    system = compile_system(text)
    for n, expected in ((2.5, -1e-6), (2.0, -2e-6), (3.0, -1e-6 + 1e-9)):
        member = Member(system, np.array([{"v": 1.0, "n": n}[sid] for sid in system.constant_ids]))
        assert_allclose(member.rhs(0.0, np.array([-1e-3])), expected, rtol=1e-12)
        assert np.isfinite(member.jacobian_transposed(0.0, np.array([0.0]))).all()


def test_sinks_are_states_that_steer_nothing(document):
    reactions = {
        "R1": ("a", "b", "k * a"),
        "R2": ("b", "ledger", "k * b"),
        "R3": ("", "switch", "1"),
        "R4": ("", "step", "1"),
        "R5": ("a", "", "k * piecewise(1, switch > 2, 0) + k * floor(step)"),
    }
    names = {"a": 1.0, "b": 0.0, "ledger": 0.0, "switch": 0.0, "step": 0.0}
    system = compile_system(document(names, reactions, {"k": 1.0}, rules={"total": "ledger + a"}))
    assert [sid for sid, sink in zip(system.state_ids, system.is_sink, strict=True) if sink] == ["ledger"]
    assert system.is_autonomous
    assert not compile_system(document({"a": 1.0}, {"R": ("a", "", "a * time")})).is_autonomous


def test_what_follows_from_constants_is_worked_out_once(document):
    rules = {"clearance": "Q * E", "E": "CL / (CL + Q)", "load": "clearance * a"}
    text = document({"a": 1.0}, {"R": ("a", "", "load"), "F": ("", "a", "E")}, {"Q": 2.0, "CL": 2.0}, rules=rules)
    system = compile_system(text)
    assert set(system.fixed_quantities) == {"clearance", "E", "F"}
    run = simulate(system, {"CL": [2.0, 6.0]}, [0.0], ["clearance", "E", "load", "F"])
    assert run.values[:, 0].tolist() == [[1.0, 0.5, 1.0, 0.5], [1.5, 0.75, 1.5, 0.75]]
    # A dose may use them too: they stay as they are during the run.
    dosed = simulate(system, {"CL": [6.0]}, [0.0], ["a"], Schedule((Dose(0.0, "a", "2 * E"),)))
    assert dosed.values[0, 0, 0] == 2.5


def test_a_system_survives_pickling(elimination):
    system = compile_system(elimination)
    again = pickle.loads(pickle.dumps(system))
    times = np.linspace(0, 5, 6)
    assert np.array_equal(simulate(system, None, times).values, simulate(again, None, times).values)


@pytest.fixture
def chain(document):
    reactions = {"R1": ("a", "b", "k * a * v"), "R2": ("b", "c", "drive * b * v"), "R3": ("c", "", "k * c * v")}
    return compile_system(
        document({"a": 1.0, "b": 2.0, "c": 3.0}, reactions, {"k": 1.0}, volume=2.0, rules={"drive": "k + a"})
    )


def test_restriction_holds_the_other_states(chain):
    part = chain.restrict(["b"], {"a": 4.0})
    assert part.state_ids == ("b",)
    run = simulate(part, None, [0.0, 1.0], ["a", "b", "c", "R1"])
    assert run["a"].tolist() == [[4.0, 4.0]]
    assert run["c"].tolist() == [[3.0, 3.0]]
    # db/dt = k a - (k + a) b has the end 4/5 and the rate 5.
    assert_allclose(run["b"][0, 1], 0.8 + 1.2 * np.exp(-5.0), rtol=1e-5)
    assert run.unit("a") == "umol/L"


def test_held_names_may_differ_from_member_to_member(chain):
    part = chain.restrict(["b", "c"], {"drive": 0.5})
    run = simulate(part, {"a": [1.0, 2.0], "drive": [0.5, 3.0]}, [0.0, 2.0], ["a", "b", "drive"])
    assert run["drive"][:, 0].tolist() == [0.5, 3.0]
    ends = [2.0, 2.0 / 3.0]
    rates = np.array([0.5, 3.0])
    assert_allclose(run["b"][:, 1], ends + (2.0 - np.array(ends)) * np.exp(-rates * 2.0), rtol=1e-5)


def test_all_states_free_is_the_whole_model(chain):
    times = np.linspace(0, 3, 4)
    same = chain.restrict(chain.state_ids)
    assert np.array_equal(simulate(same, None, times).values, simulate(chain, None, times).values)


def test_restrictions_that_make_no_sense(chain):
    with pytest.raises(UnknownIdError, match="Cannot free 'd'"):
        chain.restrict(["d"])
    with pytest.raises(UnknownIdError, match="Cannot hold 'R1'"):
        chain.restrict(["b"], {"R1": 1.0})
    with pytest.raises(UnknownIdError, match="to move and to be held"):
        chain.restrict(["b"], {"b": 1.0})
    with pytest.raises(ModelError, match="nothing that changes"):
        chain.restrict([])
    with pytest.raises(DesignError, match="held constant"):
        simulate(chain.restrict(["b"]), None, [1.0], schedule=Schedule((Dose(0.0, "a", "1"),)))
