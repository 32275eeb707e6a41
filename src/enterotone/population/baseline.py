"""Resting baselines: the state to which a person settles under their own diet.

Food comes in evenly (``feeding_continuous = 1``), which makes the model autonomous, so its steady state can
be solved for instead of waited for; slow pools (body protein 40 days, adaptation 30, platelets 6) start settled.
Meals are then switched on and the periodic day is solved for: the state at midnight that returns to itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from enterotone.engine import Settings, SteadyStates, System, Workers, compile_system, periodic_states, steady_states
from enterotone.organs import load_model
from enterotone.population.diet import meals
from enterotone.sbml.write import write_sbml

__all__ = [
    "EVEN",
    "MEALS",
    "compiled_model",
    "daily_states",
    "model_document",
    "model_hash",
    "placed_states",
    "resting_states",
]

#: What switches between even feeding and meals, for all members.
EVEN = {"feeding_continuous": 1.0}
MEALS = {"feeding_continuous": 0.0}


@lru_cache(maxsize=1)
def model_document() -> str:
    """The whole model as an SBML document."""
    return write_sbml(load_model())


@lru_cache(maxsize=1)
def model_hash() -> str:
    """SHA-256 of the whole model's SBML document."""
    return hashlib.sha256(model_document().encode()).hexdigest()


@lru_cache(maxsize=1)
def compiled_model() -> System:
    """The whole model, compiled from its SBML document."""
    return compile_system(model_document())


def placed_states(states: NDArray[np.float64], state_ids: Sequence[str], system: System) -> NDArray[np.float64]:
    """Carry states of one model into one that holds more; what is new is 0.

    Parameters
    ----------
    states : shape (n_member, n_state).
    state_ids : their names.
    system : where they go; it has all of these names.
    """
    place = system.state_index
    found = np.zeros((len(states), system.n_states))
    found[:, [place[sid] for sid in state_ids]] = states
    return found


def resting_states(
    members: Mapping[str, NDArray[np.float64]],
    system: System | None = None,
    initial: NDArray[np.float64] | None = None,
    settings: Settings | None = None,
    workers: int | Workers | None = 1,
    progress: Callable[[int, int], None] | None = None,
    is_near: bool = False,
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
    is_near : True where `initial` are resting states of nearly the same members; see `steady_states`.
    """
    return steady_states(
        system or compiled_model(),
        {**members, **EVEN},
        settings=settings or Settings(),
        initial=initial,
        workers=workers,
        progress=progress,
        is_near=is_near,
    )


def daily_states(
    members: Mapping[str, NDArray[np.float64]],
    resting: NDArray[np.float64],
    system: System | None = None,
    settings: Settings | None = None,
    workers: int | Workers | None = 1,
    progress: Callable[[int, int], None] | None = None,
) -> SteadyStates:
    """Find the periodic day of each member: the state at midnight that three meals bring back to itself.

    Parameters
    ----------
    members : parameter -> values in canonical units, shape (n_member,).
    resting : resting states under even feeding, shape (n_member, n_state).
    system : compiled model; the whole model by default.
    settings : tolerances.
    workers : processes.
    progress : called with done and total.
    """
    return periodic_states(
        system or compiled_model(),
        {**members, **MEALS},
        meals(),
        period_h=24.0,
        initial=resting,
        settings=settings,
        workers=workers,
        progress=progress,
    )
