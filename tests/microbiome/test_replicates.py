"""Several files of one person: they narrow the draws as far as their errors are independent, and no further."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from enterotone.errors import DesignError
from enterotone.microbiome import Profile, Resolved, Taxon, draw_compositions, draw_repeat, match
from enterotone.microbiome.sampling import _files, _numbers, _weights, draw_people, draw_taxa
from enterotone.microbiome.traits import trait_table


def sample(name: str, **facts: object) -> Resolved:
    """Build an average microbiota in a file of its own."""
    parts = [Taxon(r.taxon, "genus", (("genus", r.taxon),), r.typical) for r in trait_table().rows if r.rank == "genus"]
    return match(Profile.from_amounts(name, parts, tool="x", **facts))  # type: ignore[arg-type]


def variance(shares: np.ndarray) -> float:
    """Total variance of the centred log-ratios."""
    logs = np.log(shares)
    return float((logs - logs.mean(axis=1, keepdims=True)).var(axis=0).sum())


FILES = [sample(name) for name in "abcd"]


def spread(files: list[Resolved], **labels: object) -> float:
    """Variance of 250 draws."""
    return variance(draw_compositions(files, 4, 250, **labels).shares)  # type: ignore[arg-type]


def test_one_file_in_a_list_is_one_file():
    np.testing.assert_array_equal(draw_compositions(FILES[0], 2, 5).shares, draw_compositions([FILES[0]], 2, 5).shares)


def test_each_independent_error_narrows():
    one = spread(FILES[:1])
    replicates = spread(FILES, laboratories="aaaa", stools=[1, 1, 1, 1])
    days = spread(FILES, laboratories="aaaa")
    everything = spread(FILES, laboratories="abcd")
    assert everything < days < replicates <= one
    # All errors independent: a quarter of the variance (400 %/250 draws: standard error of a variance is 9 %).
    assert everything == pytest.approx(one / 4, rel=0.3)


def test_platform_error_remains_however_many_samples():
    numbers = _numbers()
    many = spread([sample(str(k)) for k in range(8)], laboratories=[0] * 8)
    floor = 0.5**2 * (np.hypot(numbers.person_group, numbers.day_group) ** 2).sum() * (1 - 1 / 5)
    assert many == pytest.approx(floor, rel=0.35)


def test_order_of_files_does_not_matter():
    mixed = [FILES[2], FILES[0], FILES[1]]
    a = draw_compositions(FILES[:3], 9, 4, laboratories="xyx", stools=[1, 2, 3]).shares
    b = draw_compositions(mixed, 9, 4, laboratories="xxy", stools=[3, 1, 2]).shares
    np.testing.assert_allclose(a, b)


def test_weights_favour_the_laboratory_that_stands_alone():
    numbers = _numbers()
    weights = _weights(_files(FILES[:3], [0, 0, 1], [0, 1, 2], numbers), numbers)
    assert weights.sum() == pytest.approx(1)
    assert weights[2] > weights[0] == pytest.approx(weights[1])


def test_files_of_different_depth_weigh_differently():
    poor = [sample("a", kind="counts", depth=5.0), sample("b", kind="counts", depth=1e6)]
    weights = _weights(_files(poor, [0, 1], [0, 1], _numbers()), _numbers())
    assert max(weights) > 0.6


def test_a_repeat_in_the_same_laboratory_leaves_the_platform_out():
    unnamed = replace(FILES[0], profile=replace(FILES[0].profile, tool=""))
    np.testing.assert_array_equal(draw_repeat(FILES[0], 4, 5).shares, draw_repeat(unnamed, 4, 5).shares)
    many, few = draw_repeat(FILES[0], 4, 60, depth=1e6).shares, draw_repeat(FILES[0], 4, 60, depth=20.0).shares
    assert variance(many) < variance(np.maximum(few, 1e-3))


def test_people_with_a_day_spread_more():
    def log_variance(rows: np.ndarray) -> float:
        return variance((rows @ trait_table().membership)[:, :5])

    assert log_variance(draw_people(3, 200, with_day=True)) > log_variance(draw_people(3, 200))


def test_taxa_sum_to_the_shares():
    rows = draw_taxa(FILES[:2], 3, 4) @ trait_table().membership
    expected = rows[:, :5] / rows[:, :5].sum(axis=1, keepdims=True)
    np.testing.assert_allclose(draw_compositions(FILES[:2], 3, 4).shares, expected)


def test_impossible_requests():
    with pytest.raises(DesignError, match="at least one"):
        draw_compositions([], 0, 1)
    with pytest.raises(DesignError, match="2 laboratories given for 1"):
        draw_compositions(FILES[:1], 0, 1, laboratories="ab")
    with pytest.raises(DesignError, match="seed is -1"):
        draw_repeat(FILES[0], -1, 1)
