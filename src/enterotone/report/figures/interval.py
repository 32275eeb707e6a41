"""Row picture of one readout: this profile against the average microbiota, with the human range behind.

The idea: both intervals stand one above the other on a common axis, so that overlap is seen before it is
read. This profile is a filled dot, the average a hollow square: shape tells them apart, not colour. The
published human range is a shaded field; where it reaches beyond the picture an arrow says so, because
drawing all of it would shrink both intervals to dots.
"""

from __future__ import annotations

from markupsafe import Markup

from enterotone.assessment.result import Interval, Readout
from enterotone.report.figures.axis import Axis, axis_for
from enterotone.report.figures.svg import element, picture, share, text
from enterotone.report.number import brief, span, tick_labels
from enterotone.report.symbol import with_unit

__all__ = ["interval_picture", "readout_axis"]

_LEFT, _WIDTH = 0.06, 0.88
_PERSON_Y, _REFERENCE_Y, _BASE_Y, _LABEL_Y, _HEIGHT = 13, 27, 38, 51, 54
_MOST_RANGE = 4.0
"""The human range widens the picture to at most this many times the width of both intervals together."""


def readout_axis(readout: Readout) -> Axis:
    """Choose the axis of a readout's picture.

    Parameters
    ----------
    readout : the readout.
    """
    low = min(readout.person.low, readout.reference.low)
    high = max(readout.person.high, readout.reference.high)
    values = [low, high]
    if readout.human_range is not None:
        room = (_MOST_RANGE - 1) * (high - low) / 2
        start, end = max(readout.human_range[0], low - room), min(readout.human_range[1], high + room)
        values += [start, end] if start < end else []
    return axis_for(values)


def interval_picture(readout: Readout) -> Markup:
    """Draw the picture of one readout.

    Parameters
    ----------
    readout : the readout.

    Returns
    -------
    Markup
        An ``svg`` element as wide as its cell and 54 px high.
    """
    axis = readout_axis(readout)
    parts: list[Markup] = []
    if readout.human_range is not None:
        parts += _range(axis, *readout.human_range)
    parts.append(_line(_LEFT, _LEFT + _WIDTH, _BASE_Y, "fig-axis"))
    labels = [f"{t:g}" for t in axis.ticks] if axis.scale == "log" else tick_labels(axis.ticks)
    for tick, label in zip(axis.ticks, labels, strict=True):
        x = _x(axis, tick)
        parts.append(element("line", x1=x, x2=x, y1=_BASE_Y, y2=_BASE_Y + 4, class_="fig-axis"))
        parts.append(text(label, x, _LABEL_Y, class_="fig-tick", anchor="middle"))
    parts += _mark(axis, readout.reference, _REFERENCE_Y, "reference")
    parts += _mark(axis, readout.person, _PERSON_Y, "person")
    return picture(_describe(readout, axis), *parts, class_="fig-interval", width="100%", height=_HEIGHT)


def _x(axis: Axis, value: float) -> str:
    return share(_LEFT + _WIDTH * axis.at(value))


def _line(start: float, end: float, y: float, class_: str) -> Markup:
    return element("line", x1=share(start), x2=share(end), y1=y, y2=y, class_=class_)


def _mark(axis: Axis, interval: Interval, y: float, who: str) -> list[Markup]:
    line = element("line", x1=_x(axis, interval.low), x2=_x(axis, interval.high), y1=y, y2=y, class_=f"fig-{who}-line")
    centre = _x(axis, interval.median)
    if who == "person":
        return [line, element("circle", cx=centre, cy=y, r=5, class_="fig-person-dot")]
    # A rectangle has no centre attribute; a nested svg with overflow moves it half its size back.
    square = element("rect", x=-4, y=-4, width=8, height=8, class_="fig-reference-dot")
    return [line, element("svg", square, x=centre, y=y, class_="fig-anchor")]


def _range(axis: Axis, low: float, high: float) -> list[Markup]:
    start, end = axis.at(low), axis.at(high)
    parts: list[Markup] = []
    if end > start:
        x, width = share(_LEFT + _WIDTH * start), share(_WIDTH * (end - start))
        parts.append(element("rect", x=x, y=2, width=width, height=_BASE_Y - 2, class_="fig-range"))
    if low < axis.low:
        parts.append(text("‹", share(0.01), 24, class_="fig-more"))
    if high > axis.high:
        parts.append(text("›", share(0.99), 24, class_="fig-more", anchor="end"))
    return parts


def _describe(readout: Readout, axis: Axis) -> str:
    person, reference = span(readout.person), span(readout.reference)
    words = (
        f"{readout.name}: this profile {person.median} ({person.range}), "
        f"average microbiota {reference.median} ({reference.range})"
    )
    words = with_unit(words, readout.unit) if readout.unit else words
    if readout.human_range is not None:
        low, high = (brief(value) for value in readout.human_range)
        words += f"; published human range {low} to {high}"
    return words + ("; logarithmic axis." if axis.scale == "log" else ".")
