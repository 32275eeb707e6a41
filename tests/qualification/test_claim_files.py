"""Claim files: what is read, what is not there, mistakes that name their place; the page, the JSON, the command."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from enterotone.cli.app import app
from enterotone.errors import FormatError
from enterotone.qualification.claim_verdict import UNTESTED
from enterotone.qualification.load import read_claim, read_claims
from enterotone.report.claims import CAVEAT
from enterotone.report.claims_page import COMMAND
from enterotone.report.wording import check_wording

# Made up: the text is here to be broken.
TEXT = """
id = "C98"
statement = "Gut serotonin fills <platelets>"
grade = "strong"
literature = "strong"
sources = ["Walther 2003 Science 299:76"]
mechanism = "Nothing else fills them."

[experiments.loss]
arms.knockout.set = { activity_TPH1 = 0 }

[[experiments.loss.readings]]
id = "C98.blood"
title = "Platelet serotonin without TPH1"
observable = "platelet__content"
arm = "knockout"
contrast = "percent change"
published = -93
low = -100
high = -85

[experiments.moon]
arms.moon.give = ["moonlight=3 lux"]

[[experiments.moon.readings]]
id = "C98.moon"
title = "Platelet serotonin under the moon"
observable = "platelet__content"
arm = "moon"
contrast = "percent change"
sign = "up"
decides = false

[[trials]]
outcome = "bleeding on an SSRI"
effect = "more"
population = "adults"
source = "made up"
verified = "memory"
"""


def write(folder: Path, text: str = TEXT, name: str = "c98.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def run(*words: str) -> object:
    return CliRunner().invoke(app, ["claims", "--members", "4", *words])


def test_the_command_puts_two_verdicts_side_by_side(tmp_path: Path) -> None:
    write(tmp_path)
    out = tmp_path / "out"
    page = tmp_path / "page.md"
    done = run("--claims", str(tmp_path), "--json", "-o", str(out), "--page", str(page))
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    (row,) = answer["rows"]
    assert set(row) == {"claim", "literature", "model", "effect", "low", "high", "published", "why"}
    assert (row["claim"], row["literature"], row["model"]) == ("C98", "strong", "reproduced")
    # Nothing else makes serotonin of platelets.
    assert row["effect"] < -99
    assert row["published"] == -93
    assert row["why"].endswith("Nothing else fills them.")
    told = {each["id"]: each for each in answer["details"]["C98"]["readings"]}
    assert told["C98.moon"]["verdict"] == UNTESTED
    assert "Needs the intervention 'moonlight'" in told["C98.moon"]["explanation"]
    html = (out / "claims.html").read_text(encoding="utf-8")
    assert CAVEAT.split(":")[0] in html
    assert "&lt;platelets&gt;" in html
    assert "<platelets>" not in html
    assert "http" not in html.split("</style>")[1]
    assert not [found for found in check_wording(html) if found.rule.rule == "banned"]
    assert (out / "claims.tsv").read_text(encoding="utf-8").count("\n") == 2
    assert COMMAND in page.read_text(encoding="utf-8")


def test_a_product_claim_points_at_its_test() -> None:
    done = run("--only", "C37", "--json")
    (row,) = json.loads(done.stdout)["rows"]
    assert (row["literature"], row["model"], row["effect"]) == ("product", UNTESTED, None)
    assert "tests/report/test_wording.py" in row["why"]


def test_a_claim_that_is_not_there_is_named() -> None:
    done = run("--only", "C99", "--json")
    assert done.exit_code == 2
    assert "no claim 'C99'" in json.loads(done.stdout)["error"]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('grade = "strong"', 'grade = "certain"', "grade"),
        ('statement = "', 'statment = "', "Did you mean 'statement'"),
        ('sources = ["Walther 2003 Science 299:76"]', "sources = []", "sources"),
        ('arm = "knockout"', 'arm = "knokout"', "experiments.loss: reading C98.blood: found arm 'knokout'"),
        ("published = -93", "published = -80", "published -80 outside low -100 to high -85"),
        ('mechanism = "', 'checked_by = "tests"\nmechanism = "', "checked_by"),
        (
            'contrast = "percent change"\npublished',
            'decides = false\ncontrast = "percent change"\npublished',
            "no reading decides",
        ),
        ("[experiments.moon]", '[experiments.moon]\nspecies = "human"', "comes from the claim"),
        ('id = "C98"', 'id = "98"', "id"),
        ('arm = "knockout"\n', 'arm = "knockout"\nnull = 0.5\n', "only a value may name one"),
        ('arm = "knockout"\n', 'arm = "knockout"\nnoise = 0.5\n', "expected 'per_group' too"),
        ('arm = "knockout"\n', 'arm = "knockout"\nper_group = 50\n', "only a standardised difference has groups"),
        ('give = ["moonlight=3 lux"]', 'give = ["moonlight=3 lux"]\narms.moon.until = "2 day"', "until"),
    ],
)
def test_a_mistake_names_its_place_and_what_was_expected(tmp_path: Path, old: str, new: str, message: str) -> None:
    assert old in TEXT
    path = write(tmp_path, TEXT.replace(old, new))
    with pytest.raises(FormatError) as caught:
        read_claim(path)
    assert path.name in str(caught.value)
    assert message in str(caught.value)


def test_what_is_no_toml_and_what_comes_twice_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"not valid TOML.*line"):
        read_claim(write(tmp_path, "id = \n"))
    write(tmp_path)
    write(tmp_path, name="d98.toml")
    with pytest.raises(FormatError, match=r"d98\.toml: id 'C98' is already used in c98\.toml"):
        read_claims(tmp_path)


def test_a_broken_file_exits_with_2_and_names_it(tmp_path: Path) -> None:
    write(tmp_path, TEXT.replace('grade = "strong"\n', ""))
    done = run("--claims", str(tmp_path), "--json")
    assert done.exit_code == 2
    assert "c98.toml" in json.loads(done.stdout)["error"]
