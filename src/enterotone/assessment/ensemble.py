"""The individuals behind an assessment, as arrays: enough to run them again, weigh them again and compare them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Ensemble"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Ensemble:
    """Individuals that came through, each once.

    Parameters
    ----------
    indices : number of the draw of each, shape (n,).
    members : parameter -> values in canonical units, fitness of guilds and levels of exposures set, shape (n,).
    state_ids : names along the state axis.
    states : resting states with the person's own microbiota [umol], shape (n, n_state).
    weights : sum 1, shape (n,); equal without measurements.
    places : of the individuals that count, as often as they weigh, shape (n_used,).
    readouts, reference : readout -> values in canonical units with the person's own and with an average microbiota,
        shape (n,).
    labs : measurement that the model has a reading for -> what each individual would show, in canonical units, shape
        (n,).
    exposures : medicines and habits the individuals live with: id -> level in canonical units.
    seed : of all draws.
    """

    indices: NDArray[np.int64]
    members: Mapping[str, Floats]
    state_ids: tuple[str, ...]
    states: Floats
    weights: Floats
    places: NDArray[np.intp]
    readouts: Mapping[str, Floats]
    reference: Mapping[str, Floats]
    labs: Mapping[str, Floats]
    exposures: Mapping[str, float]
    seed: int

    def __len__(self) -> int:
        return len(self.indices)

    @property
    def parameters(self) -> dict[str, Floats]:
        """Parameters of the individuals that count, as often as they weigh, shape (n_used,)."""
        return {name: column[self.places] for name, column in self.members.items()}
