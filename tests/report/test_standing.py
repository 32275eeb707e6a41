"""Evidence is counted by what the links themselves say."""

from __future__ import annotations

import pytest

from enterotone.assessment.result import Assessment
from enterotone.report.standing import cited, link_of, sources, standing


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("The liver burns nine tenths of it (human)", "people"),
        ("Faster transit (mouse, people)", "people"),
        ("SCFA raise TPH1 (human cell line, mouse)", "animals or cells"),
        ("Microbial products speed transit (germ-free mouse)", "animals or cells"),
        ("Tryptophanase carriage (genomes, cultures)", "animals or cells"),
        ("Clearance of kynurenine is assumed", "assumed"),
        ("Coefficients (microPop, fitted)", "assumed"),
    ],
)
def test_basis_of_a_link(text: str, basis: str) -> None:
    assert link_of(text).basis == basis


def test_link_without_species_keeps_its_words() -> None:
    assert link_of("no brackets here").words == "no brackets here"
    assert link_of("TPH1 (the gut enzyme) works (mouse)").words == "TPH1 (the gut enzyme) works"


def test_counts(assessment: Assessment) -> None:
    found = standing(assessment)
    assert (found.n_links, found.n_animal, found.n_assumed) == (9, 3, 3)
    assert found.by_grade == (("strong", 4), ("moderate", 6), ("weak", 3), ("contested", 2))


def test_known_keys_are_written_out_and_words_are_kept() -> None:
    assert cited("assumption") == ()
    assert cited("Lee 2014 (motility capsule)") == ("Lee 2014 (motility capsule)",)
    (reigstad,) = cited("reigstad2015")
    assert "FASEB" in reigstad


def test_sources_are_listed_once(assessment: Assessment) -> None:
    found = sources(assessment)
    assert len(found) == len(set(found))
    assert sum("J Neurogastroenterol Motil 2014;20:265" in text for text in found) == 1
    assert not any("assumption" in text.casefold() for text in found)
