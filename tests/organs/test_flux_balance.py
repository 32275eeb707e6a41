"""The flux balance of a 70-kg adult on a simulated steady day, row by row.

Reference values: the balance drawn up from measured fluxes (dietary tryptophan 950 mg, 1 mg = 4.897 umol; urinary
5-HIAA 18 umol/day, Joy 2008, doi:10.1155/2008/472159; urinary free tryptophan 10.8 mg/day; protein turnover 280 g/day
at 11.7 mg/g; nine tenths of degradation in the liver, Badawy 2016). The model eats 900 mg, so every row that follows
intake lies about 5 % below; all rows must be within 10 %.
"""

from collections.abc import Callable

import numpy as np
import pytest

import enterotone as et
from enterotone.assessment.ledger import ends

SEGMENTS = ("small_bowel", "proximal_colon", "distal_colon")
COLON = ("proximal", "transverse", "distal")
DAYS = 8


def total(pattern: str, places: tuple[str, ...]) -> str:
    return " + ".join(pattern.format(place) for place in places)


SYNTHESIS = total("mucosa__AADC_{}", SEGMENTS) + " + brain__AADC + kidney__hydroxytryptophan_decarboxylation"
KYNURENINE_IN = "immune__IDO + liver__kynurenine_export - liver__kynurenine_uptake"

#: Row of the balance -> formula of the flux, umol/day of the balance.
ROWS = {
    "2 absorbed": ("lumen__absorption_tryptophan", 4190),
    "3 used by microbiota": (
        total("{0}__tryptophanase + {0}__tryptophan_decarboxylation + {0}__tryptophan_use", COLON),
        230,
    ),
    "4 faecal rest": ("distal__passage_tryptophan", 230),
    "5 protein to tryptophan": ("muscle__protein_breakdown", 16000),
    "5 tryptophan to protein": ("muscle__protein_synthesis", 16000),
    "6 urinary tryptophan": ("kidney__tryptophan_excretion", 53),
    "7 accretion, skin, hair": ("muscle__skin_loss", 40),
    "8 serotonin synthesis": (SYNTHESIS, 24),
    "9 kynurenine pathway": ("liver__TDO + immune__IDO", 4070),
    "9a of it in the liver": ("liver__TDO", 3660),
    "9b of it extrahepatic": ("immune__IDO", 410),
    "9c kynurenine appearing in plasma": (KYNURENINE_IN, 800),
    "serotonin out: urinary 5-HIAA": ("kidney__hiaa_excretion", 18),
    "serotonin out: conjugates": (
        "liver__serotonin_conjugation + " + total("mucosa__conjugation_{}", SEGMENTS),
        0.15 * 24,
    ),
    "serotonin out: urinary serotonin": ("kidney__serotonin_total_excretion", 0.6),
    "serotonin out: faecal rest": (total("mucosa__luminal_release_{}", SEGMENTS), 24 - 18 - 3.6 - 0.6),
}


@pytest.fixture(scope="module")
def day() -> Callable[[str], float]:
    """Mean over the last simulated day with meals, as an amount per day."""
    observables = [formula for formula, _ in ROWS.values()] + ["lumen__tryptophan_per_day", "brain__AADC"]
    model = et.load()
    sinks = [f"{sid} * ledger" for sid in ends(model.model)]
    run = model.simulate(days=DAYS, observables=observables + sinks, step_h=0.1)
    last = run.times_h >= (DAYS - 1) * 24 - 1e-9
    columns = {name: run.values[0, last, k] for k, name in enumerate(run.observables)}

    def read(formula: str) -> float:
        values = columns[formula]
        if formula in sinks:
            return float(values[-1] - values[0])
        return float(np.trapezoid(values, run.times_h[last]))

    return read


def test_intake_is_900_mg(day: Callable[[str], float]) -> None:
    assert day("lumen__tryptophan_per_day") / 24 == pytest.approx(4650, rel=0.10)


@pytest.mark.parametrize("row", ROWS)
def test_row(row: str, day: Callable[[str], float]) -> None:
    formula, published = ROWS[row]
    assert day(formula) == pytest.approx(published, rel=0.10)


def test_the_brain_makes_about_a_twentieth_of_the_serotonin(day: Callable[[str], float]) -> None:
    # 6 % of plasma 5-HIAA comes from the brain (Lambert 1995, PMID 7541101); 0.5 to 2.5 umol a day (row P174).
    assert 0.5 < day("brain__AADC") < 2.5
    assert 0.02 < day("brain__AADC") / day(SYNTHESIS) < 0.10


def test_what_is_eaten_is_found_again(day: Callable[[str], float]) -> None:
    model = et.load().model
    collected = sum(day(f"{sid} * ledger") for sid in ends(model))
    # On a steady day the stores neither gain nor lose; what is left is the drift of body protein (40 days).
    assert collected == pytest.approx(day("lumen__tryptophan_per_day") / 24, rel=0.02)
