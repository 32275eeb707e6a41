"""Events: closed forms, the order of a moment, delays, persistence, exact stops, libRoadRunner."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence

import libsbml
import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from enterotone.engine import Settings, Status, compile_system, simulate, steady_states
from enterotone.engine.events import time_conditions
from enterotone.engine.periodic import periodic_states
from enterotone.errors import DesignError
from enterotone.model.schedule import Dose, Schedule
from enterotone.organs import load_model
from enterotone.sbml.read import read_sbml
from enterotone.sbml.write import write_sbml

TIGHT = Settings(rtol=1e-10, atol=1e-13, allow_negative=True)


def model(
    values: Mapping[str, float],
    events: Sequence[Mapping[str, object]],
    rates: Mapping[str, str] | None = None,
    rules: Mapping[str, str] | None = None,
) -> str:
    """Write a document of parameters, rate rules and events.

    Parameters
    ----------
    values : SId -> starting value.
    events : trigger, assign (SId -> formula) and, if wanted, delay, priority, initial, persistent, at_trigger.
    rates, rules : SId -> formula.
    """
    document = libsbml.SBMLDocument(3, 2)
    made = document.createModel()
    for sid in [*values, *(rules or {})]:
        parameter = made.createParameter()
        parameter.setId(sid)
        parameter.setConstant(False)
        if sid in values:
            parameter.setValue(values[sid])
    for create, formulas in ((made.createRateRule, rates), (made.createAssignmentRule, rules)):
        for sid, formula in (formulas or {}).items():
            rule = create()
            rule.setVariable(sid)
            rule.setMath(libsbml.parseL3Formula(formula))
    for index, wanted in enumerate(events):
        event = made.createEvent()
        event.setId(f"E{index}")
        event.setUseValuesFromTriggerTime(bool(wanted.get("at_trigger", True)))
        trigger = event.createTrigger()
        trigger.setInitialValue(bool(wanted.get("initial", True)))
        trigger.setPersistent(bool(wanted.get("persistent", True)))
        trigger.setMath(libsbml.parseL3Formula(str(wanted["trigger"])))
        for part in ("delay", "priority"):
            if part in wanted:
                made_part = event.createDelay() if part == "delay" else event.createPriority()
                made_part.setMath(libsbml.parseL3Formula(str(wanted[part])))
        for sid, formula in dict(wanted["assign"]).items():  # type: ignore[call-overload]
            assignment = event.createEventAssignment()
            assignment.setVariable(sid)
            assignment.setMath(libsbml.parseL3Formula(formula))
    return str(libsbml.writeSBMLToString(document))


def course(text: str, times: Sequence[float], *names: str) -> np.ndarray:
    run = simulate(text, times_h=times, observables=names or None, settings=TIGHT)
    assert run.statuses[0] is Status.OK
    return run.values[0]


class TestTriggers:
    def test_a_state_that_reaches_a_level_is_found_to_rounding(self) -> None:
        # x' = 1 from 0; a reset at every 1 is a saw tooth.
        text = model({"x": 0.0}, [{"trigger": "x >= 1", "assign": {"x": "0"}}], {"x": "1"})
        times = np.array([0.5, 1.25, 5.75, 40.5])
        assert_allclose(course(text, times, "x")[:, 0], times % 1.0, rtol=1e-9)

    def test_the_moment_of_a_bouncing_ball(self) -> None:
        # Drop from 1 under g = 2: it hits the ground at t = 1 with speed 2 and comes back with half of it.
        text = model(
            {"h": 1.0, "v": 0.0},
            [{"trigger": "h < 0", "assign": {"v": "-v / 2", "h": "0"}}],
            {"h": "v", "v": "-2"},
        )
        assert_allclose(course(text, [0.5, 1.5], "h")[:, 0], [0.75, 0.25], rtol=1e-8)

    def test_a_window_far_shorter_than_a_step_is_not_missed(self) -> None:
        text = model({"x": 0.0, "n": 0.0}, [{"trigger": "x > 1 && x < 1.000001", "assign": {"n": "n + 1"}}], {"x": "1"})
        assert course(text, [0.0, 1000.0], "n")[-1, 0] == 1.0

    def test_a_time_is_an_exact_stop_and_its_output_is_the_value_after_it(self) -> None:
        text = model({"x": 0.0}, [{"trigger": "time >= 0.1", "assign": {"x": "1"}}])
        assert_array_equal(course(text, [0.0, 0.1 - 1e-12, 0.1, 0.2], "x")[:, 0], [0.0, 0.0, 1.0, 1.0])

    def test_times_that_follow_each_other(self) -> None:
        text = model(
            {"x": 0.0, "next": 0.3}, [{"trigger": "time >= next", "assign": {"x": "x + 1", "next": "next + 0.3"}}]
        )
        assert course(text, [0.0, 100.0], "x")[-1, 0] == 333.0

    @pytest.mark.parametrize(("initial", "expected"), [(True, 0.0), (False, 1.0)])
    def test_what_is_true_at_the_start(self, initial: bool, expected: float) -> None:
        text = model({"x": 0.0}, [{"trigger": "time >= 0", "assign": {"x": "1"}, "initial": initial}])
        assert course(text, [0.0, 1.0], "x")[0, 0] == expected

    def test_an_event_sets_off_another_at_the_same_moment(self) -> None:
        text = model(
            {"a": 0.0, "b": 0.0},
            [{"trigger": "a > 0", "assign": {"b": "a * 2"}}, {"trigger": "time >= 1", "assign": {"a": "3"}}],
        )
        assert_array_equal(course(text, [1.0], "a", "b")[0], [3.0, 6.0])

    def test_events_that_set_each_other_off_for_ever_end_with_a_status(self) -> None:
        text = model(
            {"a": 0.0},
            [
                {"trigger": "time >= 1 && a < 1", "assign": {"a": "1"}},
                {"trigger": "a >= 1", "assign": {"a": "0"}},
            ],
        )
        assert simulate(text, times_h=[0.0, 2.0]).statuses[0] is Status.BUDGET


class TestOrderOfAMoment:
    EVENTS = (
        {"trigger": "time >= 1", "assign": {"x": "x * 10 + 1"}, "at_trigger": False},
        {"trigger": "time >= 1", "assign": {"x": "x * 10 + 2"}, "at_trigger": False, "priority": "1"},
        {"trigger": "time >= 1", "assign": {"x": "x * 10 + 3"}, "at_trigger": False, "priority": "2 + x"},
        {"trigger": "time >= 1", "assign": {"x": "x * 10 + 4"}, "at_trigger": False},
    )

    def test_priority_then_document(self) -> None:
        assert course(model({"x": 0.0}, self.EVENTS), [1.0], "x")[0, 0] == 3214.0

    def test_values_from_the_trigger_do_not_see_each_other(self) -> None:
        events = [{**event, "at_trigger": True} for event in self.EVENTS]
        assert course(model({"x": 0.0}, events), [1.0], "x")[0, 0] == 4.0

    def test_one_event_calls_off_another_that_is_not_persistent(self) -> None:
        events = [
            {"trigger": "time >= 1 && x < 1", "assign": {"x": "1"}, "priority": "2"},
            {"trigger": "time >= 1 && x < 1", "assign": {"x": "2"}, "priority": "1", "persistent": False},
        ]
        assert course(model({"x": 0.0}, events), [1.0], "x")[0, 0] == 1.0

    def test_equal_priorities_are_drawn_fairly_and_alike_in_every_run(self) -> None:
        events = [
            {
                "trigger": "time - last >= 1",
                "assign": {sid: f"{sid} + 1", "last": "time"},
                "priority": "1",
                "persistent": False,
            }
            for sid in ("a", "b")
        ]
        text = model({"a": 0.0, "b": 0.0, "last": 0.0}, events)
        first, second = (course(text, [0.0, 400.5], "a", "b")[-1] for _ in range(2))
        assert first.sum() == 400.0
        # Five standard deviations of a fair coin.
        assert abs(first[0] - 200.0) < 50.0
        assert_array_equal(first, second)


class TestDelays:
    def test_the_value_is_that_of_the_trigger_or_of_the_execution(self) -> None:
        for at_trigger, expected in ((True, 1.0), (False, 3.0)):
            event = {"trigger": "x >= 1", "assign": {"seen": "x"}, "delay": "2", "at_trigger": at_trigger}
            text = model({"x": 0.0, "seen": 0.0}, [event], {"x": "1"})
            assert_allclose(course(text, [2.9, 3.1], "seen")[:, 0], [0.0, expected], rtol=1e-9)

    def test_only_a_persistent_event_survives_its_trigger(self) -> None:
        for persistent, expected in ((True, 1.0), (False, 0.0)):
            event = {"trigger": "x > 1 && x < 2", "assign": {"n": "n + 1"}, "delay": "1.5", "persistent": persistent}
            text = model({"x": 0.0, "n": 0.0}, [event], {"x": "1"})
            assert course(text, [5.0], "n")[0, 0] == expected

    def test_several_executions_of_one_event_wait_side_by_side(self) -> None:
        event = {
            "trigger": "sin(time) > 0",
            "assign": {"n": "n + 1"},
            "delay": "20",
            "initial": False,
            "at_trigger": False,
        }
        text = model({"n": 0.0}, [event], {})
        rising = np.arange(0, 40, 2 * np.pi) + 20.0
        times = np.arange(0.5, 60.0)
        expected = [np.count_nonzero(rising < time) for time in times]
        assert_array_equal(course(text, times, "n")[:, 0], expected)

    def test_the_delay_is_worked_out_at_the_trigger(self) -> None:
        text = model({"x": 0.0, "y": 0.0}, [{"trigger": "x >= 2", "assign": {"y": "1"}, "delay": "x * 2"}], {"x": "1"})
        assert_array_equal(course(text, [5.99, 6.01], "y")[:, 0], [0.0, 1.0])


class TestTogether:
    def test_conditions_on_the_time_are_stops_without_events_too(self) -> None:
        # An input of 1000 for a thousandth of the time, which a solver at rest would step over.
        text = model({"x": 0.0}, [], {"x": "piecewise(1000, time >= 50 && time < 50.001, 0)"})
        assert len(time_conditions(read_sbml(text))) == 2
        assert_allclose(course(text, [0.0, 100.0], "x")[-1, 0], 1.0, rtol=1e-8)

    def test_our_own_model_has_no_such_condition(self) -> None:
        assert time_conditions(read_sbml(write_sbml(load_model()))) == []

    def test_doses_and_events_of_one_run(self, document: object) -> None:
        text = document({"drug": 1.0}, {"R": ("drug", "", "k * drug * v")}, {"k": 0.5})  # type: ignore[operator]
        parsed = libsbml.readSBMLFromString(text)
        event = parsed.getModel().createEvent()
        event.setUseValuesFromTriggerTime(True)
        trigger = event.createTrigger()
        trigger.setInitialValue(True)
        trigger.setPersistent(True)
        trigger.setMath(libsbml.parseL3Formula("drug > 2"))
        assignment = event.createEventAssignment()
        assignment.setVariable("drug")
        assignment.setMath(libsbml.parseL3Formula("1"))
        schedule = Schedule((Dose(1.0, "drug", "2"),))
        run = simulate(libsbml.writeSBMLToString(parsed), None, [0.5, 1.0, 3.0], ["drug"], schedule, settings=TIGHT)
        assert_allclose(run.values[0][:, 0], [np.exp(-0.25), 1.0, np.exp(-1.0)], rtol=1e-8)

    def test_members_jump_each_at_their_own_time_and_alike_in_any_batch(self) -> None:
        text = model({"x": 0.0, "level": 1.0}, [{"trigger": "x >= level", "assign": {"x": "0"}}], {"x": "1"})
        levels = np.array([0.3, 0.7, 1.1])
        together = simulate(text, {"level": levels}, [5.0], ["x"], settings=TIGHT).values[:, 0, 0]
        alone = [simulate(text, {"level": [level]}, [5.0], ["x"], settings=TIGHT).values[0, 0, 0] for level in levels]
        assert_array_equal(together, alone)
        assert_allclose(together, 5.0 % levels, rtol=1e-8)

    def test_members_of_one_run_in_several_processes(self) -> None:
        text = model({"x": 0.0, "level": 1.0}, [{"trigger": "x >= level", "assign": {"x": "0"}}], {"x": "1"})
        levels = {"level": np.linspace(0.2, 2.0, 7)}
        one, two = (simulate(text, levels, [5.0], ["x"], settings=TIGHT, workers=n).values for n in (1, 2))
        assert_array_equal(one, two)

    def test_no_steady_state_and_no_periodic_day_passes_events_over(self) -> None:
        text = model({"x": 1.0}, [{"trigger": "x < 0.5", "assign": {"x": "1"}}], {"x": "-x"})
        system = compile_system(text)
        with pytest.raises(DesignError, match="1 events, which a search for a steady state would pass over"):
            steady_states(system)
        with pytest.raises(DesignError, match="events, which a search for periodic days would pass over"):
            periodic_states(system, None, Schedule(()))
        assert_allclose(steady_states(system.restrict(["x"])).values[0, 0], 0.0, atol=1e-6)

    def test_what_explodes_between_events_is_a_status(self) -> None:
        text = model({"x": 1.0}, [{"trigger": "x > 10", "assign": {"x": "11"}}], {"x": "x^3"})
        settings = Settings(max_steps=2000)
        assert not simulate(text, times_h=[0.0, 2.0], settings=settings).statuses[0].is_ok
        text = model({"x": 1.0}, [{"trigger": "time > 5", "assign": {"x": "1"}}], {"x": "x^3"})
        assert not simulate(text, times_h=[0.0, 2.0], settings=settings).statuses[0].is_ok

    def test_jumps_that_come_ever_faster_end_with_a_status(self) -> None:
        # Each comes half as long after the one before: infinitely many before 2.
        event = {"trigger": "time >= next", "assign": {"next": "next + gap", "gap": "gap / 2", "n": "n + 1"}}
        text = model({"next": 1.0, "gap": 0.5, "n": 0.0}, [event])
        run = simulate(text, times_h=[1.9, 3.0], observables=["n"], settings=Settings(max_steps=500))
        assert run.statuses[0] in {Status.BUDGET, Status.OK}
        ball = model({"h": 1.0, "v": 0.0}, [{"trigger": "h < 0", "assign": {"v": "-v / 2"}}], {"h": "v", "v": "-2"})
        simulate(ball, times_h=[0.0, 10.0], settings=Settings(max_steps=2000, allow_negative=True))

    def test_an_event_into_nothing_finite_is_a_status(self) -> None:
        text = model({"x": 1.0}, [{"trigger": "time >= 1", "assign": {"x": "1 / 0"}}], {"x": "-x"})
        assert simulate(text, times_h=[0.0, 2.0]).statuses[0] is Status.NOT_FINITE


class TestReference:
    def test_a_published_model_with_doses_as_events(self, shared_data: object) -> None:
        path = shared_data / "sbml" / "biomodels" / "BIOMD0000000241.xml.gz"  # type: ignore[operator]
        self._compare(gzip.decompress(path.read_bytes()).decode(), np.linspace(0, 100, 21))

    @pytest.mark.parametrize(
        ("events", "rates"),
        [
            ([{"trigger": "x > 1.5", "assign": {"y": "y / 2"}}], {"x": "x - x * y", "y": "x * y - y"}),
            ([{"trigger": "x > y", "assign": {"x": "x / 3"}, "delay": "y / 5"}], {"x": "x - x * y", "y": "x * y - y"}),
            (
                [
                    {"trigger": "x < 0.9 && y > 1", "assign": {"x": "x + y", "y": "x"}, "priority": "1"},
                    {"trigger": "time > 7.3", "assign": {"y": "1"}, "delay": "1", "priority": "2"},
                ],
                {"x": "x - x * y", "y": "x * y - y"},
            ),
        ],
    )
    def test_predator_and_prey_with_jumps(self, events: list[dict[str, object]], rates: dict[str, str]) -> None:
        self._compare(model({"x": 1.2, "y": 0.8}, events, rates), np.linspace(0, 20, 41))

    def test_our_own_meals_written_as_events_are_our_own_schedule(self) -> None:
        ours = load_model()
        targets = [sid for sid in ours.species if sid.startswith("stomach__")]
        schedule = Schedule(tuple(Dose(hour, sid, "5000", period_h=24.0) for hour in (8.0, 19.0) for sid in targets))
        times = np.linspace(0, 30, 61)
        with_events = compile_system(write_sbml(ours, schedule=schedule, until_h=30.0))
        assert with_events.model.events
        settings = Settings(rtol=1e-9, atol=1e-12)
        names = compile_system(write_sbml(ours)).state_ids
        found = simulate(with_events, times_h=times, observables=names, settings=settings).values[0]
        expected = simulate(write_sbml(ours), None, times, names, schedule, settings=settings).values[0]
        scale = np.abs(expected) + 1e-6 * np.abs(expected).max(axis=0) + 1e-12
        assert (np.abs(found - expected) / scale).max() < 1e-6

    @staticmethod
    def _compare(text: str, times: np.ndarray) -> None:
        roadrunner = pytest.importorskip(
            "roadrunner", reason="libRoadRunner is the reference; install the extra 'test'"
        )
        states = read_sbml(text).states
        names = [state.id for state in states]
        runner = roadrunner.RoadRunner(text)
        runner.integrator.relative_tolerance, runner.integrator.absolute_tolerance = 1e-12, 1e-16
        runner.integrator.maximum_time_step = 0.01
        runner.timeCourseSelections = ["time", *(f"[{s.id}]" if s.is_concentration else s.id for s in states)]
        expected = np.array(runner.simulate(times[0], times[-1], len(times)))[:, 1:]
        found = course(text, times, *names)
        assert (np.abs(found - expected) / (np.abs(expected) + 1e-3 * np.abs(expected).max(axis=0))).max() < 1e-5
