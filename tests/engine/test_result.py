"""What a run gives back: labels, units, tables."""

from __future__ import annotations

import numpy as np
import pytest

from enterotone.engine import Status, simulate
from enterotone.errors import UnknownIdError


@pytest.fixture
def run(elimination):
    return simulate(elimination, {"k": [0.0, 0.5, np.nan]}, [0.0, 2.0], ["drug", "clearance"])


def test_labelled_array(run):
    data = run.data
    assert data.dims == ("member", "time", "observable")
    assert data.sel(observable="drug").unit.item() == "umol/L"
    assert data["unit"].values.tolist() == ["umol/L", "umol/h"]
    assert data["time"].attrs["units"] == "h"
    assert data.sel(member=0, time=2.0, observable="drug").item() == 2.0
    assert run.status.dims == ("member",)
    assert run.status.values.tolist() == [Status.OK, Status.OK, Status.BAD_PARAMETERS]


def test_long_table(run):
    frame = run.to_frame()
    assert list(frame.columns) == ["member", "time_h", "observable", "value", "unit"]
    assert len(frame) == 3 * 2 * 2
    row = frame[(frame.member == 1) & (frame.time_h == 2.0) & (frame.observable == "drug")]
    assert row["value"].item() == run["drug"][1, 1]
    assert row["unit"].item() == "umol/L"


def test_printed_table(run):
    lines = str(run).splitlines()
    assert lines[0] == "3 members (2 ok), 2 times from 0 to 2 h"
    assert lines[1].split()[:2] == ["observable", "unit"]
    assert lines[2].split()[:4] == ["drug", "umol/L", "2", f"{(2 + 2 * np.exp(-1)) / 2:.4g}"]
    assert lines[-1] == "1 failed; see .failed"


def test_failed_members_come_with_advice(run):
    failed = run.failed
    assert failed["member"].tolist() == [2]
    assert failed["status"].tolist() == ["bad parameters"]
    assert "Correct the row" in failed["advice"].item()


def test_an_observable_that_was_not_asked_for(run):
    with pytest.raises(UnknownIdError, match="Nearest: drug"):
        run["drugs"]


def test_every_failure_has_advice():
    assert all(status.is_ok or len(status.advice) > 40 for status in Status)
    assert Status.OK.advice == ""
    assert str(Status.BUDGET) == "step budget exceeded"
