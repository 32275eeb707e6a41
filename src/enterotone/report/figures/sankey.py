"""Flow picture of the tryptophan ledger: from the meal at the left to every end at the right.

The idea: band widths are proportional to umol/day, and every node carries its number, because the stream
this model is about, serotonin, is half a per cent of the whole. Streams too thin to be drawn to scale get
a visible minimum and a colour of their own; the caption says so.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from enterotone.assessment.result import Flow, Interval, Ledger
from enterotone.report.figures.layers import Graph, Place, drawable, layered
from enterotone.report.figures.layout import Leg, Sizes
from enterotone.report.figures.lettering import arrange_with_words
from enterotone.report.figures.svg import element, picture, text
from enterotone.report.number import SPACE, percent, significant, span

__all__ = ["FlowPicture", "flow_picture"]

_WIDTH = 1040.0
_MARGIN = 236.0
_BAR = 9.0
_FULL = 190.0
_LINE, _ABOVE = 16.0, 36.0
_LONGEST = 28
_LETTER = 7.2


@dataclass(frozen=True)
class FlowPicture:
    """The picture with what must be said beside it.

    Parameters
    ----------
    svg : the picture.
    n_widened : streams drawn wider than to scale.
    netted : streams drawn as the difference to the stream that runs back.
    left_out : streams that lead back to where they came from, and are not drawn.
    """

    svg: Markup
    n_widened: int
    netted: tuple[Flow, ...]
    left_out: tuple[Flow, ...]


def flow_picture(ledger: Ledger) -> FlowPicture | None:
    """Draw a ledger.

    Parameters
    ----------
    ledger : flows with their intervals.

    Returns
    -------
    FlowPicture or None
        None where there is nothing to draw.
    """
    chosen = drawable(ledger.flows)
    flows = chosen.drawn
    if not flows:
        return None
    largest = max(flow.umol_per_day.median for flow in flows)
    intake = ledger.intake_umol.median
    whole = intake if math.isfinite(intake) and intake > 0 else largest
    sizes = Sizes(scale=_FULL / max(whole, largest))
    graph = layered(flows)
    last = len(graph.layers) - 1
    for place in graph.places:
        place.lettering = 8.0 + _LINE * (1 + len(_wrapped(place.name))) if place.layer == last else _ABOVE
    step = (_WIDTH - _MARGIN - _BAR) / max(len(graph.layers) - 1, 1)
    lengths = {
        index: _LETTER * max(len(place.name), len(_written(_amount(graph, place, ledger), whole)))
        for index, place in enumerate(graph.places)
        if place.name and place.layer < last
    }
    legs, height = arrange_with_words(graph, sizes, step, lengths)
    bands, widened = _bands(graph, legs, step, sizes)
    nodes = [part for place in graph.places if place.name for part in _node(graph, place, step, whole, ledger)]
    description = _describe(ledger, flows)
    svg = picture(description, *bands, *nodes, class_="fig-flows", viewBox=f"0 -6 {_WIDTH:g} {math.ceil(height) + 12}")
    return FlowPicture(svg, widened, chosen.netted, chosen.left_out)


def _bands(graph: Graph, legs: list[Leg], step: float, sizes: Sizes) -> tuple[list[Markup], int]:
    wide: list[Markup] = []
    thin: list[Markup] = []
    for stream in graph.streams:
        flow = stream.flow
        is_widened = sizes.scale * flow.umol_per_day.median < sizes.thinnest
        columns = [graph.places[graph.legs[leg][0]].layer for leg in stream.legs]
        outline = _outline([legs[leg] for leg in stream.legs], columns, step)
        written = span(flow.umol_per_day)
        words = f"{flow.source} → {flow.target}: {written.median} ({written.range}) µmol/day"
        class_ = "fig-stream-thin" if is_widened else "fig-stream"
        (thin if is_widened else wide).append(element("path", element("title", words), d=outline, class_=class_))
    return wide + thin, len(thin)


def _outline(legs: list[Leg], columns: list[int], step: float) -> str:
    """Closed outline of a band: its upper edge to the right, its lower edge back."""
    upper, lower = [], []
    for leg, column in zip(legs, columns, strict=True):
        x0, x1 = column * step + _BAR, (column + 1) * step
        # A waypoint has no bar: the band runs on to where the next leg begins.
        middle = (x0 + x1) / 2
        upper.append((x0, leg.y0, middle, x1, leg.y1))
        lower.append((x0, leg.y0 + leg.width, middle, x1, leg.y1 + leg.width))
    there = " ".join(
        f"L{x0:.1f} {y0:.1f} C{m:.1f} {y0:.1f} {m:.1f} {y1:.1f} {x1:.1f} {y1:.1f}" for x0, y0, m, x1, y1 in upper
    )
    back = " ".join(
        f"L{x1:.1f} {y1:.1f} C{m:.1f} {y1:.1f} {m:.1f} {y0:.1f} {x0:.1f} {y0:.1f}"
        for x0, y0, m, x1, y1 in reversed(lower)
    )
    return f"M{there[1:]} {back} Z"


def _node(graph: Graph, place: Place, step: float, whole: float, ledger: Ledger) -> list[Markup]:
    x = place.layer * step
    written = _written(_amount(graph, place, ledger), whole)
    bar = element("rect", x=x, y=place.y, width=_BAR, height=max(place.height, 2.0), class_="fig-node")
    if place.layer == len(graph.layers) - 1:
        lines = _wrapped(place.name)
        # Baselines: half the block above the centre, and lettering hangs 5 px above its baseline's middle.
        y = place.centre - _LINE * len(lines) / 2 + 5
        parts = [text(line, x + _BAR + 8, y + _LINE * k, class_="fig-name") for k, line in enumerate(lines)]
        return [bar, *parts, text(written, x + _BAR + 8, y + _LINE * len(lines), class_="fig-number")]
    y = place.y + place.height + 15 if place.words_below else place.y - 5 - _LINE
    return [bar, text(place.name, x, y, class_="fig-name"), text(written, x, y + _LINE - 1, class_="fig-number")]


def _written(amount: Interval, whole: float) -> str:
    return f"{span(amount).median}{SPACE}µmol ({percent(amount.median / whole, 2)})"


def _wrapped(name: str) -> list[str]:
    """Break a long name into at most two lines."""
    if len(name) <= _LONGEST:
        return [name]
    cut = name.rfind(" ", 0, _LONGEST)
    return [name] if cut < 0 else [name[:cut], name[cut + 1 :]]


def _amount(graph: Graph, place: Place, ledger: Ledger) -> Interval:
    """What passes a node: what arrives, or what leaves where nothing arrives."""
    if not place.incoming and len([p for p in graph.places if p.name and not p.incoming]) == 1:
        return ledger.intake_umol
    legs = place.incoming or place.outgoing
    flows = [graph.streams[graph.legs[leg][2]].flow.umol_per_day for leg in legs]
    return Interval(sum(f.median for f in flows), sum(f.low for f in flows), sum(f.high for f in flows))


def _describe(ledger: Ledger, flows: Sequence[Flow]) -> str:
    sources = {flow.source for flow in flows}
    ends: dict[str, float] = {}
    for flow in flows:
        if flow.target not in sources:
            ends[flow.target] = ends.get(flow.target, 0.0) + flow.umol_per_day.median
    largest = sorted(ends.items(), key=lambda item: -item[1])
    named = ", ".join(f"{name} {significant(amount)}" for name, amount in largest)
    return (
        f"Flow picture of {significant(ledger.intake_umol.median)} µmol tryptophan a day. "
        f"Ends, in µmol/day: {named}. The table below holds every stream."
    )
