"""Row pictures: marks stand where the numbers are, and words tell the same."""

from __future__ import annotations

import re
from dataclasses import replace

from enterotone.assessment.result import Assessment, Readout
from enterotone.report.figures.groups import group_axis, group_picture, ruler_picture
from enterotone.report.figures.interval import interval_picture, readout_axis
from enterotone.report.figures.strip import share_picture


def readout(assessment: Assessment, id: str) -> Readout:
    return next(r for r in assessment.readouts if r.id == id)


def places(svg: str, class_: str, *names: str) -> list[float]:
    tag = re.search(rf"<[^>]*class=\"{class_}\"[^>]*>", svg)
    assert tag
    return [float(re.search(rf'{name}="([\d.]+)%"', tag[0])[1]) for name in names]


def test_person_and_reference_share_one_axis(assessment: Assessment) -> None:
    one = readout(assessment, "butyrate_distal")
    svg = interval_picture(one)
    low, high = places(svg, "fig-person-line", "x1", "x2")
    other_low, other_high = places(svg, "fig-reference-line", "x1", "x2")
    scale = (high - low) / (one.person.high - one.person.low)
    assert abs(scale - (other_high - other_low) / (one.reference.high - one.reference.low)) < 0.01
    (dot,) = places(svg, "fig-person-dot", "cx")
    assert abs((dot - low) - scale * (one.person.median - one.person.low)) < 0.05


def test_words_tell_the_numbers(assessment: Assessment) -> None:
    svg = interval_picture(readout(assessment, "plasma_tryptophan"))
    label = re.search(r'aria-label="([^"]*)"', svg)[1].replace("\u00a0", " ")
    assert "this profile 52 (38 to 71)" in label
    assert "average microbiota 52 (38 to 72)" in label
    assert "published human range 40 to 90" in label


def test_far_human_range_does_not_squeeze_the_intervals(assessment: Assessment) -> None:
    one = replace(readout(assessment, "butyrate_distal"), human_range=(5.0, 5000.0))
    axis = readout_axis(one)
    assert axis.high < 100
    assert "›" in interval_picture(one)


def test_range_elsewhere_is_not_drawn(assessment: Assessment) -> None:
    one = replace(readout(assessment, "butyrate_distal"), human_range=(900.0, 950.0))
    svg = interval_picture(one)
    assert "fig-range" not in svg
    assert "›" in svg
    assert readout_axis(one).high < 100
    assert "published human range 900 to 950" in svg


def test_logarithmic_axis_is_said(assessment: Assessment) -> None:
    assert "logarithmic axis" in interval_picture(readout(assessment, "plasma_serotonin"))


def test_groups_share_one_axis_and_show_zero(assessment: Assessment) -> None:
    groups = assessment.microbiota.groups
    axis = group_axis(groups)
    assert axis.high >= max(g.drawn.high for g in groups)
    empty = next(g for g in groups if g.observed == 0)
    svg = group_picture(empty, axis)
    assert 'x="3%"' in svg or 'x="3.00%"' in svg
    assert "counted 0" in svg.replace("\u00a0", " ")
    assert "square-root" in ruler_picture(axis)


def test_share_bar_is_as_long_as_its_share() -> None:
    assert 'width="25.00%"' in share_picture(0.25)
    assert 'width="50.00%"' in share_picture(0.25, 0.5)
    assert 'width="100.00%"' in share_picture(3.0)
    assert 'width="0.00%"' in share_picture(-1.0)
