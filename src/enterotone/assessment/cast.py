"""The cast of an assessment: individuals with their two twins each, drawn in batches of one size.

A batch depends on the seed and its own place, so that the first ones stay as they are when more are drawn. More are
drawn when measurements agree with few individuals only although the model can well give such values: then there were
too few draws. When it can hardly give them, more draws do not help, and the measurements are named instead
(`enterotone.assessment.labs`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.background import background
from enterotone.assessment.crowd import Crowd, crowd, joined
from enterotone.assessment.day import day_formulas
from enterotone.assessment.readout import readout_specs
from enterotone.engine import Settings, Workers
from enterotone.microbiome import Draws, FunctionProfile, Resolved, draw_compositions, override_draws
from enterotone.population.exposure import World
from enterotone.population.labs import lab_specs
from enterotone.population.person import Person
from enterotone.population.village import Village

__all__ = ["Cast", "Script", "cast_batch"]

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Script:
    """What every batch of an assessment shares.

    Parameters
    ----------
    world : the model with the person's exposures.
    model_hash : of its document.
    resolved, genes : the sample.
    person : the person.
    n : individuals of a batch.
    seed : of all draws.
    settings : of the solver.
    """

    world: World
    model_hash: str
    resolved: Resolved
    genes: FunctionProfile | None
    person: Person
    n: int
    seed: int
    settings: Settings


@dataclass(frozen=True)
class Cast:
    """Individuals, the compositions they carry, and both twins of each.

    Parameters
    ----------
    village : the individuals.
    draws : of the person's composition.
    own, average : twins with the person's own and with an average microbiota.
    """

    village: Village
    draws: Draws
    own: Crowd
    average: Crowd

    @property
    def is_matched(self) -> NDArray[np.bool_]:
        """Both twins agree with what was drawn for them, shape (n,)."""
        return np.asarray(self.own.twins.is_matched & self.average.twins.is_matched)

    @property
    def came_through(self) -> NDArray[np.bool_]:
        """Both twins matched and simulated, shape (n,)."""
        return np.asarray(self.own.is_ok & self.average.is_ok)

    def predicted(self) -> dict[str, Floats]:
        """What each individual would show in every measurement, in canonical units, shape (n,)."""
        wanted = [spec for spec in lab_specs().values() if spec.is_target]
        return {spec.id: self.own.day.statistic(spec.observable, spec.statistic) for spec in wanted}

    def with_more(self, more: Cast) -> Cast:
        """Put another batch behind this one."""
        mine, others = self.village, more.village
        village = Village(
            members={name: np.concatenate([column, others.members[name]]) for name, column in mine.members.items()},
            states=np.concatenate([mine.states, others.states]),
            indices=np.concatenate([mine.indices, others.indices]),
            n_draws=mine.n_draws + others.n_draws,
            failures={
                reason: mine.failures.get(reason, 0) + others.failures.get(reason, 0)
                for reason in {**mine.failures, **others.failures}
            },
        )
        draws = replace(
            self.draws,
            shares=np.concatenate([self.draws.shares, more.draws.shares]),
            guilds=np.concatenate([self.draws.guilds, more.draws.guilds]),
            capacities=np.concatenate([self.draws.capacities, more.draws.capacities]),
        )
        return Cast(village, draws, joined([self.own, more.own]), joined([self.average, more.average]))


def cast_batch(
    script: Script, first: int, number: int, workers: int | Workers | None, progress: Progress | None
) -> Cast:
    """Draw and simulate one batch.

    Parameters
    ----------
    script : what all batches share.
    first : number of the first draw that is tried.
    number : of the batch, 0 or more.
    workers, progress : as elsewhere.

    Raises
    ------
    SimulationError
        If too few draws are plausible.
    """
    # Compositions have their own stream a batch; physiology goes on counting.
    seed = script.seed if number == 0 else int(np.random.SeedSequence([script.seed, number]).generate_state(1)[0])
    wanted = [spec for spec in lab_specs().values() if spec.is_target]
    # All measurements: what else could be made is asked of the same individuals.
    asked = [*(spec.observable for spec in readout_specs()), *(spec.observable for spec in wanted)]
    draws = draw_compositions(script.resolved, seed, script.n)
    if script.genes is not None:
        draws = override_draws(draws, script.genes)
    village, average = background(
        script.world,
        script.person,
        script.n,
        script.seed,
        script.settings,
        script.model_hash,
        workers,
        progress,
        first=first,
        average_seed=seed,
    )
    formulas = day_formulas(script.world.model, asked)
    own = crowd(script.world.system, village, draws, formulas, script.settings, "Simulating you", workers, progress)
    return Cast(village, draws, own, average)
