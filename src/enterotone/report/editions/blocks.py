"""What a report is made of: sections of paragraphs, lists, facts, tables and pictures, before they become HTML or PDF.

The idea: words, digits and pictures are chosen once. `enterotone.report.editions.html` and
`enterotone.report.editions.pdf` both print this tree, so that the two files of an edition cannot say different
things, and the wording guard reads the tree itself. Text is text: nothing in it is ever read as markup.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from html import unescape
from typing import TypeAlias

from markupsafe import Markup

from enterotone.report.clean import clean

__all__ = [
    "Block",
    "Bullets",
    "Callout",
    "Cell",
    "Column",
    "Columns",
    "Details",
    "Document",
    "Facts",
    "Figure",
    "Gallery",
    "Key",
    "Paragraph",
    "Part",
    "Picture",
    "Row",
    "Section",
    "Span",
    "Table",
    "Words",
    "drawn",
    "plain_text",
    "words",
]


@dataclass(frozen=True)
class Span:
    """A piece of running text.

    Parameters
    ----------
    text : as it is to be read.
    style : ``strong``, ``quiet``, ``code``, ``chip``; ``line``, ``median``, ``range`` and ``sub`` begin a line of
        their own, ``on`` goes on as ``range`` does; ``higher``, ``lower``, ``undecided`` and ``grade`` have a sign.
    mark : a sign before the text that repeats what it says; not read aloud.
    verbatim : written by somebody else (names, citations, notes of tables); not ours to reword.
    field, value : name and full number behind the text, for programs.
    href : id of the section or row that it leads to.
    """

    text: str
    style: str = ""
    mark: str = ""
    verbatim: bool = False
    field: str = ""
    value: float | None = None
    href: str = ""


Words: TypeAlias = tuple[Span, ...]


def words(*parts: str | Span | Words) -> Words:
    """Join text and spans.

    Parameters
    ----------
    parts : text without style, spans, or tuples of spans.
    """
    joined: list[Span] = []
    for part in parts:
        if isinstance(part, str):
            joined.append(Span(part))
        elif isinstance(part, Span):
            joined.append(part)
        else:
            joined.extend(part)
    return tuple(joined)


@dataclass(frozen=True)
class Picture:
    """A drawing.

    Parameters
    ----------
    svg : one ``svg`` element.
    alt : what it shows in words; empty where it only repeats what stands beside it.
    width, height : of the drawing [px].
    """

    svg: Markup
    alt: str
    width: float
    height: float


def drawn(svg: Markup, width: float, height: float) -> Picture:
    """Make a picture of a drawing, with the description that it carries.

    Parameters
    ----------
    svg : from one of `enterotone.report.figures`.
    width, height : [px].
    """
    _, found, rest = str(svg).partition('aria-label="')
    return Picture(svg, unescape(rest.partition('"')[0]) if found else "", width, height)


@dataclass(frozen=True)
class Paragraph:
    """Running text; `style` is ``lead``, ``note``, ``undecided`` or nothing."""

    words: Words
    style: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list; `style` is ``references``, ``many`` (short items in columns) or nothing."""

    items: tuple[Words, ...]
    ordered: bool = False
    style: str = ""


@dataclass(frozen=True)
class Facts:
    """Names with values; `style` is ``grid`` or ``rows``."""

    pairs: tuple[tuple[str, Words], ...]
    style: str = "grid"


@dataclass(frozen=True)
class Callout:
    """Blocks set off from the rest; `style` is ``higher``, ``lower``, ``undecided``, ``sign``, ``use`` or ``card``."""

    title: str
    blocks: tuple[Block, ...]
    style: str = "sign"
    mark: str = ""
    aside: str = ""


@dataclass(frozen=True)
class Columns:
    """Blocks side by side."""

    parts: tuple[tuple[Block, ...], ...]


@dataclass(frozen=True)
class Column:
    """Head of a column; `width` is a share of the table, `picture` stands below the title."""

    title: str
    width: float
    align: str = "left"
    picture: Picture | None = None


@dataclass(frozen=True)
class Cell:
    """Text, a picture, or both."""

    words: Words = ()
    picture: Picture | None = None


@dataclass(frozen=True)
class Row:
    """A row of a table; one cell alone is a heading over the rows below it.

    Parameters
    ----------
    cells : the first one is the head of the row.
    id : to be led to, or nothing.
    of : what the row is about, ``readout:transit_colon``, for programs.
    """

    cells: tuple[Cell, ...]
    id: str = ""
    of: str = ""


@dataclass(frozen=True)
class Table:
    """A table; its caption is read aloud, and printed where `shown`."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    shown: bool = False


@dataclass(frozen=True)
class Figure:
    """A picture of its own with a title above and a caption below; `share` of the width it takes on paper."""

    picture: Picture
    title: Words = ()
    caption: Words = ()
    share: float = 1.0


@dataclass(frozen=True)
class Gallery:
    """Small figures side by side."""

    figures: tuple[Figure, ...]
    columns: int = 2


@dataclass(frozen=True)
class Key:
    """What the signs of the pictures mean."""

    items: tuple[tuple[Picture, str], ...]


@dataclass(frozen=True)
class Part:
    """Blocks under a heading within a section."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Details:
    """Blocks that a screen may fold away; paper shows them under the summary as a heading."""

    summary: str
    blocks: tuple[Block, ...]


Block: TypeAlias = Paragraph | Bullets | Facts | Callout | Columns | Table | Figure | Gallery | Key | Part | Details


@dataclass(frozen=True)
class Section:
    """Blocks under a heading that the list of contents names; `fresh` begins a page on paper."""

    id: str
    title: str
    blocks: tuple[Block, ...]
    short: str = ""
    fresh: bool = False


@dataclass(frozen=True)
class Document:
    """An edition.

    Parameters
    ----------
    edition : ``professional`` or ``consumer``.
    title, lead : head of the first page.
    facts : below it.
    sections : in their order; the first stands before the list of contents.
    sample, created, day : for head and foot of every page; `created` as ISO 8601.
    foot : last words.
    """

    edition: str
    title: str
    lead: str
    facts: Facts
    sections: tuple[Section, ...]
    sample: str
    created: str
    day: str
    software: str
    foot: str


def plain_text(part: object, *, verbatim: bool = True) -> str:
    """Give all that a reader sees or hears of a document or a part of it.

    Parameters
    ----------
    part : a document, a section, a block or words.
    verbatim : include what others wrote.
    """
    return " ".join(clean(text) for text in _texts(part, verbatim) if text)


_SILENT = {"id", "of", "style", "href", "field", "align", "edition", "mark", "created"}


def _texts(part: object, verbatim: bool) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Span):
        if verbatim or not part.verbatim:
            yield part.text
    elif isinstance(part, Picture):
        yield part.alt
    elif isinstance(part, Document) and not verbatim:
        for piece in (part.title, part.lead, part.facts, part.sections, part.foot):
            yield from _texts(piece, verbatim)
    elif isinstance(part, tuple):
        # Spans of one paragraph read on without a gap where they have none.
        if part and all(isinstance(piece, Span) for piece in part):
            yield "".join(f" {t} " if s.style in _LINES else t for s in part for t in _texts(s, verbatim))
        else:
            for piece in part:
                yield from _texts(piece, verbatim)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name not in _SILENT:
                yield from _texts(getattr(part, field.name), verbatim)


_LINES = {"line", "median", "range", "sub"}
