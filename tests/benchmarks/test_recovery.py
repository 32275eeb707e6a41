"""People with a known truth are found again, and the ranking that says so is exact."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from enterotone.assessment.readout import readout_specs
from enterotone.population.labs import lab_specs

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"


@pytest.fixture(scope="module")
def recovery():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(BENCHMARKS))
        yield importlib.import_module("recovery")
    for name in ("recovery", "recovery_page"):
        sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def pages(recovery) -> ModuleType:
    return importlib.import_module("recovery_page")


@pytest.fixture(scope="module")
def people(recovery, tmp_path_factory) -> list:
    """Twelve people with four individuals each, run once and then read from their files."""
    folder = tmp_path_factory.mktemp("people")
    first, _ = recovery.collect(folder, 12, 4)
    again, _ = recovery.collect(folder, 12, 4)
    assert [each.number for each in again] == [each.number for each in first]
    return again


def toys(recovery, n: int, count: int, error: float = 1.0) -> list:
    """People whose truth and individuals are normal numbers and whose stool form was measured.

    Parameters
    ----------
    error : of the measurement, as a multiple of what the table says.
    """
    spec, rng, found = lab_specs()["stool_form"], np.random.default_rng(20), []
    names = [spec.id for spec in readout_specs()] + list(recovery.DRAWN)
    deviation = error * np.hypot(spec.within, spec.shared)
    for number in range(count):
        z = rng.normal(4.0, 1.0, n + 1)
        labs = {name: z if name == "stool_form" else np.full(n + 1, 10.0) for name in lab_specs()}
        measured = dict.fromkeys(lab_specs(), 10.0) | {"stool_form": float(z[0] + deviation * rng.normal())}
        found.append(recovery.Found(10_000 + number, dict.fromkeys(names, z), labs, measured))
    return found


@pytest.mark.parametrize("n", [3, 20])
@pytest.mark.parametrize("labs", [(), ("stool_form",)], ids=["without", "with"])
def test_the_right_law_gives_flat_ranks_for_any_number_of_individuals(recovery, pages, n, labs):
    found = pages.calibrate(toys(recovery, n, 1500), ["stool_form"], labs)["stool_form"]
    assert found.p > 0.01
    assert found.shape == "flat"


def test_an_error_of_the_laboratory_that_is_not_in_the_table_is_seen(recovery, pages):
    toy = toys(recovery, 20, 1500, error=3.0)
    found = pages.calibrate(toy, ["stool_form"], ("stool_form",))["stool_form"]
    assert found.p < 1e-6
    assert found.shape == "too narrow"


def test_a_bias_is_seen(recovery, pages):
    found = toys(recovery, 20, 300)
    for each in found:
        each.values["stool_form"][0] += 1.0
    assert pages.calibrate(found, ["stool_form"], ())["stool_form"].shape == "truth above the individuals"


def test_the_band_holds_99_percent_of_a_binomial(pages):
    from scipy.stats import binom

    low, high = pages.band(200)
    assert binom.cdf(high, 200, 0.1) - binom.cdf(low - 1, 200, 0.1) >= 0.99
    assert binom.cdf(high - 1, 200, 0.1) - binom.cdf(low, 200, 0.1) < 0.99


def test_the_page_says_what_was_found(recovery, pages, tmp_path):
    found = toys(recovery, 5, 60)
    text = pages.page(found, 2, 5, "recovery.png")
    assert "60 synthetic people" in text
    assert "2 more could not be simulated" in text
    assert all(f"\n| {spec.name} | 0." in text for spec in readout_specs())
    pages.draw(found, tmp_path / "recovery.png")
    assert 1_000 < (tmp_path / "recovery.png").stat().st_size < 100_000


@pytest.mark.parametrize("name", ["plasma_tryptophan", "butyrate_distal", "transit_colon"])
@pytest.mark.parametrize("labs", [(), ("plasma_tryptophan",)], ids=["without", "with"])
def test_the_truth_of_synthetic_people_lies_among_their_individuals(pages, people, name, labs):
    """The mean of 12 uniform ranks is 0.5 with standard deviation 0.083; twelve at one end would be a fault."""
    ranks = pages.calibrate(people, [name], labs)[name].ranks
    assert ranks.mean() == pytest.approx(0.5, abs=0.3)
    assert ranks.min() < 0.4
    assert ranks.max() > 0.6
