"""``enterotone profile`` and ``enterotone examples``: what is printed, exit codes, files."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from enterotone.cli.app import app
from enterotone.formats import format_files
from enterotone.operations.examples import example_files

RUNNER = CliRunner()
DATA = Path(__file__).parents[1] / "data"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("examples")
    done = RUNNER.invoke(app, ["examples", str(path)])
    assert done.exit_code == 0
    return path


def call(*words: object) -> dict:
    done = RUNNER.invoke(app, ["profile", *map(str, words), "--json"])
    body = json.loads(done.stdout)
    assert body["ok"] == (done.exit_code == 0)
    return body


def test_examples_writes_one_of_each_and_a_person(folder):
    written = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
    assert written == set(example_files())
    assert "person.yaml" in written


def test_every_example_is_read(folder):
    companions = {"person.yaml", "person.schema.json", "mothur/stool.cons.taxonomy", "qiime2/taxonomy.qza"}
    seen = set()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and str(path.relative_to(folder)) not in companions:
            body = call(path)
            assert body["ok"], body
            seen.add(body["format"])
    assert seen == set(format_files())


def test_examples_overwrites_nothing_without_force(folder):
    before = (folder / "person.yaml").read_bytes()
    (folder / "person.yaml").write_text("mine")
    refused = RUNNER.invoke(app, ["examples", str(folder)])
    assert refused.exit_code == 2
    assert "already there; nothing was written" in refused.stderr
    assert (folder / "person.yaml").read_text() == "mine"
    assert RUNNER.invoke(app, ["examples", str(folder), "--force"]).exit_code == 0
    assert (folder / "person.yaml").read_bytes() == before


def test_formats_are_listed_with_an_example_each():
    shown = RUNNER.invoke(app, ["profile", "--formats"]).stdout
    for name, module in format_files().items():
        assert f"{name}: {module.TITLE}" in shown
    assert {entry["id"] for entry in call("--formats")["formats"]} == set(format_files())


def test_text_says_tool_recognised_groups_and_warnings(folder):
    done = RUNNER.invoke(app, ["profile", str(folder / "stool_1.kreport")])
    assert done.exit_code == 0
    for words in (
        "Kraken 2",
        "100.0% was recognised",
        "Butyrate producers",
        "90 % interval",
        "Shannon",
        "not abundances",
    ):
        assert words in done.stdout


def test_several_samples_are_listed(folder):
    path = DATA / "metaphlan3_merged.tsv"
    assert call(path)["samples"] == ["stool_a", "stool_b"]
    assert "choose one with --sample" in RUNNER.invoke(app, ["profile", str(path)]).stdout
    assert call(path, "--sample", "stool_a")["sample"] == "stool_a"


def test_intervals_hold_the_counted_share(folder):
    for row in call(folder / "stool_1.biom")["groups"]:
        assert row["low"] < row["counted"] < row["high"]


def test_unmatched_names_come_with_names_near_them(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text("genus\ts\nBacteroides\t60\nBlautia\t20\nFaecalibacterum\t15\nXyzzya\t5\n")
    out = tmp_path / "names.csv"
    body = call(path, "--unmatched", out)
    assert body["recognised"]["total"] == pytest.approx(0.8)
    with out.open() as file:
        rows = list(csv.DictReader(file))
    assert [row["name"] for row in rows] == ["Faecalibacterum", "Xyzzya"]
    assert rows[0]["near"].startswith("Faecalibacterium")
    assert float(rows[0]["share_of_named"]) == pytest.approx(0.15)


@pytest.mark.parametrize("suffix", ["png", "svg"])
def test_plot_is_written(folder, tmp_path, suffix):
    picture = tmp_path / f"profile.{suffix}"
    assert RUNNER.invoke(app, ["profile", str(folder / "stool_1.taxa.tsv"), "--plot", str(picture)]).exit_code == 0
    start = picture.read_bytes()[:8]
    assert start == b"\x89PNG\r\n\x1a\n" if suffix == "png" else start.startswith(b"<?xml")


def test_genes_override_traits_of_taxa(folder):
    path, genes = folder / "stool_1.taxa.tsv", folder / "stool_1.humann_ko.tsv"
    guessed = {row["trait"]: row for row in call(path)["traits"]}
    measured = {row["trait"]: row for row in call(path, "--functions", genes)["traits"]}
    assert {row["source"] for row in guessed.values()} == {"taxa"}
    assert measured["indole"]["source"] == "genes"
    alone = {row["trait"]: row for row in call(genes)["traits"]}
    assert measured["indole"]["median"] == pytest.approx(alone["indole"]["median"])
    assert measured["acetate"] == guessed["acetate"]


def test_own_reference_takes_the_place_of_the_synthetic_one(folder, tmp_path):
    path = tmp_path / "people.tsv"
    rows = ("Bacteroides\t40\t30\t20\t35", "Blautia\t30\t20\t50\t30", "Faecalibacterium\t30\t50\t30\t35")
    path.write_text("genus\ta\tb\tc\td\n" + "\n".join(rows) + "\n")
    found = call(folder / "stool_1.taxa.tsv", "--reference", path)["position"]
    assert not found["synthetic"]
    assert found["reference"] == "your own table people.tsv"
    assert call(folder / "stool_1.taxa.tsv")["position"]["synthetic"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "Give one file, or --formats"),
        (["none.tsv"], "no such file"),
        ([DATA / "README.md"], "expected one of the known formats"),
        ([DATA / "metaphlan3_merged.tsv", "--plot", "x.png"], "Choose one with --sample"),
        ([DATA / "metaphlan3_single.tsv", "--plot", "x.bmp"], "end the name in .png"),
        (
            [DATA / "metaphlan3_single.tsv", "--functions", DATA / "metaphlan3_single.tsv"],
            "expected a table of KO or EC",
        ),
    ],
)
def test_refusals_are_told_with_exit_code_2(words, message):
    done = RUNNER.invoke(app, ["profile", *map(str, words)])
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr


def test_another_body_site_is_refused(shared_data):
    path = shared_data / "formats/metaphlan/mpa_valid_simple.tsv"
    assert "does not look like stool" in call(path)["error"]
