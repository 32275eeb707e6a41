"""Signs of the pictures, small enough to stand in a key."""

from __future__ import annotations

from markupsafe import Markup

from enterotone.report.editions.blocks import Picture
from enterotone.report.figures.svg import element

__all__ = ["AVERAGE_DAY", "BAND", "COUNTED", "DRAW", "DRAWN", "MEAL", "OTHER", "PERSON", "RANGE", "REFERENCE"]

_WIDE, _NARROW, _HEIGHT = 34.0, 14.0, 14.0


def _sign(*parts: Markup, width: float = _WIDE) -> Picture:
    svg = element("svg", *parts, class_="fig", width=width, height=_HEIGHT, aria_hidden="true")
    return Picture(svg, "", width, _HEIGHT)


def _line(class_: str) -> Markup:
    return element("line", x1=1, x2=33, y1=7, y2=7, class_=class_)


def _dot(class_: str, x: float = 17, r: float = 4.5) -> Markup:
    return element("circle", cx=x, cy=7, r=r, class_=class_)


_DIAMOND = element("path", d="M7 1.5 L12.5 7 L7 12.5 L1.5 7 Z", class_="fig-observed-dot")
_SQUARE = element("rect", x=13, y=3, width=8, height=8, class_="fig-reference-dot")

PERSON = _sign(_line("fig-person-line"), _dot("fig-person-dot"))
REFERENCE = _sign(_line("fig-reference-line"), _SQUARE)
RANGE = _sign(element("rect", x=1, y=0, width=32, height=14, class_="fig-range"))
COUNTED = _sign(_DIAMOND, width=_NARROW)
DRAWN = _sign(_line("fig-drawn-line"), _dot("fig-drawn-dot"))
BAND = _sign(element("rect", x=1, y=1, width=32, height=12, class_="fig-band"), _line("fig-median"))
AVERAGE_DAY = _sign(_line("fig-dashed"))
MEAL = _sign(element("path", d="M2 3 h10 l-5 8 Z", class_="fig-meal"), width=_NARROW)
OTHER = _sign(_dot("fig-other", 7, 2.4), width=_NARROW)
DRAW = _sign(_dot("fig-draw", 7, 3), width=_NARROW)
