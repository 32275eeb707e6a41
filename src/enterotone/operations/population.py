"""Draw a virtual population: plausible individuals, their numbers as CSV, and how their resting values compare."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.readout import readout_specs
from enterotone.engine import observe
from enterotone.errors import DesignError
from enterotone.organs import load_model
from enterotone.population.baseline import EVEN, compiled_model
from enterotone.population.people import draw_person
from enterotone.population.person import Person, read_person
from enterotone.population.table import write_members
from enterotone.population.village import Village, draw_village
from enterotone.units import factor_to

__all__ = ["Population", "PopulationRequest", "draw_population", "write_population"]

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class PopulationRequest:
    """What to draw.

    Parameters
    ----------
    n : individuals wanted.
    seed : of the draws.
    person : person file whose diet, age, sex, weight and height all individuals share; people of all ages and
        weights on the usual diet when None.
    """

    n: int = 1000
    seed: int = 20260101
    person: Path | Person | None = None


@dataclass(frozen=True)
class Population:
    """Individuals, and a summary.

    Parameters
    ----------
    village : the individuals and how many draws it took.
    people : age, sex, weight and height of each.
    summary : one dict a readout: id, name, unit, median, low and high (5 and 95 %), human_low and human_high (None
        where none is known), share_inside, source.
    """

    village: Village
    people: tuple[Person, ...]
    summary: tuple[dict[str, Any], ...]

    @property
    def share_plausible(self) -> float:
        """Share of the draws that a body could have."""
        return len(self.people) / self.village.n_draws


def draw_population(request: PopulationRequest, progress: Progress | None = None) -> Population:
    """Draw individuals whose resting values exist in people.

    Parameters
    ----------
    request : what to draw.
    progress : called with a step, done and all.

    Raises
    ------
    PersonError
        If the person file cannot be used.
    SimulationError
        If too few draws are plausible.
    """
    rows = load_model().parameters
    given = read_person(request.person) if isinstance(request.person, Path) else request.person
    like = given or Person()

    def person_of(index: int) -> Person:
        return draw_person(index, request.seed, like) if given is None else given

    system = compiled_model()
    village = draw_village(
        system, rows, like, request.n, request.seed, workers=1, progress=progress, person_of=person_of
    )
    people = tuple(person_of(index) for index in village.indices.tolist())
    return Population(village, people, _summary(village))


def _summary(village: Village) -> tuple[dict[str, Any], ...]:
    specs = readout_specs()
    observables = list(dict.fromkeys(spec.observable for spec in specs))
    values = observe(compiled_model(), village.states, observables, {**village.members, **EVEN})
    rows = []
    for spec in specs:
        column: NDArray[np.float64] = values[:, observables.index(spec.observable)] * factor_to(spec.unit)
        low, median, high = (float(x) for x in np.nanquantile(column, [0.05, 0.5, 0.95]))
        bounds = spec.human_range
        rows.append(
            {
                "id": spec.id,
                "name": spec.name,
                "unit": spec.unit,
                "median": median,
                "low": low,
                "high": high,
                "human_low": bounds[0] if bounds else None,
                "human_high": bounds[1] if bounds else None,
                "share_inside": float(np.mean((column >= bounds[0]) & (column <= bounds[1]))) if bounds else None,
                "source": spec.human_range_source,
            }
        )
    return tuple(rows)


def write_population(found: Population, path: Path) -> Path:
    """Write the individuals as CSV, see `enterotone.population.table`.

    Parameters
    ----------
    found : what `draw_population` gave.
    path : the file; replaced when it is there.

    Raises
    ------
    DesignError
        If it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_members(
            path, load_model().parameters, found.village.members, found.village.indices.tolist(), found.people
        )
    except OSError as error:
        reason = error.strerror or str(error)
        raise DesignError(f"{path} cannot be written: {reason}. Choose another place with -o.") from error
    return path
