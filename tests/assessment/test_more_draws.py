"""More individuals are drawn where measurements fit and leave too few, and not where they do not fit."""

import numpy as np
import pytest

from enterotone.assessment.assess import assess_profile
from enterotone.assessment.labs import weigh_by_labs
from enterotone.errors import SimulationError
from enterotone.microbiome import Profile
from enterotone.operations.assess import AssessRequest, profile_of
from enterotone.population.person import Person


def normal(n: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(5)
    return {"stool_form": rng.normal(4.0, 1.0, n), "plasma_tryptophan": np.exp(rng.normal(np.log(50), 0.3, n))}


def test_too_few_is_told_from_what_does_not_fit() -> None:
    many_values = {"plasma_tryptophan": (62.0,) * 30, "stool_form": (5.2,) * 30}
    few = weigh_by_labs(many_values, normal(16), np.arange(16), 1)
    assert few.is_short
    # The same least number against ten times as many individuals.
    assert not weigh_by_labs(many_values, normal(400), np.arange(400), 1, 16).is_short
    with pytest.raises(SimulationError, match="do not fit together"):
        weigh_by_labs({"stool_form": (1.0,) * 30, "plasma_tryptophan": (280.0,)}, normal(400), np.arange(400), 1)


def test_more_are_drawn_and_the_first_stay_as_they_are() -> None:
    profile: Profile = profile_of(AssessRequest())
    plain = assess_profile(profile, Person(), 8, 3, workers=1)
    sharp = Person(labs={"plasma_tryptophan": ["60 umol/L"] * 9, "platelet_serotonin": ["4 nmol"] * 9})  # type: ignore[dict-item]
    answer = assess_profile(profile, sharp, 8, 3, workers=1)
    assert answer.n_individuals > 8
    assert any("were drawn" in warning for warning in answer.warnings)
    first = plain.individuals.indices
    np.testing.assert_array_equal(answer.individuals.indices[: len(first)], first)
    name = "plasma_tryptophan"
    np.testing.assert_allclose(answer.individuals.readouts[name][: len(first)], plain.individuals.readouts[name])
