"""A model with medicines attached, compiled, with the village's individuals carried into it.

Every arm of an experiment runs in one clinic, so that twins share all numbers; an arm that is given nothing has the
medicine's pools at zero. Numbers of a medicine are drawn for each individual apart from its physiology.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from enterotone.engine import SteadyStates, System, compile_system
from enterotone.evidence.table import Parameter
from enterotone.interventions import intervention
from enterotone.interventions.attach import Treated, attach, missing_names
from enterotone.model.compose import Model
from enterotone.population.baseline import compiled_model, daily_states, resting_states
from enterotone.population.person import Person
from enterotone.population.sampling import draw_members
from enterotone.population.village import Village
from enterotone.sbml.write import write_sbml

__all__ = ["Bench", "Brought", "Clinic", "stream_of"]

Floats = NDArray[np.float64]
#: Rows that a medicine brings, and its id -> values of the members.
Brought = Callable[[Mapping[str, Parameter], str], Mapping[str, Floats]]

#: Stream of draws for what medicines bring; 0 is physiology.
_MEDICINES = 1


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
            self._rest[key] = resting_states(self.with_changes(changes, {}), self.system, initial=self.start)
        return self._rest[key]

    def day(self, changes: Mapping[str, float]) -> SteadyStates:
        """Periodic days with constants set; kept."""
        key = tuple(sorted(changes.items()))
        if key not in self._days:
            rest = self.rest(changes)
            self._days[key] = daily_states(self.with_changes(changes, {}), rest.values, self.system)
        return self._days[key]


class Bench:
    """The population on which all experiments run.

    Parameters
    ----------
    model : composed organs.
    village : plausible individuals.
    seed : of their draws.
    brought : gives the members' values of the numbers that a medicine brings; drawn from their priors when None.
    """

    def __init__(self, model: Model, village: Village, seed: int, brought: Brought | None = None) -> None:
        self.model, self.village, self._seed = model, village, seed
        self._brought = brought or self._drawn
        self._clinics: dict[frozenset[str], Clinic] = {}
        self._together: frozenset[str] = frozenset()

    def expect(self, names: Iterable[str]) -> None:
        """Say which medicines will be asked for, so that one clinic has them all and is compiled once.

        Parameters
        ----------
        names : ids of interventions; those that the model cannot carry are left out.
        """
        able = (name for name in set(names) if not missing_names(self.model, intervention(name)))
        self._together = frozenset(able)

    def __len__(self) -> int:
        return len(self.village.states)

    def clinic(self, names: Iterable[str]) -> Clinic:
        """Give a clinic that has these medicines: the plain model for none, else one with all that are expected.

        Parameters
        ----------
        names : ids of interventions.
        """
        key = frozenset(names)
        if key:
            key |= self._together
        if key not in self._clinics:
            self._clinics[key] = self._open(key)
        return self._clinics[key]

    def _open(self, names: frozenset[str]) -> Clinic:
        treated = attach(self.model, [intervention(name) for name in names])
        plain = compiled_model()
        system = plain if treated.model is self.model else compile_system(write_sbml(treated.model))
        members = {treated.renamed.get(name, name): values for name, values in self.village.members.items()}
        # Each medicine has its draws for itself, so that they do not depend on what else is given.
        for module in treated.model.modules:
            rows = {name: row for name, row in module.parameters.items() if name in treated.own}
            if rows:
                members |= self._brought(rows, module.id)
        start = np.zeros((len(self), system.n_states))
        place = {sid: index for index, sid in enumerate(plain.state_ids)}
        for index, sid in enumerate(system.state_ids):
            if sid in place:
                start[:, index] = self.village.states[:, place[sid]]
        return Clinic(treated, system, members, start)

    def _drawn(self, rows: Mapping[str, Parameter], module: str) -> Mapping[str, Floats]:
        return draw_members(rows, Person(), self.village.indices.tolist(), self._seed, stream_of(module))


def stream_of(module: str) -> int:
    """Stream of draws for what a medicine brings.

    Parameters
    ----------
    module : its id.
    """
    return _MEDICINES + int.from_bytes(module.encode()[:6], "big")
