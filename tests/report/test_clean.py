"""Characters that act on their surroundings become visible."""

from __future__ import annotations

from enterotone.report.clean import clean


def test_control_and_direction_marks_are_replaced() -> None:
    assert clean("a\x00b\x1b[2Jc\u202ed\u2066e") == "a\ufffdb\ufffd[2Jc\ufffdd\ufffde"


def test_ordinary_text_stays() -> None:
    text = "Größe µ 5-HT\tשלום\nβ"
    assert clean(text) == text
