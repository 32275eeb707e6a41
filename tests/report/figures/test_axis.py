"""Axes show all values, with ticks inside."""

from __future__ import annotations

import math

import pytest

from enterotone.report.figures.axis import Axis, axis_for, share_axis


@pytest.mark.parametrize(
    "values",
    [[1.0, 2.0], [38.0, 71.0, 90.0], [-3.0, 4.0], [0.02, 3.9], [5.0, 5.0], [0.0, 0.0], [1e-7, 2e-7], [math.nan], []],
)
def test_values_and_ticks_lie_inside(values: list[float]) -> None:
    axis = axis_for(values)
    assert axis.low < axis.high
    assert all(axis.low <= tick <= axis.high for tick in axis.ticks)
    assert all(axis.low <= value <= axis.high for value in values if math.isfinite(value))
    assert len(axis.ticks) >= 2


def test_places_grow_with_values_and_stay_inside() -> None:
    axis = axis_for([10.0, 20.0])
    assert axis.at(10) < axis.at(15) < axis.at(20)
    assert (axis.at(-100), axis.at(100)) == (0.0, 1.0)


def test_wide_positive_values_get_a_logarithmic_axis() -> None:
    axis = axis_for([0.02, 4.0])
    assert axis.scale == "log"
    assert axis.at(0.0) == 0.0
    assert axis.at(0.2) - axis.at(0.02) == pytest.approx(axis.at(2.0) - axis.at(0.2))


def test_zero_is_shown_when_asked() -> None:
    assert axis_for([0.1, 1.0], zero=True).low == 0.0
    assert axis_for([-1.0, 1.0], zero=True).low < 0


def test_shares_get_a_root_axis_from_zero() -> None:
    axis = share_axis([0.25, 0.6])
    assert (axis.low, axis.scale, axis.ticks[0]) == (0.0, "square root", 0.0)
    assert axis.at(0.16) == pytest.approx(2 * axis.at(0.04))
    assert share_axis([]).high == 1.0
    assert share_axis([0.0]).high == 0.01


def test_linear_place_is_a_proportion() -> None:
    assert Axis(0.0, 4.0, ()).at(1.0) == 0.25
