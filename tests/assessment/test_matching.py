"""Matching: the simulated stool has the drawn shares, and everything else stays as it was."""

import numpy as np
import pytest

from enterotone.assessment.individuals import settle
from enterotone.assessment.matching import agrees, matched_targets
from enterotone.engine import observe
from enterotone.microbiome import GROUPS, TRAITS, Draws
from enterotone.organs import load_model
from enterotone.population.baseline import EVEN, compiled_model
from enterotone.population.person import Person
from enterotone.population.sampling import nominal_member
from enterotone.population.village import draw_village

N = 8


def draws(shares: np.ndarray) -> Draws:
    return Draws(shares, np.ones((len(shares), len(TRAITS))))


@pytest.fixture(scope="module")
def village():  # type: ignore[no-untyped-def]
    return draw_village(compiled_model(), load_model().parameters, Person(), N, seed=3, workers=1)


@pytest.mark.parametrize(
    "shares",
    [
        (0.46, 0.24, 0.18, 0.08, 0.04),
        (0.90, 0.03, 0.03, 0.02, 0.02),
        (0.10, 0.65, 0.10, 0.10, 0.05),
        (0.20, 0.05, 0.05, 0.60, 0.10),
        (0.30, 0.10, 0.10, 0.10, 0.40),
    ],
)
def test_common_and_extreme_samples_are_matched(village, shares: tuple[float, ...]) -> None:  # type: ignore[no-untyped-def]
    target = np.tile(shares, (N, 1))
    twins = settle(compiled_model(), village, draws(target), "", workers=1)
    assert twins.is_matched.mean() >= 0.9
    found = twins.shares[twins.is_matched]
    assert np.abs(found - shares).max() < 0.05


def test_matching_changes_fitness_and_nothing_else(village) -> None:  # type: ignore[no-untyped-def]
    twins = settle(compiled_model(), village, draws(np.tile((0.3, 0.3, 0.2, 0.1, 0.1), (N, 1))), "", workers=1)
    changed = {name for name in village.members if not np.array_equal(village.members[name], twins.members[name])}
    assert changed == {f"fitness_{group}" for group in GROUPS}


def test_the_tables_give_the_average_western_composition() -> None:
    from enterotone.microbiome import typical
    from enterotone.population.baseline import resting_states

    member = nominal_member(load_model().parameters, Person(sex="male"))
    rest = resting_states(member)
    names = [f"distal__share_{group}" for group in GROUPS]
    even = {name: np.array([value]) for name, value in EVEN.items()}
    found = observe(compiled_model(), rest.values, names, {**member, **even})[0]
    assert found == pytest.approx([typical().shares[group] for group in GROUPS], abs=0.02)


def test_targets_below_the_floor_are_raised_and_rescaled() -> None:
    found = matched_targets(np.array([[0.99, 0.01, 0.0, 0.0, 0.0]]))
    assert found.sum() == pytest.approx(1.0)
    assert found.min() > 0.004
    assert found[0, 0] > 0.95


def test_agreement_is_relative_for_large_groups_and_absolute_for_small_ones() -> None:
    target = np.tile((0.5, 0.3, 0.15, 0.04, 0.01), (3, 1))
    near = target * (1.04, 0.97, 0.98, 1.0, 1.0)
    far = target * (1.2, 0.8, 1.0, 1.0, 1.0)
    small = target + (0.002, 0, 0, -0.002, 0.004)
    assert agrees(np.stack([near[0], far[0], small[0]]), target).tolist() == [True, False, True]
