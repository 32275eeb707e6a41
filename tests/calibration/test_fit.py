"""A fit to made experiments finds the numbers they were made with, goes on where it stopped, and can be repeated."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from enterotone.calibration.design import drawn_bench, read_answers
from enterotone.calibration.fit import Fit, FitSettings, fit
from enterotone.calibration.numbers import LARGEST, all_rows, before_fit, movable, moved
from enterotone.calibration.target import target_of
from enterotone.engine import observe
from enterotone.errors import DesignError
from enterotone.operations.calibrate import number_rows, write_outputs
from enterotone.organs import load_model
from enterotone.population.baseline import EVEN, compiled_model, resting_states
from enterotone.population.person import Person
from enterotone.population.sampling import shifted_members
from enterotone.qualification.experiment import Experiment, Reading

TRUTH = {"CL_KMO": 0.8, "Vmax_TPH1_colon": -0.9}
READ = {"plasma__kynurenine": "umol/L", "mucosa_colon__serotonin": "nmol/L"}
SETTINGS = FitSettings(n_people=8, seed=5, steps=3, least=0.1, only=tuple(TRUTH))


@pytest.fixture(scope="module")
def experiments() -> list[Experiment]:
    """What people with the true numbers would be measured at: medians, moved as the typical person is."""
    rows = before_fit(load_model().parameters)
    shifts = {name: np.array([0.0, score]) for name, score in TRUTH.items()}
    members = shifted_members(rows, Person(), shifts, 2)
    values = observe(compiled_model(), resting_states(members).values, list(READ), {**members, **EVEN})
    plain = [_experiment(sid, unit, 1.0) for sid, unit in READ.items()]
    bench = drawn_bench(load_model(), rows, compiled_model(), SETTINGS.n_people, SETTINGS.seed, plain)
    medians = np.median(read_answers(bench, plain).effects, axis=1)
    made = medians * values[1] / values[0]
    return [_experiment(sid, unit, float(x)) for (sid, unit), x in zip(READ.items(), made, strict=True)]


def _experiment(sid: str, unit: str, value: float) -> Experiment:
    reading = {
        "id": sid,
        "observable": sid,
        "contrast": "value",
        "published": value,
        "low": value * 0.95,
        "high": value * 1.05,
        "unit": unit,
    }
    return Experiment(
        id=sid,
        title=sid,
        species="human",
        source="made",
        verified="yes",
        role="building",
        readings=(Reading(**reading),),
    )


@pytest.fixture(scope="module")
def fitted(experiments: list[Experiment], tmp_path_factory: pytest.TempPathFactory) -> tuple[Fit, Path]:
    folder = tmp_path_factory.mktemp("fit")
    return fit(experiments, SETTINGS, folder), folder


def test_the_made_numbers_are_found(fitted: tuple[Fit, Path]) -> None:
    found, _ = fitted
    assert set(found.names) == set(TRUTH)
    spread = dict(zip(found.names, np.sqrt(np.diag(found.step.covariance)), strict=True))
    for name, score in TRUTH.items():
        # Shrunk towards the evidence, so within two posterior spreads and clearly away from 0.
        assert abs(found.scores[name] - score) < 2 * spread[name]
        assert np.sign(found.scores[name]) == np.sign(score)
    assert found.costs[-1] < 0.5 * found.costs[0]


def test_a_fit_goes_on_where_it_stopped(
    experiments: list[Experiment], fitted: tuple[Fit, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    found, folder = fitted

    def none(*_: object) -> None:
        raise AssertionError("a step that is on disk was run again")

    monkeypatch.setattr("enterotone.calibration.fit.read_answers", none)
    again = fit(experiments, SETTINGS, folder)
    assert again.scores == found.scores
    assert again.costs == found.costs


def test_another_seed_shares_the_slopes_and_runs_its_own_people(
    experiments: list[Experiment], fitted: tuple[Fit, Path]
) -> None:
    found, folder = fitted
    before = {path.name for path in folder.glob("run-*.json")}
    other = fit(experiments, replace(SETTINGS, seed=6), folder)
    new = [json.loads(path.read_text()) for path in folder.glob("run-*.json") if path.name not in before]
    assert new
    start = {name: [0.0] for name in TRUTH}
    assert not [run for run in new if "slopes" in run and all(v[:1] == start[k] for k, v in run["slopes"].items())]
    spread = dict(zip(found.names, np.sqrt(np.diag(found.step.covariance)), strict=True))
    for name in TRUTH:
        assert other.seed != found.seed
        assert abs(other.scores[name] - found.scores[name]) < 4 * spread[name]


def test_what_was_written_says_what_was_told(fitted: tuple[Fit, Path], tmp_path: Path) -> None:
    paths = write_outputs(fitted[0], tmp_path)
    assert [path.name for path in paths] == ["calibration.tsv", "readings.tsv", "calibration.json"]
    for row in number_rows(fitted[0]):
        assert row["low"] <= row["after"] <= row["high"]
        assert row["told"] in {"yes", "in part", "no"}
        assert row["readings"]


def test_nothing_measured_in_people_and_read_is_moved() -> None:
    rows = before_fit(all_rows(load_model(), []))
    for name in movable(rows):
        row = rows[name]
        assert not (row.kind == "measured" and row.grade == "human" and row.verified == "yes")


def test_the_largest_score_is_the_end_of_the_range() -> None:
    rows = before_fit(load_model().parameters)
    found = moved(rows, {"CL_KMO": LARGEST, "w_floor": -LARGEST})
    assert found["CL_KMO"].value == pytest.approx(rows["CL_KMO"].high)
    assert found["w_floor"].value == pytest.approx(rows["w_floor"].low)


def test_a_number_that_may_not_be_moved_is_refused(experiments: list[Experiment], tmp_path: Path) -> None:
    with pytest.raises(DesignError, match="block_SERT"):
        fit(experiments, FitSettings(only=("block_SERT",)), tmp_path)


@pytest.mark.parametrize(
    ("reading", "scale"),
    [
        ({"contrast": "ratio", "published": 2, "low": 1.5, "high": 3}, "log"),
        ({"contrast": "percent change", "published": -50, "low": -60, "high": -40}, "percent"),
        ({"contrast": "difference", "published": -5, "low": -8, "high": -2, "unit": "h"}, "linear"),
    ],
)
def test_the_published_number_itself_has_no_misfit(reading: dict[str, object], scale: str) -> None:
    made = Reading.model_validate({"id": "x", "observable": "ens__transit_colon", "arm": "a", **reading})
    target = target_of(made, "human")
    assert target is not None
    assert target.scale == scale
    assert target.misfit(np.array([float(str(reading["published"]))]))[0] == pytest.approx(0)


def test_signs_and_contrasts_of_whole_populations_are_no_targets() -> None:
    sign = Reading(id="x", observable="ens__transit_colon", arm="a", contrast="ratio", sign="up")
    assert target_of(sign, "human") is None
