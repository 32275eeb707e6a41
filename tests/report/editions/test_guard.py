"""Every text that either edition can print keeps the rules of wording, whatever was assessed."""

from __future__ import annotations

import pytest

from enterotone.assessment.result import Assessment
from enterotone.report.editions import EDITIONS, document_of
from enterotone.report.editions.blocks import Document, plain_text
from enterotone.report.editions.html import render_page
from enterotone.report.wording import check_text, check_wording


@pytest.mark.parametrize("edition", EDITIONS)
def test_blocks_and_pages_of_every_extreme_keep_the_rules(
    edition: str, extremes: dict[str, Assessment], documents: dict[tuple[str, str], Document]
) -> None:
    for name in extremes:
        document = documents[name, edition]
        found = check_text(plain_text(document, verbatim=False), edition, everything=plain_text(document))
        assert [str(finding) for finding in found] == [], name
        assert [str(finding) for finding in check_wording(render_page(document), edition)] == [], name


@pytest.mark.parametrize("edition", EDITIONS)
def test_what_must_be_said_is_said_before_anything_else(edition: str, assessment: Assessment) -> None:
    # Written out here, so that a change of the list cannot drop the meaning unseen.
    top = plain_text(document_of(assessment, edition).sections[0])
    wanted = {
        "professional": (
            "research and education",
            "complements clinical care and never replaces it",
            "no diagnosis",
            "no advice on medicines",
            "does not reach the brain",
            "unexplained weight loss",
            "wake you at night",
            "trouble swallowing",
        ),
        "consumer": (
            "for learning",
            "not a medical test",
            "not take the place of a doctor",
            "no advice on medicines",
            "does not reach the brain",
            "simulated",
            "lose weight without trying",
            "wake at night",
            "hard to swallow",
        ),
    }
    shared = ("blood in", "fever", "SSRIs", "5-HTP", "tryptophan", "St John’s wort", "serotonin syndrome", "pharmacist")
    for words in (*wanted[edition], *shared):
        assert words in top


def test_medicines_are_printed_in_no_edition_and_advice_is_not_for_consumers(full: Assessment) -> None:
    professional = plain_text(document_of(full, "professional"))
    consumer = plain_text(document_of(full, "consumer"))
    assert "paroxetine" not in professional + consumer
    assert "a supplement" in professional.casefold()
    assert "a supplement" not in consumer.casefold()


def test_no_ratio_of_phyla_and_no_composite_score(full: Assessment) -> None:
    for edition in EDITIONS:
        text = plain_text(document_of(full, edition), verbatim=False).casefold()
        assert "bacteroidota" not in text
        assert "bacteroidetes" not in text
        assert "score" not in text
