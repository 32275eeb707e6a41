"""Files are there as a whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from enterotone.writing import replacing


def test_the_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    goal = tmp_path / "result.json"
    goal.write_text("old")
    with replacing(goal) as part:
        part.write_text("new")
        assert goal.read_text() == "old"
    assert goal.read_text() == "new"
    assert os.listdir(tmp_path) == ["result.json"]  # noqa: PTH208 - hidden files count


def test_an_error_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    goal = tmp_path / "result.json"
    goal.write_text("old")

    def write_half() -> None:
        with replacing(goal) as part:
            part.write_text("ha")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        write_half()
    assert goal.read_text() == "old"
    assert os.listdir(tmp_path) == ["result.json"]  # noqa: PTH208 - hidden files count


def test_two_writers_of_one_file_do_not_meet(tmp_path: Path) -> None:
    goal = tmp_path / "result.json"
    with replacing(goal) as slow:
        slow.write_text("slow")
        with replacing(goal) as quick:
            quick.write_text("quick")
        assert goal.read_text() == "quick"
    assert goal.read_text() == "slow"


def test_the_file_can_be_read_by_whom_the_system_lets(tmp_path: Path) -> None:
    plain, goal = tmp_path / "plain", tmp_path / "result.json"
    plain.write_text("x")
    with replacing(goal) as part:
        part.write_text("x")
    assert goal.stat().st_mode == plain.stat().st_mode
