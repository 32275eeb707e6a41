"""Finding when something changes: to the last bit, and only where it does."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterotone.engine.roots import first_change, linear_root


@given(st.floats(0.001, 0.999))
def test_the_first_number_with_another_answer(threshold: float) -> None:
    found = first_change(lambda time: time >= threshold, 0.0, 1.0)
    assert found == threshold
    assert first_change(lambda time: time > threshold, 0.0, 1.0) == math.nextafter(threshold, 2.0)


@given(st.floats(0.0, 1e4), st.floats(1e-6, 1e4), st.sampled_from([1.0, -1.0, 3.7, 0.01]))
def test_the_zero_of_a_line_lies_where_the_sign_has_turned(now: float, ahead: float, slope: float) -> None:
    zero = now + ahead

    def line(time: float) -> float:
        return slope * (time - zero)

    found = linear_root(line, now)
    assert found == pytest.approx(zero, rel=1e-12)
    assert line(found) * line(now) <= 0.0


@pytest.mark.parametrize("curve", [math.cosh, lambda time: 3.0, lambda time: time + 1.0, lambda time: math.nan])
def test_no_zero_ahead(curve: object) -> None:
    assert linear_root(curve, 0.5) is None  # type: ignore[arg-type]
