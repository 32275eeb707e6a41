"""A fermented food in grams a day: the food, its live microbes, and an inflow of newcomers for diversity.

The food is that of `_food`. Its live cells (row ``live_<id>``, CFU/g) join those of all fermented foods, which pass as
`_strain` says. Servings of all fermented foods together raise the immigration of the neutral community
(`enterotone.microbiome.neutral`); nothing else here touches diversity.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from enterotone.evidence.table import EvidenceTable, read_table
from enterotone.interventions._food import single_food
from enterotone.interventions._strain import passing_strain
from enterotone.interventions.intervention import Intervention
from enterotone.microbiome.neutral import neutral_table
from enterotone.model.component import Assignment
from enterotone.model.module import OrganModule

__all__ = ["fermented_food"]

_MICROBES = "food_microbes"


@lru_cache(maxsize=1)
def _microbes() -> Intervention:
    """The live cells of all fermented foods."""
    table = read_table(files("enterotone.interventions") / "_fermented.tsv")
    title = "microbes of fermented foods"
    return Intervention(_MICROBES, title, table, passing_strain(_MICROBES, title, table, f"J_{_MICROBES}"))


@lru_cache(maxsize=1)
def _newcomers() -> Intervention:
    """Readings of the neutral community that have a closed form without an integral."""
    table, title = neutral_table(), "Diversity of a neutral community"
    readings = (
        Assignment(
            "neutral__immigration",
            "Immigration of the neutral community (fundamental dispersal number)",
            "dimensionless",
            "immigration_neutral * (1 + gain_fermented * servings_fermented)",
        ),
        Assignment(
            "neutral__species",
            "Expected effective number of species (inverse of the chance that two cells are of one species)",
            "dimensionless",
            "1 / ((1 + neutral__immigration / (1 + theta_neutral)) / (1 + neutral__immigration))",
        ),
    )
    return Intervention("neutral", title, table, OrganModule("neutral", title, "bacteria", table, assignments=readings))


def fermented_food(name: str, title: str, parameters: EvidenceTable) -> Intervention:
    """Build a fermented food.

    Parameters
    ----------
    name : its id and that of the food; the table has rows ``level_<name>`` [g/day], ``live_<name>`` [CFU/g] and
        ``serving_<name>`` [g].
    title : name for people.
    parameters : its table.
    """
    built = single_food(name, title, parameters)
    acts = {
        **built.acts,
        f"J_{_MICROBES}": f"{{before}} + live_{name} * level_{name}",
        "servings_fermented": f"{{before}} + level_{name} / serving_{name}",
    }
    return replace(built, acts=acts, brings=(*built.brings, _microbes(), _newcomers()))
