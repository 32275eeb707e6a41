"""A sample among reference samples: two axes of a map on which near means alike.

The idea: reference samples are small grey dots, draws of the sample's true composition are rings around the sample
itself, a diamond. Both axes have the same scale, because distances are what is read from the picture.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from enterotone.assessment.extras import Position
from enterotone.report.figures.svg import element, picture, text
from enterotone.report.number import fixed

__all__ = ["SIZE", "scatter_picture"]

SIZE = (460.0, 340.0)
_LEFT, _RIGHT, _TOP, _BOTTOM = 30.0, 8.0, 8.0, 30.0

Places = Sequence[tuple[float, float]]


def scatter_picture(position: Position) -> Markup:
    """Draw a position.

    Parameters
    ----------
    position : places of the reference samples, the sample and its draws.

    Returns
    -------
    Markup
        An ``svg`` element with a ``viewBox`` of 460 x 340.
    """
    places = [*position.reference, *position.draws, position.sample]
    middle = [(min(p[k] for p in places) + max(p[k] for p in places)) / 2 for k in (0, 1)]
    width, height = SIZE[0] - _LEFT - _RIGHT, SIZE[1] - _TOP - _BOTTOM
    spans = [max(p[k] for p in places) - min(p[k] for p in places) for k in (0, 1)]
    scale = 0.94 * min(width / (spans[0] or 1.0), height / (spans[1] or 1.0))

    def at(place: tuple[float, float]) -> tuple[float, float]:
        x = _LEFT + width / 2 + scale * (place[0] - middle[0])
        return x, _TOP + height / 2 - scale * (place[1] - middle[1])

    parts = [element("rect", x=_LEFT, y=_TOP, width=width, height=height, class_="fig-frame")]
    parts += [_dot(*at(place), 2.2, "fig-other") for place in position.reference]
    parts += [_dot(*at(place), 2.6, "fig-draw") for place in position.draws]
    x, y = at(position.sample)
    parts.append(element("path", d=f"M{x:.1f} {y - 7:.1f} l7 7 l-7 7 l-7 -7 Z", class_="fig-observed-dot"))
    shares = [f"{fixed(100 * share, 0)} %" for share in position.axes]
    parts.append(text(f"first axis ({shares[0]} of the variance)", _LEFT, SIZE[1] - 10, class_="fig-tick"))
    side = element(
        "text",
        f"second axis ({shares[1]})",
        class_="fig-tick",
        transform=f"translate(18 {SIZE[1] - _BOTTOM:g}) rotate(-90)",
    )
    parts.append(side)
    return picture(_describe(position), *parts, class_="fig-scatter", viewBox=f"0 0 {SIZE[0]:g} {SIZE[1]:g}")


def _dot(x: float, y: float, r: float, class_: str) -> Markup:
    return element("circle", cx=x, cy=y, r=r, class_=class_)


def _describe(position: Position) -> str:
    return (
        f"Map of {len(position.reference)} reference samples with this sample and {len(position.draws)} draws of its "
        f"true composition. {fixed(position.distance_percentile, 0)} of 100 reference samples lie nearer to the "
        "middle than this sample."
    )
