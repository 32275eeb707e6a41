"""A result file gives back what was written, and says what is wrong with another file."""

import json
import zipfile
from pathlib import Path

import numpy as np
import pytest

import enterotone as et
from enterotone.assessment.ensemble import Ensemble
from enterotone.assessment.result import Assessment
from enterotone.engine import observe
from enterotone.errors import FormatError
from enterotone.population.baseline import EVEN
from enterotone.population.exposure import world_of
from enterotone.population.person import Person
from enterotone.report.result_file import read_result, write_result


@pytest.fixture(scope="module")
def answer() -> Assessment:
    person = Person(labs={"plasma_tryptophan": "52 umol/L"}, medicines={"escitalopram": "10 mg/day"})  # type: ignore[dict-item]
    return et.assess(person=person, n=8, seed=3, workers=1)


@pytest.fixture
def file(answer: Assessment, tmp_path: Path) -> Path:
    return write_result(answer, tmp_path / "result.enterotone")


def test_what_is_read_is_what_was_written(answer: Assessment, file: Path) -> None:
    back = read_result(file)
    assert back == answer
    assert read_result(file.parent) == answer
    for name in ("indices", "states", "weights", "places"):
        np.testing.assert_array_equal(getattr(back.individuals, name), getattr(answer.individuals, name))
    for name in ("members", "readouts", "reference", "labs"):
        mine, theirs = getattr(back.individuals, name), getattr(answer.individuals, name)
        assert list(mine) == list(theirs)
        assert all(np.array_equal(mine[key], theirs[key]) for key in mine)
    assert back.individuals.exposures == answer.individuals.exposures
    assert back.individuals.seed == 3


def test_it_holds_enough_to_run_the_same_individuals_again(file: Path) -> None:
    kept = read_result(file).individuals
    assert isinstance(kept, Ensemble)
    world = world_of(tuple(kept.exposures))
    assert world.system.state_ids == kept.state_ids
    seen = observe(world.system, kept.states, ["escitalopram__occupancy"], {**kept.members, **EVEN})
    assert ((seen > 0.3) & (seen < 1)).all()


def test_the_same_answer_is_the_same_file(answer: Assessment, tmp_path: Path) -> None:
    first, second = (write_result(answer, tmp_path / name) for name in ("a.enterotone", "b.enterotone"))
    assert first.read_bytes() == second.read_bytes()


def rewritten(file: Path, **changes: object) -> Path:
    with zipfile.ZipFile(file) as archive:
        data = json.loads(archive.read("result.json"))
    goal = file.with_name("changed.enterotone")
    with zipfile.ZipFile(goal, "w") as archive:
        archive.writestr("result.json", json.dumps({**data, **changes}))
    return goal


def test_what_is_no_result_file_is_named(file: Path, tmp_path: Path) -> None:
    text = tmp_path / "text.enterotone"
    text.write_text("no zip")
    for wrong, part in (
        (text, "text.enterotone: cannot be read"),
        (rewritten(file, format="other"), "does not say"),
        (tmp_path / "none.enterotone", "cannot be read"),
        (tmp_path, "expected one"),
    ):
        with pytest.raises(FormatError, match=part):
            read_result(wrong)


def test_another_version_is_refused(file: Path) -> None:
    with pytest.raises(FormatError, match="format version 99"):
        read_result(rewritten(file, format_version=99))


def test_a_broken_field_is_refused(file: Path) -> None:
    with pytest.raises(FormatError, match="cannot be read as a result file"):
        read_result(rewritten(file, microbiota=3))
