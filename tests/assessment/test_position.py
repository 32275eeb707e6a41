"""Place among reference samples, and what the microbes can do: by hand on small cases."""

from __future__ import annotations

import numpy as np
import pytest

from enterotone.assessment.capacities import capacities
from enterotone.assessment.position import position
from enterotone.microbiome import (
    TRAITS,
    Profile,
    ReferenceSet,
    Resolved,
    Taxon,
    draw_compositions,
    match,
    own_reference,
    summarise,
    synthetic_reference,
)
from enterotone.microbiome.reference_set import taxa_shares


def sample(shares: dict[str, float]) -> Resolved:
    taxa = [Taxon(name, "genus", (("genus", name),), share) for name, share in shares.items()]
    return match(Profile.from_amounts("made", taxa, kind="relative", depth=50_000, tool="MetaPhlAn"))


EVEN = {"Bacteroides": 0.25, "Faecalibacterium": 0.25, "Blautia": 0.25, "Bifidobacterium": 0.25}
SKEWED = {"Bacteroides": 0.97, "Faecalibacterium": 0.03}
THREE = {"Bacteroides": 0.5, "Faecalibacterium": 0.3, "Blautia": 0.2}


def others() -> ReferenceSet:
    return own_reference([sample(shares) for shares in (THREE, SKEWED, {**EVEN, "Roseburia": 0.4})])


def test_percentiles_are_counted_by_hand() -> None:
    # Richness 4 stands above 3 and 2 and below 5: two of three below.
    found = position(sample(EVEN), reference=others())
    assert found.richness == pytest.approx(200 / 3)
    # Four equal shares are as even as can be; nobody of the others is.
    assert found.evenness == 100.0
    assert position(sample(SKEWED), reference=others()).evenness == pytest.approx(100 / 6)


def test_a_reference_sample_stands_where_it_stands() -> None:
    found = position(sample(THREE), reference=others())
    assert found.sample == pytest.approx(found.reference[0])
    assert len(found.reference) == 3
    assert 0 < sum(found.axes) <= 1 + 1e-12


def test_the_map_keeps_distances_of_two_axes() -> None:
    """With three samples two axes hold everything: distances on the map are Aitchison distances."""
    reference = others()
    found = position(sample(THREE), reference=reference)
    assert sum(found.axes) == pytest.approx(1.0)
    assert found.distance == pytest.approx(np.hypot(*found.sample))


def test_the_same_seed_gives_the_same_place_and_the_note_says_what_the_reference_is() -> None:
    found = position(sample(EVEN), seed=3)
    assert found == position(sample(EVEN), seed=3)
    assert "synthetic" in found.note
    assert "never lack a genus" in found.note
    assert len(found.reference) == len(synthetic_reference().shares)
    assert "your own" in position(sample(EVEN), reference=others()).note
    for percentile in (found.distance_percentile, found.evenness, found.richness, found.shannon):
        assert 0 <= percentile <= 100


def test_capacities_are_those_of_the_sample_with_their_carriers() -> None:
    resolved = sample(THREE)
    draws = draw_compositions(resolved, 5, 40)
    found = {c.id: c for c in capacities(resolved, draws, np.arange(40))}
    assert tuple(found) == TRAITS
    assert found["butyrate"].carriers[0] == "Faecalibacterium"
    assert found["propionate"].carriers == ("Bacteroides",)
    assert found["butyrate"].counted == summarise(resolved).capacities["butyrate"].relative
    for trait, capacity in found.items():
        assert capacity.drawn.median == pytest.approx(float(np.median(draws.capacity(trait))))
        assert bool(capacity.carriers) == bool(capacity.sources)
    assert float(taxa_shares(resolved).sum()) == pytest.approx(1.0)
