"""Courses: one point an hour mark, a closed band, meals where they were."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import pytest

from enterotone.assessment.result import Assessment, Course, DayCourse
from enterotone.report.figures.course import course_picture


@pytest.fixture
def day(assessment: Assessment) -> DayCourse:
    return assessment.day


def path(svg: str, class_: str) -> str:
    return re.search(rf'<path d="([^"]*)" class="{class_}"', svg)[1]


def test_every_hour_has_its_point(day: DayCourse) -> None:
    svg = course_picture(day, day.courses[0])
    n = len(day.time_h)
    assert path(svg, "fig-median").count("L") == n - 1
    assert path(svg, "fig-band").count("L") == 2 * n - 1
    assert path(svg, "fig-band").endswith("Z")
    assert svg.count('class="fig-meal"') == len(day.meals_h)


def test_words_tell_lowest_and_highest(day: DayCourse) -> None:
    course = Course("x", "Thing", "uM", (1.0, 3.0, 2.0), (1.0, 3.0, 2.0), (1.0, 3.0, 2.0), (1.0, 1.0, 1.0))
    svg = course_picture(DayCourse((0.0, 7.5, 24.0), (), ()), course)
    assert "from 1.00 at 00:00 to 3.00 µM at 07:30" in svg


def test_gaps_and_flat_lines_are_drawn(day: DayCourse) -> None:
    nan = (math.nan,) * 3
    hours = DayCourse((0.0, 12.0, 24.0), (), ())
    assert "no values" in course_picture(hours, Course("x", "Thing", "h", nan, nan, nan, nan))
    flat = (5.0, 5.0, 5.0)
    assert "nan" not in course_picture(hours, Course("x", "Thing", "h", flat, flat, flat, flat))
    zero = (0.0, 0.0, 0.0)
    assert "nan" not in course_picture(hours, Course("x", "Thing", "h", zero, zero, zero, zero))


def test_courses_far_apart_stay_linear(day: DayCourse) -> None:
    course = day.courses[0]
    wide = replace(course, high=tuple(1000 * v for v in course.high))
    svg = course_picture(day, wide)
    assert "fig-median" in svg
    assert ">0<" in svg
