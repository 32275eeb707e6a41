"""Carbon from fibre and protein to acids, biomass and gas: nothing is lost, and the amounts are those of a colon.

Sources: bacterial dry output 16.2 g/day (12.4 to 19.9, GP0424), products 467 mmol/day (359 to 575, GP0425), both
Arnoldini 2025; 95 % of acids absorbed (90 to 99 %, GO005, Topping and Clifton 2001).
"""

from collections.abc import Callable

import numpy as np
import pytest

import enterotone as et
from enterotone.model.compose import Model

MODEL: Model = et.load().model
#: Carbon of bacteria per gram of dry mass: about 0.47 g/g, 12 g/mol.
UMOL_C_PER_G = 0.47 / 12 * 1e6
ENDS = [sid for sid, s in MODEL.species.items() if s.is_sink and s.moieties.get("carbon")]
STOCK = " + ".join(
    f"{s.moieties['carbon']:g} * {sid} * {s.compartment}"
    for sid, s in MODEL.species.items()
    if not s.is_sink and s.moieties.get("carbon")
)
#: Intake from outside the gut's contents [umol carbon per h]: every reaction without reactants but food.
HOST = " + ".join(
    f"{n * MODEL.species[sid].moieties['carbon']:g} * {rid}"
    for rid, reaction in MODEL.reactions.items()
    if not reaction.reactants and not rid.startswith("lumen__feeding")
    for sid, n in reaction.products.items()
    if MODEL.species[sid].moieties.get("carbon")
)
EATEN = "(6 * J_diet_fermentable / M_hexose + 5 * J_diet_protein / M_residue) * period_meals"


@pytest.fixture(scope="module")
def day() -> Callable[[str], tuple[float, float]]:
    """Value at the start and the end of a usual day; for income, the mean over the day twice."""
    names = [*(f"{MODEL.species[sid].moieties['carbon']:g} * {sid} * ledger" for sid in ENDS), STOCK, HOST, EATEN]
    run = et.load().simulate(days=1, observables=names, step_h=0.25)

    def read(name: str) -> tuple[float, float]:
        column = run.values[0, :, names.index(name)]
        if name == HOST:
            return (float(np.trapezoid(column, run.times_h) / 24),) * 2
        return float(column[0]), float(column[-1])

    return read


def gain(day: Callable[[str], tuple[float, float]], sid: str) -> float:
    start, end = day(f"{MODEL.species[sid].moieties['carbon']:g} * {sid} * ledger")
    return end - start


def test_carbon_closes_to_a_millionth(day: Callable[[str], tuple[float, float]]) -> None:
    start, end = day(STOCK)
    out = sum(gain(day, sid) for sid in ENDS)
    income = day(EATEN)[0] + day(HOST)[0] * 24
    assert income == pytest.approx(out + end - start, rel=1e-6)


def test_bacterial_output_is_that_of_a_person(day: Callable[[str], tuple[float, float]]) -> None:
    assert 12.4 < gain(day, "ledger__faecal_biomass") / UMOL_C_PER_G < 19.9


def test_most_acids_are_absorbed(day: Callable[[str], tuple[float, float]]) -> None:
    absorbed, lost = gain(day, "ledger__acids_absorbed"), gain(day, "ledger__faecal_acids")
    assert 0.90 < absorbed / (absorbed + lost) < 0.99


def test_most_fermentable_carbon_is_fermented(day: Callable[[str], tuple[float, float]]) -> None:
    assert gain(day, "ledger__faecal_residue") < 0.35 * sum(
        gain(day, sid) for sid in ENDS if sid != "ledger__protein_absorbed"
    )
