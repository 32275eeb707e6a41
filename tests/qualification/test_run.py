"""Running experiments: pairing, windows, medicines, what the model lacks, files from outside."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from enterotone.cli.app import app
from enterotone.errors import FormatError
from enterotone.qualification.clinic import Bench
from enterotone.qualification.experiment import Experiment
from enterotone.qualification.load import read_experiment
from enterotone.qualification.run import run_experiment
from enterotone.qualification.verdict import INSIDE, UNTESTED
from enterotone.qualification.window import parse_window

Writer = Callable[..., Path]


def one(bench: Bench, text: str, write: Writer, head: str = "") -> object:
    return run_experiment(read_experiment(write(head=head, body=text)), bench)[0]


def test_twins_are_compared_one_by_one(bench: Bench, write: Writer) -> None:
    row = run_experiment(read_experiment(write()), bench)[0]
    # No other source of platelet serotonin: each individual loses nearly all of it.
    assert row.verdict == INSIDE
    assert row.n_members == len(bench)
    assert row.low is not None
    assert row.low < -99
    assert row.share_right == 1.0


def test_a_value_is_given_in_the_unit_of_the_file(bench: Bench, write: Writer) -> None:
    text = """
[[readings]]
id = "{}"
observable = "plasma__tryptophan"
published = {}
low = {}
high = {}
unit = "{}"
"""
    micro = run_experiment(read_experiment(write(body=text.format("a", 56, 30, 90, "umol/L"))), bench)[0]
    nano = run_experiment(read_experiment(write(body=text.format("b", 56000, 30000, 90000, "nmol/L"))), bench)[0]
    assert micro.predicted is not None
    assert nano.predicted == pytest.approx(1000 * micro.predicted)
    with pytest.raises(FormatError, match=r"found 'h', but 'plasma__tryptophan' comes out in umol/L"):
        run_experiment(read_experiment(write(body=text.format("c", 56, 30, 90, "h"))), bench)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("platelet__content", "spleen__serotonin", "no 'spleen__serotonin'"),
        ("activity_TPH1", "activity_TPH9", "no constant 'activity_TPH9'"),
        ("set = { activity_TPH1 = 0 }", 'give = ["tgr5_knockout"]', "acts on 'gain_bile'"),
    ],
)
def test_what_the_model_lacks_cannot_be_tested(bench: Bench, write: Writer, old: str, new: str, why: str) -> None:
    path = write()
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    row = run_experiment(read_experiment(path), bench)[0]
    if row.verdict != UNTESTED and "tgr5" in new:
        pytest.skip("this model has bile acids")
    assert row.verdict == UNTESTED
    assert why in row.explanation
    assert row.predicted is None


def test_the_first_formula_that_the_model_has_is_taken(bench: Bench, write: Writer) -> None:
    path = write()
    text = path.read_text(encoding="utf-8").replace('"platelet__content"', '["spleen__serotonin", "platelet__content"]')
    path.write_text(text, encoding="utf-8")
    row = run_experiment(read_experiment(path), bench)[0]
    assert row.observable == "platelet__content"
    assert row.verdict == INSIDE


def test_nothing_done_changes_nothing_over_a_day(bench: Bench) -> None:
    experiment = Experiment.model_validate(
        {
            "id": "nothing",
            "title": "nothing",
            "species": "human",
            "source": "closed form",
            "verified": "yes",
            "start": "day",
            "arms": {"nothing": {}},
            "readings": [
                {
                    "id": "twin",
                    "observable": "plasma__serotonin",
                    "arm": "nothing",
                    "at": "mean last day",
                    "contrast": "percent change",
                    "published": 0,
                    "low": -1e-9,
                    "high": 1e-9,
                },
                {
                    "id": "returns",
                    "observable": "plasma__serotonin",
                    "arm": "nothing",
                    "at": "24 h",
                    "against": "nothing",
                    "against_at": "0 h",
                    "contrast": "ratio",
                    "published": 1,
                    "low": 0.99,
                    "high": 1.01,
                },
            ],
        }
    )
    assert [row.verdict for row in run_experiment(experiment, bench)] == [INSIDE, INSIDE]


def test_windows_reduce_a_course_as_written() -> None:
    times = np.arange(0.0, 49.0)
    values = np.array([times, 2 * times])
    for text, expected in (
        ("end", [48, 96]),
        ("8 h", [8, 16]),
        ("1 day", [24, 48]),
        ("mean 2 h to 4 h", [3, 6]),
        ("max 2 h to 4 h", [4, 8]),
        ("min 2 h to 4 h", [2, 4]),
        ("area 0 h to 4 h", [8, 16]),
        ("mean last day", [36, 72]),
    ):
        assert parse_window(text).read(times, values) == pytest.approx(expected), text


def test_an_outside_folder_is_judged_alike_and_a_failed_row_is_no_error(tmp_path: Path, write: Writer) -> None:
    path = write()
    text = path.read_text(encoding="utf-8").replace("-93\nlow = -100\nhigh = -85", "-10\nlow = -20\nhigh = -5")
    path.write_text(text, encoding="utf-8")
    done = CliRunner().invoke(
        app, ["qualify", "--experiments", str(tmp_path), "--members", "4", "--json", "-o", str(tmp_path / "out")]
    )
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    (row,) = answer["rows"]
    wanted = {"id", "species", "predicted", "low", "high", "published", "published_low", "published_high"}
    assert wanted | {"fold", "sign_ok", "inside", "verdict", "explanation"} <= set(row)
    assert row["verdict"] == "beyond 2-fold"
    assert row["sign_ok"] is True
    page = (tmp_path / "out" / "qualification.html").read_text(encoding="utf-8")
    assert page.index("Failed: 1") < page.index("Cannot be tested: 0")
    assert "No explanation yet." in page


def test_a_broken_file_exits_with_2_and_names_it(tmp_path: Path, write: Writer) -> None:
    write(body="\n[[readings]]\nid = 'x'\n")
    done = CliRunner().invoke(app, ["qualify", "--experiments", str(tmp_path), "--members", "4"])
    assert done.exit_code == 2
    assert "loss.toml" in done.output
