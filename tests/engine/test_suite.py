"""The semantic test suite of SBML: a sample in every run; the page of the documentation says what all of it gave."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from enterotone.errors import FormatError
from enterotone.operations.suite import Case, Verdict, judge, read_cases, run_suite, support_page
from enterotone.sbml.refuse import FEATURES

PAGE = Path(__file__).parent.parent.parent / "docs" / "reference" / "sbml-support.md"
N_CASES = 1457


@pytest.fixture(scope="module")
def archive(shared_data: Path) -> Path:
    return shared_data / "sbml" / "sbml-test-suite-semantic-dev.tar.xz"


@pytest.fixture(scope="module")
def verdicts(archive: Path) -> list[Verdict]:
    return run_suite(read_cases(archive, lambda place: place % 6 == 2), every_level=True)


def test_no_case_of_the_sample_is_wrong(verdicts: list[Verdict]) -> None:
    assert {v.number: v.wrong for v in verdicts if v.wrong} == {}
    assert sum(v.is_passed for v in verdicts) > 200


def test_the_sample_is_refused_for_what_the_page_names(verdicts: list[Verdict]) -> None:
    named = set(re.findall(r"^\| (.+?) \| .+ \| \d+ \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert {v.refused for v in verdicts if v.refused} <= named


def test_the_page_lists_every_refused_feature_and_all_cases() -> None:
    text = PAGE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| (.+?) \| (.+) \| (\d+) \|$", text, re.MULTILINE)
    assert {feature: remedy for feature, remedy, _ in rows} == FEATURES
    counts = dict(re.findall(r"^\| (passed|refused by name|wrong|all) \| (\d+) \|$", text, re.MULTILINE))
    assert int(counts["refused by name"]) == sum(int(count) for _, _, count in rows)
    assert int(counts["wrong"]) == 0
    assert int(counts["passed"]) + int(counts["refused by name"]) == int(counts["all"]) == N_CASES


def test_the_page_is_what_the_code_writes() -> None:
    text = PAGE.read_text(encoding="utf-8")
    counts = {feature: int(count) for feature, count in re.findall(r"^\| (.+?) \| .+ \| (\d+) \|$", text, re.MULTILINE)}
    refused = [Verdict("1", "l3v2", feature) for feature, count in counts.items() for _ in range(count)]
    assert support_page([*refused, *[Verdict("1", "l3v2")] * (N_CASES - len(refused))]) == text


@pytest.mark.skipif(
    os.environ.get("ENTEROTONE_WHOLE_SUITE") != "1",
    reason="takes minutes; set ENTEROTONE_WHOLE_SUITE=1, as .ci/run does",
)
def test_the_page_is_what_the_whole_suite_gives(archive: Path) -> None:
    verdicts = run_suite(read_cases(archive))
    assert {v.number: v.wrong for v in verdicts if v.wrong} == {}
    assert support_page(verdicts) == PAGE.read_text(encoding="utf-8")


def test_a_wrong_course_is_called_wrong(archive: Path) -> None:
    case = next(read_cases(archive, lambda place: place == 0))
    assert judge(case).is_passed
    off = Case(case.number, case.documents, case.settings, case.ids, case.right * 1.01)
    assert "first S1 at output 0" in judge(off).wrong
    short = Case(case.number, case.documents, case.settings, case.ids, case.right[:-1])
    assert "expected (50, 2)" in judge(short).wrong


def test_an_archive_that_is_none(tmp_path: Path) -> None:
    empty = tmp_path / "none.tar"
    empty.write_bytes(b"nothing")
    with pytest.raises(FormatError, match="cannot be read as the archive"):
        next(read_cases(empty))
