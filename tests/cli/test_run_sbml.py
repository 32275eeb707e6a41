"""``enterotone run-sbml``: tables as the SBML Test Runner wants them, and exit codes."""

from __future__ import annotations

import csv
import math
from pathlib import Path

import pytest
from typer.testing import CliRunner

from enterotone.cli.app import app

MATHS = '<math xmlns="http://www.w3.org/1998/Math/MathML">'
LAW = "<apply><times/><ci>k</ci><ci>S</ci><ci>c</ci></apply>"
DOCUMENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<sbml xmlns="http://www.sbml.org/sbml/level3/version2/core" level="3" version="2"><model id="m">
<listOfCompartments><compartment id="c" size="2" spatialDimensions="3" constant="true"/></listOfCompartments>
<listOfSpecies><species id="S" compartment="c" initialConcentration="3" hasOnlySubstanceUnits="false"
 boundaryCondition="false" constant="false"/></listOfSpecies>
<listOfParameters><parameter id="k" value="0.5" constant="true"/></listOfParameters>
<listOfReactions><reaction id="R" reversible="false"><listOfReactants>
<speciesReference species="S" stoichiometry="1" constant="true"/></listOfReactants>
<kineticLaw>{MATHS}{LAW}</math></kineticLaw></reaction></listOfReactions></model></sbml>"""


@pytest.fixture
def run(tmp_path: Path):
    def call(text: str, *arguments: str, code: int = 0) -> tuple[str, list[list[str]]]:
        document, output = tmp_path / "model.xml", tmp_path / "out.csv"
        document.write_text(text, encoding="utf-8")
        done = CliRunner().invoke(app, ["run-sbml", str(document), "-o", str(output), *arguments])
        assert done.exit_code == code, done.output
        assert "Traceback" not in done.output
        rows = list(csv.reader(output.read_text(encoding="utf-8").splitlines())) if output.exists() else []
        assert sorted(path.name for path in tmp_path.iterdir()) == ["model.xml", *(["out.csv"] if rows else [])]
        return done.output, rows

    return call


def test_a_table_as_the_test_runner_wants_it(run) -> None:
    wanted = ["--start", "1", "--duration", "4", "--steps", "2", "--absolute", "1e-9", "--relative", "1e-6"]
    _, (head, *rows) = run(DOCUMENT, *wanted, "--variables", "S, R", "--amount", "S")
    assert head == ["time", "S", "R"]
    assert [float(row[0]) for row in rows] == [1.0, 3.0, 5.0]
    for time, amount, rate in (map(float, row) for row in rows):
        assert amount == pytest.approx(6.0 * math.exp(-0.5 * time), rel=1e-6)
        assert rate == pytest.approx(0.5 * amount, rel=1e-9)


def test_concentrations_and_everything_that_changes(run) -> None:
    as_amount = DOCUMENT.replace('hasOnlySubstanceUnits="false"', 'hasOnlySubstanceUnits="true"')
    _, (head, first, _) = run(as_amount, "--duration", "1", "--steps", "1", "--concentration", "S")
    assert head == ["time", "S"]
    assert float(first[1]) == 3.0


def test_a_document_in_which_nothing_moves(run) -> None:
    still = DOCUMENT[: DOCUMENT.index("<listOfReactions>")] + "</model></sbml>"
    still = still.replace('boundaryCondition="false" constant="false"', 'boundaryCondition="true" constant="true"')
    _, (head, first, last) = run(still, "--duration", "1", "--steps", "1", "--variables", "S,k")
    assert head == ["time", "S", "k"]
    assert first[1:] == last[1:] == ["3.0", "0.5"]


def test_a_refused_feature_is_named_and_nothing_is_written(run) -> None:
    rule = f"<listOfRules><algebraicRule>{MATHS}<ci>k</ci></math></algebraicRule></listOfRules><listOfReactions>"
    text, rows = run(DOCUMENT.replace("<listOfReactions>", rule), "--duration", "1", code=2)
    assert "Not supported: algebraic rule, in '0 = k'" in " ".join(text.split())
    assert rows == []


def test_an_unknown_variable_names_the_nearest(run) -> None:
    text, _ = run(DOCUMENT, "--duration", "1", "--variables", "s", code=2)
    assert "Nearest: S." in text


def test_a_run_that_fails(run) -> None:
    grows = DOCUMENT.replace(LAW, "<apply><minus/><apply><power/><ci>S</ci><cn>3</cn></apply></apply>")
    text, rows = run(grows, "--duration", "10", code=3)
    assert "The run failed" in text
    assert rows == []


def test_infinities_are_written_as_the_suite_writes_them(run) -> None:
    infinite = DOCUMENT.replace('value="0.5"', 'value="INF"').replace(LAW, "<cn>0</cn>")
    _, (_, first, *_) = run(infinite, "--duration", "1", "--variables", "k")
    assert first[1] == "INF"
