"""Floors and warnings of a resolved profile."""

from __future__ import annotations

import pytest

from enterotone.errors import ProfileError
from enterotone.microbiome import Profile, Taxon, match, resolve

GUT = ("Bacteroides", "Blautia", "Faecalibacterium", "Roseburia", "Dorea", "Alistipes", "Ruminococcus", "Coprococcus")


def profile(shares: dict[str, float], **facts: object) -> Profile:
    parts = [Taxon(name, "genus", (("genus", name),), share) for name, share in shares.items()]
    return Profile.from_amounts("s", parts, path="t.tsv", **facts)  # type: ignore[arg-type]


def gut(share: float) -> dict[str, float]:
    return dict.fromkeys(GUT, share / len(GUT))


def test_recognised_shares_add_up_by_rank():
    shares = {"Bacteroides": 0.5, "Lachnospiraceae": 0.2, "Eubacteriales": 0.1, "Nonsensia": 0.2}
    parts = [
        Taxon(name, rank, ((rank, name),), share)
        for (name, share), rank in zip(shares.items(), ("genus", "family", "order", "genus"), strict=True)
    ]
    found = match(Profile.from_amounts("s", parts))
    assert found.by_rank == pytest.approx({"genus": 0.5, "family": 0.2, "above": 0.1})
    assert found.recognised == pytest.approx(0.8)
    assert [item.taxon.name for item in found.unrecognised] == ["Nonsensia"]
    assert sum(share for _, share in found.composition.values()) == pytest.approx(1)


def test_below_half_is_refused_with_the_top_of_the_list():
    with pytest.raises(
        ProfileError,
        match=r"t\.tsv, sample 's': only 40\.0%.*at least 50%.*Nonsensia 35\.0%; Bacteriodes 25\.0% \(near Bacteroides",
    ):
        resolve(profile({**gut(0.4), "Nonsensia": 0.35, "Bacteriodes": 0.25}))


def test_half_is_enough_but_warns():
    resolved = resolve(profile({**gut(0.6), "Nonsensia": 0.4}))
    assert any("Only 60%" in warning for warning in resolved.warnings)


def test_unclassified_reads_do_not_count_as_unrecognised():
    resolved = resolve(profile(gut(0.4), unclassified=0.6))
    assert resolved.recognised == pytest.approx(1)
    assert any("60% of the sample was not classified" in warning for warning in resolved.warnings)


def test_usual_streptococcus_is_no_reason_to_doubt():
    assert resolve(profile({**gut(0.92), "Streptococcus": 0.08})).foreign.total == 0


def test_some_oral_taxa_warn_and_many_refuse():
    assert any(
        "unusual for stool (mostly oral)" in w for w in resolve(profile({**gut(0.7), "Streptococcus": 0.3})).warnings
    )
    with pytest.raises(ProfileError, match="does not look like stool"):
        resolve(profile({**gut(0.3), "Streptococcus": 0.5, "Rothia": 0.2}))


def test_few_counts_warn_and_very_few_refuse():
    assert any("Only 500 counts" in w for w in resolve(profile(gut(1), kind="counts", depth=500.0)).warnings)
    with pytest.raises(ProfileError, match="only 50 counts"):
        resolve(profile(gut(1), kind="counts", depth=50.0))


def test_family_names_count_with_a_warning():
    parts = [Taxon("Lachnospiraceae", "family", (("family", "Lachnospiraceae"),), 1.0)]
    resolved = resolve(Profile.from_amounts("s", parts))
    assert any("family or order only" in warning for warning in resolved.warnings)
