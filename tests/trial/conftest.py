"""A few individuals for all trials."""

import pytest

from enterotone.model.compose import Model
from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model
from enterotone.population.person import Person
from enterotone.population.village import draw_village
from enterotone.trial.clinic import Individuals

SEED = 11


@pytest.fixture(scope="session")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="session")
def individuals(model: Model) -> Individuals:
    village = draw_village(compiled_model(), model.parameters, Person(), 3, SEED, workers=1)
    return Individuals(village.members, village.states, village.indices)
