"""One small population for all tests of qualification, and a writer of experiment files."""

from collections.abc import Callable
from pathlib import Path

import pytest

from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model
from enterotone.population.person import Person
from enterotone.population.village import draw_village
from enterotone.qualification.clinic import Bench

SEED = 11

HEAD = """
id = "{name}"
title = "Loss of TPH1"
species = "mouse"
source = "Walther 2003 Science 299:76"
verified = "yes"
"""
BODY = """
[arms.knockout]
set = { activity_TPH1 = 0 }

[[readings]]
id = "blood"
observable = "platelet__content"
arm = "knockout"
contrast = "percent change"
published = -93
low = -100
high = -85
"""


@pytest.fixture(scope="session")
def bench() -> Bench:
    model = load_model()
    return Bench(model, draw_village(compiled_model(), model.parameters, Person(), 4, SEED, workers=1), SEED)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write an experiment file: the usual one with lines replaced or added."""

    def written(name: str = "loss", head: str = "", body: str = BODY) -> Path:
        path = tmp_path / f"{name}.toml"
        path.write_text(HEAD.replace("{name}", name) + head + body, encoding="utf-8")
        return path

    return written
