"""Populations: people, correlations, CSV out and in, the command."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from enterotone.cli.app import app
from enterotone.errors import FormatError
from enterotone.operations.population import PopulationRequest, draw_population, write_population
from enterotone.operations.simulate import SimulateRequest, run
from enterotone.organs import load_model
from enterotone.population.people import body_mass_index, draw_person
from enterotone.population.person import Person
from enterotone.population.sampling import draw_members
from enterotone.population.table import read_members

ROWS = load_model().parameters


class TestPeople:
    def test_a_person_depends_on_seed_and_number_alone(self) -> None:
        assert draw_person(7, 3, Person()) == draw_person(7, 3, Person())
        assert draw_person(7, 3, Person()) != draw_person(8, 3, Person())

    def test_the_three_sizes_agree_and_both_sexes_come(self) -> None:
        people = [draw_person(i, 1, Person()) for i in range(300)]
        assert all(17 <= body_mass_index(person) <= 42 for person in people)
        women = sum(person.sex == "female" for person in people)
        # 300 throws of a coin lie within 110 to 190 but for 4 in a million
        assert 110 < women < 190
        tall = {sex: np.mean([p.height for p in people if p.sex == sex]) for sex in ("female", "male")}
        assert tall["male"] - tall["female"] > 8

    def test_the_diet_is_kept(self) -> None:
        like = Person(diet={"pattern": "vegan"})  # type: ignore[arg-type]
        assert draw_person(0, 1, like).diet.pattern == "vegan"


def test_pairs_of_the_table_go_together_and_keep_their_spread() -> None:
    drawn = draw_members(ROWS, Person(), range(2000), seed=4)
    pairs = [("PS_colon", "PS_small_bowel", 0.7), ("V_lnaa", "V_kynurenine", 0.5), ("PS_colon", "V_lnaa", 0.0)]
    for first, second, expected in pairs:
        found = np.corrcoef(np.log(drawn[first]), np.log(drawn[second]))[0, 1]
        # the standard error of a correlation of 2,000 is 0.022 at most; the tails are cut
        assert found == pytest.approx(expected, abs=0.1)
    # the bounds hold 90 % of the draws, correlated or not
    row = ROWS["PS_small_bowel"]
    _, low, high = row.canonical
    share = np.mean((drawn[row.id] >= low) & (drawn[row.id] <= high))
    assert share == pytest.approx(0.9, abs=0.03)


@pytest.fixture(scope="module")
def drawn_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("population") / "people.csv"
    return write_population(draw_population(PopulationRequest(n=3, seed=5)), path)


class TestTable:
    def test_what_is_written_is_read_back(self, drawn_file: Path) -> None:
        found = draw_population(PopulationRequest(n=3, seed=5))
        labels, members = read_members(drawn_file, ROWS)
        assert labels == [str(index) for index in found.village.indices]
        for name in ROWS:
            assert members[name] == pytest.approx(found.village.members[name], rel=1e-14), name

    @pytest.mark.parametrize(
        ("change", "message"),
        [
            (lambda text: text.replace("V_plasma [L]", "V_plasm [L]"), "'V_plasm [L]' is no column of a population"),
            (lambda text: text.replace("V_plasma [L]", "V_plasma [mL]"), "found unit 'mL'; expected 'L'"),
            (lambda text: text.splitlines()[0], "expected a heading and at least one individual"),
            (lambda text: text.replace(",female,", ",female,9,").replace(",male,", ",male,9,"), "cells; expected"),
        ],
    )
    def test_a_file_that_does_not_fit_says_where(
        self, drawn_file: Path, tmp_path: Path, change: Callable[[str], str], message: str
    ) -> None:
        path = tmp_path / "broken.csv"
        path.write_text(change(drawn_file.read_text(encoding="utf-8")), encoding="utf-8")
        with pytest.raises(FormatError) as caught:
            read_members(path, ROWS)
        assert "broken.csv" in str(caught.value)
        assert message in str(caught.value)

    def test_a_missing_parameter_is_named(self, drawn_file: Path, tmp_path: Path) -> None:
        lines = [line.rpartition(",")[0] for line in drawn_file.read_text(encoding="utf-8").splitlines()]
        path = tmp_path / "cut.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        with pytest.raises(FormatError, match=rf"no column for {sorted(ROWS)[-1]} \(1 of"):
            read_members(path, ROWS)


def test_simulate_runs_the_individuals_of_a_file(drawn_file: Path) -> None:
    found = run(SimulateRequest(days=1, population=drawn_file, observables=["plasma__tryptophan"]))
    assert len(found) == 3
    assert found.is_ok.all()
    assert np.ptp(found.values[:, 0, 0]) > 0


def test_the_command_writes_a_file_and_says_how_many_draws_it_took(tmp_path: Path) -> None:
    path = tmp_path / "out" / "people.csv"
    done = CliRunner().invoke(app, ["population", "-n", "2", "-o", str(path), "--seed", "5", "--json"])
    assert done.exit_code == 0, done.output
    answer = json.loads(done.stdout)
    assert answer["n"] == 2
    assert answer["n_draws"] >= 2
    assert answer["share_plausible"] == 2 / answer["n_draws"]
    assert len(path.read_text(encoding="utf-8").splitlines()) == 3
    assert {row["id"] for row in answer["summary"]} >= {"plasma_tryptophan"}
