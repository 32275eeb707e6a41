"""Damped Newton iteration to a steady state, on the states that steer.

The size of a Newton step, relative to the state, is the distance to the steady state in that state's own
measure; it is the residual that is reported and judged. Steps are shortened until a simplified step at the new
point is shorter (the natural monotonicity test), and so that no species falls below zero.

Where the reactions conserve a total, the Jacobian is singular. The conserved combinations ``L`` (orthonormal
rows, ``L N = 0``) are added as ``J + s L'L``: the step then leaves every total as it is.

References
----------
Deuflhard 2011, doi:10.1007/978-3-642-23899-4, section 3.3.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import null_space
from scipy.linalg.lapack import dgetrf, dgetrs

from enterotone.engine.compile import System
from enterotone.engine.settings import Settings
from enterotone.engine.solver import Member

__all__ = ["Newton", "conserved_totals"]

Floats = NDArray[np.float64]

_MAX_ITERATIONS = 40
_SMALLEST_DAMPING = 1e-3
#: A step that would cross zero ends this share of the way to it.
_TO_ZERO = 0.9
#: Where no step makes the residual smaller, rounding is the reason if it is within this factor of the tolerance.
_ROUNDING = 100.0
#: Share of itself by which a state may move without question.
_NEAR = 0.5
#: An eigenvalue with a real part above this share of the largest one grows; below, it may be rounding.
_GROWTH_SHARE = 1e-10


@lru_cache(maxsize=8)
def conserved_totals(system: System) -> Floats:
    """Find the combinations of states that the model conserves.

    Parameters
    ----------
    system : compiled model.

    Returns
    -------
    ndarray, shape (total, state without sinks)
        Orthonormal rows; zero rows when nothing is conserved.
    """
    model = system.model
    row = {sid: i for i, sid in enumerate(s for s, k in zip(system.state_ids, system.is_sink, strict=True) if not k)}
    columns = [part.stoichiometry for part in model.reactions.values()]
    columns += [{sid: 1.0} for sid in model.rates]
    matrix = np.zeros((len(row), len(columns)))
    for column, coefficients in enumerate(columns):
        for sid, n in coefficients.items():
            if sid in row:
                matrix[row[sid], column] = n
    return np.ascontiguousarray(null_space(matrix.T).T)


@dataclass(frozen=True)
class _Point:
    """A linearised point: factors of the Jacobian and the full Newton step."""

    lu: Any
    step: Floats


class Newton:
    """Newton's method for one member.

    Parameters
    ----------
    member : the system with its numbers.
    totals : rows of `conserved_totals`.
    settings : tolerances.
    """

    def __init__(self, member: Member, totals: Floats, settings: Settings) -> None:
        self._member = member
        self._moving = np.flatnonzero(~member.system.is_sink)
        self._is_species = member.system.is_species[self._moving]
        self._totals = totals.T @ totals
        # A state smaller than this is judged by its absolute error.
        self._floor = settings.atol / settings.steady_tol
        self._settings = settings

    def residual(self, step: Floats, y: Floats) -> float:
        """Largest relative size of a step."""
        return float(np.max(np.abs(step) / (np.abs(y) + self._floor), initial=0.0))

    def drift(self, states: Floats) -> float:
        """Largest relative rate of change [per time]; infinite where rates have no value."""
        rates = self._rates(states)
        return float("inf") if rates is None else self.residual(rates, states[self._moving])

    def is_near(self, found: Floats, states: Floats) -> bool:
        """Say whether a steady state is where the path from `states` leads, as far as that can be told.

        A state may be a long way from its end only when it is shrinking towards it already; growth from
        little to much is left to the integration, because it is there that paths part.
        """
        rates = self._rates(states)
        if rates is None:
            return False
        y = states[self._moving]
        change = found[self._moving] - y
        is_far = np.abs(change) > _NEAR * (np.abs(y) + self._floor)
        return not (is_far & ~((change < 0) & (rates < 0))).any()

    def solve(self, states: Floats) -> tuple[Floats, float] | None:
        """Iterate from `states`; give states and residual, or None when it does not converge.

        Parameters
        ----------
        states : shape (state,); sinks are left as they are.
        """
        full = states.copy()
        y = full[self._moving]
        y[self._is_species] = np.maximum(y[self._is_species], 0.0)
        for _ in range(_MAX_ITERATIONS):
            full[self._moving] = y
            point = self._linearise(full)
            if point is None:
                return None
            residual = self.residual(point.step, y)
            if residual <= self._settings.steady_tol:
                return full, residual
            moved = self._damped(full.copy(), y, point, residual)
            if moved is None:
                is_rounding = residual <= _ROUNDING * self._settings.steady_tol
                return (full, residual) if is_rounding else None
            y = moved
        return None

    def is_stable(self, states: Floats) -> bool:
        """Say whether small deviations die out (or, for a conserved total, stay as they are)."""
        eigenvalues = np.linalg.eigvals(self._jacobian(states))
        largest = float(np.abs(eigenvalues).max(initial=0.0))
        return bool(eigenvalues.real.max(initial=-np.inf) <= _GROWTH_SHARE * largest)

    def _rates(self, states: Floats) -> Floats | None:
        try:
            rates: Floats = self._member.rhs(0.0, states)[self._moving]
        except ArithmeticError:
            return None
        return rates

    def _jacobian(self, states: Floats) -> Floats:
        full = self._member.jacobian_transposed(0.0, states).T
        return np.ascontiguousarray(full[np.ix_(self._moving, self._moving)])

    def _linearise(self, states: Floats) -> _Point | None:
        rates = self._rates(states)
        if rates is None:
            return None
        matrix = self._jacobian(states)
        if self._totals.any():
            matrix += np.median(np.abs(np.diag(matrix))) * self._totals
        # LAPACK itself: the checks around it cost more than the work on matrices of this size.
        lu, pivots, singular = dgetrf(matrix, overwrite_a=True)
        if singular:
            return None
        step = -dgetrs(lu, pivots, rates)[0]
        return _Point((lu, pivots), step) if np.isfinite(step).all() else None

    def _damped(self, full: Floats, y: Floats, point: _Point, residual: float) -> Floats | None:
        damping = self._longest(y, point.step)
        while damping >= _SMALLEST_DAMPING:
            tried = y + damping * point.step
            tried[self._is_species] = np.maximum(tried[self._is_species], 0.0)
            full[self._moving] = tried
            rates = self._rates(full)
            if rates is not None:
                simplified = -dgetrs(*point.lu, rates)[0]
                if self.residual(simplified, y) <= (1 - damping / 4) * residual:
                    return tried
            damping /= 2
        return None

    def _longest(self, y: Floats, step: Floats) -> float:
        """Longest part of a step that keeps species at zero or above; states at zero are held there."""
        shrinking = self._is_species & (step < 0) & (y > self._settings.atol)
        if not shrinking.any():
            return 1.0
        to_zero = float(np.min(y[shrinking] / -step[shrinking]))
        return 1.0 if to_zero >= 1.0 else _TO_ZERO * to_zero
