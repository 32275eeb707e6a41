"""A village: drawn individuals that a body could be, each with its resting state.

Draws go on until enough of them have resting values that exist in people; how many were tried, and why the others
fell away, is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.engine import System, Workers, observe
from enterotone.errors import SimulationError
from enterotone.evidence.table import Parameter
from enterotone.population.baseline import EVEN, resting_states
from enterotone.population.person import Person
from enterotone.population.plausibility import rules, screen
from enterotone.population.sampling import draw_members
from enterotone.population.shares import in_slices

__all__ = ["MOST_DRAWS", "Village", "draw_village"]

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

#: Draws tried at most, in multiples of the individuals wanted.
MOST_DRAWS = 12


@dataclass(frozen=True)
class Village:
    """Plausible draws of physiology.

    Parameters
    ----------
    members : parameter -> values in canonical units, shape (n_member,).
    states : resting states with the tables' microbiota, shape (n_member, n_state).
    indices : number of the draw that each individual is, shape (n_member,).
    n_draws : draws that were tried.
    failures : reason -> draws that failed for it; a draw may fail for several.
    """

    members: dict[str, Floats]
    states: Floats
    indices: NDArray[np.int64]
    n_draws: int
    failures: dict[str, int]


def draw_village(
    system: System,
    rows: Mapping[str, Parameter],
    person: Person,
    n: int,
    seed: int,
    workers: int | Workers | None = None,
    progress: Progress | None = None,
    person_of: Callable[[int], Person] | None = None,
    first: int = 0,
) -> Village:
    """Draw individuals until `n` have resting values that exist in people.

    Parameters
    ----------
    system : the compiled model.
    rows : its parameters.
    person : whose diet, weight, sex and age they share.
    n : individuals wanted.
    seed : of the draws.
    workers : processes; None counts as one.
    progress : as elsewhere.
    person_of : gives individual i a person of its own, in the place of `person`.
    first : number of the first draw that is tried.

    Raises
    ------
    SimulationError
        If `MOST_DRAWS` times as many draws do not give enough; says which rule fails most.
    """
    observables = [rule.observable for rule in rules()]
    kept: list[dict[str, Floats]] = []
    states: list[Floats] = []
    indices: list[NDArray[np.int64]] = []
    failures: dict[str, int] = {}
    found = tried = 0
    while found < n and tried < MOST_DRAWS * n:
        drawn = _draw(rows, person, range(first + tried, first + tried + n), seed, person_of)
        parts = in_slices(_Rest(system, drawn, tuple(observables)), n, workers)
        rest, values = (np.concatenate(part) for part in zip(*parts, strict=True))
        passed, failed = screen(dict(zip(observables, values.T, strict=True)))
        for reason, count in failed.items():
            failures[reason] = failures.get(reason, 0) + count
        take = np.flatnonzero(passed)[: n - found]
        indices.append(first + tried + take)
        # Draws behind the last one that was taken were not needed and are not counted.
        tried += int(take[-1]) + 1 if found + len(take) == n else n
        found += len(take)
        kept.append({name: column[take] for name, column in drawn.items()})
        states.append(rest[take])
        if progress:
            progress("Drawing plausible individuals", found, n)
    if found < n:
        worst = max(failures, key=lambda reason: failures[reason])
        raise SimulationError(
            f"Only {found} of {tried} draws have resting values that exist in people; {n} are needed. Most failed at "
            f"{worst}. Check the diet in the person file, or ask for fewer individuals."
        )
    members = {name: np.concatenate([part[name] for part in kept]) for name in kept[0]}
    return Village(members, np.concatenate(states), np.concatenate(indices), tried, failures)


@dataclass(frozen=True)
class _Rest:
    """Brings drawn individuals to rest and reads the rules' observables, NaN where it failed."""

    system: System
    drawn: Mapping[str, Floats]
    observables: tuple[str, ...]

    def __call__(self, part: slice) -> tuple[Floats, Floats]:
        members = {name: column[part] for name, column in self.drawn.items()}
        rest = resting_states(members, self.system, workers=1)
        values = observe(self.system, rest.values, self.observables, {**members, **EVEN})
        values[~rest.is_ok] = np.nan
        return rest.values, values


def _draw(
    rows: Mapping[str, Parameter],
    person: Person,
    indices: range,
    seed: int,
    person_of: Callable[[int], Person] | None,
) -> dict[str, Floats]:
    if person_of is None:
        return draw_members(rows, person, indices, seed)
    each = [draw_members(rows, person_of(index), [index], seed) for index in indices]
    return {name: np.concatenate([one[name] for one in each]) for name in each[0]}
