"""Predicted against published: who is drawn, and how."""

from dataclasses import replace

from enterotone.qualification.result import Row
from enterotone.report.figures.agreement import agreement_picture

ROW = Row(
    "a", "e", "A row", "human", "8", "s", "yes", "building", "arm", "untouched", "end", "ratio", "x", "",
    2.0, 1.0, 3.0, 4.0, 3.0, 5.0, "", 2.0, True, False, "within 2-fold", 1.0, 8, "", "",
)  # fmt: skip


def test_a_row_is_a_dot_and_a_wrong_sign_a_cross() -> None:
    animal = replace(ROW, id="b", species="mouse", verdict="wrong sign")
    text = str(agreement_picture([ROW, animal]))
    assert text.count("<circle") == 1
    assert text.count("<path") == 1
    assert "fig-person-dot" in text
    assert "fig-reference-line" in text


def test_rows_without_numbers_and_with_zeros_have_no_place() -> None:
    rows = [ROW, replace(ROW, published=0.0), replace(ROW, predicted=None), replace(ROW, published=None, sign="up")]
    text = str(agreement_picture(rows))
    assert text.count("<circle") == 1
    assert "of 1 rows" in text
    assert "1 rows with a zero have no place" in text


def test_a_prediction_far_off_stays_in_the_picture() -> None:
    text = str(agreement_picture([ROW, replace(ROW, predicted=1e-9)]))
    assert "1e-09" not in text
