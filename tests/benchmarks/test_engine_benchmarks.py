"""The benchmarks of the engine run, and what they compare is what they say."""

from __future__ import annotations

import importlib
import math
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture
def load(monkeypatch):
    """Import a module of the benchmarks by name; they lie side by side, outside of any package."""
    monkeypatch.syspath_prepend(str(BENCHMARKS))
    return importlib.import_module


@pytest.mark.parametrize(("size", "states", "reactions", "personal"), [(50, 47, 102, 42), (150, 148, 386, 64)])
def test_synthetic_models_are_those_that_were_measured_before(load, size, states, reactions, personal):
    network = load("gut_brain").GutBrain(size)
    network.build()
    assert len(network.pools) == states
    assert len(network.reactions) == reactions
    assert len(load("synthetic").gut_brain(size).personal) == personal


def test_first_person_is_the_model_and_others_do_not_depend_on_the_count(load):
    model = load("synthetic").gut_brain(50)
    few, many = model.people(2), model.people(5)
    for sid, value in model.personal.items():
        assert few[sid][0] == value
        assert np.array_equal(few[sid], many[sid][:2])


def test_time_at_an_error_is_read_off_in_logarithms(load):
    module = load("equal_error")
    rungs = [module.Rung(rtol, worst, worst, 1, [ms]) for rtol, worst, ms in ((1e-3, 1e-2, 1.0), (1e-5, 1e-4, 100.0))]
    assert module.time_at(rungs, 1e-3) == pytest.approx(10.0)
    assert module.time_at(rungs, 1e-4) == pytest.approx(100.0)
    # Half a decade beyond the end is still read off, more is not.
    assert module.time_at(rungs, 10**-4.5) == pytest.approx(100.0 * 10**0.5)
    assert math.isnan(module.time_at(rungs, 1e-5))


def test_an_engine_that_solves_another_problem_is_named(load):
    module = load("equal_error")
    reference = np.ones((1, 2, 1))
    rungs, note = module.climb(
        lambda people, _rtol: (np.full((people, 2, 1), 3.0), 1e-3), reference, SimpleNamespace(), 1.0
    )
    assert "does not agree" in note
    assert all(rung.worst > 1 for rung in rungs)


def test_our_engine_and_libroadrunner_agree_on_the_small_synthetic_model(load):
    pytest.importorskip("roadrunner")
    case = load("cases").CASES["synthetic50"](2, 1.0)
    rivals, distance = load("rivals"), load("equal_error").distance
    ours, _ = rivals.enterotone(case, BENCHMARKS)(2, 1e-8)
    other, _ = rivals.roadrunner(case, BENCHMARKS)(2, 1e-10)
    # Two methods, each with errors of about its tolerance times a hundred.
    assert distance(ours, other)[0] < 1e-6


def test_wild_parameters_end_with_a_status(load):
    fuzz = load("fuzz")
    from enterotone.engine import Settings

    found = fuzz.fuzz_own(8, 0.25, 1, Settings())
    assert sum(found["ends"].values()) == 8
    assert not {"ok but not finite", "failed but finite"} & set(found["ends"])


def test_models_that_cannot_be_solved_end_with_a_status(load):
    from enterotone.engine import Settings

    ends = {row["model"]: row["ends"] for row in load("fuzz").fuzz_impossible(Settings())}
    assert ends["singular Jacobian"] == ["ok", "bad parameters", "ok"]
    assert ends["NaN parameter"] == ["bad parameters"] * 3
    assert all("ok" not in ends[name] for name in ("0/0 at time 0", "1/0 at time 0", "explosion at time 1"))
