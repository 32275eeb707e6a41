"""An edition as one HTML file.

The idea: the tree of blocks becomes elements one by one, each escaped by construction, and a template holds the
page around them. Everything is inlined, so the file opens from a USB stick; a content security policy inside the
page forbids any load, and any script but the one whose hash it names.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from enterotone.report.clean import clean
from enterotone.report.editions.blocks import (
    Block,
    Bullets,
    Callout,
    Cell,
    Columns,
    Details,
    Document,
    Facts,
    Figure,
    Gallery,
    Key,
    Paragraph,
    Part,
    Picture,
    Row,
    Section,
    Span,
    Table,
    Words,
)
from enterotone.report.figures.svg import element
from enterotone.report.page import asset, environment

if TYPE_CHECKING:
    pass

__all__ = ["render_page"]

_BREAKS = {"line", "range", "sub"}
_JOINS = {"on": "range"}


def render_page(document: Document) -> str:
    """Write a document as a page.

    Parameters
    ----------
    document : an edition.

    Returns
    -------
    str
        A complete page that loads nothing. The same document gives the same page, byte for byte.
    """
    script = asset("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    opening, *others = document.sections
    return (
        environment()
        .get_template("edition.html.j2")
        .render(
            d=document,
            facts=_facts(document.facts),
            opening=_section(opening),
            sections=Markup("\n").join(_section(section) for section in others),
            contents=[(section.id, section.short or section.title) for section in others],
            style=Markup(asset("report.css")),
            script=Markup(script),
            script_hash=digest,
        )
    )


def _section(section: Section) -> Markup:
    head = f"{section.id}-h"
    classes = " ".join(name for name, on in (("fresh", section.fresh), ("use", section.id == "use")) if on)
    return element(
        "section",
        element("h2", section.title, id=head),
        *_blocks(section.blocks),
        id=section.id,
        class_=classes or None,
        aria_labelledby=head,
    )


def _blocks(blocks: Iterable[Block]) -> list[Markup]:
    return [_WRITERS[type(block)](block) for block in blocks]


def _words(parts: Words) -> Markup:
    return Markup("").join(_span(span) for span in parts)


def _span(span: Span) -> Markup:
    inside: Markup | str = span.text
    if span.field:
        inside = element("data", inside, value=repr(span.value), data_field=span.field)
    if span.verbatim:
        inside = element("bdi", inside, data_verbatim="")
    if span.mark:
        inside = Markup("").join((element("span", span.mark, aria_hidden="true"), " ", inside))
    if span.href:
        return element("a", inside, href=f"#{span.href}", class_=span.style or None)
    lead = Markup("<br>") if span.style in _BREAKS else Markup("")
    style = _JOINS.get(span.style, span.style)
    if style:
        return lead + element("code" if style == "code" else "span", inside, class_=None if style == "code" else style)
    return inside if isinstance(inside, Markup) else escape(clean(inside))


def _paragraph(block: Paragraph) -> Markup:
    return element("p", _words(block.words), class_=block.style or None)


def _bullets(block: Bullets) -> Markup:
    items = (element("li", _words(item)) for item in block.items)
    return element("ol" if block.ordered else "ul", *items, class_=block.style or None)


def _facts(block: Facts) -> Markup:
    pairs = (element("div", element("dt", name), element("dd", _words(value))) for name, value in block.pairs)
    return element("dl", *pairs, class_="facts small" if block.style == "grid" else "rows")


def _callout(block: Callout) -> Markup:
    head: list[Markup] = []
    if block.title:
        mark = [element("span", block.mark, aria_hidden="true"), " "] if block.mark else []
        aside = [" ", element("span", block.aside, class_="count")] if block.aside else []
        head = [element("h3", *mark, block.title, *aside)]
    return element("div", *head, *_blocks(block.blocks), class_=f"callout {block.style}")


def _columns(block: Columns) -> Markup:
    return element("div", *(element("div", *_blocks(part)) for part in block.parts), class_="two")


def _table(block: Table) -> Markup:
    columns = block.columns
    caption = element("caption", block.caption, class_=None if block.shown else "visually-hidden")
    widths = (element("col", style=f"width:{100 * column.width:.4g}%").replace("</col>", "") for column in columns)
    heads = (
        element(
            "th",
            *([column.title] if column.title else [element("span", "Picture", class_="visually-hidden")]),
            *([_picture(column.picture)] if column.picture else []),
            scope="col",
            role="columnheader",
            class_="num" if column.align == "right" else None,
        )
        for column in columns
    )
    body = [_row(row, block) for row in block.rows]
    return element(
        "table",
        caption,
        element("colgroup", *map(Markup, widths)),
        element("thead", element("tr", *heads, role="row"), role="rowgroup"),
        element("tbody", *body, role="rowgroup"),
        class_="stack",
        role="table",
    )


def _row(row: Row, table: Table) -> Markup:
    if len(row.cells) == 1:
        head = element("th", _words(row.cells[0].words), scope="rowgroup", role="rowheader", colspan=len(table.columns))
        return element("tr", head, class_="group", role="row")
    cells = [element("th", _cell(row.cells[0]), scope="row", role="rowheader")]
    for cell, column in zip(row.cells[1:], table.columns[1:], strict=True):
        classes = " ".join(
            name for name, on in (("num", column.align == "right"), ("figure", cell.picture is not None)) if on
        )
        cells.append(element("td", _cell(cell), role="cell", class_=classes or None, data_label=column.title or None))
    return element("tr", *cells, id=row.id or None, data_of=row.of or None, class_="main", role="row")


def _cell(cell: Cell) -> Markup:
    parts = [_picture(cell.picture)] if cell.picture else []
    return Markup("").join((*parts, _words(cell.words)))


def _picture(picture: Picture) -> Markup:
    return picture.svg


def _figure(block: Figure) -> Markup:
    wide = block.share > 0.75
    parts = [element("figcaption", _words(block.title), class_="title")] if block.title else []
    inside: Markup = _picture(block.picture)
    if wide:
        inside = element(
            "div", inside, class_="scroll", tabindex="0", role="region", aria_label="Picture, scrolls sideways"
        )
    # A figure may hold one figcaption only; the words below are a paragraph of it.
    below = [element("p", _words(block.caption), class_="note")] if block.caption else []
    return element("figure", *parts, inside, *below, style=None if wide else f"max-width:{44 * block.share:.3g}rem")


def _gallery(block: Gallery) -> Markup:
    return element("div", *map(_figure, block.figures), class_="courses")


def _key(block: Key) -> Markup:
    items = (element("li", _picture(sign), " ", meaning) for sign, meaning in block.items)
    return element("ul", *items, class_="key", aria_label="Key to the pictures")


def _part(block: Part) -> Markup:
    return Markup("\n").join((element("h3", block.title), *_blocks(block.blocks)))


def _details(block: Details) -> Markup:
    return element("details", element("summary", block.summary), *_blocks(block.blocks))


_WRITERS: dict[type, Callable[[Any], Markup]] = {
    Paragraph: _paragraph,
    Bullets: _bullets,
    Facts: _facts,
    Callout: _callout,
    Columns: _columns,
    Table: _table,
    Figure: _figure,
    Gallery: _gallery,
    Key: _key,
    Part: _part,
    Details: _details,
}
