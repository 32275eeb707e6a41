"""The consumer edition: short, plain, a range at every number, no more than it may hold."""

from __future__ import annotations

import re
from collections.abc import Iterator

from enterotone.assessment.result import Assessment
from enterotone.report.editions import document_of
from enterotone.report.editions.blocks import (
    Bullets,
    Callout,
    Column,
    Columns,
    Facts,
    Paragraph,
    Part,
    Table,
    plain_text,
)
from enterotone.report.editions.consumer import GLOSSARY
from enterotone.report.editions.consumer_options import MOST


def sentences(document: object) -> Iterator[str]:
    """Running text of a document: paragraphs, items and meanings of words; not the cells of tables."""
    waiting = [block for section in document.sections for block in section.blocks]  # type: ignore[attr-defined]
    while waiting:
        block = waiting.pop(0)
        if isinstance(block, Paragraph):
            yield plain_text(block.words)
        elif isinstance(block, Bullets):
            yield from (plain_text(item) for item in block.items)
        elif isinstance(block, Facts):
            yield from (f"{name}: {plain_text(value)}." for name, value in block.pairs)
        elif isinstance(block, Callout | Part):
            waiting = [*block.blocks, *waiting]
        elif isinstance(block, Columns):
            waiting = [*(b for part in block.parts for b in part), *waiting]


def syllables(word: str) -> int:
    """Groups of vowels, less a silent e: the usual estimate."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent)


def grade(texts: list[str]) -> float:
    """Flesch-Kincaid grade (Kincaid 1975): 0.39 words per sentence + 11.8 syllables per word - 15.59."""
    n_sentences = n_words = n_syllables = 0
    for text in texts:
        for sentence in re.split(r"[.!?;](?:\s|$)", text):
            words = re.findall(r"[a-z]+(?:[’'-][a-z]+)*", sentence.casefold())
            if words:
                n_sentences += 1
                n_words += len(words)
                n_syllables += sum(map(syllables, words))
    return 0.39 * n_words / n_sentences + 11.8 * n_syllables / n_words - 15.59


def test_the_formula_gives_what_can_be_worked_out_by_hand() -> None:
    # 2 sentences, 6 words, 7 syllables (the last e of "made" is silent).
    assert abs(grade(["The cat sat. It made water."]) - (0.39 * 3 + 11.8 * 7 / 6 - 15.59)) < 1e-12


def test_somebody_of_twelve_can_read_it(extremes: dict[str, Assessment]) -> None:
    for name in ("usual", "full", "all higher", "nothing different", "no what-ifs"):
        texts = list(sentences(document_of(extremes[name], "consumer")))
        assert sum(len(text.split()) for text in texts) > 150
        assert grade(texts) <= 7.0, name


def test_no_share_of_a_hundred_stands_without_its_range(extremes: dict[str, Assessment]) -> None:
    number = r"\d[\d,.]*"
    ranged = [
        rf"about {number} % (?:more|less) \({number} to {number} %\)",
        rf"from {number} % less to {number} % more",
        rf"from {number} to {number} % (?:more|less)",
        rf"within {number} % of average",
        rf"(?:{number}|less than 1) in 100 \({number} to {number}\)",
        rf"[−+]?{number} to [−+]?{number} %",
        rf"you {number} to {number} of 100, average people {number} to {number} of 100",
        rf"Axis from {number} % less to {number} % more",
    ]
    for name, assessment in extremes.items():
        if name == "hostile":
            continue
        text = plain_text(document_of(assessment, "consumer"), verbatim=False).replace("\u00a0", " ")
        for pattern in ranged:
            text = re.sub(pattern, "", text)
        assert re.findall(r"[^.;]{0,30}\d\s?%[^.;]{0,20}", text) == [], name
        assert re.findall(r"\d in 100\b", text) == [], name


def test_at_most_five_options_and_eight_words(full: Assessment) -> None:
    document = document_of(full, "consumer")
    (options,) = [section for section in document.sections if section.id == "options"]
    cards = [block for block in options.blocks if isinstance(block, Callout)]
    assert len(cards) == MOST == 5
    assert len(GLOSSARY) <= 8
    for card in cards:
        text = plain_text(card)
        assert "How sure:" in text
        assert any(isinstance(block, Table) for block in card.blocks)


def test_without_options_there_is_no_section_for_them(assessment: Assessment) -> None:
    assert "options" not in [section.id for section in document_of(assessment, "consumer").sections]


def test_an_undecided_answer_is_shown_beside_the_others(extremes: dict[str, Assessment]) -> None:
    text = plain_text(document_of(extremes["nothing different"], "consumer"))
    assert "cannot tell your bacteria from average ones" in text
    assert text.count("cannot tell") >= 5


def test_every_column_has_a_title(full: Assessment) -> None:
    def tables(part: object) -> Iterator[Table]:
        if isinstance(part, Table):
            yield part
        for inside in getattr(part, "blocks", ()):
            yield from tables(inside)

    found = [table for section in document_of(full, "consumer").sections for table in tables(section)]
    assert len(found) >= 7
    assert all(isinstance(column, Column) and column.title for table in found for column in table.columns)
