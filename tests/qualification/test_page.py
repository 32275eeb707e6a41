"""The page "what this model gets wrong" speaks of the model that is here, and hides nothing."""

import re
from pathlib import Path

import pytest

from enterotone.organs import load_model
from enterotone.qualification.load import read_experiments
from enterotone.report.failed_page import COMMAND

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "explanation" / "what-it-gets-wrong.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_it_is_drawn_from_this_model() -> None:
    assert f"tables `{load_model().evidence_hash[:16]}`" in TEXT, f"run: {COMMAND}"


def test_every_reading_is_counted() -> None:
    rows = re.findall(r"^\| (?:human|animal) \|(.*)\|$", TEXT, re.MULTILINE)
    counted = sum(int(number) for row in rows for number in row.split("|"))
    assert counted == sum(len(experiment.readings) for experiment in read_experiments()), f"run: {COMMAND}"


def test_every_failed_row_has_an_explanation() -> None:
    assert "No explanation yet" not in TEXT


@pytest.mark.parametrize("heading", ["Wrong direction", "More than 2-fold off", "within 2-fold", "Cannot be tested"])
def test_every_kind_of_failure_has_its_place(heading: str) -> None:
    assert re.search(rf"^## .*{heading}.*: \d+$", TEXT, re.MULTILINE)


def test_the_first_screen_of_the_readme_links_to_it() -> None:
    first = "\n".join((ROOT / "README.md").read_text(encoding="utf-8").splitlines()[:24])
    assert "(docs/explanation/what-it-gets-wrong.md)" in first
