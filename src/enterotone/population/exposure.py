"""What individuals live with: medicines, habits and foods as exposures that last, attached to the model.

A medicine is taken every day for long; its mean over the day is what slow pools see. So its daily dose runs into its
depot evenly, at a constant ``level_<id>``, and the resting state and the day are those of somebody who takes it. What
has a level already keeps it. At a level of 0 the model is the one without the exposure, so that one model serves the
same individuals with and without.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from enterotone.engine import System, compile_system
from enterotone.evidence.table import EvidenceTable, Parameter
from enterotone.interventions import intervention
from enterotone.interventions.attach import attach
from enterotone.interventions.intervention import Intervention
from enterotone.model.component import Reaction
from enterotone.model.compose import Model
from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model, model_document, placed_states
from enterotone.population.person import Person
from enterotone.population.sampling import draw_members, stream_of
from enterotone.sbml.write import write_sbml

__all__ = ["World", "as_lasting", "carried", "world_of", "world_with"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class World:
    """A model that can hold exposures.

    Parameters
    ----------
    model, document, system : composed, as SBML, and compiled.
    renamed : constant of an organ -> its name once something acts on it.
    interventions : what is attached, by id.
    """

    model: Model
    document: str
    system: System
    renamed: Mapping[str, str]
    interventions: Mapping[str, Intervention]

    def members(self, members: Mapping[str, Floats], indices: NDArray[np.int64], seed: int) -> dict[str, Floats]:
        """Individuals of the plain model, with every exposure at 0.

        Parameters
        ----------
        members : parameter of the plain model -> values, shape (n_member,); numbers of an exposure that are there stay.
        indices : numbers of the individuals.
        seed : of the draws.
        """
        found = {self.renamed.get(name, name): values for name, values in members.items()}
        for name, given in self.interventions.items():
            if given.level in members:
                continue
            rows = {
                row: parameter
                for row, parameter in given.parameters.items()
                if row in self.model.parameters and not row.startswith("initial_")
            }
            if rows:
                found |= draw_members(rows, Person(), indices.tolist(), seed, stream_of(name))
        return found

    def states(self, states: Floats) -> Floats:
        """States of the plain model among the states of this one, shape (n_member, state); what is new is 0."""
        return placed_states(states, compiled_model().state_ids, self.system)

    def levels(self, given: Mapping[str, float], n: int) -> dict[str, Floats]:
        """Columns of members that hold exposures at levels.

        Parameters
        ----------
        given : id -> level in canonical units.
        n : number of members.
        """
        return {self.interventions[name].level: np.full(n, level) for name, level in given.items()}


def carried(
    members: Mapping[str, Floats], states: Floats, source: World, goal: World, indices: NDArray[np.int64], seed: int
) -> tuple[dict[str, Floats], Floats]:
    """Carry individuals from one world into one that holds more exposures, each of the new ones at 0.

    Parameters
    ----------
    members : parameter of `source` -> values, shape (n_member,).
    states : in `source`, shape (n_member, n_state).
    source, goal : where they are, and where they go; `goal` holds everything that `source` does.
    indices : numbers of the individuals.
    seed : of the draws.
    """
    plain = {new: old for old, new in source.renamed.items()}
    found = goal.members({plain.get(name, name): values for name, values in members.items()}, indices, seed)
    return found, placed_states(states, source.system.state_ids, goal.system)


def as_lasting(given: Intervention) -> Intervention:
    """Let a medicine be taken evenly, at a level in grams a day; what has a level is given back as it is.

    Parameters
    ----------
    given : an intervention with a level or with doses.
    """
    if given.level or not given.doses or given.module is None:
        return given
    level = f"level_{given.id}"
    row = Parameter(
        level, f"{given.title} taken a day", 0.0, 0.0, 0.0, "g/day", "none", "assumed", "memory", "fixed", 0.0, "",
        "assumption", "nothing until it is taken",
    )  # fmt: skip
    table = given.parameters
    rows = EvidenceTable(table.path, {**table.rows, level: row}, table.digest)
    intakes = tuple(
        Reaction(
            f"{given.id}__intake" + (f"_{place}" if place else ""),
            f"{given.title}, taken evenly",
            {},
            {into.target: 1},
            f"{level} * ({into.amount})",
            "sbo:transport",
        )
        for place, into in enumerate(given.doses)
    )
    module = replace(given.module, parameters=rows, reactions=(*given.module.reactions, *intakes))
    return replace(given, parameters=rows, module=module, level=level, doses=())


def world_with(interventions: Iterable[Intervention]) -> World:
    """Attach interventions as exposures that last.

    Parameters
    ----------
    interventions : with levels or doses.

    Raises
    ------
    UnknownIdError
        If the model lacks what one of them acts on.
    """
    lasting = {given.id: as_lasting(given) for given in interventions}
    plain = load_model()
    if not lasting:
        return World(plain, model_document(), compiled_model(), {}, {})
    treated = attach(plain, lasting.values())
    document = write_sbml(treated.model)
    return World(treated.model, document, compile_system(document), treated.renamed, lasting)


@lru_cache(maxsize=4)
def world_of(names: tuple[str, ...]) -> World:
    """Attach interventions by their ids, sorted.

    Parameters
    ----------
    names : ids, sorted.
    """
    return world_with(intervention(name) for name in names)
