"""``enterotone try``: courses, comparisons, dose-responses, files of people, mistakes."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from enterotone.cli.app import app
from enterotone.errors import DesignError
from enterotone.interventions.knowledge import Knowledge, Trial
from enterotone.model.compose import Model
from enterotone.operations import trial as operation
from enterotone.operations.trial import TrialRequest, endpoints, try_out
from enterotone.population.person import Person
from enterotone.population.table import write_members
from enterotone.report.trial import BESIDE, render_trial
from enterotone.report.wording import check_wording
from enterotone.trial.clinic import Individuals


def call(*words: str) -> tuple[int, dict[str, object]]:
    done = CliRunner().invoke(app, ["try", "--people", "4", "--json", *words])
    return done.exit_code, json.loads(done.stdout)


def test_with_and_without_over_weeks_and_after(tmp_path: Path) -> None:
    code, answer = call("--with", "escitalopram 10 mg", "--weeks", "1", "--washout", "1", "-o", str(tmp_path))
    assert code == 0
    platelets = {e["day"]: e["change"] for e in answer["effects"] if e["endpoint"] == "platelet_serotonin"}
    assert sorted(platelets) == [1, 3, 7, 8, 10, 14]
    assert platelets[7]["high"] < -0.1
    assert {"median", "low", "high"} == set(platelets[7])
    html = (tmp_path / "trial.html").read_text(encoding="utf-8")
    assert "<svg" in html
    assert BESIDE[:30] in html
    assert "http" not in html.split("</style>")[1]
    assert not [found for found in check_wording(html) if found.rule.rule == "banned"]
    rows = (tmp_path / "trial.tsv").read_text(encoding="utf-8").splitlines()
    assert len(rows) == 1 + len(endpoints()) * 6


def test_a_dose_response_rises_with_the_dose_and_starts_at_nothing() -> None:
    code, answer = call("--with", "escitalopram", "--doses", "0,5,20 mg", "--weeks", "1")
    assert code == 0
    assert answer["doses"] == {"name": "escitalopram", "unit": "mg", "values": [0.0, 5.0, 20.0]}
    fall = [e["change"]["median"] for e in answer["effects"] if e["endpoint"] == "platelet_serotonin" and e["day"] == 7]
    assert fall[0] == 0.0
    assert fall[0] > fall[1] > fall[2]


def test_options_are_compared_with_the_same_people(individuals: Individuals) -> None:
    request = TrialRequest(
        together=("interferon_alpha",),
        versus=("germ_free", "germ_free+interferon_alpha"),
        settled=True,
        individuals=individuals,
    )
    found = try_out(request)
    assert [option.name for option in found.options] == [
        "interferon_alpha",
        "germ_free",
        "germ_free + interferon_alpha",
    ]
    change = {(e.arm, e.endpoint): e.change.median for e in found.at_end}
    assert change["germ_free", "scfa_distal"] < -0.9
    assert change["germ_free + interferon_alpha", "scfa_distal"] < -0.9
    assert change["germ_free + interferon_alpha", "kynurenine_ratio"] > 0.1
    html = render_trial(found)
    assert "Where it settles" in html


def test_weights_of_individuals_count(individuals: Individuals) -> None:
    alone = np.array([1.0, 0.0, 0.0])
    one = Individuals(individuals.members, individuals.states, individuals.indices, alone, "one of three")
    request = TrialRequest(together=("germ_free",), settled=True, individuals=one)
    weighted = {e.endpoint: e.without.median for e in try_out(request).at_end}
    first = Individuals(
        {name: values[:1] for name, values in individuals.members.items()},
        individuals.states[:1],
        individuals.indices[:1],
    )
    plain = {
        e.endpoint: e.without.median
        for e in try_out(TrialRequest(together=("germ_free",), settled=True, individuals=first)).at_end
    }
    assert weighted["transit_colon"] == pytest.approx(plain["transit_colon"], rel=1e-6)


def test_people_come_from_a_population_or_a_person_file(tmp_path: Path, model: Model, individuals: Individuals) -> None:
    table, person = tmp_path / "people.csv", tmp_path / "me.yaml"
    write_members(table, model.parameters, individuals.members, individuals.indices.tolist(), [Person()] * 3)
    person.write_text("age: 42 years\nsex: female\nweight: 66 kg\nheight: 168 cm\n", encoding="utf-8")
    code, answer = call("--with", "germ_free", "--settled", "--population", str(table))
    assert code == 0
    assert answer["who"] == "3 individuals of people.csv"
    code, answer = call("--with", "germ_free", "--settled", "--person", str(person))
    assert code == 0
    assert answer["provenance"]["n_members"] == 4
    code, answer = call("--with", "germ_free", "--population", str(table), "--person", str(person))
    assert code == 2
    assert "a person or a population" in answer["error"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "Nothing is given"),
        (["--with", "inulinn 10 g/d"], "inulinn"),
        (["--with", "escitalopram", "--doses", "five mg"], "expected numbers and a unit"),
        (["--with", "escitalopram", "--with", "germ_free", "--doses", "5 mg"], "varies one thing"),
        (["--with", "escitalopram 10 mg", "--settled"], "for how many weeks"),
    ],
)
def test_what_makes_no_sense_is_refused(words: list[str], message: str) -> None:
    code, answer = call(*words)
    assert code == 2
    assert message in answer["error"]


def test_what_trials_found_stands_beside_and_a_dose_beyond_is_warned_of(
    individuals: Individuals, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from enterotone.evidence.table import Parameter
    from enterotone.interventions import intervention
    from enterotone.interventions import regimen as regimens

    row = Parameter(
        "trial_x",
        "an outcome",
        -2.0,
        -3.0,
        -1.0,
        "h",
        "human",
        "measured",
        "memory",
        "fixed",
        0.0,
        "",
        "garsed2014",
        "",
    )
    found = Trial(row, "transit_colon", "adults", "120", "5", "crossover", remark="small")
    studied = replace(row, id="studied_x", value=10.0, low=5.0, high=20.0, unit="mg")
    known = Knowledge(trials=(found,), studied=studied, limits=("Not in children.",))
    escitalopram = replace(intervention("escitalopram"), known=known)
    monkeypatch.setattr(regimens, "intervention", lambda name: escitalopram)
    outcome = try_out(TrialRequest(together=("escitalopram 40 mg",), weeks=0.2, individuals=individuals))
    (finding,) = outcome.findings
    assert (finding.effect, finding.population, finding.readout) == (-2.0, "adults", "transit_colon")
    assert "recalled" in finding.source
    html = render_trial(outcome)
    assert "lies outside the 5 to 20 mg" in html
    assert "an outcome" in html
    assert "Not in children." in html
    assert operation.endpoints()[0].id == "plasma_tryptophan"


def test_a_request_without_weeks_is_refused(individuals: Individuals) -> None:
    with pytest.raises(DesignError, match="expected 1 or more"):
        try_out(TrialRequest(together=("germ_free",), weeks=0.0, individuals=individuals))
