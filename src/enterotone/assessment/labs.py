"""Let a person's measurements weigh the individuals, and say what they did.

Each individual's simulated day gives what the laboratory would have found. Measurements that hardly any individual
could produce stop the run: either the value, its unit or its specimen is not what it seems, or the model does not fit
this person; a number would hide that. Otherwise individuals are taken as often as they weigh.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.result import LabUse
from enterotone.assessment.statistics import interval
from enterotone.assessment.weights import Observation, log_likelihood, resampled, tail_probability, weigh
from enterotone.errors import SimulationError
from enterotone.evidence.rows import read_rows
from enterotone.population.labs import LabSpec, lab_specs
from enterotone.units import factor_to

__all__ = ["Weighed", "most_batches", "weigh_by_labs"]

Floats = NDArray[np.float64]

#: Distinguishes these draws from the other draws of one seed.
_STREAM = 77


@lru_cache(maxsize=1)
def _rules() -> dict[str, float]:
    return {row["key"]: float(row["value"]) for _, row in read_rows(files("enterotone.assessment") / "weighing.tsv")}


def most_batches() -> int:
    """How many times the individuals asked for are drawn at most."""
    return int(_rules()["most_batches"])


@dataclass(frozen=True)
class Weighed:
    """Individuals after weighing.

    Parameters
    ----------
    places : of the individuals that count, as often as they weigh, shape (n_used,).
    labs : what each measurement said and did.
    effective : effective number of individuals.
    power : put on the likelihoods; 1 unless tempered.
    warnings : measurements to look at again.
    weights : of the individuals that came through, sum 1, shape (n_came_through,).
    """

    places: NDArray[np.intp]
    labs: tuple[LabUse, ...]
    effective: float
    power: float
    warnings: tuple[str, ...]
    weights: Floats

    @property
    def is_short(self) -> bool:
        """True where the model gives such values well enough and only too few individuals were drawn."""
        return self.power < 1 and all(lab.tail >= _rules()["doubtful"] for lab in self.labs)


def weigh_by_labs(
    measured: Mapping[str, tuple[float, ...]],
    predicted: Mapping[str, Floats],
    used: NDArray[np.intp],
    seed: int,
    n: int | None = None,
) -> Weighed:
    """Weigh individuals by measurements.

    Parameters
    ----------
    measured : id of the measurement -> values in its unit.
    predicted : id -> the individuals' values in canonical units, shape (individual,).
    used : places of individuals that came through.
    seed : of the draws.
    n : individuals by which the least effective number is judged; all that came through by default.

    Raises
    ------
    SimulationError
        If a measurement does not fit any individual.
    """
    if not measured:
        return Weighed(used, (), float(len(used)), 1.0, (), np.full(len(used), 1.0 / len(used)))
    specs = [lab_specs()[name] for name in sorted(measured)]
    seen = [Observation(measured[spec.id], spec.within, spec.shared, spec.is_relative) for spec in specs]
    values = [predicted[spec.id][used] * factor_to(spec.unit) for spec in specs]
    tails = [tail_probability(*pair) for pair in zip(seen, values, strict=True)]
    _check(specs, seen, values, tails)
    weights = weigh(
        log_likelihood(seen, values), max(2.0, _rules()["least_effective"] * min(len(used), n or len(used)))
    )
    rng = np.random.default_rng([seed, _STREAM])
    places = used[resampled(weights.values, len(used), rng)]
    labs = tuple(
        LabUse(
            id=spec.id,
            name=spec.name,
            unit=spec.unit,
            measured=observation.values,
            error=observation.deviation,
            is_relative=spec.is_relative,
            before=interval(value),
            after=interval(predicted[spec.id][places] * factor_to(spec.unit)),
            tail=tail,
            note=spec.note,
        )
        for spec, observation, value, tail in zip(specs, seen, values, tails, strict=True)
    )
    return Weighed(places, labs, weights.effective, weights.power, _warnings(labs, weights.power), weights.values)


def _check(specs: list[LabSpec], seen: list[Observation], values: list[Floats], tails: list[float]) -> None:
    for spec, observation, value, tail in zip(specs, seen, values, tails, strict=True):
        if tail < _rules()["misfit"]:
            span = interval(value)
            found = ", ".join(f"{number:g}" for number in observation.values)
            raise SimulationError(
                f"{spec.name}: measured {found} {spec.unit}, but the individuals have {span.low:.3g} to "
                f"{span.high:.3g} (central 90 %), and with the error of the assay hardly any could give this value "
                f"(probability {tail:.1g}). The measurement and the model do not fit together. Check value, unit and "
                f"specimen ({spec.note}); or leave it out of the person file."
            )


def _warnings(labs: tuple[LabUse, ...], power: float) -> tuple[str, ...]:
    found = [
        f"{lab.name}: few individuals come near the measured value (probability {lab.tail:.2g}); look at it again."
        for lab in labs
        if lab.tail < _rules()["doubtful"]
    ]
    if power < 1:
        found.append(
            f"The measurements agree with few individuals only, so they count with {100 * power:.0f} % of their "
            "weight; more individuals would let them count in full."
        )
    return tuple(found)
