"""Individuals made for a fit: the typical person, and one for each number that is moved alone.

All experiments run on them at once, as on any population; so one pass gives the prediction of the typical person and
how each reading answers to each number.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.calibration.target import Target, target_of
from enterotone.engine import System
from enterotone.errors import SimulationError
from enterotone.evidence.table import Parameter
from enterotone.model.compose import Model
from enterotone.population.baseline import resting_states
from enterotone.population.person import Person
from enterotone.population.sampling import draw_members, shifted_members, stream_of
from enterotone.population.village import Village, draw_village
from enterotone.qualification.clinic import Bench
from enterotone.qualification.experiment import Experiment
from enterotone.qualification.run import attached, read_effects, regimens_of

__all__ = ["Answers", "designed_bench", "drawn_bench", "read_answers"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Answers:
    """What targets come to in designed individuals.

    Parameters
    ----------
    targets : in the order of the experiments.
    effects : as published, shape (n_target, n_member); NaN where it could not be run.
    """

    targets: tuple[Target, ...]
    effects: Floats

    def misfits(self) -> Floats:
        """In standard deviations, shape (n_target, n_member)."""
        return np.stack([target.misfit(row) for target, row in zip(self.targets, self.effects, strict=True)])


def designed_bench(
    model: Model,
    rows: Mapping[str, Parameter],
    system: System,
    shifts: Mapping[str, Floats],
    n: int,
    experiments: Iterable[Experiment],
) -> Bench:
    """Make a bench of individuals that differ from the typical person by given shifts alone.

    Parameters
    ----------
    model, system : the whole model, and it compiled.
    rows : numbers of the model and of medicines, as before any fit.
    shifts : number -> standard normal scores of its prior, shape (n,).
    n : individuals; the first has no shift that the others do not have.
    experiments : all that will be run on it.

    Raises
    ------
    SimulationError
        If the first individual has no resting state.
    """
    person = Person()
    members = shifted_members({name: rows[name] for name in model.parameters}, person, shifts, n)
    rest = resting_states(members, system)
    if not rest.is_ok[0]:
        raise SimulationError(f"The typical person does not rest: {rest.statuses[0]}. {rest.statuses[0].advice}")

    def brought(own: Mapping[str, Parameter], module: str) -> Mapping[str, Floats]:
        return shifted_members({name: rows.get(name, row) for name, row in own.items()}, person, shifts, n)

    return _expecting(Bench(model, Village(members, rest.values, np.arange(n), n, {}), 0, brought), experiments)


def drawn_bench(
    model: Model,
    rows: Mapping[str, Parameter],
    system: System,
    n: int,
    seed: int,
    experiments: Iterable[Experiment],
) -> Bench:
    """Make a bench of drawn individuals whose numbers have given typical values.

    Parameters
    ----------
    model, system : the whole model, and it compiled.
    rows : numbers of the model and of medicines.
    n, seed : of the draws.
    experiments : all that will be run on it.

    Raises
    ------
    SimulationError
        If too few draws have resting values that exist in people.
    """
    village = draw_village(system, {name: rows[name] for name in model.parameters}, Person(), n, seed, workers=1)

    def brought(own: Mapping[str, Parameter], module: str) -> Mapping[str, Floats]:
        known = {name: rows.get(name, row) for name, row in own.items()}
        return draw_members(known, Person(), village.indices.tolist(), seed, stream_of(module))

    return _expecting(Bench(model, village, seed, brought), experiments)


def _expecting(bench: Bench, experiments: Iterable[Experiment]) -> Bench:
    bench.expect(attached(one for e in experiments for arm in regimens_of(e).values() for one in arm))
    return bench


def read_answers(bench: Bench, experiments: Iterable[Experiment]) -> Answers:
    """Run experiments and keep the readings that have a published number.

    Parameters
    ----------
    bench : the individuals.
    experiments : what to run.
    """
    targets: list[Target] = []
    effects: list[Floats] = []
    for experiment in experiments:
        for found in read_effects(experiment, bench):
            target = target_of(found.reading, found.reading.species or experiment.species)
            if target is not None:
                targets.append(target)
                effects.append(found.effect)
    return Answers(tuple(targets), np.stack(effects))
