"""What is unusual in a person file and should be looked at: possible, but more often a slip than a fact.

Nothing here stops a run. Each question names the keys it is about and what to check.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from enterotone.evidence.rows import read_rows
from enterotone.population.labs import lab_specs
from enterotone.population.person import Person

__all__ = ["assumed", "questions"]

_PLATELETS = ("platelet_serotonin", "serum_serotonin", "whole_blood_serotonin")
_SUM = ("faecal_acetate", "faecal_propionate", "faecal_butyrate")


@lru_cache(maxsize=1)
def _limits() -> dict[str, float]:
    rows = read_rows(files("enterotone.population") / "questions.tsv")
    return {row["key"]: float(row["value"]) for _, row in rows}


def questions(person: Person) -> tuple[str, ...]:
    """Ask about what is unusual or contradictory.

    Parameters
    ----------
    person : as read.
    """
    return (*_body(person), *_values(person), *_specimens(person), *_contradictions(person), *_taken(person))


def assumed(person: Person) -> tuple[str, ...]:
    """Say which numbers of the body and the diet were not given and are assumed.

    Parameters
    ----------
    person : as read; one that says nothing at all is for the caller to mention.
    """
    given = person.model_fields_set - {"name"}
    told = {
        "age": f"{person.age:g} years",
        "sex": person.sex,
        "weight": f"{person.weight:g} kg",
        "height": f"{person.height:g} cm",
        "diet": f"{person.diet.pattern} diet",
    }
    missing = [name for name in told if name not in given]
    if not given or not missing:
        return ()
    return (f"Not given, so assumed: {', '.join(f'{name} ({told[name]})' for name in missing)}.",)


def _body(person: Person) -> list[str]:
    found = []
    bmi = person.weight / (person.height / 100) ** 2
    if not _limits()["bmi_low"] <= bmi <= _limits()["bmi_high"]:
        found.append(
            f"weight, height: {person.weight:g} kg at {person.height:g} cm is a body-mass index of {bmi:.1f}; check "
            "both."
        )
    amounts = person.diet.amounts()
    if amounts["carbohydrate"] and amounts["fibre"] > _limits()["fibre_share"] * amounts["carbohydrate"]:
        found.append(
            f"diet: {amounts['fibre']:.0f} g of fibre in {amounts['carbohydrate']:.0f} g of carbohydrate a day is "
            "unusual; check both."
        )
    return found


def _values(person: Person) -> list[str]:
    found = []
    for name, lab in person.measured().items():
        spec = lab_specs()[name]
        odd = [value for value in lab.values if not spec.usual_low <= value <= spec.usual_high]
        if odd:
            other = spec.other_unit(odd[0])
            hint = f" In {other} the same number would be usual; was that the unit?" if other else ""
            found.append(
                f"{name}: {odd[0]:.4g} {spec.unit} lies outside the usual {spec.usual_low:g} to {spec.usual_high:g}; "
                f"check number and unit.{hint}".replace(" dimensionless", "")
            )
    return found


@lru_cache(maxsize=1)
def _disturbing() -> tuple[tuple[str, str], ...]:
    rows = read_rows(files("enterotone.population") / "foods_before.tsv")
    return tuple((row["food"], row["lab"]) for _, row in rows)


def _specimens(person: Person) -> list[str]:
    found = []
    for name, lab in person.labs.items():
        eaten = [f for f in lab.foods_before if any(food in f.lower() and name == of for food, of in _disturbing())]
        if eaten:
            found.append(
                f"{name}: {', '.join(eaten)} in the days before raises it by an amount that nobody knows; a sample "
                "without such foods for two days says more."
            )
        elif name == "urinary_hiaa" and not lab.foods_before:
            found.append(
                "urinary_hiaa: no foods_before given; were banana, walnut, pineapple, tomato or avocado eaten in the "
                "two days before?"
            )
    blockers = [each.name for each in person.medicines.values() if each.group == "serotonin reuptake"]
    for name in (name for name in _PLATELETS if name in person.labs):
        if blockers:
            simulated = [each.name for each in person.medicines.values() if each.name in blockers and each.is_simulated]
            told = "is simulated" if len(simulated) == len(blockers) else "is not simulated in full"
            found.append(
                f"{name}: {', '.join(blockers)} empties platelets of serotonin whatever the gut does, and {told}; the "
                "value says little about the gut."
            )
    precursors = [each.name for each in person.medicines.values() if each.group == "serotonin precursor"]
    if precursors and "urinary_hiaa" in person.labs:
        found.append(f"urinary_hiaa: {', '.join(precursors)} raises it; how much depends on when it was taken.")
    return found


def _contradictions(person: Person) -> list[str]:
    found = []
    measured = person.measured()
    if "stool_form" in measured and "transit_time" in measured:
        form = sum(measured["stool_form"].values) / len(measured["stool_form"].values)
        transit = sum(measured["transit_time"].values) / len(measured["transit_time"].values)
        is_fast, is_slow = transit <= _limits()["fast_transit"], transit >= _limits()["slow_transit"]
        is_hard, is_watery = form <= _limits()["hard_form"], form >= _limits()["watery_form"]
        if (is_hard and is_fast) or (is_watery and is_slow):
            found.append(
                f"stool_form, transit_time: Bristol type {form:.2g} and a transit of {transit:.3g} h contradict each "
                "other; check both, and that they are of the same days."
            )
    parts = [sum(person.labs[name].values) / len(person.labs[name].values) for name in _SUM if name in person.labs]
    if "faecal_scfa" in person.labs and parts:
        total = sum(person.labs["faecal_scfa"].values) / len(person.labs["faecal_scfa"].values)
        if sum(parts) > _limits()["excess_of_parts"] * total:
            found.append(f"faecal_scfa: {total:g} umol/g is less than its parts ({sum(parts):g} umol/g); check all.")
        else:
            found.append("faecal_scfa: the sum and its parts are one measurement; the sum is left out of the weighing.")
    for name in person.symptoms.as_labs():
        if name in person.labs:
            found.append(f"{name}: given under labs and under symptoms; the one under labs is used.")
    return found


def _taken(person: Person) -> list[str]:
    found = []
    for each in person.medicines.values():
        if each.intervention and each.dose_mg is None:
            found.append(f"medicines.{each.name}: no dose given, so it is not simulated; write e.g. '10 mg/day'.")
        if each.group == "antibiotic":
            found.append(f"medicines.{each.name}: {each.note}; was the sample taken before it?")
    substances = [each.substance for each in person.medicines.values()]
    for name in sorted({name for name in substances if substances.count(name) > 1}):
        found.append(f"medicines: {name} is there twice under two names; only one of them counts.")
    return found
