"""Room for words in a flow picture: above or below a node, wherever no stream runs through them.

The idea: place everything, count the streams that cross words, move the words of one node to its other
side, and keep what crosses less. Words of an end stand beside it and are never crossed.
"""

from __future__ import annotations

from collections.abc import Mapping

from enterotone.report.figures.layers import Graph
from enterotone.report.figures.layout import Leg, Sizes, arrange

__all__ = ["arrange_with_words", "crossed"]

_PROBES = 12
_EDGE = 4.0
"""Part of the room above and below the words that holds no ink [px]."""


def arrange_with_words(
    graph: Graph, sizes: Sizes, step: float, lengths: Mapping[int, float]
) -> tuple[list[Leg], float]:
    """Place everything so that few streams cross words; sets ``words_below`` of the places.

    Parameters
    ----------
    graph : layered graph.
    sizes : measures.
    step : distance between layers [px].
    lengths : length of the words of each node that is not an end [px], by index of the place.

    Returns
    -------
    legs : geometry of ``graph.legs``.
    height : height of the picture [px].
    """
    for index in lengths:
        graph.places[index].words_below = False
    least = _count(graph, sizes, step, lengths)
    for index in lengths:
        graph.places[index].words_below = True
        crossing = _count(graph, sizes, step, lengths)
        graph.places[index].words_below = crossing < least
        least = min(crossing, least)
    return arrange(graph, sizes)


def _count(graph: Graph, sizes: Sizes, step: float, lengths: Mapping[int, float]) -> int:
    legs, _ = arrange(graph, sizes)
    return crossed(graph, legs, step, lengths)


def crossed(graph: Graph, legs: list[Leg], step: float, lengths: Mapping[int, float]) -> int:
    """Count pairs of words and streams that run through them.

    Parameters
    ----------
    graph, legs : a placed graph.
    step : distance between layers [px].
    lengths : length of the words of each node that is not an end [px], by index of the place.
    """
    total = 0
    for index, length in lengths.items():
        place = graph.places[index]
        top = place.y + place.height if place.words_below else place.y - place.lettering
        bottom = top + place.lettering
        for (start, _, _), leg in zip(graph.legs, legs, strict=True):
            if graph.places[start].layer == place.layer:
                total += _meets(leg, min(length / step, 1.0), top + _EDGE, bottom - _EDGE)
    return total


def _meets(leg: Leg, reach: float, top: float, bottom: float) -> bool:
    """Whether a leg passes between two heights within the first `reach` of its way."""
    for probe in range(_PROBES + 1):
        t = reach * probe / _PROBES
        # The smoothed step is close enough to the drawn curve, which is flat at both ends as well.
        y = leg.y0 + (leg.y1 - leg.y0) * t * t * (3 - 2 * t)
        if y < bottom and y + leg.width > top:
            return True
    return False
