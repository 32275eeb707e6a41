"""A diet pattern: the share of the way from the person's own diet to the pattern's usual day.

The table holds the usual day of the pattern as the model takes it: protein, tryptophan, fermentable carbohydrate with
its share of starch, and digestible carbohydrate (rows ``protein_<id>`` and so on), worked out from the diets of the
population; a test compares them. With level l and the person's own value x, ``x := x + l (pattern - x_own)``, where
``x_own`` is the diet without any intervention, so that foods and supplements beside it add up in any order. Two
patterns share the way: their levels should not exceed 1 together.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._eaten import EATEN_UNITS
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention

__all__ = ["diet_pattern"]

_OWN = {
    "J_diet_protein_alone": "g/day",
    "J_diet_tryptophan_alone": "mg/day",
    "J_diet_fermentable_alone": "g/day",
}


def diet_pattern(name: str, title: str, parameters: EvidenceTable) -> Intervention:
    """Build a diet pattern.

    Parameters
    ----------
    name : its id; the table has a row ``level_<name>`` of value 0, 1 being the whole way.
    title : name for people.
    parameters : its table.
    """
    level, share = f"level_{name}", "max(J_diet_fermentable, J_clock_floor)"
    acts = {
        f"J_diet_{what}": f"{{before}} + {level} * ({what}_{name} - J_diet_{what}_alone)"
        for what in ("protein", "tryptophan", "fermentable")
    }
    acts["f_starch"] = f"{{before}} + {level} * fermentable_{name} * (starch_{name} - f_starch_alone) / {share}"
    acts["ratio_digestible"] = (
        f"{{before}} + {level} * (digestible_{name} - ratio_digestible_alone * fermentable_{name}) / {share}"
    )
    return lasting(name, title, parameters, acts, {**EATEN_UNITS, **_OWN})
