"""A single food in grams a day, eaten beside the usual diet.

What 100 g of it hold comes from `enterotone.evidence.foods`; the intervention's own table holds its level, the trials,
and, where they are uncertain enough to matter, its fructans (rows ``fructan_<id>``, g/g, and ``short_<id>``, the share
of short chains in them; without the latter all are short). A food adds
protein and tryptophan, fibre and starch that escapes (`_eaten`), and short and long fructans and GOS to their pools
(`_pool`). Of its starch escapes what is larger, the usual share or the resistant part.

Leaves out: fat, polyphenols, organic acids, and what the food takes the place of.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

from enterotone.evidence.foods import Food, food
from enterotone.evidence.table import EvidenceTable, Parameter, read_table
from enterotone.interventions._eaten import EATEN_UNITS, eaten
from enterotone.interventions._level import lasting
from enterotone.interventions._pool import pool
from enterotone.interventions.intervention import Intervention
from enterotone.model.component import Assignment
from enterotone.model.module import OrganModule

__all__ = ["single_food"]

_SHARES = {"passage_fibre_food": "dimensionless", "passage_starch_food": "dimensionless"}


@lru_cache(maxsize=1)
def _passage() -> Intervention:
    """Shares of fibre and starch that reach the colon, once for all foods."""
    table = read_table(files("enterotone.interventions") / "_food.tsv")
    title = "Passage of foods"
    return Intervention("food_passage", title, table, OrganModule("food_passage", title, "drug", table))


def single_food(name: str, title: str, parameters: EvidenceTable, food_name: str = "") -> Intervention:
    """Build an intervention from a food of the food table.

    Parameters
    ----------
    name : its id; the table has a row ``level_<name>`` of value 0 in g/day.
    title : name for people.
    parameters : its table.
    food_name : the food, where it is called otherwise than the intervention.
    """
    eats = food(food_name or name)
    table = EvidenceTable(
        parameters.path, {**_composition(eats, name), **parameters.rows}, parameters.digest + repr(eats)
    )
    level = f"level_{name}"
    units = dict(EATEN_UNITS)
    acts: dict[str, str] = {}
    for nutrient in ("protein", "tryptophan"):
        if f"{nutrient}_{name}" in table.rows:
            acts[f"J_diet_{nutrient}"] = f"{{before}} + {nutrient}_{name} * {level}"
    acts |= eaten(f"{name}__fermentable", f"{name}__starch", f"{name}__digestible")
    fed = _fed(table, name)
    acts |= {f"J_{kind}": f"{{before}} + {held} * {level}" for kind, held in fed.items()}
    built = lasting(name, title, table, acts, units, _readings(name))
    if built.module is None:
        return built
    module = replace(built.module, ports=_SHARES)
    return replace(built, module=module, brings=(_passage(), *(pool(kind) for kind in fed)))


def _fed(table: EvidenceTable, name: str) -> dict[str, str]:
    """Pool -> formula of what a gram of the food feeds it with."""
    fed = {"gos": f"gos_{name}"} if f"gos_{name}" in table.rows else {}
    if f"fructan_{name}" in table.rows and f"short_{name}" in table.rows:
        fed |= {
            "inulin": f"(1 - short_{name}) * fructan_{name}",
            "fos": f"short_{name} * fructan_{name}",
        }
    elif f"fructan_{name}" in table.rows:
        fed["fos"] = f"fructan_{name}"
    return fed


def _readings(name: str) -> tuple[Assignment, ...]:
    level = f"level_{name}"
    return (
        Assignment(
            f"{name}__starch",
            f"Starch of {name} that escapes digestion",
            "g/day",
            f"{level} * max(resistant_{name}, passage_starch_food * starch_{name})",
        ),
        Assignment(
            f"{name}__fermentable",
            f"Fibre and escaping starch of {name}",
            "g/day",
            f"{level} * passage_fibre_food * fibre_{name} + {name}__starch",
        ),
        Assignment(
            f"{name}__digestible",
            f"Digestible carbohydrate of {name}",
            "g/day",
            f"{level} * (sugars_{name} + starch_{name}) - {name}__starch",
        ),
    )


def _composition(eats: Food, name: str) -> dict[str, Parameter]:
    """Rows [g/g] of what a food holds; protein, tryptophan, fructans and GOS only where there is some."""
    needed = {
        "fibre": eats.fibre / 100,
        "sugars": eats.sugars / 100,
        "starch": eats.starch / 100,
        "resistant": eats.resistant_starch / 100,
    }
    some = {
        "protein": eats.protein / 100,
        "tryptophan": eats.tryptophan / 1e5,
        "gos": eats.gos / 100,
    }
    if eats.fructans:
        some["fructan"] = eats.fructans / 100
        if eats.fos < eats.fructans:
            needed["short"] = eats.fos / eats.fructans
    found: dict[str, Parameter] = {}
    for what, value in {**needed, **{what: value for what, value in some.items() if value}}.items():
        verified = eats.verified if what not in {"resistant", "gos", "fructan", "short"} else eats.fermentable_known
        found[f"{what}_{name}"] = Parameter(
            f"{what}_{name}",
            f"{what} in {eats.name.casefold()}",
            value,
            value,
            value,
            "dimensionless",
            "none",
            "measured",
            "yes" if verified == "yes" else "memory",
            "fixed",
            0.0,
            f"FDC {', '.join(eats.fdc_ids)}" if eats.fdc_ids else "",
            eats.source_id,
            eats.note,
        )
    return found
