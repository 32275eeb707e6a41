"""Simulating ensembles: closed forms, doses, and members that do not touch one another."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose
from scipy.special import lambertw

from enterotone.engine import Settings, Status, Workers, compile_system, simulate
from enterotone.errors import DesignError, ModelError, UnitError, UnknownIdError
from enterotone.model.schedule import Dose, Schedule

TIMES = np.arange(0.0, 48.5, 0.5)
EXACT = Settings(rtol=1e-10, atol=1e-12)


def test_repeated_doses_follow_the_sum_of_exponentials(elimination):
    # c(t) = c0 exp(-k t) + sum of D/V exp(-k (t - t_i)) over the doses given so far.
    schedule = Schedule((Dose(0.0, "drug", "10", period_h=8.0), Dose(30.25, "drug", "3 * k")))
    run = simulate(elimination, {"k": [0.2, 0.05]}, TIMES, ["drug"], schedule, settings=EXACT)
    for member, k in enumerate((0.2, 0.05)):
        expected = 2.0 * np.exp(-k * TIMES)
        doses = [(8.0 * i, 10.0) for i in range(7)] + [(30.25, 3 * k)]
        for time, amount in doses:
            expected += np.where(time <= TIMES, amount / 5.0 * np.exp(-k * (TIMES - time)), 0.0)
        assert_allclose(run["drug"][member], expected, rtol=1e-8)


def test_output_at_a_dose_is_the_value_after_it(elimination):
    schedule = Schedule((Dose(0.0, "drug", "5"), Dose(1.0, "drug", "5")))
    run = simulate(elimination, None, [0.0, 1.0], ["drug"], schedule, settings=EXACT)
    assert run["drug"][0, 0] == 2.0 + 5.0 / 5.0
    assert_allclose(run["drug"][0, 1], 3.0 * np.exp(-0.2) + 1.0, rtol=1e-9)


def test_clock_times_that_differ_by_rounding_are_one_moment(elimination):
    # 3 * 0.1 is a last bit above 0.3; the output there still sees the dose.
    run = simulate(elimination, None, [0.3], ["drug"], Schedule((Dose(3 * 0.1, "drug", "5"),)), settings=EXACT)
    assert_allclose(run["drug"][0, 0], 2.0 * np.exp(-0.06) + 1.0, rtol=1e-8)


def test_michaelis_menten_follows_lambert_w(document):
    # S(t) = Km W(S0/Km exp((S0 - Vmax t)/Km)), Schnell and Mendoza 1997, doi:10.1006/jtbi.1997.0425
    text = document({"S": 10.0, "P": 0.0}, {"R": ("S", "P", "Vmax * S / (Km + S)")}, {"Vmax": 1.5, "Km": 2.0})
    run = simulate(text, None, np.linspace(0, 12, 25), ["S", "P"], settings=EXACT)
    expected = 2.0 * lambertw(5.0 * np.exp((10.0 - 1.5 * run.times_h) / 2.0)).real
    assert_allclose(run["S"][0], expected, rtol=1e-7)
    assert_allclose(run["P"][0], 10.0 - expected, rtol=1e-7, atol=1e-9)


def test_a_chain_follows_bateman(document):
    reactions = {"R1": ("A", "B", "ka * A"), "R2": ("B", "C", "kb * B")}
    text = document({"A": 1.0, "B": 0.0, "C": 0.0}, reactions, {"ka": 1.0, "kb": 0.3})
    times = np.linspace(0, 10, 21)
    run = simulate(text, None, times, ["B", "C", "R2"], settings=EXACT)
    b = (np.exp(-times) - np.exp(-0.3 * times)) / (0.3 - 1.0)
    assert_allclose(run["B"][0], b, rtol=1e-8, atol=1e-11)
    assert_allclose(run["C"][0], 1.0 - np.exp(-times) - b, rtol=1e-7, atol=1e-10)
    assert_allclose(run["R2"][0], 0.3 * b, rtol=1e-8, atol=1e-11)


def test_a_sink_is_exact_where_nothing_else_changes(document):
    # The rate depends on the time alone; its integral over 0..t is (1 - cos(t)).
    text = document({"S": 0.0}, {"R": ("", "S", "sin(time)")})
    run = simulate(text, None, [0.0, 20.0], ["S"])
    assert_allclose(run["S"][0, 1], 1.0 - np.cos(20.0), rtol=1e-4)


def test_a_dose_of_zero_changes_no_bit(elimination):
    plain = simulate(elimination, None, TIMES, ["drug"])
    zero = simulate(elimination, None, TIMES, ["drug"], Schedule((Dose(3.3, "drug", "0 * k"),)))
    assert np.array_equal(plain.values, zero.values)


def test_a_run_continues_from_final_states(elimination):
    whole = simulate(elimination, None, [20.0], ["drug"], settings=EXACT)
    first = simulate(elimination, None, [7.0], ["drug"], settings=EXACT)
    rest = simulate(elimination, None, [20.0], ["drug"], initial=first.final_states, settings=EXACT, start_h=7.0)
    assert first.state_ids == ("drug", "out")
    assert_allclose(rest.values, whole.values, rtol=1e-8)


def test_initial_by_name_is_a_concentration(elimination):
    run = simulate(elimination, None, [0.0], ["drug"], initial={"drug": [7.0, 9.0]})
    assert run["drug"][:, 0].tolist() == [7.0, 9.0]
    assert_allclose(run.final_states[:, 0], [35.0, 45.0])


def test_initial_assignments_follow_the_member(document):
    # The compartment is set from V, the drug from the compartment: a member's V reaches both.
    text = document(
        {"drug": 0.0}, {"R": ("drug", "", "k * drug * v")}, {"k": 0.1, "V": 4.0}, initial={"v": "V", "drug": "8 / v"}
    )
    run = simulate(text, {"V": [4.0, 2.0]}, [0.0], ["drug", "v"])
    assert run["drug"][:, 0].tolist() == [2.0, 4.0]
    assert_allclose(run.final_states[:, 0], 8.0)
    assert simulate(text, {"v": [16.0]}, [0.0], ["drug"])["drug"][0, 0] == 0.5


@pytest.fixture
def ensemble():
    rng = np.random.default_rng(1)
    return pd.DataFrame(
        {"k": rng.uniform(0.05, 0.5, 24), "v": rng.uniform(2, 9, 24)}, index=[f"p{i}" for i in range(24)]
    )


SCHEDULE = Schedule((Dose(1.0, "drug", "4 * v", period_h=6.0),))


def test_a_member_depends_on_its_own_row_only(elimination, ensemble):
    together = simulate(elimination, ensemble, TIMES, ["drug", "out"], SCHEDULE)
    turned = simulate(elimination, ensemble[::-1], TIMES, ["drug", "out"], SCHEDULE)
    alone = simulate(elimination, ensemble.iloc[[7]], TIMES, ["drug", "out"], SCHEDULE)
    assert np.array_equal(together.values, turned.values[::-1])
    assert np.array_equal(together.values[7], alone.values[0])
    assert alone.members.tolist() == ["p7"]


def test_workers_change_no_bit(elimination, ensemble):
    one = simulate(elimination, ensemble, TIMES, ["drug"], SCHEDULE, workers=1)
    seen = []
    with Workers(2) as workers:
        for _ in range(2):
            seen.clear()
            more = simulate(
                elimination, ensemble, TIMES, ["drug"], SCHEDULE, workers=workers, progress=lambda *at: seen.append(at)
            )
            assert np.array_equal(one.values, more.values)
            assert np.array_equal(one.final_states, more.final_states)
            assert {total for _, total in seen} == {24}
            assert seen[-1] == (24, 24)


def test_nan_in_one_member_leaves_the_others(elimination, ensemble):
    broken = ensemble.copy()
    broken.loc["p3", "k"] = np.nan
    broken.loc["p9", "v"] = 0.0
    run = simulate(elimination, broken, TIMES, ["drug"], SCHEDULE)
    good = simulate(elimination, ensemble, TIMES, ["drug"], SCHEDULE)
    is_good = np.array([label not in {"p3", "p9"} for label in run.members])
    assert np.array_equal(run.is_ok, is_good)
    assert np.array_equal(run.values[is_good], good.values[is_good])
    assert np.isnan(run.values[~is_good]).all()
    assert run.failed["member"].tolist() == ["p3", "p9"]
    assert set(run.failed["status"]) == {Status.BAD_PARAMETERS.value}
    assert run.failed["advice"].str.len().min() > 20


def test_unknown_parameter_names_the_nearest(elimination):
    with pytest.raises(UnknownIdError, match=r"no parameter 'drugg'.*Nearest: drug"):
        simulate(elimination, {"drugg": [1.0]}, [1.0])


def test_what_follows_from_a_formula_cannot_be_set(elimination):
    with pytest.raises(UnknownIdError, match="'clearance' follows from a formula"):
        simulate(elimination, {"clearance": [1.0]}, [1.0])


def test_negative_dose_names_dose_and_member(elimination):
    schedule = Schedule((Dose(2.0, "drug", "1 - k"),))
    with pytest.raises(DesignError, match=r"'drug' at 2.0 h is negative for member 1: '1 - k' is -0.5 umol"):
        simulate(elimination, {"k": [0.2, 1.5]}, [4.0], schedule=schedule)


@pytest.mark.parametrize(
    ("dose", "error", "message"),
    [
        (Dose(0.0, "drag", "1"), UnknownIdError, "no such species. Nearest: drug"),
        (Dose(0.0, "k", "1"), DesignError, "held constant"),
        (Dose(0.0, "drug", "drug"), DesignError, "changes during the run"),
        (Dose(0.0, "drug", "kk"), UnknownIdError, "'kk', which the model has not"),
    ],
)
def test_doses_that_make_no_sense(elimination, dose, error, message):
    with pytest.raises(error, match=message):
        simulate(elimination, None, [1.0], schedule=Schedule((dose,)))


def test_a_parameter_with_a_rate_takes_no_dose(document):
    text = document({"S": 1.0}, {"R": ("S", "", "x * S")}, rates={"x": (1.0, "-x")})
    with pytest.raises(DesignError, match="no species"):
        simulate(text, None, [1.0], schedule=Schedule((Dose(0.0, "x", "1"),)))


@pytest.mark.parametrize(
    ("times", "message"),
    [([2.0, 1.0], "2 h is followed by 1 h"), ([], "at least one"), ([-1.0], "before the start"), ([np.nan], "finite")],
)
def test_times_that_make_no_sense(elimination, times, message):
    with pytest.raises(DesignError, match=message):
        simulate(elimination, None, times)


def test_members_that_make_no_sense(elimination):
    with pytest.raises(DesignError, match="k has 2, v has 3"):
        simulate(elimination, {"k": [1.0, 2.0], "v": [1.0, 2.0, 3.0]}, [1.0])
    with pytest.raises(DesignError, match="no members"):
        simulate(elimination, {"k": []}, [1.0])
    with pytest.raises(DesignError, match="no number"):
        simulate(elimination, {"k": ["fast"]}, [1.0])
    with pytest.raises(DesignError, match=r"shape \(1, 5\); expected \(1, 2\)"):
        simulate(elimination, None, [1.0], initial=np.zeros((1, 5)))
    with pytest.raises(DesignError, match="workers is 0"):
        simulate(elimination, None, [1.0], workers=0)


def test_formulas_as_observables_with_their_units(document):
    text = document({"a": 2.0, "b": 4.0}, {"R": ("a", "b", "k * a * v")}, {"k": 0.0, "x": 1.0}, units={"k": "per_h"})
    run = simulate(text, None, [3.0], ["a", "a / b", "R", "a * v", "R / (a * v)", "b / x", "time"])
    assert run.values[0, 0].tolist() == [2.0, 0.5, 0.0, 2.0, 0.0, 4.0, 3.0]
    assert run.units == ("umol/L", "dimensionless", "umol/h", "umol", "1/h", "", "h")
    with pytest.raises(UnitError):
        simulate(text, None, [3.0], ["a + v"])
    with pytest.raises(UnknownIdError, match=r"no 'aa'"):
        simulate(text, None, [3.0], ["aa / b"])
    with pytest.raises(ModelError, match="not valid"):
        simulate(text, None, [3.0], ["a /"])
    with pytest.raises(DesignError, match="twice"):
        simulate(text, None, [3.0], ["a", "a"])
    with pytest.raises(DesignError, match="list of names"):
        simulate(text, None, [3.0], "a")


def test_each_failure_has_its_status(document):
    text = document(
        {"S": 1.0},
        {"R": ("S", "", "k0 + k1 / (S - limit)"), "G": ("", "S", "growth * S^2")},
        {"k0": 0.0, "k1": 0.0, "limit": -1.0, "growth": 0.0},
    )
    members = {
        "k0": [0.0, 1.0, 0.0, 0.0],
        "growth": [0.0, 0.0, 1.0, 0.0],
        "k1": [0, 0, 0, 1.0],
        "limit": [-1, -1, -1, 1],
    }
    run = simulate(text, members, [0.0, 5.0], ["S"], settings=Settings(max_steps=2000))
    assert [status.name for status in run.statuses][:2] == ["OK", "NEGATIVE"]
    assert run.statuses[2] in {Status.STEP_TOO_SMALL, Status.NOT_FINITE}  # 1/(1 - t) has no value beyond t = 1
    assert run.statuses[3] is Status.NOT_FINITE
    assert np.isnan(run.values[1:]).all()
    allowed = simulate(text, {"k0": [1.0]}, [5.0], ["S"], settings=Settings(allow_negative=True))
    assert_allclose(allowed["S"], -4.0, rtol=1e-6)


def test_an_explosion_is_a_status_and_no_warning(document):
    text = document({"S": 1.0}, {"G": ("", "S", "1000 * S^2")})
    run = simulate(text, None, [0.0, 5.0], ["S"])
    assert run.statuses[0] in {Status.STEP_TOO_SMALL, Status.NOT_FINITE}


def test_a_step_budget_is_kept(elimination):
    run = simulate(elimination, None, TIMES, ["drug"], SCHEDULE, settings=Settings(max_steps=50))
    assert run.statuses[0] is Status.BUDGET
    assert run.n_steps[0] <= 2 * 50


def test_settings_must_be_positive():
    with pytest.raises(DesignError, match="atol is 0"):
        Settings(atol=0)
    with pytest.raises(DesignError, match="below 1"):
        Settings(rtol=2)


def test_a_compiled_system_is_taken_as_it_is(elimination):
    system = compile_system(elimination)
    assert np.array_equal(
        simulate(system, None, TIMES, ["drug"]).values, simulate(elimination, None, TIMES, ["drug"]).values
    )
