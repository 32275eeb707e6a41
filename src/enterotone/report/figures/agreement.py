"""Predicted against published, all rows in one picture.

Both axes are logarithmic and show sizes in each row's own unit, as is usual where units differ; the band is 2-fold,
and what lies further off than the axis is drawn at its edge. A row of the wrong sign is a cross. Rows that are zero on
either side have no place and are counted in the words.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from markupsafe import Markup

from enterotone.qualification.result import Row, is_human
from enterotone.qualification.verdict import WRONG_SIGN
from enterotone.report.figures.svg import element, picture, text

__all__ = ["agreement_picture"]

_SIZE, _LEFT, _BASE, _TOP = 460.0, 60.0, 420.0, 20.0


def agreement_picture(rows: Iterable[Row]) -> Markup:
    """Draw predicted against published sizes.

    Parameters
    ----------
    rows : rows of a qualification; those without a number are left out.
    """
    numbers = [row for row in rows if row.predicted is not None and row.published is not None]
    shown = [row for row in numbers if row.predicted and row.published]
    published = [abs(row.published) for row in shown if row.published]
    # A prediction far off the published sizes is drawn at the edge, where it does not shrink the rest.
    low = math.floor(math.log10(min(published))) - 1 if published else -1
    high = math.ceil(math.log10(max(published))) + 1 if published else 1

    def x(value: float) -> float:
        return _LEFT + (_SIZE - _LEFT) * (math.log10(abs(value)) - low) / (high - low)

    def y(value: float) -> float:
        share = (math.log10(abs(value)) - low) / (high - low)
        return _BASE - (_BASE - _TOP) * min(max(share, 0.0), 1.0)

    parts = []
    for factor, class_ in ((0.5, "fig-grid"), (1.0, "fig-axis"), (2.0, "fig-grid")):
        start, end = max(10.0**low, 10.0**low / factor), min(10.0**high, 10.0**high / factor)
        parts.append(element("line", x1=x(start), y1=y(start * factor), x2=x(end), y2=y(end * factor), class_=class_))
    parts += _axes(low, high)
    parts += [_mark(row, x(row.published or 1.0), y(row.predicted or 1.0)) for row in shown]
    words = (
        f"Predicted against published sizes of {len(shown)} rows on logarithmic axes with a 2-fold band; "
        f"{len(numbers) - len(shown)} rows with a zero have no place."
    )
    return picture(words, *parts, class_="fig-agreement", viewBox=f"0 0 {_SIZE + 10:g} {_BASE + 50:g}", width="100%")


def _axes(low: int, high: int) -> list[Markup]:
    parts = [
        element("line", x1=_LEFT, x2=_SIZE, y1=_BASE, y2=_BASE, class_="fig-axis"),
        element("line", x1=_LEFT, x2=_LEFT, y1=_BASE, y2=_TOP, class_="fig-axis"),
    ]
    for power in range(low, high + 1):
        share = (power - low) / (high - low)
        label = f"{10.0**power:g}"
        parts.append(text(label, _LEFT + (_SIZE - _LEFT) * share, _BASE + 16, class_="fig-tick", anchor="middle"))
        parts.append(text(label, _LEFT - 6, _BASE - (_BASE - _TOP) * share + 4, class_="fig-tick", anchor="end"))
    parts.append(
        text("published, size in its own unit", (_LEFT + _SIZE) / 2, _BASE + 36, class_="fig-tick", anchor="middle")
    )
    parts.append(text("predicted", _LEFT + 6, _TOP - 6, class_="fig-tick"))
    return parts


def _mark(row: Row, x: float, y: float) -> Markup:
    who = "person" if is_human(row.species) else "reference"
    title = element("title", f"{row.id}: {row.title}, {row.verdict}")
    if row.verdict == WRONG_SIGN:
        path = f"M{x - 4:.1f} {y - 4:.1f} L{x + 4:.1f} {y + 4:.1f} M{x - 4:.1f} {y + 4:.1f} L{x + 4:.1f} {y - 4:.1f}"
        return element("path", title, d=path, class_=f"fig-{who}-line")
    return element("circle", title, cx=x, cy=y, r=4, class_=f"fig-{who}-dot")
