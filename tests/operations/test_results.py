"""Results of people: shown, compared, removed; and nothing about them leaves."""

import socket
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

import enterotone as et
from enterotone.assessment.comparison import compare
from enterotone.assessment.result import Assessment
from enterotone.cli.app import app
from enterotone.errors import DesignError, PersonError
from enterotone.microbiome import Profile, Taxon
from enterotone.operations.results import forget, keep_result, personal_files
from enterotone.population.person import Person, read_person

N = 8
GENERA = {"Bacteroides": 0.46, "Faecalibacterium": 0.24, "Blautia": 0.18, "Bifidobacterium": 0.08, "Escherichia": 0.04}
NO_BUTYRATE = {"Bacteroides": 0.9, "Blautia": 0.06, "Bifidobacterium": 0.04}


def sample(shares: dict[str, float], name: str) -> Profile:
    taxa = [Taxon(genus, "genus", (("genus", genus),), share) for genus, share in shares.items()]
    return Profile.from_amounts(name, taxa, kind="relative", depth=50_000, tool="MetaPhlAn")


def answer_of(shares: dict[str, float], name: str, seed: int = 3, person: Person | None = None) -> Assessment:
    return et.assess(sample(shares, name), person or Person(), n=N, seed=seed, workers=1)


@pytest.fixture(scope="module")
def before() -> Assessment:
    return answer_of(GENERA, "first")


class TestCompare:
    def test_two_sequencings_of_one_sample_are_not_told_apart(self, before: Assessment) -> None:
        # Counts of 50 000 reads move by a hundredth or so.
        rng = np.random.default_rng(4)
        counts = rng.multinomial(50_000, list(GENERA.values()))
        again = answer_of(dict(zip(GENERA, counts / counts.sum(), strict=True)), "again")
        assert {change.verdict for change in compare(before, again)} == {"not distinguishable"}

    def test_the_same_sample_with_another_seed_is_not_told_apart(self, before: Assessment) -> None:
        other = answer_of(GENERA, "first", seed=4)
        assert {change.verdict for change in compare(before, other)} == {"not distinguishable"}

    def test_a_sample_that_lost_butyrate_producers_has_less_butyrate(self, before: Assessment) -> None:
        found = {change.readout: change for change in compare(before, answer_of(NO_BUTYRATE, "poor"))}
        assert found["butyrate_distal"].verdict == "lower"
        assert found["plasma_tryptophan"].verdict == "not distinguishable"

    def test_a_richer_diet_shows_though_two_samples_blur_it(self, before: Assessment) -> None:
        rich = Person(diet={"pattern": "omnivore", "fibre": "60 g/day"})  # type: ignore[arg-type]
        found = {change.readout: change for change in compare(before, answer_of(GENERA, "first", person=rich))}
        assert found["scfa_produced"].share_higher > 0.6
        assert found["scfa_produced"].change.median > 0.1

    def test_what_cannot_be_compared_is_said(self, before: Assessment) -> None:
        with pytest.raises(DesignError, match="without its individuals"):
            compare(before, replace(before, individuals=None))
        other = replace(before.provenance, evidence_hash="another")
        with pytest.raises(DesignError, match="different versions of the model"):
            compare(before, replace(before, provenance=other))


class TestForget:
    def test_it_lists_and_removes_results_and_what_was_kept_and_nothing_else(
        self, before: Assessment, tmp_path: Path, people_folder: Path
    ) -> None:
        folder = tmp_path / "out"
        folder.mkdir()
        report = folder / "table.csv"
        report.write_text("report")
        keep_result(before, folder, [report])
        mine = tmp_path / "out" / "me.yaml"
        mine.write_text("age: 42 years")
        (people_folder / "kept.npz").write_bytes(b"")
        found = personal_files()
        assert folder / "result.enterotone" in found.results
        assert people_folder / "kept.npz" in found.cached
        forget(personal_files(folder))
        assert list(folder.iterdir()) == [mine]
        assert not list(people_folder.glob("*.npz"))
        assert folder / "result.enterotone" not in personal_files().results

    def test_a_folder_without_a_result_is_said(self, tmp_path: Path) -> None:
        with pytest.raises(DesignError, match="no result"):
            personal_files(tmp_path)

    def test_the_commands_show_compare_and_forget(self, before: Assessment, tmp_path: Path) -> None:
        runner, folder = CliRunner(), tmp_path / "out"
        file = keep_result(before, folder)
        for words, part in (
            (["show", str(folder)], "Simulated readouts"),
            (["compare", str(folder), str(file)], "before and after"),
            (["show", str(file), "--json"], '"ok": true'),
            (["compare", str(file), str(file), "--json"], "not distinguishable"),
            (["forget", str(folder), "--json"], '"removed": false'),
        ):
            done = runner.invoke(app, words)
            assert done.exit_code == 0, done.output
            assert part in done.output
        kept = runner.invoke(app, ["forget", str(folder)], input="n\n")
        assert "Nothing was removed" in kept.output
        assert file.is_file()
        assert runner.invoke(app, ["forget", str(folder), "--yes"]).exit_code == 0
        assert not folder.exists()
        assert runner.invoke(app, ["forget"]).exit_code == 2
        assert runner.invoke(app, ["show", str(tmp_path / "none.enterotone")]).exit_code == 2


class TestPrivacy:
    def test_an_assessment_opens_no_connection(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise AssertionError("a connection was tried")

        for name in ("connect", "connect_ex", "sendto", "bind"):
            monkeypatch.setattr(socket.socket, name, refuse)
        monkeypatch.setattr(socket, "getaddrinfo", refuse)
        monkeypatch.setattr(socket, "create_connection", refuse)
        done = CliRunner().invoke(
            app, ["assess", "--example", "--individuals", "8", "--workers", "1", "-o", str(tmp_path / "out")]
        )
        assert done.exit_code == 0, done.output

    def test_an_error_names_the_key_and_nothing_else_of_the_person(self, tmp_path: Path) -> None:
        path = tmp_path / "me.yaml"
        path.write_text("name: Jane Roe\nage: 42 years\nmedicines: {lithium: 900 mg/day}\nweight: 7 kg\n")
        with pytest.raises(PersonError) as caught:
            read_person(path)
        # The name of the folder is the test's own and may hold any number.
        message = str(caught.value).replace(str(tmp_path), "")
        assert "weight" in message
        for secret in ("Jane", "Roe", "42", "lithium", "900"):
            assert secret not in message

    def test_logs_stay_empty(self, caplog: pytest.LogCaptureFixture) -> None:
        with caplog.at_level(0):
            et.assess(person=Person(name="Jane Roe"), n=8, seed=3, workers=1)
        assert not [record for record in caplog.records if "Jane" in record.getMessage()]
