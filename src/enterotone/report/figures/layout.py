"""Places of a flow picture: order within each layer, heights, and positions from top to bottom.

The idea, after the usual layered drawing: start from a depth-first order that takes the widest stream
first, so that branches leave downwards and do not run through the words above their node; sweep left and
right sorting each layer by the weighted mean of its neighbours, keep what crosses least; then pull every
place towards its neighbours and push overlaps apart. Widths are to scale down to a visible
minimum; the picture says which streams are drawn wider than they are.
"""

from __future__ import annotations

from dataclasses import dataclass

from enterotone.report.figures.layers import Graph

__all__ = ["Leg", "Sizes", "arrange"]

_SWEEPS = 16
_PULLS = 300


@dataclass(frozen=True)
class Sizes:
    """Measures of the picture [px].

    Parameters
    ----------
    scale : px per umol/day.
    thinnest : least width of a stream.
    gap : least distance between neighbours in a layer.
    """

    scale: float
    thinnest: float = 2.5
    gap: float = 9.0


@dataclass(frozen=True)
class Leg:
    """Upper edges of one leg where it leaves and where it arrives, and its width [px]."""

    y0: float
    y1: float
    width: float


def arrange(graph: Graph, sizes: Sizes) -> tuple[list[Leg], float]:
    """Place everything; sets ``y`` and ``height`` of the graph's places.

    Parameters
    ----------
    graph : layered graph; the order within its layers is changed in place.
    sizes : measures.

    Returns
    -------
    legs : geometry of ``graph.legs``, in their order.
    height : height of the picture [px].
    """
    widths = [max(sizes.scale * graph.streams[s].flow.umol_per_day.median, sizes.thinnest) for _, _, s in graph.legs]
    for place in graph.places:
        arriving = sum(widths[leg] for leg in place.incoming)
        leaving = sum(widths[leg] for leg in place.outgoing)
        place.height = max(arriving, leaving)
    _order(graph, widths)
    height = _stack(graph, sizes)
    for _ in range(_PULLS):
        _pull(graph, widths, sizes, height)
    return _legs(graph, widths), height


def _room(graph: Graph, index: int, sizes: Sizes) -> tuple[float, float]:
    """Room that a place needs above its upper edge and below its lower edge."""
    place = graph.places[index]
    if not place.name:
        return sizes.gap / 2, sizes.gap / 2
    if place.layer == len(graph.layers) - 1:
        # An end has its words beside it, every other node has them above or below.
        spare = max(place.lettering - place.height, sizes.gap) / 2
        return spare, spare
    return (sizes.gap, place.lettering) if place.words_below else (place.lettering, sizes.gap)


def _order(graph: Graph, widths: list[float]) -> None:
    visited = _depth_first(graph)
    for layer in graph.layers:
        layer.sort(key=visited.__getitem__)
    best = [list(layer) for layer in graph.layers]
    least = _crossing(graph, widths)
    for sweep in range(_SWEEPS):
        rank = {index: place for layer in graph.layers for place, index in enumerate(layer)}
        forward = sweep % 2 == 0
        for layer in graph.layers if forward else reversed(graph.layers):
            layer.sort(key=lambda index: _mean_rank(graph, widths, rank, index, forward))
            rank.update({index: place for place, index in enumerate(layer)})
        crossing = _crossing(graph, widths)
        if crossing < least:
            least, best = crossing, [list(layer) for layer in graph.layers]
    graph.layers = best


def _depth_first(graph: Graph) -> dict[int, int]:
    """Number the places in the order of a walk that follows the widest stream first."""
    visited: dict[int, int] = {}
    waiting = [index for index, place in enumerate(graph.places) if not place.incoming][::-1]
    while waiting:
        index = waiting.pop()
        if index not in visited:
            visited[index] = len(visited)
            legs = [graph.legs[leg] for leg in graph.places[index].outgoing]
            legs.sort(key=lambda leg: graph.streams[leg[2]].flow.umol_per_day.median)
            waiting += [end for _, end, _ in legs]
    return visited


def _mean_rank(graph: Graph, widths: list[float], rank: dict[int, int], index: int, forward: bool) -> float:
    place = graph.places[index]
    legs = place.incoming if forward else place.outgoing
    if not legs:
        return float(rank[index])
    total = sum(widths[leg] for leg in legs)
    return sum(widths[leg] * rank[graph.legs[leg][0 if forward else 1]] for leg in legs) / total


def _crossing(graph: Graph, widths: list[float]) -> float:
    """Sum over crossing pairs of the narrower width plus one, so that few and thin crossings win."""
    rank = {index: place for layer in graph.layers for place, index in enumerate(layer)}
    total = 0.0
    for i, (a, b, _) in enumerate(graph.legs):
        for j, (c, d, _) in enumerate(graph.legs[:i]):
            same = graph.places[a].layer == graph.places[c].layer
            if same and (rank[a] - rank[c]) * (rank[b] - rank[d]) < 0:
                total += 1.0 + min(widths[i], widths[j])
    return total


def _stack(graph: Graph, sizes: Sizes) -> float:
    """Put every layer's places one below the other, each layer in the middle; give the height of the picture."""
    needed = [
        sum(graph.places[index].height + sum(_room(graph, index, sizes)) for index in layer) for layer in graph.layers
    ]
    height = max(needed, default=0.0)
    for layer, need in zip(graph.layers, needed, strict=True):
        y = (height - need) / 2
        for index in layer:
            above, below = _room(graph, index, sizes)
            graph.places[index].y = y + above
            y += above + graph.places[index].height + below
    return height


def _pull(graph: Graph, widths: list[float], sizes: Sizes, height: float) -> None:
    for layer in graph.layers:
        for index in layer:
            place = graph.places[index]
            if place.outgoing and place.name and place.height < place.lettering:
                place.y += 0.5 * (_clear_of_words(graph, index) - place.centre)
                continue
            ends = [(widths[leg], graph.places[graph.legs[leg][0]].centre) for leg in place.incoming]
            ends += [(widths[leg], graph.places[graph.legs[leg][1]].centre) for leg in place.outgoing]
            total = sum(weight for weight, _ in ends)
            if total > 0:
                wanted = sum(weight * centre for weight, centre in ends) / total
                place.y += 0.5 * (wanted - place.centre)
        _part(graph, layer, sizes, height)


def _clear_of_words(graph: Graph, index: int) -> float:
    """Where a thin node lets all its streams leave away from its words."""
    place = graph.places[index]
    targets = [graph.places[graph.legs[leg][1]].centre for leg in place.outgoing]
    return max(targets) if place.words_below else min(targets)


def _part(graph: Graph, layer: list[int], sizes: Sizes, height: float) -> None:
    """Push overlapping neighbours apart: downwards first, then back up from the lower edge."""
    edge = 0.0
    for index in layer:
        place, (above, below) = graph.places[index], _room(graph, index, sizes)
        place.y = max(place.y, edge + above)
        edge = place.y + place.height + below
    edge = height
    for index in reversed(layer):
        place, (above, below) = graph.places[index], _room(graph, index, sizes)
        place.y = min(place.y, edge - below - place.height)
        edge = place.y - above


def _legs(graph: Graph, widths: list[float]) -> list[Leg]:
    leaving, arriving = [0.0] * len(widths), [0.0] * len(widths)
    for place in graph.places:
        for legs, edge, other in ((place.outgoing, leaving, 1), (place.incoming, arriving, 0)):
            # Streams fill a node's edge from the top, in the order of where they come from or go to.
            y = place.y + (place.height - sum(widths[leg] for leg in legs)) / 2
            for _, leg in sorted((graph.places[graph.legs[leg][other]].centre, leg) for leg in legs):
                edge[leg] = y
                y += widths[leg]
    return [Leg(y0, y1, width) for y0, y1, width in zip(leaving, arriving, widths, strict=True)]
