"""The command line as a user meets it: outputs, exit codes, messages, nothing half-written."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from enterotone.cli.app import app

runner = CliRunner()


def run(*arguments: str, code: int = 0) -> str:
    """Run in this process; give stdout and stderr together."""
    done = runner.invoke(app, list(arguments))
    text = done.output
    assert done.exit_code == code, text
    assert "Traceback" not in text
    return text


class TestHelp:
    @pytest.mark.parametrize(
        "command",
        [
            [],
            ["assess"],
            ["simulate"],
            ["export"],
            ["export", "sbml"],
            ["run-sbml"],
            ["doctor"],
            ["qualify"],
            ["population"],
            ["show"],
            ["compare"],
            ["forget"],
        ],
    )
    def test_every_command_explains_itself(self, command: list[str]) -> None:
        assert "Usage" in run(*command, "--help")

    def test_the_version_is_printed(self) -> None:
        assert run("--version").strip().count(".") == 2

    def test_it_says_that_it_complements_care(self) -> None:
        assert "never replaces" in " ".join(run("--help").replace("│", " ").split())


class TestAssess:
    def test_the_example_writes_a_report_and_a_result(self, tmp_path: Path) -> None:
        text = run("assess", "--example", "--individuals", "8", "--workers", "1", "-o", str(tmp_path / "out"))
        assert "report-professional.html" in text.replace("\n", "")
        assert (tmp_path / "out" / "report-professional.html").stat().st_size > 50_000
        result = json.loads((tmp_path / "out" / "result.json").read_text())
        assert {"readouts", "microbiota", "ledger", "provenance"} <= set(result)
        assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
            *(f"report-{edition}.{form}" for edition in ("consumer", "professional") for form in ("html", "pdf")),
            "result.enterotone",
            "result.json",
            "tables",
        ]

    def test_one_edition_in_one_form_can_be_asked_for(self, tmp_path: Path) -> None:
        asked = ("--edition", "consumer", "--format", "pdf", "-o", str(tmp_path / "out"))
        run("assess", "--example", "--individuals", "8", "--workers", "1", *asked)
        assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
            "report-consumer.pdf",
            "result.enterotone",
            "result.json",
        ]

    @pytest.mark.parametrize(("option", "known"), [("--edition", "consumer"), ("--format", "pdf")])
    def test_an_unknown_edition_or_form_is_refused_before_anything_runs(self, option: str, known: str) -> None:
        text = run("assess", "--example", option, "odd", code=2)
        assert "odd" in text
        assert known in text

    def test_json_is_one_object_on_stdout_and_writes_no_file(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        text = run("assess", "--example", "--individuals", "8", "--workers", "1", "--json")
        assert json.loads(text)["ok"] is True
        assert list(tmp_path.iterdir()) == []

    @pytest.mark.parametrize(
        ("content", "parts"),
        [
            ("", ["profile.tsv", "empty"]),
            ("#mpa_v30\n#clade_name\tNCBI_tax_id\trelative_abundance\nk__Bacteria\t2\tmany\n", ["profile.tsv", "many"]),
            ("genus\tabundance\nBacteroides\t0\nFaecalibacterium\t0\n", ["profile.tsv", "0"]),
            ("genus\tabundance\nBacteroides\t-4\nFaecalibacterium\t104\n", ["profile.tsv", "-4"]),
            ("genus\tabundance\ng__Foobacter\t60\ng__Barella\t40\n", ["profile.tsv", "recognised", "Foobacter"]),
        ],
    )
    def test_a_broken_file_names_place_and_remedy(self, tmp_path: Path, content: str, parts: list[str]) -> None:
        path = tmp_path / "profile.tsv"
        path.write_text(content)
        text = " ".join(run("assess", str(path), "-o", str(tmp_path / "out"), code=2).split())
        for part in parts:
            assert part in text
        assert not (tmp_path / "out").exists()

    def test_a_person_file_with_wrong_units_names_key_and_remedy(self, tmp_path: Path) -> None:
        person = tmp_path / "me.yaml"
        person.write_text("weight: 66 cm\n")
        text = " ".join(
            run("assess", "--example", "--person", str(person), "-o", str(tmp_path / "out"), code=2).split()
        )
        assert "me.yaml, weight" in text
        assert "expected kg" in text
        assert not (tmp_path / "out").exists()

    def test_neither_profile_nor_example_is_refused(self) -> None:
        assert "--example" in run("assess", code=2)

    def test_errors_as_json_have_one_shape(self, tmp_path: Path) -> None:
        body = json.loads(run("assess", str(tmp_path / "none.tsv"), "--json", code=2))
        assert set(body) == {"ok", "error", "errors", "status", "code"}
        assert body["ok"] is False
        assert body["code"] == 2
        assert body["status"] == "FormatError"


class TestSimulate:
    def test_a_table_and_a_plot_are_written(self, tmp_path: Path) -> None:
        run("simulate", "--days", "1", "-o", str(tmp_path / "out"))
        header = (tmp_path / "out" / "trajectories.tsv").read_text().splitlines()[0]
        assert header.startswith("time [h]\tplasma__tryptophan [umol/L]")
        assert (tmp_path / "out" / "trajectories.png").read_bytes().startswith(b"\x89PNG")

    def test_a_change_acts(self) -> None:
        text = run("simulate", "--days", "14", "--set", "activity_TPH1=0", "--observe", "platelet__content", "--json")
        row = json.loads(text)["rows"][0]
        assert row["observable"] == "platelet__content"
        assert row["change"] < -0.5

    def test_a_change_may_carry_a_unit(self) -> None:
        plain, unit = (
            json.loads(run("simulate", "--days", "1", "--set", text, "--observe", "brain__tryptophan", "--json"))
            for text in ("J_diet_tryptophan=450", "J_diet_tryptophan=0.45 g/day")
        )
        assert plain == unit

    def test_a_dose_acts(self) -> None:
        dose = "small_bowel__tryptophan=5000 umol@1 h"
        text = run(
            "simulate", "--days", "0.1", "--step", "0.1", "--dose", dose, "--observe", "plasma__tryptophan", "--json"
        )
        assert json.loads(text)["rows"][0]["last"] > 60

    @pytest.mark.parametrize(
        ("arguments", "parts"),
        [
            (["--set", "Km_TPH=1"], ["Km_TPH", "Nearest:", "Km_TPH1"]),
            (["--set", "Km_TPH1"], ["PARAMETER=VALUE"]),
            (["--set", "Km_TPH1=-3"], ["negative", "Usual range"]),
            (["--set", "Km_TPH1=3 kg"], ["umol/L"]),
            (["--dose", "stomach__protein=-5 umol@8 h"], ["negative", "0 or more"]),
            (["--dose", "stomach__protin=5@8"], ["Nearest: stomach__protein"]),
            (["--dose", "stomach__protein=5"], ["SPECIES=AMOUNT@TIME"]),
            (["--observe", "plasma__serotonine"], ["Nearest: plasma__serotonin"]),
            (["--observe", "plasma__serotonin +"], ["not valid"]),
        ],
    )
    def test_bad_input_names_place_and_remedy(self, arguments: list[str], parts: list[str], tmp_path: Path) -> None:
        text = " ".join(run("simulate", "--days", "0.5", *arguments, "-o", str(tmp_path / "out"), code=2).split())
        for part in parts:
            assert part in text
        assert not (tmp_path / "out").exists()


class TestExport:
    def test_the_document_is_valid_and_starts_at_rest(self, tmp_path: Path) -> None:
        from enterotone.engine import simulate
        from enterotone.sbml.validate import validate_sbml

        path = tmp_path / "model.xml"
        run("export", "sbml", "-o", str(path), "--no-meals")
        text = path.read_text()
        assert validate_sbml(text) == ()
        found = simulate(text, {"feeding_continuous": [1.0]}, [0.0, 240.0], ["plasma__tryptophan", "platelet__content"])
        assert found.values[0, 1] == pytest.approx(found.values[0, 0], rel=1e-4)

    def test_a_place_that_cannot_be_written_is_a_clear_error(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x")
        assert "cannot be written" in " ".join(
            run("export", "sbml", "-o", str(tmp_path / "file" / "m.xml"), code=2).split()
        )


def test_the_doctor_finds_nothing_wrong() -> None:
    body = json.loads(run("doctor", "--json"))
    assert body["ok"] is True
    assert len(body["rows"]) > 10


def test_the_module_runs_as_a_program(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "enterotone", "assess", str(tmp_path / "none.tsv")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "none.tsv" in done.stderr
    assert "Traceback" not in done.stderr
