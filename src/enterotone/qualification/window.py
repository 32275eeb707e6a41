"""When a quantity is read: at a time, or over a window, as experiment files write it."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.errors import UnitError
from enterotone.units import parse_quantity

__all__ = ["Window", "parse_window"]

_SPAN = re.compile(r"^(mean|min|max|area)\s+(?:(last day)|(.+?)\s+to\s+(.+))$")
_EXPECTED = "expected 'end', a time ('8 h', '2 day'), or mean, min, max or area of 'A h to B h' or 'last day'"


@dataclass(frozen=True)
class Window:
    """A reading in time.

    Parameters
    ----------
    kind : ``end``, ``at``, ``mean``, ``min``, ``max`` or ``area``.
    start_h, end_h : the window [h]; for ``at`` both are the time; NaN for the last day.
    """

    kind: str
    start_h: float = 0.0
    end_h: float = 0.0

    def read(self, times_h: NDArray[np.float64], values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Reduce a course to one number per member; an area is in the value's unit times h.

        Parameters
        ----------
        times_h : shape (n_time,), rising.
        values : shape (n_member, n_time).
        """
        if self.kind == "end":
            return values[:, -1]
        if self.kind == "at":
            return np.array([np.interp(self.start_h, times_h, course) for course in values])
        last = float(times_h[-1])
        start, end = (last - 24.0, last) if np.isnan(self.start_h) else (self.start_h, self.end_h)
        inside = (times_h >= start - 1e-9) & (times_h <= end + 1e-9)
        part, times = values[:, inside], times_h[inside]
        if self.kind in {"min", "max"}:
            return np.asarray(part.min(axis=1) if self.kind == "min" else part.max(axis=1))
        area = ((part[:, 1:] + part[:, :-1]) / 2 * np.diff(times)).sum(axis=1)
        return np.asarray(area if self.kind == "area" else area / (times[-1] - times[0]))


def parse_window(text: str) -> Window:
    """Read when a quantity is read.

    Parameters
    ----------
    text : see the docstring of `enterotone.qualification.experiment`.

    Raises
    ------
    ValueError
        If it cannot be read; says what was expected.

    Examples
    --------
    >>> parse_window("mean 8 h to 1 day")
    Window(kind='mean', start_h=8.0, end_h=24.0)
    """
    text = text.strip()
    if text == "end":
        return Window("end")
    span = _SPAN.match(text)
    if span is None:
        return Window("at", _hours(text, text), _hours(text, text))
    kind, last_day, start, end = span.groups()
    if last_day:
        return Window(kind, float("nan"), float("nan"))
    window = Window(kind, _hours(start, text), _hours(end, text))
    if window.end_h <= window.start_h:
        raise ValueError(f"found '{text}', which ends before it begins; {_EXPECTED}")
    return window


def _hours(written: str, text: str) -> float:
    try:
        return parse_quantity(written, "h")
    except UnitError as error:
        raise ValueError(f"found '{text}'; {_EXPECTED}") from error
