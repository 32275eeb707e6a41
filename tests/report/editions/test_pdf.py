"""The PDFs: typst's UA-1 checks pass for whatever was assessed, the same file twice, and all that the blocks say."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from enterotone.assessment.result import Assessment
from enterotone.report.editions import EDITIONS, document_of
from enterotone.report.editions.blocks import Document, Figure, Gallery, plain_text
from enterotone.report.editions.csv_tables import csv_tables
from enterotone.report.editions.pdf import render_pdf
from enterotone.report.symbol import typeset
from enterotone.report.wording import check_text, read_rules

#: Extremes whose text is taken out of the file again, which takes longer than to set it.
READ = ("bare", "nothing different")


def read(pdf: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(pdf))


def letters(text: str) -> str:
    """Text without what a line break, a ligature or a missing letter may change."""
    ligatures = {"ﬁ": "fi", "ﬂ": "fl", "ﬀ": "ff", "ﬃ": "ffi", "ﬄ": "ffl"}
    for one, more in ligatures.items():
        text = text.replace(one, more)
    return re.sub(r"[^a-z0-9%]", "", text.casefold())


def text_of(pdf: bytes) -> str:
    return " ".join(page.extract_text() for page in read(pdf).pages)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_extreme_is_set_and_keeps_the_rules(
    edition: str, extremes: dict[str, Assessment], documents: dict[tuple[str, str], Document]
) -> None:
    # render_pdf asks for PDF/UA-1: typst refuses a picture without description, a skipped heading, a missing letter.
    for name in extremes:
        pdf = render_pdf(documents[name, edition])
        if name not in READ:
            continue
        found = letters(text_of(pdf))
        wanted = [r for r in read_rules() if r.rule == "required" and r.edition in (edition, "both")]
        assert [rule.id for rule in wanted if letters(rule.text) not in found] == [], name
        if name != "hostile" and edition == "consumer":
            assert [str(f) for f in check_text(text_of(pdf), edition) if f.rule.rule == "banned"] == [], name


@pytest.fixture(scope="module")
def sets(documents: dict[tuple[str, str], Document]) -> dict[str, bytes]:
    """The full assessment as PDF, by edition."""
    return {edition: render_pdf(documents["full", edition]) for edition in EDITIONS}


@pytest.mark.parametrize("edition", EDITIONS)
def test_it_is_tagged_and_says_language_title_and_standard(edition: str, sets: dict[str, bytes]) -> None:
    root = read(sets[edition]).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()


def elements(node: object) -> Iterator[DictionaryObject]:
    """Every element of a structure tree."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for item in node:
            yield from elements(item)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


@pytest.mark.parametrize("edition", EDITIONS)
def test_figures_have_alternative_texts_and_tables_have_heads(edition: str, sets: dict[str, bytes]) -> None:
    found = list(elements(read(sets[edition]).trailer["/Root"]["/StructTreeRoot"]))
    kinds = Counter(str(element["/S"]) for element in found)
    assert kinds["/Figure"] >= 10
    assert all(len(str(element["/Alt"])) > 10 for element in found if element["/S"] == "/Figure")
    assert kinds["/Table"] >= 3
    assert kinds["/TH"] >= 3 * kinds["/Table"]
    assert kinds["/H1"] == 1
    assert kinds["/H2"] >= 5


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_same_assessment_gives_the_same_file(edition: str, full: Assessment) -> None:
    document, tables = document_of(full, edition), csv_tables(full)
    assert render_pdf(document, tables) == render_pdf(document, tables)


def test_the_time_is_that_of_the_result(assessment: Assessment) -> None:
    info = read(render_pdf(document_of(assessment, "consumer"))).metadata
    assert info is not None
    assert str(info.creation_date).startswith("2026-01-17 09:42:11")
    undated = replace(assessment, provenance=replace(assessment.provenance, created="some time"))
    assert render_pdf(document_of(undated, "consumer")) == render_pdf(document_of(undated, "consumer"))


@pytest.mark.parametrize("edition", EDITIONS)
def test_paper_says_what_the_blocks_say(
    edition: str, full: Assessment, documents: dict[tuple[str, str], Document], sets: dict[str, bytes]
) -> None:
    document = documents["full", edition]
    found = letters(text_of(sets[edition]))
    for section in document.sections:
        assert letters(section.title) in found
    for readout in full.readouts:
        name = readout.name if edition == "professional" else readout.plain_name
        assert letters(typeset(name)) in found, readout.id


def test_acting_characters_are_printed_as_they_are(documents: dict[tuple[str, str], Document]) -> None:
    found = text_of(render_pdf(documents["hostile", "consumer"]))
    for written in ("#panic()", "$x^2$", "<script>", "{{7*7}}"):
        assert written in found.replace("\u200b", "").replace("\n", ""), written


def test_the_tables_are_attached(full: Assessment) -> None:
    tables = csv_tables(full)
    attached = read(render_pdf(document_of(full, "professional"), tables)).attachments
    assert set(attached) == set(tables)
    assert attached["readouts.csv"][0].decode() == tables["readouts.csv"][1]


def figures(document: Document) -> list[Figure]:
    found: list[Figure] = []
    waiting = [block for section in document.sections for block in section.blocks]
    while waiting:
        block = waiting.pop()
        if isinstance(block, Figure):
            found.append(block)
        if isinstance(block, Gallery):
            found.extend(block.figures)
        waiting.extend(getattr(block, "blocks", ()))
    return found


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_figure_says_in_words_what_it_shows(edition: str, full: Assessment) -> None:
    found = figures(document_of(full, edition))
    assert found
    assert all(len(figure.picture.alt) > 30 for figure in found)


@pytest.mark.parametrize("name", ["usual", "full", "nothing different", "no what-ifs"])
def test_the_consumer_edition_has_two_to_four_pages(name: str, extremes: dict[str, Assessment]) -> None:
    assert 2 <= len(read(render_pdf(document_of(extremes[name], "consumer"))).pages) <= 4


def test_every_page_after_the_first_names_the_sample_and_its_number(sets: dict[str, bytes]) -> None:
    pages = read(sets["consumer"]).pages
    for number, page in enumerate(pages[1:], start=2):
        text = page.extract_text()
        assert f"Page {number} of {len(pages)}" in text
        assert "Sample stool-0042" in text


def test_plain_text_leaves_out_what_others_wrote(full: Assessment) -> None:
    document = document_of(full, "professional")
    name = full.microbiota.taxa[0].name
    assert name in plain_text(document)
    assert name not in plain_text(document, verbatim=False)
