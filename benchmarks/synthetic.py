"""Synthetic gut-brain models of 47 and 148 states: meals, bowel, colon ecology, hormones, neurones, transmitters.

They have the structure of a whole-body model and its spread of time scales (seconds to months), but no biology to be
believed: they exist to be timed. `gut_brain` gives the two that the measurements of the design refer to as the models
of 50 and 150 states; `chain` gives a row of saturable steps of any length, for measurements over size.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from gut_brain import GutBrain
from network import Network
from numpy.typing import NDArray

from enterotone.model.schedule import Dose, Schedule

__all__ = ["Synthetic", "chain", "gut_brain"]

_DOSES = {"carb": 8.0, "fat": 3.0, "prot": 4.0, "fib": 3.0}
_MEALS = {7.1: 0.8, 12.6: 1.0, 19.2: 1.3}  # clock [h] -> share of the dose
_SPREAD = 0.25  # log-normal, between people


@dataclass(frozen=True)
class Synthetic:
    """A synthetic model.

    Parameters
    ----------
    sbml : the document.
    personal : constants that differ between people, with the first person's values.
    schedule : three meals a day.
    """

    sbml: str
    personal: dict[str, float]
    schedule: Schedule

    def people(self, count: int) -> dict[str, NDArray[np.float64]]:
        """Constants of each person by SId, shape (count,); person i is the same whatever the count."""
        draws = np.random.default_rng(0).standard_normal((count, len(self.personal)))
        factors = np.exp(_SPREAD * draws)
        factors[0] = 1.0
        return {sid: value * factors[:, column] for column, (sid, value) in enumerate(self.personal.items())}


def chain(length: int) -> Synthetic:
    """Give a row of saturable steps with rates spread over four decades; a dose enters the first."""
    network = Network(length)
    names = [network.pool(f"s{index}", 1.0 / (1 + index)) for index in range(length)]
    for index, name in enumerate(names):
        products = [names[index + 1]] if index + 1 < length else []
        network.react([name], products, network.saturable(name, 10.0 ** (index % 5 - 1), 1.0))
    personal = dict(network.constants)
    network.constants["dose_s"] = 4.0
    doses = [Dose(clock, "s0", f"{share} * dose_s", 24.0) for clock, share in _MEALS.items()]
    return Synthetic(network.sbml(f"chain_{length}"), personal, Schedule(tuple(doses)))


def gut_brain(size: int) -> Synthetic:
    """Give the synthetic model of a nominal size of 50 or 150 states."""
    network = GutBrain(size)
    network.build()
    nutrients = network.nutrients
    pick = [name for name in network.constants if name.startswith("p")]
    for nutrient in nutrients:
        network.constants[f"dose_{nutrient}"] = _DOSES[nutrient]
    chosen = network.random.sample(pick, 60 if network.big else 40) + [f"dose_{nutrient}" for nutrient in nutrients]
    doses = [
        Dose(clock, f"pl_{nutrient}", f"{share} * dose_{nutrient}", 24.0)
        for clock, share in _MEALS.items()
        for nutrient in nutrients
    ]
    personal = {name: network.constants[name] for name in chosen}
    return Synthetic(network.sbml(f"gut_brain_{size}"), personal, Schedule(tuple(doses)))
