"""Numbers, verdicts and grades as spans, and the cells that tables of both editions share."""

from __future__ import annotations

from datetime import UTC, datetime

from enterotone.assessment.result import Interval
from enterotone.report.editions.blocks import Cell, Paragraph, Picture, Span, Words, words
from enterotone.report.number import SPACE
from enterotone.report.number import Span as Written
from enterotone.report.symbol import unit_symbol

__all__ = ["day_of", "grade", "interval", "name_of", "note", "number", "quoted", "said", "seen", "text", "verdict"]

_SIGNS = {"higher": "▲", "lower": "▼"}
_BARS = {"strong": "●●●", "moderate": "●●○", "weak": "●○○"}


def interval(field: str, value: Interval, written: Written) -> Words:
    """Median above its interval.

    Parameters
    ----------
    field : name of the number, for programs.
    value : the interval.
    written : as a reader should see it.
    """
    return (
        Span(written.median, "median", field=f"{field}.median", value=value.median),
        Span(written.low, "range", field=f"{field}.low", value=value.low),
        Span(f"{SPACE}to{SPACE}", "on"),
        Span(written.high, "on", field=f"{field}.high", value=value.high),
    )


def number(field: str, value: float, written: str) -> Span:
    """A number without an interval, e.g. a count or a share."""
    return Span(written, field=field, value=value)


def verdict(word: str) -> Span:
    """A verdict with its sign: shape and word say the same as the colour."""
    return Span(word, word if word in _SIGNS else "undecided", mark=_SIGNS.get(word, "?"))


def grade(word: str, style: str = "grade") -> Span:
    """A grade of evidence with three dots, filled as far as it reaches; ``sub`` puts it on a line of its own."""
    return Span(word, style, mark=_BARS.get(word, "○○○"))


def quoted(written: str, style: str = "") -> Span:
    """Words of somebody else: names, citations, notes of tables."""
    return Span(written, style, verbatim=True)


def name_of(written: str, unit: str = "") -> Words:
    """A name with its unit behind it."""
    symbol = unit_symbol(unit)
    return words(written, Span(f" {symbol}", "quiet")) if symbol else words(written)


def text(*parts: str | Span | Words) -> Cell:
    """A cell of text."""
    return Cell(words(*parts))


def seen(picture: Picture) -> Cell:
    """A cell with a picture."""
    return Cell((), picture)


def said(*parts: str | Span | Words) -> Paragraph:
    """A paragraph."""
    return Paragraph(words(*parts))


def note(*parts: str | Span | Words) -> Paragraph:
    """A remark in small letters."""
    return Paragraph(words(*parts), "note")


def day_of(created: str) -> str:
    """Write a date as a reader would; what is no ISO date stays as it is."""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return created
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y}"
