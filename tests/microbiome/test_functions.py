"""Genes in place of taxa: routes need all their steps, and generic genes alone say nothing."""

from __future__ import annotations

import numpy as np
import pytest

from enterotone.errors import ProfileError
from enterotone.microbiome import Profile, Taxon, draw_compositions, match, override_draws, summarise, typical
from enterotone.microbiome.functions import FunctionProfile, capacities_from_functions, gene_steps, override
from enterotone.microbiome.traits import TRAITS

MARKERS = {"K01869": 10.0, "K01873": 10.0, "K01889": 10.0, "K01870": 10.0}


def capacities(kind: str = "KO", **genes: float) -> dict[str, float]:
    """Capacities of a sample of ten genomes with the genes given."""
    return dict(capacities_from_functions(FunctionProfile("s", kind, MARKERS | genes)))


def test_copies_per_genome():
    assert capacities(K01667=5.0)["indole"] == pytest.approx(0.5)
    assert capacities(K01667=5.0)["tryptamine"] == 0


def test_butyrate_kinase_alone_makes_no_butyrate():
    # The over-call of the published module: Bacteroides have buk, and make no butyrate.
    assert capacities(K00929=30.0)["butyrate"] == 0
    assert capacities(K00929=3.0, K00634=2.0, K00248=10.0)["butyrate"] == pytest.approx(0.2)


def test_routes_add_up():
    by_transferase = capacities(K00248=10.0, K19709=4.0)["butyrate"]
    both = capacities(K00248=10.0, K19709=4.0, K00929=3.0, K00634=3.0)["butyrate"]
    assert (by_transferase, both) == (pytest.approx(0.4), pytest.approx(0.7))


def test_bile_needs_the_whole_operon():
    assert capacities(K15870=1.0)["bile7aDehydroxylation"] == 0
    assert capacities(K15870=1.0, K15872=0.5)["bile7aDehydroxylation"] == pytest.approx(0.05)


def test_enzyme_numbers_and_spellings():
    table = {"EC:6.1.1.4": 2.0, "6.1.1.9: valine--tRNA ligase": 2.0, "6.1.1.5": 2.0, "ec:4.1.99.1": 1.0}
    found = capacities_from_functions(FunctionProfile("s", "EC", table))
    assert found["indole"] == pytest.approx(0.5)
    # A general aromatic decarboxylase is no evidence of tryptamine.
    assert capacities_from_functions(FunctionProfile("s", "EC", table | {"4.1.1.28": 9.0}))["tryptamine"] == 0


def test_a_table_without_markers_or_of_pathways_says_nothing():
    assert capacities_from_functions(FunctionProfile("s", "KO", {"K01667": 5.0})) == {}
    assert capacities_from_functions(FunctionProfile("s", "pathway", {"P163-PWY": 5.0})) == {}


def test_functions_override_traits():
    parts = [Taxon("Bacteroides", "genus", (("genus", "Bacteroides"),), 1.0)]
    guessed = summarise(match(Profile.from_amounts("s", parts)))
    measured = override(guessed, FunctionProfile("s", "KO", MARKERS | {"K01667": 8.0}), typical())
    assert measured.capacities["indole"].value == pytest.approx(0.8)
    assert measured.capacities["indole"].relative == pytest.approx(0.8 / typical().capacities["indole"].value)
    assert measured.capacities["lpsProinflammatory"] == guessed.capacities["lpsProinflammatory"]
    assert measured.shares == guessed.shares


def test_every_step_names_a_known_trait_and_a_source():
    assert {step.trait for step in gene_steps()} <= {*TRAITS, "single_copy"}
    assert all(step.source for step in gene_steps())
    assert {"butyrate", "propionate", "indole", "tryptamine", "bile7aDehydroxylation"} <= {
        step.trait for step in gene_steps()
    }


@pytest.mark.parametrize(
    ("kind", "amounts", "message"),
    [("module", {"a": 1.0}, "kind 'module'"), ("KO", {"a": -1.0}, "negative"), ("KO", {"a": 0.0}, "all abundances")],
)
def test_impossible_tables(kind, amounts, message):
    with pytest.raises(ProfileError, match=message):
        FunctionProfile("s", kind, amounts)


def test_genes_centre_the_draws_and_leave_their_spread():
    taxa = [Taxon("Bacteroides", "genus", (("genus", "Bacteroides"),), 0.5)]
    taxa.append(Taxon("Blautia", "genus", (("genus", "Blautia"),), 0.5))
    draws = draw_compositions(match(Profile.from_amounts("s", taxa)), 1, 200)
    markers = {"K01869": 100.0, "K01873": 100.0, "K01889": 100.0, "K01870": 100.0}
    genes = FunctionProfile("s", "KO", {**markers, "K01667": 25.0})
    found = override_draws(draws, genes)
    expected = 0.25 / typical().capacities["indole"].value
    assert np.median(found.capacity("indole")) == pytest.approx(expected)
    before, after = draws.capacity("indole"), found.capacity("indole")
    assert np.std(after) / np.mean(after) == pytest.approx(np.std(before) / np.mean(before))
    # Genes of bile acids were not found: the capacity is 0, whatever the taxa say.
    assert not found.capacity("bile7aDehydroxylation").any()
    np.testing.assert_array_equal(found.capacity("acetate"), draws.capacity("acetate"))
    np.testing.assert_array_equal(found.shares, draws.shares)
