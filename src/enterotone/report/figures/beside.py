"""What the model gives beside what was published, one above the other on one axis.

The idea: the model's interval is over individuals and the published one over studies, so they are two marks and never
one: a filled dot above, a hollow square below. A dashed line stands where nothing would happen.
"""

from __future__ import annotations

from markupsafe import Markup

from enterotone.qualification.result import Row
from enterotone.report.figures.axis import Axis, axis_for
from enterotone.report.figures.svg import element, picture, share, text
from enterotone.report.number import tick_labels

__all__ = ["beside_picture"]

_LEFT, _WIDTH = 0.06, 0.88
_MODEL_Y, _PUBLISHED_Y, _BASE_Y, _LABEL_Y, _HEIGHT = 11, 25, 36, 49, 52
_NULL = {"difference": 0.0, "percent change": 0.0, "ratio": 1.0, "standardised difference": 0.0}


def beside_picture(row: Row) -> Markup:
    """Draw one reading; nothing where it could not be run.

    Parameters
    ----------
    row : the reading.
    """
    if row.predicted is None or row.low is None or row.high is None:
        return Markup("")
    null = _NULL.get(row.contrast)
    values = [row.low, row.high, row.predicted, *([] if null is None else [null])]
    published = (row.published_low, row.published, row.published_high)
    values += [value for value in published if value is not None]
    axis = axis_for(values)
    parts = [element("line", x1=share(_LEFT), x2=share(_LEFT + _WIDTH), y1=_BASE_Y, y2=_BASE_Y, class_="fig-axis")]
    labels = [f"{tick:g}" for tick in axis.ticks] if axis.scale == "log" else tick_labels(axis.ticks)
    for tick, label in zip(axis.ticks, labels, strict=True):
        x = _x(axis, tick)
        parts.append(element("line", x1=x, x2=x, y1=_BASE_Y, y2=_BASE_Y + 4, class_="fig-axis"))
        parts.append(text(label, x, _LABEL_Y, class_="fig-tick", anchor="middle"))
    if null is not None:
        parts.append(element("line", x1=_x(axis, null), x2=_x(axis, null), y1=2, y2=_BASE_Y, class_="fig-null"))
    parts.append(_span(axis, row.low, row.high, _MODEL_Y, "person"))
    parts.append(element("circle", cx=_x(axis, row.predicted), cy=_MODEL_Y, r=4, class_="fig-person-dot"))
    if row.published is not None and row.published_low is not None and row.published_high is not None:
        parts.append(_span(axis, row.published_low, row.published_high, _PUBLISHED_Y, "reference"))
        # A rectangle has no centre attribute; a nested svg with overflow moves it half its size back.
        square = element("rect", x=-4, y=-4, width=8, height=8, class_="fig-reference-dot")
        parts.append(element("svg", square, x=_x(axis, row.published), y=_PUBLISHED_Y, class_="fig-anchor"))
    return picture(_describe(row), *parts, class_="fig-beside", width="100%", height=_HEIGHT)


def _x(axis: Axis, value: float) -> str:
    return share(_LEFT + _WIDTH * axis.at(value))


def _span(axis: Axis, low: float, high: float, y: float, who: str) -> Markup:
    return element("line", x1=_x(axis, low), x2=_x(axis, high), y1=y, y2=y, class_=f"fig-{who}-line")


def _describe(row: Row) -> str:
    words = f"{row.title}: model {row.predicted:.3g} ({row.low:.3g} to {row.high:.3g})"
    if row.published is not None:
        words += f", published {row.published:.3g} ({row.published_low:.3g} to {row.published_high:.3g})"
    return f"{words} {row.unit}".rstrip() + "."
