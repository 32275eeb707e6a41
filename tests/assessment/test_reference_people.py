"""Reference people: who is like whom, and where a value stands among them."""

import math

import numpy as np
import pytest

import enterotone as et
from enterotone.assessment.reference_people import ReferencePeople, among, people_like, simulate_people
from enterotone.assessment.result import Assessment
from enterotone.population.eating import Diet
from enterotone.population.person import Person


def made(n: int = 2000) -> ReferencePeople:
    rng = np.random.default_rng(1)
    age = rng.uniform(18, 90, n)
    is_female = (rng.random(n) < 0.5).astype(float)
    covariates = {"age": age, "is_female": is_female, "fibre": np.full(n, 22.0), "protein": np.full(n, 80.0)}
    # Age alone moves this one, by one a year, with a scatter of five.
    return ReferencePeople(covariates, {"plasma_tryptophan": age + rng.normal(0, 5, n)})


def test_weights_sum_to_one_and_are_local_in_age_and_sex() -> None:
    people = made()
    weights = people_like(Person(age="30 years", sex="male"), people)  # type: ignore[arg-type]
    assert weights.sum() == pytest.approx(1.0)
    assert weights @ people.covariates["age"] == pytest.approx(32, abs=4)
    assert weights[people.covariates["is_female"] == 0].sum() > 0.9


def test_a_diet_that_nobody_has_widens_the_kernel_until_enough_people_count() -> None:
    people = made()
    weights = people_like(Person(diet=Diet(fibre="100 g/day")), people)  # type: ignore[arg-type]
    assert 1 / (weights**2).sum() >= 99


@pytest.fixture(scope="module")
def answer() -> Assessment:
    return et.assess(n=8, seed=3, workers=1)


def test_a_percentile_is_the_share_of_alike_people_below(answer: Assessment) -> None:
    rng = np.random.default_rng(2)
    known = rng.normal(50.0, 10.0, 20_000)
    people = ReferencePeople({}, {"plasma_tryptophan": known})
    readout = next(each for each in answer.readouts if each.id == "plasma_tryptophan")
    values = {"plasma_tryptophan": np.full(50, 60.0)}
    (placed,) = among((readout,), values, people, np.full(len(known), 1 / len(known)))
    # One standard deviation above the middle of a normal distribution.
    assert placed.percentile is not None
    assert placed.population is not None
    assert placed.percentile.median == pytest.approx(100 * 0.5 * (1 + math.erf(1 / math.sqrt(2))), abs=0.6)
    assert placed.population.median == pytest.approx(50.0, abs=0.3)
    assert placed.population.high == pytest.approx(50.0 + 16.45, abs=0.5)


def test_simulated_people_have_ages_both_sexes_and_every_readout(answer: Assessment) -> None:
    people = simulate_people(8, workers=1)
    assert set(people.readouts) == {each.id for each in answer.readouts}
    assert len(set(people.covariates["age"])) > 4
    assert all(np.isfinite(values).all() for values in people.readouts.values())
