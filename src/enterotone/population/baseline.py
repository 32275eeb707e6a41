"""Resting baselines: the state to which a person settles under their own diet.

Food comes in evenly (``feeding_continuous = 1``), which makes the model autonomous, so its steady state can
be solved for instead of waited for; slow pools (body protein 40 days, adaptation 30, platelets 6) start settled.
Meals are switched on afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from enterotone.engine import Settings, SteadyStates, System, Workers, compile_system, steady_states
from enterotone.organs import load_model
from enterotone.sbml.write import write_sbml

__all__ = ["EVEN", "MEALS", "compiled_model", "resting_states"]

#: What switches between even feeding and meals.
EVEN = {"feeding_continuous": 1.0}
MEALS = {"feeding_continuous": 0.0}


@lru_cache(maxsize=1)
def compiled_model() -> System:
    """The whole model, compiled from its SBML document."""
    return compile_system(write_sbml(load_model()))


def resting_states(
    members: Mapping[str, NDArray[np.float64]],
    system: System | None = None,
    initial: NDArray[np.float64] | None = None,
    settings: Settings | None = None,
    workers: int | Workers | None = 1,
    progress: Callable[[int, int], None] | None = None,
) -> SteadyStates:
    """Find the resting baseline of each member.

    Parameters
    ----------
    members : parameter -> values in canonical units, shape (n_member,).
    system : compiled model; the whole model by default.
    initial : where to start from, shape (n_member, n_state), or None for the document's start.
    settings : tolerances.
    workers : processes.
    progress : called with done and total.
    """
    system = system or compiled_model()
    count = len(next(iter(members.values())))
    even = {name: np.full(count, value) for name, value in EVEN.items()}
    return steady_states(
        system,
        {**members, **even},
        settings=settings or Settings(),
        initial=initial,
        workers=workers,
        progress=progress,
    )
