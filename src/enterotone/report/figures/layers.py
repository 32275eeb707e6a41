"""From flows to a layered graph: which streams can be drawn, and in which layer each node stands.

The idea: a flow picture reads from left to right, so it needs a graph without cycles. Streams are taken
largest first and one that would close a cycle (tissue giving back what it took) is left out of the picture
and named beside it. A node's layer is the longest path that leads to it; nodes where streams end move to
the last layer, where their names have room. A stream that passes layers by gets a waypoint in each of
them, so that it finds its own lane instead of running under other nodes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from enterotone.assessment.result import Flow

__all__ = ["Graph", "Place", "Stream", "drawable", "layered"]


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


def drawable(flows: Sequence[Flow]) -> tuple[list[Flow], list[Flow]]:
    """Part the flows into those that can be drawn and those that would close a cycle.

    Parameters
    ----------
    flows : streams of the ledger; those without a positive, finite median are not drawn at all.

    Returns
    -------
    drawn, left_out : both in the order of `flows`.
    """
    positive = [f for f in flows if math.isfinite(f.umol_per_day.median) and f.umol_per_day.median > 0]
    kept: set[int] = set()
    onward: dict[str, set[str]] = defaultdict(set)
    for index in sorted(range(len(positive)), key=lambda i: -positive[i].umol_per_day.median):
        flow = positive[index]
        if not _reaches(onward, flow.target, flow.source):
            onward[flow.source].add(flow.target)
            kept.add(index)
    drawn = [flow for index, flow in enumerate(positive) if index in kept]
    return drawn, [flow for index, flow in enumerate(positive) if index not in kept]


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
