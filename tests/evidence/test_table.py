"""What a table of numbers must be."""

from pathlib import Path

import pytest

from enterotone.errors import EvidenceError, UnknownIdError
from enterotone.evidence.citation import citation
from enterotone.evidence.table import COLUMNS, read_table

GOOD = {
    "parameterId": "Km_X",
    "name": "a constant",
    "nominalValue": "2",
    "lowerBound": "1",
    "upperBound": "4",
    "unit": "mM",
    "organism": "human",
    "kind": "measured",
    "verified": "yes",
    "prior": "lognormal",
    "scaling": "0",
    "evidenceId": "",
    "sourceId": "stavrum2013",
    "note": "",
}


def write(folder: Path, **changes: str) -> Path:
    path = folder / "organ.tsv"
    row = {**GOOD, **changes}
    path.write_text("\t".join(COLUMNS) + "\n" + "\t".join(row[c] for c in COLUMNS) + "\n", encoding="utf-8")
    return path


def test_numbers_come_out_in_canonical_units(tmp_path: Path) -> None:
    row = read_table(write(tmp_path))["Km_X"]
    assert row.canonical == pytest.approx((2000.0, 1000.0, 4000.0))
    assert str(row.dimension) == "umol/L"


@pytest.mark.parametrize(
    ("changes", "part"),
    [
        ({"unit": ""}, "column unit is blank"),
        ({"unit": "furlong/h"}, "holds a length"),
        ({"unit": "kelvin"}, "temperature"),
        ({"nominalValue": "5"}, "outside its range 1.0 to 4.0"),
        ({"nominalValue": "0.90 / 0.10"}, "one plain number"),
        ({"lowerBound": "0"}, "lognormal prior needs a lower bound above 0"),
        ({"kind": "guessed"}, "kind is 'guessed'"),
        ({"kind": "assumed", "sourceId": "assumption"}, "says in 'note' why"),
        ({"sourceId": "assumption"}, "needs a source"),
        ({"prior": "logit"}, "0 < low and high < 1"),
        ({"nominalValue": "nan"}, "not finite|outside"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_reason(tmp_path: Path, changes: dict[str, str], part: str) -> None:
    with pytest.raises(EvidenceError, match=part) as caught:
        read_table(write(tmp_path, **changes))
    assert "line 2" in str(caught.value)


def test_a_wrong_header_shows_what_was_expected(tmp_path: Path) -> None:
    path = tmp_path / "organ.tsv"
    path.write_text("id\tvalue\n", encoding="utf-8")
    with pytest.raises(EvidenceError, match="expected .*parameterId"):
        read_table(path)


def test_an_id_may_come_once(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_text(path.read_text() + path.read_text().splitlines()[1] + "\n")
    with pytest.raises(EvidenceError, match="line 3: 'Km_X' comes twice"):
        read_table(path)


def test_an_unknown_row_names_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownIdError, match="Nearest: Km_X"):
        read_table(write(tmp_path))["Km_Y"]


@pytest.mark.parametrize(
    ("organism", "kind", "grade"),
    [
        ("human", "measured", "human"),
        ("rat", "measured", "animal"),
        ("model", "fitted", "model"),
        ("human", "assumed", "assumed"),
    ],
)
def test_the_grade_follows_kind_and_organism(tmp_path: Path, organism: str, kind: str, grade: str) -> None:
    row = read_table(write(tmp_path, organism=organism, kind=kind, note="why"))["Km_X"]
    assert row.grade == grade


def test_an_unknown_source_names_the_nearest() -> None:
    with pytest.raises(EvidenceError, match="Nearest: stavrum2013"):
        citation("stavrum2014")
