"""Draws: their quantiles, and that individual i is always the same."""

import numpy as np
import pytest

from enterotone.errors import DesignError
from enterotone.evidence.table import Parameter
from enterotone.organs import load_model
from enterotone.population.person import Person
from enterotone.population.plausibility import rules, screen
from enterotone.population.sampling import REACH, draw_members, nominal_member, quantile

Z95 = 1.6448536269514722


def row(value: float, low: float, high: float, prior: str, scaling: float = 0.0) -> Parameter:
    return Parameter(
        "x", "x", value, low, high, "dimensionless", "human", "measured", "yes", prior, scaling, "", "s", "n"
    )


@pytest.mark.parametrize(
    ("value", "low", "high", "prior"),
    [(2.0, 1.0, 8.0, "lognormal"), (0.7, 0.5, 0.9, "logit"), (0.2, 0.0, 1.0, "normal"), (5.0, 4.0, 7.0, "normal")],
)
def test_bounds_are_the_ends_of_a_90_percent_interval(value: float, low: float, high: float, prior: str) -> None:
    got = quantile(row(value, low, high, prior), np.array([-Z95, 0.0, Z95]))
    assert got == pytest.approx([low, value, high])


def test_a_truncated_normal_stays_inside() -> None:
    got = quantile(row(0.2, 0.0, 1.0, "normal"), np.array([-9.0, 9.0]))
    assert got.tolist() == [0.0, 1.0]


def test_nothing_is_drawn_beyond_the_reach() -> None:
    far = quantile(row(2.0, 1.0, 4.0, "lognormal"), np.array([50.0]))
    assert far == pytest.approx([2.0 * 2 ** (REACH / Z95)])


def test_individual_i_does_not_depend_on_how_many_are_drawn() -> None:
    rows = load_model().parameters
    many = draw_members(rows, Person(), range(20), seed=5)
    one = draw_members(rows, Person(), [13], seed=5)
    for name in rows:
        assert many[name][13] == one[name][0]


def test_seeds_differ() -> None:
    rows = load_model().parameters
    first, second = (draw_members(rows, Person(), [0], seed=s)["Vmax_TDO2"][0] for s in (1, 2))
    assert first != second


def test_volumes_follow_body_weight_and_intake_follows_the_diet() -> None:
    rows = load_model().parameters
    light = nominal_member(rows, Person(weight="35 kg", diet={"tryptophan": "204.23 mg/day"}))  # type: ignore[arg-type]
    heavy = nominal_member(rows, Person(weight="140 kg"))  # type: ignore[arg-type]
    assert heavy["V_plasma"][0] / light["V_plasma"][0] == pytest.approx(4.0)
    # 204.23 mg is 1 mmol a day, canonical g/h: times 1/M and 24 h gives 1000 umol
    assert light["J_diet_tryptophan"][0] / light["M_tryptophan"][0] * 24 == pytest.approx(1000.0)


def test_women_have_a_slower_colon_by_104_minutes() -> None:
    rows = load_model().parameters
    times = [nominal_member(rows, Person(sex=s))["T_colon_reference"][0] for s in ("female", "male")]  # type: ignore[arg-type]
    assert times[0] - times[1] == pytest.approx(104 / 60, abs=0.01)


def test_no_individual_is_an_error() -> None:
    with pytest.raises(DesignError, match="ask for one or more"):
        draw_members(load_model().parameters, Person(), [], seed=1)


def test_the_screen_counts_what_failed_and_treats_nan_as_failed() -> None:
    middle = {rule.observable: np.full(3, (rule.low * rule.high) ** 0.5) for rule in rules()}
    middle["plasma__tryptophan"] = np.array([55.0, np.nan, 500.0])
    passed, failures = screen(middle)
    assert passed.tolist() == [True, False, False]
    assert failures == {"plasma tryptophan": 2}


def test_every_rule_names_something_the_model_has() -> None:
    known = load_model().names
    assert all(rule.observable in known for rule in rules())
