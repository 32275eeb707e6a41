"""Row picture of one functional group: counted, drawn, simulated and average share on one axis.

The idea: four marks from the file to the simulation. The counted share is a diamond without interval,
because a file has none; what error makes of it is the first interval, what the matched individuals hold
is the second, and the average microbiota is the hollow square below. Every row uses the same square-root
axis, which shows a zero as well as a share of a half.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from enterotone.assessment.result import GroupShare, Interval
from enterotone.report.figures.axis import Axis, share_axis
from enterotone.report.figures.svg import element, picture, share, text
from enterotone.report.number import percent, percent_span

__all__ = ["group_axis", "group_picture", "plain_group_picture", "ruler_picture"]

_LEFT, _WIDTH = 0.03, 0.94
_LANES = {"observed": 10, "drawn": 24, "simulated": 38, "reference": 52}
_HEIGHT = 62


def group_axis(groups: Sequence[GroupShare]) -> Axis:
    """Choose the one axis of all rows.

    Parameters
    ----------
    groups : the groups of the sample.
    """
    return share_axis([x for g in groups for x in (g.observed, g.drawn.high, g.simulated.high, g.reference.high)])


def ruler_picture(axis: Axis) -> Markup:
    """Draw the labels of the axis, to stand in the heading of the column.

    Parameters
    ----------
    axis : axis of the rows.
    """
    parts: list[Markup] = []
    for tick in axis.ticks:
        parts.append(text(f"{100 * tick:g}", _x(axis, tick), 12, class_="fig-tick", anchor="middle"))
        parts.append(element("line", x1=_x(axis, tick), x2=_x(axis, tick), y1=16, y2=20, class_="fig-axis"))
    ticks = ", ".join(f"{100 * tick:g}" for tick in axis.ticks)
    return picture(
        f"Axis in per cent, square-root scale, ticks at {ticks}", *parts, class_="fig-ruler", width="100%", height=20
    )


def group_picture(group: GroupShare, axis: Axis) -> Markup:
    """Draw the row of one group.

    Parameters
    ----------
    group : the group.
    axis : axis of all rows, from :func:`group_axis`.
    """
    parts = [
        element("line", x1=_x(axis, tick), x2=_x(axis, tick), y1=0, y2=_HEIGHT, class_="fig-grid")
        for tick in axis.ticks
    ]
    diamond = element("path", d="M0 -5.5 L5.5 0 L0 5.5 L-5.5 0 Z", class_="fig-observed-dot")
    parts.append(element("svg", diamond, x=_x(axis, group.observed), y=_LANES["observed"], class_="fig-anchor"))
    parts += _mark(axis, group.drawn, "drawn")
    parts += _mark(axis, group.simulated, "person")
    parts += _mark(axis, group.reference, "reference")
    return picture(_describe(group), *parts, class_="fig-group", width="100%", height=_HEIGHT)


def plain_group_picture(group: GroupShare, axis: Axis) -> Markup:
    """Draw two marks of a group only: what the sample may hold, and the average.

    Parameters
    ----------
    group : the group.
    axis : axis of all rows, from :func:`group_axis`.
    """
    marks = ((group.drawn, "drawn", 8.0), (group.reference, "reference", 22.0))
    parts = [part for interval, who, y in marks for part in _mark(axis, interval, who, y)]
    drawn, average = (percent_span(interval).range for interval, _, _ in marks)
    words = f"{group.plain}: you {drawn} of 100, average people {average} of 100."
    return picture(words, *parts, class_="fig-group", width="100%", height=30)


def _x(axis: Axis, value: float) -> str:
    return share(_LEFT + _WIDTH * axis.at(value))


def _mark(axis: Axis, interval: Interval, who: str, lane: float | None = None) -> list[Markup]:
    y = lane or _LANES["simulated" if who == "person" else who]
    line = element("line", x1=_x(axis, interval.low), x2=_x(axis, interval.high), y1=y, y2=y, class_=f"fig-{who}-line")
    centre = _x(axis, interval.median)
    if who == "reference":
        square = element("rect", x=-4, y=-4, width=8, height=8, class_="fig-reference-dot")
        return [line, element("svg", square, x=centre, y=y, class_="fig-anchor")]
    return [line, element("circle", cx=centre, cy=y, r=4.5, class_=f"fig-{who}-dot")]


def _describe(group: GroupShare) -> str:
    parts = [f"{group.name}: counted {percent(group.observed)}"]
    named = (("after error", group.drawn), ("simulated", group.simulated), ("average microbiota", group.reference))
    for words, interval in named:
        written = percent_span(interval)
        parts.append(f"{words} {written.median} ({written.range}) %")
    return "; ".join(parts) + "."
