"""Property tests: what must not matter does not."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enterotone.microbiome import Profile, Taxon, draw_average, draw_compositions, match, summarise
from enterotone.microbiome.traits import trait_table

GENERA = [row for row in trait_table().rows if row.rank == "genus" and row.typical > 0.002]


def taxon(genus: str, family: str, amount: float) -> Taxon:
    """Build a piece at genus level with its family."""
    return Taxon(genus, "genus", (("family", family), ("genus", genus)), amount)


@st.composite
def pieces(draw: st.DrawFn) -> list[Taxon]:
    """3 to 12 different gut genera with positive amounts, one of which may stop at its family."""
    rows = draw(st.lists(st.sampled_from(GENERA), min_size=3, max_size=12, unique_by=lambda row: row.taxon))
    found = [taxon(row.taxon, row.family, draw(st.integers(1, 10_000))) for row in rows]
    family = draw(st.sampled_from(["Lachnospiraceae", "Oscillospiraceae"]))
    found.append(Taxon(family, "family", (("family", family),), draw(st.integers(1, 3000))))
    return found


def profile(parts: list[Taxon], **facts: object) -> Profile:
    """Build a counts profile of 20,000 reads."""
    return Profile.from_amounts("s", parts, kind="counts", depth=20_000.0, **facts)  # type: ignore[arg-type]


QUIET = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@QUIET
@given(parts=pieces(), seed=st.integers(0, 2**32), shuffle=st.integers(0, 1000))
def test_order_of_taxa_changes_nothing(parts, seed, shuffle):
    mixed = random.Random(shuffle).sample(parts, len(parts))
    a, b = match(profile(parts)), match(profile(mixed))
    assert summarise(a) == summarise(b)
    np.testing.assert_array_equal(draw_compositions(a, seed, 3).shares, draw_compositions(b, seed, 3).shares)


@QUIET
@given(parts=pieces(), seed=st.integers(0, 2**32))
def test_absent_taxa_change_nothing(parts, seed):
    padded = [*parts, taxon("Yersinia", "Yersiniaceae", 0.0), taxon("Nonsensia", "", 0.0)]
    a, b = match(profile(parts)), match(profile(padded))
    assert summarise(a) == summarise(b)
    first, second = draw_compositions(a, seed, 3), draw_compositions(b, seed, 3)
    np.testing.assert_array_equal(first.shares, second.shares)
    np.testing.assert_array_equal(first.capacities, second.capacities)


@QUIET
@given(parts=pieces(), factor=st.sampled_from([0.001, 0.5, 7.0]))
def test_unit_of_the_amounts_changes_nothing(parts, factor):
    scaled = [taxon(p.name, p.level("family"), p.abundance * factor) for p in parts if p.rank == "genus"]
    plain = [p for p in parts if p.rank == "genus"]
    assert summarise(match(profile(scaled))).shares == pytest.approx(summarise(match(profile(plain))).shares)


@QUIET
@given(parts=pieces(), seed=st.integers(0, 2**32), n=st.integers(2, 6))
def test_member_does_not_depend_on_how_many_are_drawn(parts, seed, n):
    resolved = match(profile(parts))
    few, many = draw_compositions(resolved, seed, n - 1), draw_compositions(resolved, seed, n)
    np.testing.assert_array_equal(few.shares, many.shares[: n - 1])
    np.testing.assert_array_equal(few.capacities, many.capacities[: n - 1])
    np.testing.assert_array_equal(draw_average(seed, n - 1).shares, draw_average(seed, n).shares[: n - 1])


@QUIET
@given(parts=pieces(), seed=st.integers(0, 2**32))
def test_shares_are_compositions_and_capacities_are_positive(parts, seed):
    resolved = match(profile(parts))
    for draws in (draw_compositions(resolved, seed, 4), draw_average(seed, 4)):
        assert np.all(draws.shares >= 0)
        np.testing.assert_allclose(draws.shares.sum(axis=1), 1)
        assert np.all(np.isfinite(draws.capacities))
        assert np.all(draws.capacities >= 0)
    assert sum(summarise(resolved).shares.values()) == pytest.approx(1)
