"""Trials: nothing is nothing to the last bit, order does not matter, what stops is gone, settled is where it ends."""

from dataclasses import replace

import numpy as np
import pytest

from enterotone.errors import DesignError
from enterotone.model.compose import Model
from enterotone.population.baseline import compiled_model
from enterotone.trial.arm import read_arm
from enterotone.trial.clinic import Individuals, open_clinic
from enterotone.trial.endpoint import Endpoint, of_days, output_times, sample_days
from enterotone.trial.run import Design, Trial, run_trial

SEED = 11
ENDPOINTS = (
    Endpoint("platelet", "platelet__content", "fasting", "nmol", "platelets"),
    Endpoint("brain", "brain__serotonin_dialysate", "mean", "nmol/L", "brain"),
    Endpoint("ratio", "plasma__kynurenine_ratio", "mean", "dimensionless", "ratio"),
)


@pytest.fixture(scope="module")
def trial(model: Model, individuals: Individuals) -> Trial:
    both = ["escitalopram 10 mg", "interferon_alpha"]
    arms = (
        read_arm(["escitalopram 0 mg"]),
        read_arm(both, "one way"),
        read_arm(both[::-1], "the other way"),
        read_arm(["escitalopram 10 mg"]),
    )
    return run_trial(model, individuals, Design(arms, 7, 7), ENDPOINTS, SEED)


def test_a_dose_of_nothing_is_the_control_to_the_last_bit(trial: Trial) -> None:
    assert np.array_equal(trial.values[1], trial.values[0])
    nothing = [effect for effect in trial.effects() if effect.arm == trial.arms[1]]
    assert all(effect.change.low == effect.change.high == 0.0 for effect in nothing)
    assert {effect.verdict for effect in nothing} == {"cannot tell"}


def test_the_order_in_which_things_are_given_does_not_matter(trial: Trial) -> None:
    assert np.array_equal(trial.values[2], trial.values[3])


def test_both_together_do_what_each_does(trial: Trial) -> None:
    by = {(effect.arm, effect.endpoint, effect.day): effect for effect in trial.effects()}
    # Interferon raises kynurenine, the other blocks SERT of platelets and brain.
    assert by["one way", "ratio", 7].verdict == "higher"
    assert by["one way", "platelet", 7].verdict == "lower"
    assert by[trial.arms[4], "ratio", 7].verdict == "cannot tell"


def test_what_stops_fades(trial: Trial) -> None:
    by = {(effect.arm, effect.endpoint, effect.day): effect.change.median for effect in trial.effects()}
    # Half-life of escitalopram 30 h: a 50th is left after a week.
    assert 0 < by[trial.arms[4], "brain", 14] < 0.3 * by[trial.arms[4], "brain", 7]
    assert abs(by["one way", "ratio", 14]) < 0.2 * abs(by["one way", "ratio", 7])


def test_twins_share_everything_but_what_is_given(trial: Trial) -> None:
    assert trial.is_ok.all()
    # Usual life: the control repeats its day.
    first, last = trial.values[0, :, 0, :], trial.values[0, :, -1, :]
    assert last == pytest.approx(first, rel=2e-3)


def test_settled_is_where_a_long_course_goes(model: Model, individuals: Individuals) -> None:
    # TPH1 follows the microbes with 48 h, so that four weeks are long.
    arms = (read_arm(["germ_free"]),)
    endpoints = (Endpoint("TPH1", "mucosa__TPH1_colon", "mean", "dimensionless", "TPH1"),)
    settled = run_trial(model, individuals, Design(arms, settled=True), endpoints, SEED)
    course = run_trial(model, individuals, Design(arms, 28), endpoints, SEED)
    (end,) = (effect for effect in course.effects() if effect.day == 28)
    (goal,) = settled.effects()
    assert goal.day == 0
    assert end.change.median == pytest.approx(goal.change.median, rel=0.02)


def test_states_are_known_by_their_names(model: Model, individuals: Individuals) -> None:
    order = np.random.default_rng(1).permutation(individuals.states.shape[1])
    names = tuple(np.array(compiled_model().state_ids)[order])
    turned = replace(individuals, states=individuals.states[:, order], state_ids=names)
    assert np.array_equal(open_clinic(model, [], turned, SEED).start, individuals.states)


def test_what_individuals_live_with_is_in_every_arm(model: Model, individuals: Individuals) -> None:
    slow = {**individuals.members, "CL_escitalopram": np.full(len(individuals), 7.0)}
    clinic = open_clinic(model, [], replace(individuals, members=slow, lives_with=("escitalopram",)), SEED)
    assert clinic.members["CL_escitalopram"] == pytest.approx(7.0)
    assert "escitalopram__plasma" in clinic.system.state_ids


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"arms": ()}, "Nothing is given"),
        ({"arms": (read_arm(["germ_free"]),), "on_days": 0}, "expected 1 or more"),
        ({"arms": (read_arm(["germ_free"]), read_arm(["germ_free"]))}, "Two arms"),
        ({"arms": (read_arm(["escitalopram 10 mg"]),), "settled": True}, "for how many weeks"),
    ],
)
def test_designs_that_make_no_sense_are_refused(words: dict[str, object], message: str) -> None:
    with pytest.raises(DesignError, match=message):
        Design(**words)  # type: ignore[arg-type]


def test_days_are_read_as_they_are_written() -> None:
    assert sample_days(14, 7) == (1, 3, 7, 14, 15, 17, 21)
    assert sample_days(1) == (1,)
    times = output_times((1, 3))
    values = times[None, :] * 2.0
    # Mean of a straight line over a day is its middle; breakfast is at 8 h.
    assert of_days(times, values, (1, 3), "mean")[0] == pytest.approx([24.0, 120.0])
    assert of_days(times, values, (1, 3), "fasting")[0] == pytest.approx([15.0, 111.0])
