"""Tolerances and budgets of a run."""

from __future__ import annotations

from dataclasses import dataclass

from enterotone.errors import DesignError

__all__ = ["Settings"]


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
    method : ``lsoda``, SciPy's solver, one member at a time, for any document; ``rodas5p``, compiled code over lanes of
        members, an order of magnitude faster, for smooth models without events (Enterotone's own). A model with events
        or jumping rates is run by ``lsoda`` all the same.

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
    method: str = "lsoda"

    def __post_init__(self) -> None:
        for name in ("rtol", "atol", "max_steps", "steady_tol", "steady_rtol", "steady_horizon_h"):
            value = getattr(self, name)
            if not value > 0:
                raise DesignError(f"Settings: {name} is {value}; it must be above 0.")
        if self.method not in {"rodas5p", "lsoda"}:
            raise DesignError(f"Settings: method is '{self.method}'; it must be 'rodas5p' or 'lsoda'.")
        if self.rtol >= 1:
            raise DesignError(f"Settings: rtol is {self.rtol}; it must be below 1, e.g. 1e-6.")
