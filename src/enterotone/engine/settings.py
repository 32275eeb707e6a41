"""Tolerances and budgets of a run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from enterotone.errors import DesignError

__all__ = ["Settings"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Settings:
    """How exactly to solve, and when to give up.

    Parameters
    ----------
    rtol : relative tolerance of each step.
    atol : absolute tolerance [umol for species, own unit for other states].
    max_steps : solver steps one member may take over the whole run.
    allow_negative : True for models whose species may be negative; otherwise such a member fails.
    steady_tol : largest relative distance of a state from its steady value that is accepted; a hundred times as
        much where rounding allows no better.
    steady_rtol : relative tolerance of the integration that approaches a steady state; Newton does the rest.
    steady_horizon_h : longest time that is integrated in search of a steady state [h].
    method : ``rodas5p``, compiled code over lanes of members, for any document; or ``lsoda``, SciPy's solver, one
        member at a time, as a second opinion on models without events.

    Raises
    ------
    DesignError
        If a tolerance or budget is not positive.
    """

    rtol: float = 1e-6
    atol: float = 1e-9
    max_steps: int = 500_000
    allow_negative: bool = False
    steady_tol: float = 1e-8
    steady_rtol: float = 1e-4
    steady_horizon_h: float = 1e5
    method: str = "rodas5p"

    def __post_init__(self) -> None:
        for name in ("rtol", "atol", "max_steps", "steady_tol", "steady_rtol", "steady_horizon_h"):
            value = getattr(self, name)
            if not value > 0:
                raise DesignError(f"Settings: {name} is {value}; it must be above 0.")
        if self.method not in {"rodas5p", "lsoda"}:
            raise DesignError(f"Settings: method is '{self.method}'; it must be 'rodas5p' or 'lsoda'.")
        if self.rtol >= 1:
            raise DesignError(f"Settings: rtol is {self.rtol}; it must be below 1, e.g. 1e-6.")

    def tolerances(self, n: int, given: Mapping[str, ArrayLike] | None = None) -> tuple[Floats, Floats]:
        """Relative and absolute tolerance of each member, shape (member,) each.

        Parameters
        ----------
        n : number of members.
        given : ``rtol`` or ``atol`` or both, shape (member,), instead of what is set for all.

        Raises
        ------
        DesignError
            If tolerances are given for another number of members, are not positive, or have another name.
        """
        found = {"rtol": np.full(n, self.rtol), "atol": np.full(n, self.atol)}
        for name, values in (given or {}).items():
            if name not in found:
                raise DesignError(f"tolerances: there is no '{name}'; give 'rtol' or 'atol'.")
            array = np.array(values, dtype=np.float64)
            if array.shape != (n,):
                raise DesignError(f"tolerances: {name} has shape {array.shape}; expected ({n},), one for each member.")
            if not ((array > 0) & (array < (1 if name == "rtol" else np.inf))).all():
                raise DesignError(f"tolerances: {name} must be above 0 for every member, and rtol below 1.")
            found[name] = array
        return found["rtol"], found["atol"]
