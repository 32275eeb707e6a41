"""Small multiple of a simulated day: one observable, median line in its 90 % band, average dashed.

The idea: all courses share their hours and their meal marks, each has its own vertical axis. The axis
starts at zero only where the band comes near it; a band far from zero would otherwise be a flat line.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from markupsafe import Markup

from enterotone.assessment.result import Course, DayCourse
from enterotone.report.figures.axis import Axis, axis_for
from enterotone.report.figures.svg import element, picture, text
from enterotone.report.number import significant, tick_labels
from enterotone.report.symbol import unit_symbol

__all__ = ["course_picture"]

_WIDTH, _HEIGHT = 340.0, 176.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 8.0, 16.0, 24.0
_HOURS = (0, 6, 12, 18, 24)


def course_picture(day: DayCourse, course: Course) -> Markup:
    """Draw one course of the day.

    Parameters
    ----------
    day : hours and meals.
    course : the observable; its sequences have the length of ``day.time_h``.

    Returns
    -------
    Markup
        An ``svg`` element with a ``viewBox`` of 340 x 176.
    """
    axis = _vertical(course)
    parts = _frame(axis, day.meals_h)
    parts.append(element("path", d=_band(day.time_h, course, axis), class_="fig-band"))
    parts.append(element("path", d=_path(day.time_h, course.reference_median, axis), class_="fig-dashed"))
    parts.append(element("path", d=_path(day.time_h, course.median, axis), class_="fig-median"))
    return picture(_describe(day, course), *parts, class_="fig-course", viewBox=f"0 0 {_WIDTH:g} {_HEIGHT:g}")


def _vertical(course: Course) -> Axis:
    values = [v for v in (*course.low, *course.high, *course.reference_median) if math.isfinite(v)]
    near_zero = bool(values) and 0 <= min(values) < 0.4 * max(values)
    axis = axis_for(values, 4, zero=near_zero)
    return axis if axis.scale == "linear" else Axis(0.0, 1.04 * max(values), axis_for(values, 4, zero=True).ticks)


def _x(hour: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * hour / 24.0


def _y(axis: Axis, value: float) -> float:
    return _HEIGHT - _BOTTOM - (_HEIGHT - _TOP - _BOTTOM) * axis.at(value)


def _frame(axis: Axis, meals_h: Sequence[float]) -> list[Markup]:
    base = _HEIGHT - _BOTTOM
    parts: list[Markup] = []
    for tick, label in zip(axis.ticks, tick_labels(axis.ticks), strict=True):
        y = _y(axis, tick)
        parts.append(element("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=y, y2=y, class_="fig-grid"))
        parts.append(text(label, _LEFT - 6, y + 4, class_="fig-tick", anchor="end"))
    for hour in _HOURS:
        parts.append(element("line", x1=_x(hour), x2=_x(hour), y1=base, y2=base + 4, class_="fig-axis"))
        anchor = "end" if hour == _HOURS[-1] else "middle"
        parts.append(text(f"{hour:02d}:00", _x(hour), base + 17, class_="fig-tick", anchor=anchor))
    parts.append(element("line", x1=_LEFT, x2=_WIDTH - _RIGHT, y1=base, y2=base, class_="fig-axis"))
    for meal in meals_h:
        x = _x(meal)
        parts.append(element("line", x1=x, x2=x, y1=_TOP - 4, y2=base, class_="fig-meal-line"))
        parts.append(element("path", d=f"M{x - 5:.1f} 4 h10 l-5 8 Z", class_="fig-meal"))
    return parts


def _points(time_h: Sequence[float], values: Sequence[float], axis: Axis) -> list[str]:
    pairs = zip(time_h, values, strict=True)
    return [f"{_x(t):.1f} {_y(axis, v):.1f}" for t, v in pairs if math.isfinite(v)]


def _path(time_h: Sequence[float], values: Sequence[float], axis: Axis) -> str:
    points = _points(time_h, values, axis)
    return "M" + " L".join(points) if points else ""


def _band(time_h: Sequence[float], course: Course, axis: Axis) -> str:
    there = _points(time_h, course.high, axis)
    back = _points(time_h, course.low, axis)[::-1]
    return "M" + " L".join([*there, *back]) + " Z" if there and back else ""


def _describe(day: DayCourse, course: Course) -> str:
    known = [(v, t) for t, v in zip(day.time_h, course.median, strict=True) if math.isfinite(v)]
    unit = unit_symbol(course.unit)
    if not known:
        return f"{course.name}: no values."
    (low, low_at), (high, high_at) = min(known), max(known)
    return (
        f"{course.name} over a day: the median runs from {significant(low)} at {_clock(low_at)} "
        f"to {significant(high)} {unit} at {_clock(high_at)}."
    ).replace("  ", " ")


def _clock(hour: float) -> str:
    minutes = round(hour * 60) % (24 * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
