"""The population on which experiments and claims run, and all that is needed to draw it again."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import version

from enterotone.engine import Workers
from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model, model_hash
from enterotone.population.person import Person
from enterotone.population.village import draw_village
from enterotone.qualification.clinic import Bench
from enterotone.qualification.result import Provenance

__all__ = ["drawn_bench"]

Progress = Callable[[str, int, int], None]


def drawn_bench(
    n: int, seed: int, workers: int | Workers | None = None, progress: Progress | None = None
) -> tuple[Bench, Provenance]:
    """Draw individuals of the default person, and say where they come from.

    Parameters
    ----------
    n, seed : of the draws.
    workers, progress : as elsewhere.

    Raises
    ------
    SimulationError
        If no population can be drawn.
    """
    model = load_model()
    village = draw_village(compiled_model(), model.parameters, Person(), n, seed, workers, progress)
    told = Provenance(version("enterotone"), model_hash(), model.evidence_hash, seed, n, village.n_draws)
    return Bench(model, village, seed), told
