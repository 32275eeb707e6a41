"""Diversity against closed forms and scikit-bio; positions against classical scaling of the distances."""

from __future__ import annotations

import numpy as np
import pytest

from enterotone.errors import DesignError
from enterotone.microbiome import Profile, Resolved, Taxon, match
from enterotone.microbiome.ecology import chao1, diversity, log_ratios, place, shannon, simpson
from enterotone.microbiome.reference_set import ReferenceSet, own_reference, synthetic_reference, taxa_shares
from enterotone.microbiome.traits import trait_table

COUNTS = np.array([50, 30, 10, 4, 2, 2, 1, 1, 1, 0])


def sample(power: float = 1.0, **facts: object) -> Resolved:
    """Build an average microbiota with its evenness changed, or turned round by a negative power."""
    rows = [r for r in trait_table().rows if r.rank == "genus" and r.typical > 0.001]
    parts = [Taxon(r.taxon, "genus", (("genus", r.taxon),), r.typical**power) for r in rows]
    return match(Profile.from_amounts("s", parts, **facts))  # type: ignore[arg-type]


def test_equal_shares():
    assert shannon(np.full(8, 0.125)) == pytest.approx(np.log(8))
    assert simpson(np.full(8, 0.125)) == pytest.approx(1 - 1 / 8)
    assert shannon(np.array([3.0])) == 0


def test_diversity_agrees_with_scikit_bio():
    alpha = pytest.importorskip("skbio.diversity.alpha")
    assert shannon(COUNTS) == pytest.approx(alpha.shannon(COUNTS, base=np.e))
    assert simpson(COUNTS) == pytest.approx(alpha.simpson(COUNTS))
    assert chao1(COUNTS).value == pytest.approx(alpha.chao1(COUNTS))


def test_chao1_interval_holds_what_was_seen():
    found = chao1(COUNTS)
    assert (COUNTS > 0).sum() <= found.low < found.value < found.high
    assert chao1(np.array([5, 5])).high == 2


def test_depth_narrows_diversity_until_over_dispersion_rules():
    def width(depth: float) -> float:
        found = diversity(sample(kind="counts", depth=depth).profile)
        assert found.shannon.low < found.shannon.value < found.shannon.high
        return found.shannon.high - found.shannon.low

    assert width(100) > 1.3 * width(1e5)
    assert width(1e5) == pytest.approx(width(1e8), rel=0.05)


def test_richness_has_an_upper_limit_for_counts_only():
    assert diversity(sample().profile).richness.high is None
    counted = diversity(sample(kind="counts", depth=5000.0).profile).richness
    assert counted.high >= counted.value == counted.low


def test_axes_are_classical_scaling_of_aitchison_distances():
    reference = synthetic_reference()
    few = ReferenceSet("few", False, reference.shares[:20])
    found = place(sample(), few, n=3, n_axes=19)
    logs = log_ratios(few.shares)
    distances = np.linalg.norm(logs[:, None] - logs[None, :], axis=2)
    on_axes = np.linalg.norm(found.people[:, None] - found.people[None, :], axis=2)
    np.testing.assert_allclose(on_axes, distances, atol=1e-9)
    assert found.axes.sum() == pytest.approx(1)


def test_axes_agree_with_scikit_bio():
    ordination = pytest.importorskip("skbio.stats.ordination")
    distance = pytest.importorskip("skbio.stats.distance")
    few = ReferenceSet("few", False, synthetic_reference().shares[:15])
    logs = log_ratios(few.shares)
    matrix = distance.DistanceMatrix(np.linalg.norm(logs[:, None] - logs[None, :], axis=2))
    expected = ordination.pcoa(matrix, number_of_dimensions=2).samples.to_numpy()
    np.testing.assert_allclose(np.abs(place(sample(), few, n=2).people), np.abs(expected), atol=1e-6)


def test_an_average_sample_lies_nearer_than_an_odd_one():
    average, odd = place(sample(), n=40), place(sample(power=-1.0), n=40)
    assert average.synthetic
    assert "synthetic" in average.reference
    assert average.percentile < 0.5 < odd.percentile
    assert average.draws.shape == (40, 2)
    assert average.draws.std(axis=0).min() > 0


def test_reference_is_the_same_on_every_call():
    first = synthetic_reference().shares
    synthetic_reference.cache_clear()
    np.testing.assert_array_equal(first, synthetic_reference().shares)
    np.testing.assert_allclose(first.sum(axis=1), 1)


def test_own_reference():
    own = own_reference([sample(), sample(0.5), sample(2.0)])
    assert not own.synthetic
    np.testing.assert_allclose(own.shares.sum(axis=1), 1)
    np.testing.assert_allclose(own.shares[0], taxa_shares(sample()))
    assert place(sample(), own, n=2, n_axes=1).percentile < 1
    with pytest.raises(DesignError, match="at least 3"):
        own_reference([sample()])
    with pytest.raises(DesignError, match="axes asked for"):
        place(sample(), own, n=2, n_axes=9)
    with pytest.raises(DesignError, match="draws with seed"):
        diversity(sample().profile, n=0)
