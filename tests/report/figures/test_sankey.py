"""The flow picture: layers by longest path, widths to scale down to a minimum, words that nothing crosses."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from enterotone.assessment.result import Assessment, Flow, Interval, Ledger
from enterotone.report.figures.layers import drawable, layered
from enterotone.report.figures.layout import Sizes, arrange
from enterotone.report.figures.lettering import arrange_with_words, crossed
from enterotone.report.figures.sankey import flow_picture


def flow(source: str, target: str, amount: float) -> Flow:
    return Flow(source, target, Interval(amount, 0.8 * amount, 1.2 * amount))


@pytest.fixture
def ledger(assessment: Assessment) -> Ledger:
    return assessment.ledger


def ends(flows: tuple[Flow, ...]) -> list[tuple[str, str]]:
    return [(f.source, f.target) for f in flows]


def test_streams_that_close_a_cycle_are_left_out_smallest_first() -> None:
    found = drawable([flow("a", "b", 10), flow("c", "a", 2), flow("c", "c", 1), flow("b", "c", 8)])
    assert ends(found.drawn) == [("a", "b"), ("b", "c")]
    assert ends(found.left_out) == [("c", "a"), ("c", "c")]


def test_streams_both_ways_are_drawn_as_their_difference() -> None:
    found = drawable([flow("a", "b", 10), flow("b", "a", 2), flow("b", "c", 8)])
    assert ends(found.drawn) == [("a", "b"), ("b", "c")]
    assert found.drawn[0].umol_per_day == Interval(8, 6.4, 9.6)
    assert ends(found.netted) == [("a", "b")]
    assert found.left_out == ()


def test_turnover_in_balance_is_not_drawn() -> None:
    found = drawable(
        [flow("diet", "pool", 4), flow("pool", "protein", 16), flow("protein", "pool", 16), flow("pool", "end", 4)]
    )
    assert ends(found.drawn) == [("diet", "pool"), ("pool", "end")]
    assert ends(found.netted) == [("pool", "protein")]


def test_nothing_flows_nothing_is_drawn() -> None:
    nothing = Ledger(Interval(0, 0, 0), (flow("a", "b", 0.0), flow("b", "c", float("nan"))), 0.0)
    assert flow_picture(nothing) is None


def test_layers_are_longest_paths_and_ends_stand_last() -> None:
    graph = layered([flow("a", "b", 3), flow("b", "c", 2), flow("a", "c", 1), flow("a", "end", 1)])
    layer = {p.name: p.layer for p in graph.places if p.name}
    assert layer == {"a": 0, "b": 1, "c": 2, "end": 2}
    # The two streams that pass a layer by have a waypoint in it.
    assert sum(not p.name for p in graph.places) == 2


def test_widths_are_to_scale_down_to_the_minimum() -> None:
    graph = layered([flow("a", "b", 100), flow("a", "c", 50), flow("a", "d", 0.01)])
    legs, _ = arrange(graph, Sizes(scale=1.0, thinnest=2.5))
    assert sorted(leg.width for leg in legs) == [2.5, 50, 100]


def test_nothing_overlaps_within_a_layer(ledger: Ledger) -> None:
    graph = layered(drawable(ledger.flows).drawn)
    _, height = arrange(graph, Sizes(scale=0.05))
    for layer in graph.layers:
        for above, below in pairwise(graph.places[i] for i in layer):
            assert above.y + above.height <= below.y + 1e-6
        assert all(
            graph.places[i].y >= -1e-6 and graph.places[i].y + graph.places[i].height <= height + 1e-6 for i in layer
        )


def test_streams_of_a_node_fill_its_edge_without_overlap(ledger: Ledger) -> None:
    graph = layered(drawable(ledger.flows).drawn)
    legs, _ = arrange(graph, Sizes(scale=0.05))
    for place in graph.places:
        ends = sorted((legs[leg].y0, legs[leg].width) for leg in place.outgoing)
        for (y, width), (next_y, _) in pairwise(ends):
            assert y + width <= next_y + 1e-6
        assert all(place.y - 1e-6 <= y and y + w <= place.y + place.height + 1e-6 for y, w in ends)


def test_no_stream_runs_through_the_words_of_a_thin_node(ledger: Ledger) -> None:
    graph = layered(drawable(ledger.flows).drawn)
    for place in graph.places:
        place.lettering = 38.0
    lengths = {i: 140.0 for i, p in enumerate(graph.places) if p.name and p.layer < len(graph.layers) - 1}
    sizes = Sizes(scale=190 / 4400)
    plain, _ = arrange(graph, sizes)
    before = crossed(graph, plain, 159.0, lengths)
    legs, _ = arrange_with_words(graph, sizes, 159.0, lengths)
    assert crossed(graph, legs, 159.0, lengths) < before
    thin = {i: length for i, length in lengths.items() if graph.places[i].height < 20}
    assert len(thin) == 3
    assert crossed(graph, legs, 159.0, thin) == 0


def test_every_number_is_printed_and_small_streams_are_counted(ledger: Ledger) -> None:
    found = flow_picture(ledger)
    svg = found.svg.replace("\u00a0", " ")
    assert "23 µmol (0.52 %)" in svg
    assert "4,400 µmol (100 %)" in svg
    assert found.n_widened == svg.count('class="fig-stream-thin"')
    assert ends(found.netted) == [("Body pool", "Kynurenine route, other organs")]
    assert len(re.findall(r'class="fig-stream(?:-thin)?"', svg)) == len(ledger.flows) - 1


def test_node_fed_by_two_streams_shows_their_sum(ledger: Ledger) -> None:
    svg = flow_picture(ledger).svg.replace("\u00a0", " ")
    # 17.2 from the gut and 1.2 from the brain.
    assert "18 µmol (0.42 %)" in svg
