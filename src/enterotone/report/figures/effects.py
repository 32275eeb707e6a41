"""Effects as small multiples: one panel a readout, one line with its band an option, over weeks or over doses.

The idea: all panels of a picture share their horizontal axis, each has its own vertical one, per cent of change against
the same individuals without. Options differ by dash and by colour, so that print without colour still tells them
apart. A panel may shade the part after what is given has stopped.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from enterotone.report.figures.axis import Axis, axis_for
from enterotone.report.figures.svg import element, picture, text
from enterotone.report.number import tick_labels

__all__ = ["STYLES", "Line", "Panel", "effects_picture", "legend_picture"]

_WIDTH, _HEIGHT = 330.0, 190.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 10.0, 26.0, 34.0
_ACROSS = 3
#: Dash pattern of each option; the colours are in the style sheet (``fig-option-0`` and on).
STYLES = ("", "6 3", "2 3", "9 3 2 3", "1 2", "12 4")


@dataclass(frozen=True)
class Line:
    """One option: median and interval of the change [%] at each place of the horizontal axis."""

    median: Sequence[float]
    low: Sequence[float]
    high: Sequence[float]


@dataclass(frozen=True)
class Panel:
    """One readout.

    Parameters
    ----------
    title : its name.
    lines : one an option.
    """

    title: str
    lines: Sequence[Line]


def effects_picture(panels: Sequence[Panel], x: Sequence[float], x_title: str, stop: float | None = None) -> Markup:
    """Draw panels in a grid.

    Parameters
    ----------
    panels : readouts; nothing is drawn for none.
    x : weeks or doses, shared by all lines, rising.
    x_title : words below each panel.
    stop : where what is given ends; what follows is shaded.
    """
    if not panels:
        return Markup("")
    horizontal = axis_for(x, 5, zero=True)
    parts: list[Markup] = []
    for place, panel in enumerate(panels):
        left, top = _WIDTH * (place % _ACROSS), _HEIGHT * (place // _ACROSS)
        inside = Markup("").join(_panel(panel, x, horizontal, x_title, stop))
        parts.append(element("g", inside, transform=f"translate({left:g} {top:g})"))
    across, down = min(len(panels), _ACROSS), math.ceil(len(panels) / _ACROSS)
    words = " ".join(_describe(panel, x, x_title) for panel in panels)
    box = f"0 0 {_WIDTH * across:g} {_HEIGHT * down:g}"
    return picture(words, *parts, class_="fig-effects", viewBox=box, width="100%")


def legend_picture(names: Sequence[str]) -> Markup:
    """Draw the key of the options.

    Parameters
    ----------
    names : of the options, in their order.
    """
    parts = []
    for place, name in enumerate(names):
        y = 14.0 + 20.0 * place
        parts.append(_stroke(f"M4 {y:g} H48", place))
        parts.append(text(name, 58, y + 4, class_="fig-label"))
    return picture(
        f"Key: {', '.join(names)}.", *parts, class_="fig-legend", viewBox=f"0 0 700 {20 * len(names) + 8}", width="100%"
    )


def _panel(panel: Panel, x: Sequence[float], across: Axis, x_title: str, stop: float | None) -> list[Markup]:
    values = [v for line in panel.lines for v in (*line.low, *line.high) if math.isfinite(v)]
    up = axis_for([*values, 0.0], 4)
    if up.scale != "linear":
        up = axis_for([*values, -max(values) * 1e-3], 4)
    base, right = _HEIGHT - _BOTTOM, _WIDTH - _RIGHT

    def at(value: float) -> float:
        return _LEFT + (right - _LEFT) * across.at(value)

    def height(value: float) -> float:
        return base - (base - _TOP) * up.at(value)

    parts: list[Markup] = []
    if stop is not None and stop < max(x):
        parts.append(
            element("rect", x=at(stop), y=_TOP, width=right - at(stop), height=base - _TOP, class_="fig-after")
        )
    for tick, label in zip(up.ticks, tick_labels(up.ticks), strict=True):
        parts.append(element("line", x1=_LEFT, x2=right, y1=height(tick), y2=height(tick), class_="fig-grid"))
        parts.append(text(label, _LEFT - 6, height(tick) + 4, class_="fig-tick", anchor="end"))
    parts.append(element("line", x1=_LEFT, x2=right, y1=height(0), y2=height(0), class_="fig-null"))
    for tick, label in zip(across.ticks, tick_labels(across.ticks), strict=True):
        parts.append(element("line", x1=at(tick), x2=at(tick), y1=base, y2=base + 4, class_="fig-axis"))
        parts.append(text(label, at(tick), base + 16, class_="fig-tick", anchor="middle"))
    parts.append(text(x_title, (_LEFT + right) / 2, base + 30, class_="fig-tick", anchor="middle"))
    parts.append(text(_cut(panel.title), _LEFT - 44, 14, class_="fig-label"))
    for place, line in enumerate(panel.lines):
        there = [f"{at(a):.1f} {height(b):.1f}" for a, b in zip(x, line.high, strict=True)]
        back = [f"{at(a):.1f} {height(b):.1f}" for a, b in zip(x, line.low, strict=True)][::-1]
        band = f"M{' L'.join([*there, *back])} Z"
        parts.append(element("path", d=band, class_=f"fig-area fig-option-{place % len(STYLES)}"))
    for place, line in enumerate(panel.lines):
        points = [f"{at(a):.1f} {height(b):.1f}" for a, b in zip(x, line.median, strict=True)]
        parts.append(_stroke(f"M{' L'.join(points)}", place))
        parts += [
            element("circle", cx=at(a), cy=height(b), r=2.2, class_=f"fig-spot fig-option-{place % len(STYLES)}")
            for a, b in zip(x, line.median, strict=True)
        ]
    return parts


def _stroke(path: str, place: int) -> Markup:
    style = place % len(STYLES)
    return element("path", d=path, class_=f"fig-stroke fig-option-{style}", stroke_dasharray=STYLES[style] or None)


def _cut(title: str) -> str:
    return title if len(title) <= 52 else f"{title[:50].rstrip()}…"


def _describe(panel: Panel, x: Sequence[float], x_title: str) -> str:
    last = "; ".join(
        f"{line.median[-1]:.3g} % ({line.low[-1]:.3g} to {line.high[-1]:.3g})" for line in panel.lines if line.median
    )
    return f"{panel.title}, change at {x_title} {x[-1]:g}: {last}."
