"""A model with interventions attached, compiled, with individuals carried into it.

Everybody who is compared lives in one clinic, so that twins share all numbers and all code; who is given nothing has
the medicine's pools at zero and every level at 0. Numbers of an intervention are drawn for each individual apart from
its physiology.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from enterotone.engine import SteadyStates, System, compile_system
from enterotone.evidence.table import Parameter
from enterotone.interventions import intervention
from enterotone.interventions.attach import Treated, attach
from enterotone.model.compose import Model
from enterotone.population.baseline import compiled_model, daily_states, placed_states, resting_states
from enterotone.population.person import Person
from enterotone.population.sampling import draw_members, stream_of
from enterotone.sbml.write import write_sbml

__all__ = ["Brought", "Clinic", "Individuals", "open_clinic"]

Floats = NDArray[np.float64]
#: Rows that an intervention brings, and its id -> values of the individuals.
Brought = Callable[[Mapping[str, Parameter], str], Mapping[str, Floats]]


@dataclass(frozen=True)
class Individuals:
    """Whoever takes part: drawn for a village, drawn for a person, or the result of an assessment.

    Parameters
    ----------
    members : constant -> values in canonical units, shape (n_member,); those of what they live with anyway included.
    states : resting states, shape (n_member, n_state).
    indices : number of each individual, for the draws of what an intervention brings, shape (n_member,).
    weights : shape (n_member,), adding up to 1; None for equal ones.
    who : the individuals in words.
    state_ids : names along the state axis; those of the model without interventions when None.
    lives_with : ids of interventions that they live with anyway, in every arm.
    """

    members: Mapping[str, Floats]
    states: Floats
    indices: NDArray[np.int64]
    weights: Floats | None = None
    who: str = "virtual individuals"
    state_ids: tuple[str, ...] | None = None
    lives_with: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.states)


@dataclass
class Clinic:
    """One compiled model and its individuals.

    Parameters
    ----------
    treated : the model with interventions.
    system : compiled.
    members : constant -> values, shape (n_member,).
    start : resting states to start searches from, shape (n_member, n_state).
    """

    treated: Treated
    system: System
    members: dict[str, Floats]
    start: Floats
    _rest: dict[tuple[tuple[str, float], ...], SteadyStates] = field(default_factory=dict)
    _days: dict[tuple[tuple[str, float], ...], SteadyStates] = field(default_factory=dict)

    def with_changes(self, changes: Mapping[str, float], factors: Mapping[str, float]) -> dict[str, Floats]:
        """Members with constants set and multiplied; names are those of the organs.

        Parameters
        ----------
        changes : constant -> value in canonical units.
        factors : constant -> factor.
        """
        members = dict(self.members)
        for name, value in changes.items():
            members[self.name(name)] = np.full(len(self.start), value)
        for name, factor in factors.items():
            members[self.name(name)] = members[self.name(name)] * factor
        return members

    def name(self, constant: str) -> str:
        """What a constant of an organ is called here."""
        return self.treated.renamed.get(constant, constant)

    def rest(self, changes: Mapping[str, float]) -> SteadyStates:
        """Resting states with constants set; kept."""
        key = tuple(sorted(changes.items()))
        if key not in self._rest:
            self._rest[key] = resting_states(self.with_changes(changes, {}), self.system, self.start, workers=None)
        return self._rest[key]

    def day(self, changes: Mapping[str, float]) -> SteadyStates:
        """Periodic days with constants set; kept."""
        key = tuple(sorted(changes.items()))
        if key not in self._days:
            rest = self.rest(changes)
            self._days[key] = daily_states(self.with_changes(changes, {}), rest.values, self.system, workers=None)
        return self._days[key]


def open_clinic(
    model: Model, names: Iterable[str], individuals: Individuals, seed: int, brought: Brought | None = None
) -> Clinic:
    """Attach interventions to a model and carry individuals into it.

    Parameters
    ----------
    model : composed organs.
    names : ids of interventions.
    individuals : of the model without interventions.
    seed : of the draws of what the interventions bring.
    brought : gives the individuals' values of the numbers that an intervention brings; drawn from their priors when
        None.

    Raises
    ------
    UnknownIdError
        If there is no such intervention, or the model lacks what it acts on.
    """
    treated = attach(model, [intervention(name) for name in sorted({*names, *individuals.lives_with})])
    plain = compiled_model()
    system = plain if treated.model is model else compile_system(write_sbml(treated.model))
    given = {treated.renamed.get(name, name): values for name, values in individuals.members.items()}
    members = dict(given)
    # Each intervention has its draws for itself, so that they do not depend on what else is given.
    for module in treated.model.modules:
        rows = {name: row for name, row in module.parameters.items() if name in treated.own}
        if rows and brought is not None:
            members |= brought(rows, module.id)
        elif rows:
            members |= draw_members(rows, Person(), individuals.indices.tolist(), seed, stream_of(module.id))
    # What individuals have already, such as the level of what they live with, is theirs.
    members |= given
    start = placed_states(individuals.states, individuals.state_ids or plain.state_ids, system)
    return Clinic(treated, system, members, start)
