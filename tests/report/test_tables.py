"""The JSON holds the contract field by field; the terminal table holds every readout."""

from __future__ import annotations

import json
import math
from dataclasses import fields, replace

import numpy as np
from rich.console import Console

from enterotone.assessment.result import Assessment, Interval
from enterotone.report import assessment_to_dict, readout_table


def shown(assessment: Assessment, width: int = 160) -> str:
    console = Console(width=width)
    with console.capture() as capture:
        console.print(readout_table(assessment))
    return capture.get()


def test_dictionary_has_the_fields_of_the_contract(assessment: Assessment) -> None:
    data = assessment_to_dict(assessment)
    assert set(data) == {f.name for f in fields(Assessment)} - {"individuals"}
    again = json.loads(json.dumps(data, allow_nan=False))
    assert again == data
    assert data["readouts"][0]["person"] == {"median": 52.31, "low": 38.24, "high": 71.3}
    assert data["microbiota"]["profile"]["sample"] == "stool-0042"


def test_individuals_are_left_out(assessment_named) -> None:
    data = assessment_to_dict(assessment_named("s", individuals=object()))
    assert "individuals" not in data


def test_numpy_and_missing_numbers_become_plain(assessment: Assessment) -> None:
    odd = replace(
        assessment,
        n_used=np.int64(3),
        matched=np.float64(0.5),
        readouts=(replace(assessment.readouts[0], person=Interval(math.nan, np.float32(1.0), math.inf)),),
    )
    data = assessment_to_dict(odd)
    json.dumps(data, allow_nan=False)
    assert data["readouts"][0]["person"] == {"median": None, "low": 1.0, "high": None}
    assert (data["n_used"], data["matched"]) == (3, 0.5)
    assert type(data["n_used"]) is int


def test_table_holds_every_readout_with_its_verdict(assessment: Assessment) -> None:
    text = shown(assessment)
    for readout in assessment.readouts:
        assert readout.name.split()[0] in text
    assert text.count("cannot tell") == 9
    assert "µmol/day" in text
    assert "Brain supply" in text


def test_table_does_not_obey_the_sample_name(assessment_named) -> None:
    text = shown(assessment_named("[bold red]x[/bold red]\x1b[31m"))
    assert "[bold red]x[/bold red]" in text
    assert "\x1b[31m" not in text
