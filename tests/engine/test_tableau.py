"""The coefficients of Rodas5P fulfil what a method of order 5 must fulfil."""

from __future__ import annotations

import numpy as np
import pytest

from enterotone.engine.tableau import DENSE, GAMMA, STAGES, A, C


def solve(rate, slope, y: float, steps: int, end: float = 1.0) -> tuple[float, float]:
    """Integrate one equation in plain Python; gives the end and the largest error estimate."""
    h, worst = end / steps, 0.0
    for _ in range(steps):
        w, u, at = 1 / (h * GAMMA) - slope(y), [], y
        for i in range(STAGES):
            at = y + sum(a * k for a, k in zip(A[i], u, strict=True)) if i < len(A) else at + u[-1]
            u.append((rate(at) + sum(c * k for c, k in zip(C[i], u, strict=True)) / h) / w)
        worst, y = max(worst, abs(u[-1])), at + u[-1]
    return y, worst


@pytest.mark.parametrize(
    ("rate", "slope", "start", "exact"),
    [
        (lambda y: -y, lambda y: -1.0, 1.0, np.exp(-1.0)),
        (lambda y: -y * y, lambda y: -2 * y, 1.0, 0.5),
        (lambda y: y * (1 - y), lambda y: 1 - 2 * y, 0.1, 0.1 * np.e / (1 + 0.1 * (np.e - 1))),
    ],
)
def test_error_falls_with_the_fifth_power_of_the_step(rate, slope, start, exact):
    errors = [abs(solve(rate, slope, start, steps)[0] - exact) for steps in (16, 32)]
    assert np.log2(errors[0] / errors[1]) > 4.5


def test_error_estimate_falls_with_the_fifth_power_of_the_step():
    estimates = [solve(lambda y: -y * y, lambda y: -2 * y, 1.0, steps)[1] for steps in (8, 16)]
    assert np.log2(estimates[0] / estimates[1]) > 4.0


def test_a_very_stiff_step_lands_on_the_steady_state():
    assert abs(solve(lambda y: -1e12 * (y - 2.0), lambda y: -1e12, 5.0, 1)[0] - 2.0) < 1e-9


def test_shape():
    assert [len(row) for row in C] == list(range(STAGES))
    assert all(len(row) == STAGES for row in DENSE)
