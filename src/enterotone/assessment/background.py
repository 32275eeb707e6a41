"""What of an assessment does not depend on the sample: the individuals, and their twins with an average microbiota.

It follows from the person's age, sex, weight, diet and exposures, the seed and the model, and is kept in the cache, so
that a second sample of the same person takes half the time. It is personal: `enterotone forget` removes it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.crowd import Crowd, crowd
from enterotone.assessment.day import COURSES, Day
from enterotone.assessment.individuals import Twins
from enterotone.assessment.readout import readout_specs
from enterotone.engine import Settings, Workers
from enterotone.microbiome import draw_average
from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model
from enterotone.population.exposure import World
from enterotone.population.keeping import key_of, read_kept, write_kept
from enterotone.population.person import Person
from enterotone.population.village import Village, draw_village

__all__ = ["background", "in_world"]

Arrays = dict[str, NDArray[np.generic]]
Progress = Callable[[str, int, int], None]


def background(
    world: World,
    person: Person,
    n: int,
    seed: int,
    settings: Settings,
    model_hash: str,
    workers: int | Workers | None = None,
    progress: Progress | None = None,
    first: int = 0,
    average_seed: int | None = None,
) -> tuple[Village, Crowd]:
    """Draw the person's individuals and simulate them with an average microbiota, or read both from the cache.

    Parameters
    ----------
    world : the model with the person's exposures.
    person : whose diet, age, sex and weight they share.
    n : individuals.
    seed : of the draws.
    settings : of the solver.
    model_hash : of the document.
    workers, progress : as elsewhere.
    first : number of the first draw that is tried.
    average_seed : of the draws of average microbiotas; `seed` by default.

    Returns
    -------
    tuple
        Individuals in the world with the person's exposures, and their twins with an average microbiota. The day of
        the twins holds the readouts and the courses that are drawn, and nothing else.

    Raises
    ------
    SimulationError
        If too few draws are plausible.
    """
    about = person.model_dump_json(include={"age", "sex", "weight", "height", "diet"})
    key = key_of(model_hash, about, person.exposures(), n, seed, settings, first, average_seed)
    kept = read_kept(key)
    if kept is not None:
        return _unpacked(kept)
    plain = draw_village(compiled_model(), load_model().parameters, person, n, seed, workers, progress, first=first)
    village = in_world(plain, world, person.exposures(), seed)
    formulas = {name: name for name in (*COURSES, *(spec.observable for spec in readout_specs()))}
    draws = draw_average(seed if average_seed is None else average_seed, n)
    label = "Simulating the comparison"
    average = crowd(world.system, village, draws, formulas, settings, label, workers, progress)
    write_kept(key, _packed(village, average))
    return village, average


def in_world(village: Village, world: World, levels: Mapping[str, float], seed: int) -> Village:
    """Carry individuals of the plain model into a world, where they live with exposures.

    Parameters
    ----------
    village : of the plain model.
    world : the model with exposures.
    levels : id -> level in canonical units.
    seed : of the draws.
    """
    if not world.interventions:
        return village
    members = world.members(village.members, village.indices, seed) | world.levels(levels, len(village.states))
    return replace(village, members=members, states=world.states(village.states))


def _packed(village: Village, average: Crowd) -> Arrays:
    found: Arrays = {
        "states": village.states,
        "indices": village.indices,
        "n_draws": np.array(village.n_draws),
        "reasons": np.array(list(village.failures) or [""]),
        "counts": np.array(list(village.failures.values()) or [0]),
        "time_h": average.day.time_h,
        "day_ok": average.day.is_ok,
        "twin_states": average.twins.states,
        "twin_shares": average.twins.shares,
        "twin_guilds": average.twins.guilds,
        "twin_ok": average.twins.is_ok,
        "twin_matched": average.twins.is_matched,
    }
    found |= {f"member {name}": column for name, column in village.members.items()}
    found |= {f"day {name}": values for name, values in average.day.values.items()}
    changed = {
        name: column
        for name, column in average.twins.members.items()
        if not np.array_equal(column, village.members[name])
    }
    return found | {f"twin {name}": column for name, column in changed.items()}


def _unpacked(kept: Mapping[str, NDArray[np.generic]]) -> tuple[Village, Crowd]:
    def named(prefix: str) -> dict[str, NDArray[np.float64]]:
        return {name.removeprefix(prefix): np.asarray(v) for name, v in kept.items() if name.startswith(prefix)}

    members = named("member ")
    failures = {
        str(reason): int(count) for reason, count in zip(kept["reasons"], kept["counts"], strict=True) if reason
    }
    village = Village(members, np.asarray(kept["states"]), np.asarray(kept["indices"]), int(kept["n_draws"]), failures)
    twins = Twins(
        members | named("twin "),
        np.asarray(kept["twin_states"]),
        np.asarray(kept["twin_shares"]),
        np.asarray(kept["twin_guilds"]),
        np.asarray(kept["twin_ok"]),
        np.asarray(kept["twin_matched"]),
    )
    return village, Crowd(twins, Day(np.asarray(kept["time_h"]), named("day "), np.asarray(kept["day_ok"])))
