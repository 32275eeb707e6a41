"""Groups and capacities by hand-checkable cases."""

from __future__ import annotations

import pytest

from enterotone.microbiome import GROUPS, TRAITS, Profile, Taxon, match, model_groups, summarise, typical


def summary(shares: dict[str, float], rank: str = "genus"):
    parts = [Taxon(name, rank, ((rank, name),), share) for name, share in shares.items()]
    return summarise(match(Profile.from_amounts("s", parts)))


def test_groups_of_a_hand_made_community():
    found = summary(
        {"Bacteroides": 0.4, "Faecalibacterium": 0.2, "Blautia": 0.2, "Bifidobacterium": 0.1, "Escherichia": 0.1}
    )
    assert found.shares == pytest.approx(
        {"bacteroides": 0.4, "butyrate": 0.2, "fibre": 0.2, "lactate": 0.1, "protein": 0.1}
    )


def test_others_are_left_out_of_the_five_and_reported():
    found = summary({"Bacteroides": 0.45, "Blautia": 0.45, "Rothia": 0.1})
    assert found.other == pytest.approx(0.1)
    assert found.shares["bacteroides"] == pytest.approx(0.5)


def test_capacity_is_trait_times_biomass():
    found = summary({"Bacteroides": 0.5, "Blautia": 0.5})
    assert found.capacities["indole"].value == pytest.approx(0.5 * 0.52)
    assert found.capacities["propionate"].value == pytest.approx(0.5 * 0.7)
    assert found.capacities["indole"].relative == pytest.approx(0.26 / typical().capacities["indole"].value)


def test_uncertainty_of_one_genus_is_its_beta_law():
    # Bacteroides: t = 0.52, concentration 10, so the variance is 0.52 * 0.48 / 11.
    found = summary({"Bacteroides": 1.0}).capacities["indole"]
    assert found.relative_sd / found.relative == pytest.approx((0.52 * 0.48 / 11) ** 0.5 / 0.52)


def test_a_family_name_is_less_certain_than_its_genera():
    table_genera = {"Bacteroides": 0.155, "Phocaeicola": 0.0863}
    genera = summary(table_genera).capacities["indole"]
    family = summary({"Bacteroidaceae": 1.0}, "family").capacities["indole"]
    assert family.value == pytest.approx(genera.value)
    assert family.relative_sd > genera.relative_sd


def test_average_has_every_group_and_relative_one():
    average = typical()
    assert sum(average.shares.values()) == pytest.approx(1)
    assert set(average.shares) == set(GROUPS)
    assert all(share > 0.02 for share in average.shares.values())
    for trait in TRAITS:
        assert average.capacities[trait].value > 0
        assert average.capacities[trait].relative == pytest.approx(1)


def test_groups_have_plain_names():
    for name in GROUPS:
        assert model_groups()[name].plain
