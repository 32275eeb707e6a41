"""Zeros of differences that are linear in time: to the last bit, and only where there is one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from enterotone.engine.roots import first_roots


@given(st.floats(0.0, 1e4), st.floats(1e-6, 1e4), st.sampled_from([1.0, -1.0, 3.7, 0.01]))
def test_the_zero_of_a_line_lies_where_the_sign_has_turned(now: float, ahead: float, slope: float) -> None:
    zero = now + ahead

    def line(times: np.ndarray) -> np.ndarray:
        return slope * (times[:, np.newaxis] - zero)

    present = np.array([now])
    found = first_roots(line, present)
    assert found == pytest.approx(zero, rel=1e-12)
    assert line(found) * line(present) <= 0.0


@pytest.mark.parametrize(
    "curve", [np.cosh, lambda times: 3.0 + 0 * times, lambda times: times + 1.0, lambda times: np.nan * times]
)
def test_no_zero_ahead(curve: Callable[[np.ndarray], np.ndarray]) -> None:
    assert first_roots(lambda times: curve(times)[:, np.newaxis], np.array([0.5])) == np.inf


def test_the_first_of_several_for_each_member() -> None:
    zeros, now = np.array([1.0, 5.0, 9.0]), np.array([0.0, 1.0, 2.0, 9.0])
    found = first_roots(lambda times: times[:, np.newaxis] - zeros, now)
    np.testing.assert_array_equal(found, [1.0, 5.0, 5.0, np.inf])
