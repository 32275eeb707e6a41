"""Matching: the simulated stool has the drawn shares, and everything else stays as it was."""

import numpy as np
import pytest

from enterotone.assessment.individuals import settle
from enterotone.assessment.matching import agrees, least_capacity, matched_targets
from enterotone.engine import observe
from enterotone.microbiome import GROUPS, GUILDS, TRAITS, Draws, typical
from enterotone.organs import load_model
from enterotone.organs.microbiota import GROUPS as INSIDE
from enterotone.population.baseline import EVEN, compiled_model
from enterotone.population.person import Person
from enterotone.population.sampling import nominal_member
from enterotone.population.village import draw_village

N = 8


def draws(shares: np.ndarray) -> Draws:
    """Draws with the given group shares, divided inside each group as the average microbiota is."""
    usual, guilds = typical(), np.zeros((len(shares), len(GUILDS)))
    for k, group in enumerate(GROUPS):
        for guild in INSIDE[group]:
            guilds[:, GUILDS.index(guild)] = shares[:, k] * usual.guilds[guild] / usual.shares[group]
    return Draws(shares, guilds, np.ones((len(shares), len(TRAITS))))


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
    assert changed == {f"fitness_{guild}" for guild in GUILDS}


def test_what_a_sample_holds_stays_for_180_days(village) -> None:  # type: ignore[no-untyped-def]
    from importlib.resources import as_file, files

    from enterotone.engine import simulate
    from enterotone.formats import open_profile
    from enterotone.microbiome import draw_compositions, match

    with as_file(files("enterotone.examples") / "stool_metaphlan.tsv") as path:
        twins = settle(compiled_model(), village, draw_compositions(match(open_profile(path)), 1, N), "", workers=1)
    members = {name: column[twins.is_ok] for name, column in twins.members.items()}
    even = {name: np.full(twins.is_ok.sum(), value) for name, value in EVEN.items()}
    names = [f"distal__guild_{guild}" for guild in GUILDS]
    run = simulate(
        compiled_model(), {**members, **even}, [0.0, 24.0 * 180], names, initial=twins.states[twins.is_ok], workers=1
    )
    before, after = run.values[:, 0], run.values[:, -1]
    assert twins.is_matched.mean() >= 0.9
    assert (after > 2e-4).all()
    np.testing.assert_allclose(after, before, rtol=0.05)


def test_the_tables_give_the_average_western_composition() -> None:
    from enterotone.population.baseline import resting_states

    member = nominal_member(load_model().parameters, Person(sex="male"))
    rest = resting_states(member)
    even = {name: np.array([value]) for name, value in EVEN.items()}
    for prefix, names, usual in (("share", GROUPS, typical().shares), ("guild", GUILDS, typical().guilds)):
        found = observe(
            compiled_model(), rest.values, [f"distal__{prefix}_{name}" for name in names], {**member, **even}
        )
        assert found[0] == pytest.approx([usual[name] for name in names], abs=0.02)


def test_targets_outside_the_limits_are_moved_and_the_rest_rescaled() -> None:
    shares = np.zeros((1, len(GUILDS)))
    shares[0, GUILDS.index("bacteroides")] = 0.9
    shares[0, GUILDS.index("methanogen")] = 0.1
    found = matched_targets(shares)[0]
    assert found.sum() == pytest.approx(1.0)
    assert found.min() > 0.0004
    assert found[GUILDS.index("methanogen")] < 0.002
    assert found[GUILDS.index("bacteroides")] > 0.98


def test_a_sample_without_bile_converters_keeps_a_least_capacity(village) -> None:  # type: ignore[no-untyped-def]
    given = draws(np.tile((0.46, 0.24, 0.18, 0.08, 0.04), (N, 1)))
    given.capacities[:] = 0.0
    twins = settle(compiled_model(), village, given, "", workers=1)
    assert (twins.members["capacity_bile"] == least_capacity("bile7aDehydroxylation")).all()
    assert (twins.members["capacity_indole"] == 0.0).all()


def test_agreement_is_relative_for_large_groups_and_absolute_for_small_ones() -> None:
    target = np.tile((0.5, 0.3, 0.15, 0.04, 0.01), (3, 1))
    near = target * (1.04, 0.97, 0.98, 1.0, 1.0)
    far = target * (1.2, 0.8, 1.0, 1.0, 1.0)
    small = target + (0.002, 0, 0, -0.002, 0.004)
    assert agrees(np.stack([near[0], far[0], small[0]]), target).tolist() == [True, False, True]
