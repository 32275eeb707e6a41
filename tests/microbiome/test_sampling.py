"""Draws: spread grows where it should, matches the tables it was taken from, and pairs person with reference."""

from __future__ import annotations

import numpy as np
import pytest

from enterotone.errors import DesignError
from enterotone.microbiome import (
    GROUPS,
    Profile,
    Resolved,
    Taxon,
    draw_average,
    draw_compositions,
    match,
    resolve,
    typical,
)
from enterotone.microbiome.sampling import (
    _collect,
    _numbers,
    draw_counts,
    draw_people,
    effective_size,
    independent_spread,
)
from enterotone.microbiome.taxonomy import row_shares
from enterotone.microbiome.traits import trait_table


def average_profile(**facts: object) -> Profile:
    parts = [Taxon(r.taxon, "genus", (("genus", r.taxon),), r.typical) for r in trait_table().rows if r.rank == "genus"]
    return Profile.from_amounts("s", parts, **facts)  # type: ignore[arg-type]


def spread(shares: np.ndarray) -> np.ndarray:
    logs = np.log(shares + 1e-9)
    return (logs - logs.mean(axis=1, keepdims=True)).std(axis=0)


def test_average_people_spread_as_the_table_says():
    # 400 draws: the standard error of a standard deviation is 3.5 %, so 12 % is over 3 standard errors.
    found = spread(draw_average(7, 400).shares)
    np.testing.assert_allclose(found, [0.51, 0.61, 0.48, 0.67, 0.81], rtol=0.12)


def test_average_people_centre_on_the_typical_composition():
    middle = np.median(draw_average(7, 400).shares, axis=0)
    np.testing.assert_allclose(middle, [typical().shares[group] for group in GROUPS], rtol=0.2)


def test_a_known_profiler_narrows_the_draws():
    unknown = spread(draw_compositions(match(average_profile()), 3, 150).shares)
    known = spread(draw_compositions(match(average_profile(tool="MetaPhlAn")), 3, 150).shares)
    assert np.all(known < unknown)


def test_depth_narrows_the_draws_until_over_dispersion_rules():
    assert effective_size(50, 300) < effective_size(1000, 300) < effective_size(1e9, 300) <= 301
    assert effective_size(1, 300) == pytest.approx(1)


def test_few_counts_widen_the_draws():
    few = spread(draw_compositions(match(average_profile(kind="counts", depth=120.0, tool="x")), 3, 150).shares)
    many = spread(draw_compositions(match(average_profile(kind="counts", depth=1e5, tool="x")), 3, 150).shares)
    assert few.mean() > many.mean()


def test_family_names_widen_the_draws():
    family = Taxon("Lachnospiraceae", "family", (("family", "Lachnospiraceae"),), 0.5)
    genus = Taxon("Bacteroides", "genus", (("genus", "Bacteroides"),), 0.5)
    blautia = Taxon("Blautia", "genus", (("genus", "Blautia"),), 0.25)
    roseburia = Taxon("Roseburia", "genus", (("genus", "Roseburia"),), 0.25)
    wide = draw_compositions(match(Profile.from_amounts("s", [family, genus], tool="x")), 5, 150).shares
    narrow = draw_compositions(match(Profile.from_amounts("s", [blautia, roseburia, genus], tool="x")), 5, 150).shares
    butyrate = GROUPS.index("butyrate")
    assert np.log(wide[:, butyrate]).std() > np.log(narrow[:, butyrate]).std()


def test_unseen_groups_keep_a_trace():
    parts = [Taxon("Bacteroides", "genus", (("genus", "Bacteroides"),), 1.0)]
    shares = draw_compositions(match(Profile.from_amounts("s", parts)), 1, 50).shares
    assert np.all(shares > 0)
    assert np.median(shares[:, GROUPS.index("lactate")]) < 0.01


def test_errors_of_traits_hit_person_and_reference_alike():
    # A person of exactly the average composition has relative capacity 1 in every draw, whatever the traits are.
    draws = _collect([trait_table().typical] * 5, 11, _numbers())
    np.testing.assert_allclose(draws.capacities, 1)


def test_traits_differ_between_members_and_seeds():
    parts = [Taxon("Bacteroides", "genus", (("genus", "Bacteroides"),), 1.0)]
    indole = draw_compositions(match(Profile.from_amounts("s", parts)), 1, 20).capacity("indole")
    assert len(set(indole)) == 20


def test_spread_of_log_ratios_is_inverted():
    # Closed form checked by simulation of independent logs: clr variance of s^2 = 1, 0.25, 0.04, 0.5, 0.09.
    sd = np.sqrt([1.0, 0.25, 0.04, 0.5, 0.09])
    logs = np.random.default_rng(0).standard_normal((200_000, 5)) * sd
    clr = logs - logs.mean(axis=1, keepdims=True)
    np.testing.assert_allclose(independent_spread(clr.std(axis=0)), sd, atol=0.01)


@pytest.mark.parametrize(("seed", "n", "message"), [(0, 0, "at least 1"), (-1, 3, "seed is -1")])
def test_impossible_requests(seed, n, message):
    with pytest.raises(DesignError, match=message):
        draw_average(seed, n)
    with pytest.raises(DesignError, match=message):
        draw_compositions(match(average_profile()), seed, n)


def read_back(counts: np.ndarray, **facts: object) -> Resolved:
    parts = [
        Taxon(row.taxon, row.rank, (("family", row.family), (row.rank, row.taxon)), float(counts[row.index]))
        for row in trait_table().rows
    ]
    return resolve(Profile.from_amounts("s", parts, kind="counts", **facts))  # type: ignore[arg-type]


def test_counts_are_as_deep_as_asked_and_read_back_as_counted():
    counts = draw_counts(trait_table().typical, 3, 4, 5000)
    np.testing.assert_array_equal(counts.sum(axis=1), 5000)
    np.testing.assert_array_equal(draw_counts(trait_table().typical, 3, 2, 5000), counts[:2])
    resolved = read_back(counts[0])
    np.testing.assert_allclose(row_shares(resolved.composition.values()), counts[0] / 5000)
    assert resolved.profile.depth is None


def test_an_unnamed_profiler_spreads_counts_more():
    def spread_of_groups(has_tool: bool) -> np.ndarray:
        return spread(draw_counts(trait_table().typical, 4, 150, 50_000, has_tool) @ trait_table().membership[:, :5])

    assert np.all(spread_of_groups(True) < spread_of_groups(False))


def test_forwards_and_backwards_are_one_law():
    """Log-ratios of the usual groups rank anywhere among those drawn from their counts: errors are symmetric in them.

    The mean rank of 60 people is 0.5, give or take 3 standard errors. Shares themselves need not be flat: draws spread
    more than people do, and the larger the spread the more the largest group takes from the others.
    """
    membership, ranks = trait_table().membership[:, :5], []
    for person, usual in enumerate(draw_people(11, 60)):
        counts = draw_counts(usual, 1000 + person, 1, 20_000)[0]
        drawn = draw_compositions(read_back(counts, depth=20_000.0, tool="x"), 5000 + person, 9).shares
        logs, truth = np.log(drawn), np.log(usual @ membership)
        ranks.append((logs - logs.mean(axis=1, keepdims=True) < truth - truth.mean()).mean(axis=0))
    np.testing.assert_allclose(np.mean(ranks, axis=0), 0.5, atol=3 * 0.32 / np.sqrt(60))
