"""Measurements in a person file: three ways to write them, two kinds of unit, and what is refused."""

from __future__ import annotations

import pytest

from enterotone.errors import PersonError
from enterotone.population.labs import lab_specs
from enterotone.population.person import Person, read_person


def write(tmp_path, labs):
    path = tmp_path / "me.yaml"
    path.write_text(f"age: 42 years\nlabs:\n  {labs}\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "plasma_tryptophan: 49 umol/L",
        "plasma_tryptophan: [49 umol/L]",
        "plasma_tryptophan: {value: 49 umol/L, date: 2026-10-02, assay: HPLC}",
        "plasma_tryptophan: {values: [49000 nmol/L]}",
        # 49 umol/L x 204.23 g/mol
        "plasma_tryptophan: 10.00727 mg/L",
        "plasma_tryptophan: 1.000727 mg/dL",
    ],
)
def test_one_value_however_it_is_written(tmp_path, text):
    person = read_person(write(tmp_path, text))
    assert person.labs["plasma_tryptophan"].values == pytest.approx((49.0,), rel=1e-6)


def test_amounts_a_day_and_pure_numbers(tmp_path):
    text = "urinary_hiaa: 4.4 mg/day\n  stool_form: [3, 4]\n  platelet_serotonin: 600 ng"
    labs = read_person(write(tmp_path, text)).labs
    # molar masses: 5-HIAA 191.18, serotonin 176.21 g/mol
    assert labs["urinary_hiaa"].values == pytest.approx((4400 / 191.18,))
    assert labs["platelet_serotonin"].values == pytest.approx((600 / 176.21,))
    assert labs["stool_form"].values == (3.0, 4.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("plasma_tryptophan: 49", "bare number 49"),
        ("plasma_tryptophan: 49 kg", "expected umol/L"),
        ("plasma_tryptophan: 4900 umol/L", "expected a value from 5 to 300"),
        ("plasma_tryptophane: 49 umol/L", "did you mean 'plasma_tryptophan'"),
        ("plasma_tryptophan: []", "list of values is empty"),
        ("plasma_tryptophan: {date: 2026-10-02}", "no value"),
        ("plasma_tryptophan: {value: 49 umol/L, colour: red}", "unknown key 'colour'"),
        ("stool_form: 9", "expected a value from 1 to 7"),
        ("stool_form: true", "found True"),
    ],
)
def test_what_is_refused(tmp_path, text, said):
    with pytest.raises(PersonError, match=said) as caught:
        read_person(write(tmp_path, text))
    assert "me.yaml, labs" in str(caught.value)


def test_labs_that_are_no_mapping(tmp_path):
    path = tmp_path / "me.yaml"
    path.write_text("labs: 12\n", encoding="utf-8")
    with pytest.raises(PersonError, match="expected names of measurements"):
        read_person(path)


def test_nothing_measured():
    assert Person().labs == {}


def test_every_example_is_read_back():
    for spec in lab_specs().values():
        given = float(spec.example) if spec.unit == "dimensionless" else spec.example
        assert spec.low <= spec.read(given) <= spec.high
