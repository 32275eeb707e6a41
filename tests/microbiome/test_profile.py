"""The profile type: what it refuses, and diversity by hand-checkable cases."""

from __future__ import annotations

import math

import pytest

from enterotone.errors import ProfileError
from enterotone.microbiome import Profile, Taxon


def piece(name: str, amount: float, rank: str = "genus", **levels: str) -> Taxon:
    return Taxon(name, rank, (*levels.items(), (rank, name)), amount)


def test_four_equal_genera_have_shannon_log_four():
    profile = Profile.from_amounts("s", [piece(name, 5) for name in "ABCD"])
    assert profile.shannon() == pytest.approx(math.log(4))
    assert profile.richness() == 4


def test_unclassified_mass_is_left_out_of_diversity_but_not_of_shares():
    profile = Profile.from_amounts("s", [piece("A", 30), piece("B", 30)], unclassified=40)
    assert profile.unclassified == pytest.approx(0.4)
    assert profile.shannon() == pytest.approx(math.log(2))


def test_species_sum_to_their_genus_and_mass_above_stands_alone():
    parts = [
        piece("A one", 1, "species", genus="A"),
        piece("A two", 2, "species", genus="A"),
        piece("Fam", 1, "family"),
    ]
    assert Profile.from_amounts("s", parts).shares_at("genus") == pytest.approx({"A": 0.75, "Fam": 0.25})


def test_one_taxon_has_no_diversity():
    profile = Profile.from_amounts("s", [piece("A", 1)])
    assert (profile.shannon(), profile.richness()) == (0.0, 1)


@pytest.mark.parametrize("amounts", [[], [0.0, 0.0]])
def test_nothing_is_refused(amounts):
    with pytest.raises(ProfileError, match="all abundances are 0"):
        Profile.from_amounts("s", [piece("A", amount) for amount in amounts], unclassified=1.0)


@pytest.mark.parametrize(
    ("shares", "message"),
    [([0.5, 0.4], "sum to 0.9"), ([1.2, -0.2], "negative"), ([math.nan, 1.0], "not a number")],
)
def test_shares_that_are_no_composition_are_refused(shares, message):
    with pytest.raises(ProfileError, match=message):
        Profile("s", tuple(piece(str(n), share) for n, share in enumerate(shares)), "relative")
