"""Measurements move the individuals that they should, and stop what does not fit."""

from __future__ import annotations

import math

import numpy as np
import pytest

from enterotone.assessment.labs import weigh_by_labs
from enterotone.errors import SimulationError

USED = np.arange(0, 4000, 2)


def predicted(seed: int = 1) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(seed)
    # Canonical units: umol/L, and a pure number.
    return {
        "plasma_tryptophan": np.exp(rng.normal(math.log(50.0), 0.25, 4000)),
        "stool_form": rng.normal(4.0, 0.8, 4000),
    }


def test_without_measurements_nothing_changes():
    found = weigh_by_labs({}, {}, USED, 1)
    assert found.places is USED
    assert found.labs == ()


def test_a_measurement_that_tells_no_individual_from_another_keeps_each_once():
    same = {"plasma_tryptophan": np.full(4000, 50.0)}
    found = weigh_by_labs({"plasma_tryptophan": (60.0,)}, same, USED, 1)
    np.testing.assert_array_equal(np.sort(found.places), USED)
    assert found.effective == pytest.approx(len(USED))
    assert found.power == 1.0


def test_repeats_narrow_down_to_what_the_assay_shares():
    """Errors of the table: 12 % a day, 7 % the method; of a hundred days a tenth is left, of the method all."""
    one, many = (weigh_by_labs({"plasma_tryptophan": (50.0,) * k}, predicted(), USED, 1).labs[0] for k in (1, 100))
    assert one.error == pytest.approx(math.sqrt(math.log1p(0.12**2) + math.log1p(0.07**2)))
    assert many.error == pytest.approx(math.sqrt(math.log1p(0.12**2) / 100 + math.log1p(0.07**2)))


def test_on_average_over_people_a_measurement_narrows_what_it_measures_and_what_goes_with_it():
    """Half the variance of the second quantity goes with the first; what is left after weighing follows from both."""
    rng, ratios = np.random.default_rng(10), []
    for person in range(60):
        z, own = rng.normal(size=(2, 400))
        values = {"plasma_tryptophan": np.exp(math.log(50.0) + 0.25 * z)}
        other = (z + own) / math.sqrt(2)
        truth = math.exp(math.log(50.0) + 0.25 * rng.normal())
        deviation = math.sqrt(math.log1p(0.12**2) + math.log1p(0.07**2))
        measured = {"plasma_tryptophan": (truth * math.exp(deviation * rng.normal()),)}
        found = weigh_by_labs(measured, values, np.arange(400), person)
        ratios.append(other[found.places].var() / other.var())
    left = 1 / (1 + 0.25**2 / deviation**2)
    # 60 variances of about 100 effective individuals: a standard error of 2 %.
    assert np.mean(ratios) == pytest.approx(0.5 + 0.5 * left, abs=0.07)


def test_a_measurement_draws_the_individuals_towards_it():
    found = weigh_by_labs({"plasma_tryptophan": (70.0,)}, predicted(), USED, 1)
    (lab,) = found.labs
    assert set(found.places) <= set(USED)
    assert len(found.places) == len(USED)
    # Closed form for a log-normal prior, with the errors of the table.
    deviation = lab.error
    precision = 1 / 0.25**2 + 1 / deviation**2
    mean = (math.log(50.0) / 0.25**2 + math.log(70.0) / deviation**2) / precision
    assert lab.after.median == pytest.approx(math.exp(mean), rel=0.02)
    assert lab.before.median == pytest.approx(50.0, rel=0.03)
    assert lab.after.high - lab.after.low < lab.before.high - lab.before.low


def test_the_same_seed_gives_the_same_individuals_in_any_order():
    both = {"plasma_tryptophan": (60.0, 55.0), "stool_form": (3.0, 4.0, 4.0)}
    turned = dict(reversed(both.items()))
    first, second = (weigh_by_labs(given, predicted(), USED, 7) for given in (both, turned))
    np.testing.assert_array_equal(first.places, second.places)
    assert first.labs == second.labs
    other = weigh_by_labs(both, predicted(), USED, 8)
    assert not np.array_equal(first.places, other.places)


def test_a_value_that_does_not_fit_stops_the_run():
    with pytest.raises(SimulationError, match=r"measured 250 umol/L.*Check value, unit and specimen"):
        weigh_by_labs({"plasma_tryptophan": (250.0,)}, predicted(), USED, 1)


def test_a_doubtful_value_is_said():
    found = weigh_by_labs({"plasma_tryptophan": (105.0,)}, predicted(), USED, 1)
    assert any("look at it again" in warning for warning in found.warnings)


def test_few_individuals_are_tempered_and_said():
    few = USED[:12]
    found = weigh_by_labs({"plasma_tryptophan": (70.0,) * 9, "stool_form": (2.8,) * 9}, predicted(), few, 1)
    assert found.power < 1
    assert found.effective >= 2.0 - 1e-9
    assert any("of their weight" in warning for warning in found.warnings)
