"""Experiment files: what is read, and that every mistake names file, key, found and expected."""

from collections.abc import Callable
from pathlib import Path

import pytest

from enterotone.errors import FormatError
from enterotone.qualification.load import read_experiment, read_experiments

Writer = Callable[..., Path]


def test_a_file_is_read(write: Writer) -> None:
    experiment = read_experiment(write())
    assert experiment.arms["knockout"].constants == {"activity_TPH1": 0}
    assert experiment.readings[0].published == -93


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("published = -93", "publised = -93", "unknown key 'readings.0.publised'. Did you mean 'published'"),
        ("published = -93", "published = -80", "published -80 outside low -100 to high -85"),
        ("low = -100\n", "", "expected its range 'low' and 'high' too"),
        ('arm = "knockout"', 'arm = "knokout"', "found arm 'knokout'; expected one of"),
        ('observable = "platelet__content"\n', "", "found no 'observable'"),
        ('"platelet__content"', '"platelet__content +"', "found 'platelet__content +'; expected a formula"),
        ("published = -93\nlow = -100\nhigh = -85\n", "", "either 'published' with 'low' and 'high', or 'sign'"),
        ('contrast = "percent change"', 'contrast = "difference"', "found no 'unit'"),
        ('contrast = "percent change"', 'contrast = "percent"', "contrast"),
        ('arm = "knockout"\n', 'arm = "knockout"\nat = "8 miles"\n', "found '8 miles'; expected 'end', a time"),
        ('arm = "knockout"\n', 'arm = "knockout"\nat = "8 h"\n', "only 'end' is there to be read"),
        ('arm = "knockout"\n', "", "compares arm 'untouched' with itself"),
        ("[arms.knockout]", "[arms.untouched]", "'untouched' is always there"),
    ],
)
def test_a_mistake_names_its_place_and_what_was_expected(write: Writer, old: str, new: str, message: str) -> None:
    path = write()
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(FormatError) as caught:
        read_experiment(path)
    assert path.name in str(caught.value)
    assert message in str(caught.value)


def test_doses_need_a_course_in_time(write: Writer) -> None:
    path = write(
        body='\n[arms.a]\ndoses = ["stomach__protein=1 mmol@8 h"]\n' + "[[readings]]\nid='x'\ncannot_be_tested='y'"
    )
    with pytest.raises(FormatError, match="write start = 'day'"):
        read_experiment(path)


def test_what_is_no_toml_says_where(write: Writer) -> None:
    with pytest.raises(FormatError, match=r"not valid TOML.*line"):
        read_experiment(write(body="\n[[readings\nid = 1\n"))


def test_a_folder_without_files_and_a_missing_one_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"holds no \.toml file"):
        read_experiments(tmp_path)
    with pytest.raises(FormatError, match="no such folder"):
        read_experiments(tmp_path / "nothing")


def test_an_id_that_comes_twice_is_refused(write: Writer, tmp_path: Path) -> None:
    write("one")
    write("two")
    with pytest.raises(FormatError, match=r"two\.toml: id 'blood' is already used in one\.toml"):
        read_experiments(tmp_path)


class TestShipped:
    def test_every_building_observation_has_a_reading(self, shared_data: Path) -> None:
        folder = shared_data.parent / "evidence"
        if not folder.is_dir():
            pytest.skip("the evidence tables of the project are not beside the data")
        wanted = set()
        for name in ("host_observations.tsv", "gut_observations.tsv"):
            wanted |= {line.split("\t")[0] for line in (folder / name).read_text(encoding="utf-8").splitlines()[1:]}
        assert len(wanted) == 95
        named = {r.id.split(".")[0] for e in read_experiments() for r in e.readings if e.role == "building"}
        assert {part for name in named for part in name.split("+")} == wanted

    def test_every_reading_has_a_source_and_a_title(self) -> None:
        for experiment in read_experiments():
            for reading in experiment.readings:
                assert reading.source or experiment.source
                assert reading.title or experiment.title
