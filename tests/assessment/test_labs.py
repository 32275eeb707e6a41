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
