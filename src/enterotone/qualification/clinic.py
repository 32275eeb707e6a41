"""The population on which experiments run, and the clinics in which they run."""

from __future__ import annotations

from collections.abc import Iterable

from enterotone.errors import UnknownIdError
from enterotone.interventions import intervention
from enterotone.interventions.attach import missing_names
from enterotone.model.compose import Model
from enterotone.population.village import Village
from enterotone.trial.clinic import Brought, Clinic, Individuals, open_clinic

__all__ = ["Bench", "Brought", "Clinic"]


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
        self.model, self.village, self._seed, self._brought = model, village, seed, brought
        self._clinics: dict[frozenset[str], Clinic] = {}
        self._together: frozenset[str] = frozenset()

    def expect(self, names: Iterable[str]) -> None:
        """Say which medicines will be asked for, so that one clinic has them all and is compiled once.

        Parameters
        ----------
        names : ids of interventions; those that the model cannot carry are left out.
        """
        self._together = frozenset(name for name in set(names) if self._is_able(name))

    def _is_able(self, name: str) -> bool:
        try:
            return not missing_names(self.model, intervention(name))
        except UnknownIdError:
            return False

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
            individuals = Individuals(self.village.members, self.village.states, self.village.indices)
            self._clinics[key] = open_clinic(self.model, key, individuals, self._seed, self._brought)
        return self._clinics[key]
