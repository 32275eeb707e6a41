"""From flows to a layered graph: which streams can be drawn, and in which layer each node stands.

The idea: a flow picture reads from left to right, so it needs a graph without cycles. Two streams that
run both ways (protein turnover) are drawn as their difference; after that, streams are taken largest
first and one that would close a cycle is left out. Both are named beside the picture. A node's layer is
the longest path that leads to it; nodes where streams end move to the last layer, where their names have
room. A stream that passes layers by gets a waypoint in each of them, so that it finds its own lane
instead of running under other nodes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from enterotone.assessment.result import Flow, Interval

__all__ = ["Drawable", "Graph", "Place", "Stream", "drawable", "layered"]


_BALANCED = 1e-3
"""Two opposite streams that differ by less than this share cancel out in the picture."""


@dataclass
class Place:
    """A node of the picture, or a waypoint of a long stream (`name` empty).

    Parameters
    ----------
    layer : column, 0 at the left.
    incoming, outgoing : indices into ``Graph.legs``.
    lettering : room that its words need [px], set by the picture.
    words_below : the words stand below the node, not above it; set by the picture.
    y, height : upper edge and height, set by the layout [px].
    """

    name: str
    layer: int
    incoming: list[int] = field(default_factory=list)
    outgoing: list[int] = field(default_factory=list)
    lettering: float = 0.0
    words_below: bool = False
    y: float = 0.0
    height: float = 0.0

    @property
    def centre(self) -> float:
        """Height of the middle [px]."""
        return self.y + self.height / 2


@dataclass
class Stream:
    """One flow with the places it passes, from source to target.

    Parameters
    ----------
    legs : indices into ``Graph.legs``, in order.
    """

    flow: Flow
    legs: list[int] = field(default_factory=list)


@dataclass
class Graph:
    """Places in layers, joined by legs.

    Parameters
    ----------
    legs : (from, to, stream) as indices.
    layers : place indices per column, in the order from top to bottom.
    """

    places: list[Place]
    legs: list[tuple[int, int, int]]
    streams: list[Stream]
    layers: list[list[int]]


@dataclass(frozen=True)
class Drawable:
    """What a picture can show of a ledger.

    Parameters
    ----------
    drawn : streams without a cycle, in the order of the ledger.
    netted : the larger streams of pairs that run both ways; `drawn` holds their difference instead.
    left_out : streams that would close a longer cycle.
    """

    drawn: tuple[Flow, ...]
    netted: tuple[Flow, ...] = ()
    left_out: tuple[Flow, ...] = ()


def drawable(flows: Sequence[Flow]) -> Drawable:
    """Part the flows into those that can be drawn and those that cannot.

    Parameters
    ----------
    flows : streams of the ledger; those without a positive, finite median are not drawn at all.
    """
    positive = [f for f in flows if math.isfinite(f.umol_per_day.median) and f.umol_per_day.median > 0]
    one_way, netted = _net(positive)
    kept: set[int] = set()
    onward: dict[str, set[str]] = defaultdict(set)
    for index in sorted(range(len(one_way)), key=lambda i: -one_way[i].umol_per_day.median):
        flow = one_way[index]
        if not _reaches(onward, flow.target, flow.source):
            onward[flow.source].add(flow.target)
            kept.add(index)
    drawn = tuple(flow for index, flow in enumerate(one_way) if index in kept)
    return Drawable(drawn, netted, tuple(flow for index, flow in enumerate(one_way) if index not in kept))


def _net(flows: Sequence[Flow]) -> tuple[list[Flow], tuple[Flow, ...]]:
    """Put the difference in the place of two streams that run both ways, as protein turnover does."""
    back = {(f.source, f.target): f.umol_per_day for f in flows if f.source != f.target}
    one_way: list[Flow] = []
    netted: list[Flow] = []
    for flow in flows:
        there, again = flow.umol_per_day, back.get((flow.target, flow.source))
        if again is None or flow.source == flow.target:
            one_way.append(flow)
        elif there.median >= again.median:
            ends = (there.low - again.low, there.high - again.high)
            net = Interval(there.median - again.median, min(ends), max(ends))
            if there.median > again.median or flow.source < flow.target:
                netted.append(flow)
            if net.median > _BALANCED * there.median:
                one_way.append(Flow(flow.source, flow.target, net))
    return one_way, tuple(netted)


def _reaches(onward: dict[str, set[str]], start: str, goal: str) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        name = waiting.pop()
        if name == goal:
            return True
        if name not in seen:
            seen.add(name)
            waiting.extend(onward.get(name, ()))
    return False


def layered(flows: Sequence[Flow]) -> Graph:
    """Put nodes into layers and give long streams their waypoints.

    Parameters
    ----------
    flows : streams without a cycle, from :func:`drawable`.
    """
    layer_of = _longest_paths(flows)
    last = max(layer_of.values(), default=0)
    sources = {flow.source for flow in flows}
    places: list[Place] = []
    index_of: dict[str, int] = {}
    for name, layer in layer_of.items():
        index_of[name] = len(places)
        places.append(Place(name, layer if name in sources else last))
    graph = Graph(places, [], [], [])
    for flow in flows:
        _lay(graph, flow, index_of)
    graph.layers = [[] for _ in range(last + 1)] if places else []
    for index, place in enumerate(graph.places):
        graph.layers[place.layer].append(index)
    return graph


def _longest_paths(flows: Sequence[Flow]) -> dict[str, int]:
    names = list(dict.fromkeys(name for flow in flows for name in (flow.source, flow.target)))
    layer = dict.fromkeys(names, 0)
    # Relaxing as often as there are nodes reaches every longest path of an acyclic graph.
    for _ in names:
        for flow in flows:
            layer[flow.target] = max(layer[flow.target], layer[flow.source] + 1)
    return layer


def _lay(graph: Graph, flow: Flow, index_of: dict[str, int]) -> None:
    stream_index = len(graph.streams)
    stream = Stream(flow)
    start, goal = index_of[flow.source], index_of[flow.target]
    here = start
    for layer in range(graph.places[start].layer + 1, graph.places[goal].layer + 1):
        there = goal
        if layer < graph.places[goal].layer:
            there = len(graph.places)
            graph.places.append(Place("", layer))
        leg = len(graph.legs)
        graph.legs.append((here, there, stream_index))
        graph.places[here].outgoing.append(leg)
        graph.places[there].incoming.append(leg)
        stream.legs.append(leg)
        here = there
    graph.streams.append(stream)
