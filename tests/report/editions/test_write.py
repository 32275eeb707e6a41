"""Files: the ones asked for, whole or not at all; tables that a program can read and a spreadsheet cannot run."""

from __future__ import annotations

import csv
import io
import os
import socket
from pathlib import Path

import pytest

from enterotone.assessment.result import Assessment
from enterotone.errors import DesignError
from enterotone.report import render_html, write_editions
from enterotone.report.editions import write
from enterotone.report.editions.csv_tables import csv_tables


def test_both_editions_in_both_forms_with_their_tables(full: Assessment, tmp_path: Path) -> None:
    paths = write_editions(full, tmp_path / "new" / "folder")
    names = [path.name for path in paths]
    assert names == [f"report-{e}.{f}" for e in ("professional", "consumer") for f in ("html", "pdf")]
    assert all(path.stat().st_size > 10_000 for path in paths)
    folder = paths[0].parent
    assert paths[0].read_text(encoding="utf-8") == render_html(full, "professional")
    assert {path.name for path in (folder / "tables").iterdir()} == set(csv_tables(full))
    assert sorted(path.name for path in folder.iterdir()) == sorted([*names, "tables"])


def test_only_what_is_asked_for_is_written(assessment: Assessment, tmp_path: Path) -> None:
    write_editions(assessment, tmp_path, ["consumer"], ["pdf"])
    assert [path.name for path in tmp_path.iterdir()] == ["report-consumer.pdf"]


@pytest.mark.parametrize(
    ("editions", "formats", "words"),
    [
        (["lay"], ["pdf"], "lay"),
        (["consumer"], ["docx"], "docx"),
        ([], ["pdf"], "No edition"),
        (["consumer"], [], "No"),
    ],
)
def test_unknown_names_are_refused(
    assessment: Assessment, tmp_path: Path, editions: list[str], formats: list[str], words: str
) -> None:
    with pytest.raises(DesignError, match=words):
        write_editions(assessment, tmp_path, editions, formats)
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file(
    assessment: Assessment, assessment_named, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (path,) = write_editions(assessment, tmp_path, ["consumer"], ["html"])
    before = path.read_bytes()

    def full(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write.Path, "replace", full)
    with pytest.raises(DesignError, match="No space left"):
        write_editions(assessment_named("other"), tmp_path, ["consumer"], ["html"])
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["report-consumer.html"]  # noqa: PTH208 - hidden files count


def test_a_folder_that_is_a_file_is_refused(assessment: Assessment, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(DesignError, match="cannot be written"):
        write_editions(assessment, tmp_path / "taken", ["consumer"], ["html"])


def test_nothing_is_asked_of_a_network(full: Assessment, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: object, **named: object) -> None:
        raise AssertionError("a report must not reach out")

    monkeypatch.setattr(socket, "socket", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    write_editions(full, tmp_path)


def test_tables_hold_the_numbers_with_full_precision(full: Assessment) -> None:
    rows = list(csv.DictReader(io.StringIO(csv_tables(full)["readouts.csv"][1])))
    assert [row["id"] for row in rows] == [readout.id for readout in full.readouts]
    for row, readout in zip(rows, full.readouts, strict=True):
        assert float(row["person"]) == readout.person.median
        assert float(row["change_low"]) == readout.change.low
        assert row["verdict"] == readout.verdict
    day = list(csv.DictReader(io.StringIO(csv_tables(full)["day.csv"][1])))
    assert len(day) == sum(len(course.median) for course in full.day.courses)


def test_medicines_are_in_no_table(full: Assessment) -> None:
    assert not any("paroxetine" in text for _, text in csv_tables(full).values())


def test_text_that_a_spreadsheet_would_run_is_marked(hostile: Assessment) -> None:
    for _, text in csv_tables(hostile).values():
        for row in csv.reader(io.StringIO(text)):
            for cell in row:
                assert not cell.startswith(("=", "@", "\t")), cell[:20]


def test_empty_tables_are_left_out(bare: Assessment) -> None:
    assert not {"taxa.csv", "day.csv", "ledger.csv", "position.csv"} & set(csv_tables(bare))
