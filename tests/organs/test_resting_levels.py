"""Levels before breakfast, over the day and at rest against published human ranges (each row names its source)."""

from collections.abc import Callable

import numpy as np
import pytest

import enterotone as et
from enterotone.units import factor_to

#: Observable -> unit, low, high, source.
FASTING = {
    "plasma__tryptophan": ("umol/L", 45, 75, "P037 CCLM 1984;22:291"),
    "plasma__tryptophan_free": ("umol/L", 5, 14, "P038 CCLM 1984;22:291"),
    "plasma__lnaa": ("umol/L", 430, 660, "P029"),
    "plasma__kynurenine": ("umol/L", 1.0, 3.3, "P206 Bevital 2022"),
    "plasma__kynurenic_acid": ("nmol/L", 25, 70, "P208 HUSK"),
    "plasma__serotonin": ("nmol/L", 0.27, 1.49, "O002 Beck 1993, PMID 8216301"),
    "platelet__content": ("nmol", 1.8, 5.1, "O006 Houghton 2003, Dunlop 2005"),
    "platelet__blood_serotonin": ("umol/L", 0.28, 1.39, "GP0305"),
    "plasma__hiaa": ("nmol/L", 20, 40, "O005"),
    "csf__hiaa": ("nmol/L", 55, 180, "P182 Young 1983"),
    "terminal__serotonin_vesicle": ("umol/L", 40, 95, "P155 Best 2020"),
    "terminal__serotonin_extracellular": ("nmol/L", 40, 65, "P156 Best 2020"),
    "brain__tryptophan": ("umol/L", 15, 25, "P151 Best 2020"),
    "mucosa_colon__serotonin": ("umol/L", 0.02, 0.5, "P110"),
}
#: The same for what is compared over a whole day.
DAILY = {
    "ens__transit_colon": ("h", 25, 34, "host notes, decision 5"),
    "proximal__scfa": ("mmol/L", 95, 140, "GO001 Cummings 1987"),
    "transverse__scfa": ("mmol/L", 85, 130, "GO002 Cummings 1987"),
    "distal__scfa": ("mmol/L", 60, 100, "GO003 Cummings 1987"),
    "proximal__scfa_made + transverse__scfa_made + distal__scfa_made": ("mmol/day", 359, 575, "GP0425 Arnoldini 2025"),
}


@pytest.fixture(scope="module")
def day() -> tuple[Callable[[str], float], Callable[[str], float]]:
    """Read an observable before breakfast, or as a mean over the day, of the eighth day with meals."""
    run = et.load().simulate(days=8, observables=[*FASTING, *DAILY], step_h=0.25)
    place = run.observables.index
    before_breakfast = int(np.flatnonzero(run.times_h < 7 * 24 + 8)[-1])
    last = run.times_h > 7 * 24
    return (
        lambda name: float(run.values[0, before_breakfast, place(name)]),
        lambda name: float(run.values[0, last, place(name)].mean()),
    )


@pytest.mark.parametrize("observable", [*FASTING, *DAILY])
def test_level(observable: str, day: tuple[Callable[[str], float], Callable[[str], float]]) -> None:
    unit, low, high, _ = {**FASTING, **DAILY}[observable]
    read = day[0] if observable in FASTING else day[1]
    assert low <= read(observable) * factor_to(unit) <= high


def test_acids_are_near_60_20_20() -> None:
    # GO004: acetate 50 to 65, propionate 15 to 25, butyrate 12 to 25 per cent
    acids = et.load().rest(observables=[f"distal__{a}" for a in ("acetate", "propionate", "butyrate")])
    shares = np.array(list(acids.values())) / sum(acids.values())
    assert (shares >= (0.50, 0.15, 0.12)).all()
    assert (shares <= (0.65, 0.25, 0.25)).all()


def test_gut_enterochromaffin_cells_hold_most_of_the_serotonin() -> None:
    # O001: 90 to 95 % of the body's serotonin is in the gut
    cells = ("ec_small_bowel", "ec_proximal_colon", "ec_distal_colon")
    gut = " + ".join(f"{cell}__serotonin * {cell}" for cell in cells)
    rest = "platelet__serotonin * platelet + terminal__serotonin_vesicle * terminal"
    values = et.load().rest(observables=[gut, rest])
    assert 0.85 < values[gut] / (values[gut] + values[rest]) < 0.95


def test_nine_tenths_of_tryptophan_degradation_are_hepatic() -> None:
    # O010: 85 to 93 % (Badawy 2016)
    values = et.load().rest(observables=["liver__TDO", "immune__IDO"])
    assert 0.85 < values["liver__TDO"] / sum(values.values()) < 0.93
