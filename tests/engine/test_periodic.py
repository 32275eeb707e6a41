"""Periodic days: the state that doses bring back to itself."""

from collections.abc import Callable

import numpy as np
import pytest

from enterotone.engine import Status, compile_system, periodic_states, simulate
from enterotone.errors import DesignError
from enterotone.model.schedule import Dose, Schedule
from enterotone.organs import load_model
from enterotone.population.baseline import MEALS, compiled_model, daily_states, resting_states
from enterotone.population.diet import meals
from enterotone.population.person import Person
from enterotone.population.sampling import nominal_member

DAILY = Schedule((Dose(8.0, "drug", "dose", period_h=24.0),))


@pytest.fixture
def one_pool(document: Callable[..., str]) -> str:
    """First-order loss of one pool of 1 L."""
    return document({"drug": 0.0}, {"loss": ("drug", "", "k * drug * v")}, {"k": 0.01, "dose": 5.0})


@pytest.mark.parametrize("k", [0.001, 0.01, 0.1, 1.0])
def test_repeated_doses_reach_the_closed_form(one_pool: str, k: float) -> None:
    # At midnight, 16 h after each dose D: D exp(-16 k) / (1 - exp(-24 k)).
    found = periodic_states(compile_system(one_pool), {"k": [k]}, DAILY)
    assert found.values[0, 0] == pytest.approx(5 * np.exp(-16 * k) / (1 - np.exp(-24 * k)), rel=1e-3)


def test_without_loss_there_is_no_periodic_day_and_the_others_have_theirs(one_pool: str) -> None:
    found = periodic_states(compile_system(one_pool), {"k": [0.0, 0.1]}, DAILY)
    assert found.statuses[0] is Status.NO_STEADY_STATE
    assert np.isnan(found.values[0]).all()
    assert found.statuses[1] is Status.OK


def test_a_dose_that_does_not_repeat_with_the_period_is_refused(one_pool: str) -> None:
    with pytest.raises(DesignError, match="repeats every 12"):
        periodic_states(compile_system(one_pool), None, Schedule((Dose(8.0, "drug", "1", period_h=12.0),)))


def test_the_whole_model_returns_to_itself_for_weeks() -> None:
    member = nominal_member(load_model().parameters, Person())
    rest = resting_states(member)
    daily = daily_states(member, rest.values)
    assert daily.is_ok.all()
    fed = {name: np.array([value]) for name, value in MEALS.items()}
    slow = ["platelet__content", "muscle__protein_tryptophan", "ens__adaptation", "distal__biomass"]
    found = simulate(compiled_model(), {**member, **fed}, [0.0, 24.0 * 28], slow, meals(), daily.values)
    assert found.values[0, 1] == pytest.approx(found.values[0, 0], rel=2e-3)
