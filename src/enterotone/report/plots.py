"""Plot of a simulation: small multiples over time, one panel an observable.

The idea: what ``enterotone simulate`` writes beside its table. Median line and 5-95 % band over the
members, hours on the common axis, the unit on each panel. Members that failed hold NaN and are left out
of the quantiles. Drawn on the Agg or SVG canvas without pyplot, so no window system and no global state.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enterotone.errors import DesignError
from enterotone.report.symbol import unit_symbol
from enterotone.writing import replacing

if TYPE_CHECKING:
    import numpy as np
    import xarray as xr
    from matplotlib.axes import Axes

__all__ = ["plot_trajectories"]

_DIMS = ("member", "time", "observable")
_FORMATS = ("png", "svg", "pdf")
_BLUE = "#0b5fa5"
_HOURS = (1, 2, 6, 12, 24, 48, 168)
_QUANTILES = (0.05, 0.5, 0.95)


def plot_trajectories(trajectories: xr.DataArray, path: Path) -> Path:
    """Draw trajectories into a file.

    Parameters
    ----------
    trajectories : dims (member, time, observable), time in h; coordinate ``unit`` along observable, and
        ``name`` where panels shall have a title other than the observable's id.
    path : file to be written; the suffix says whether .png, .svg or .pdf.

    Returns
    -------
    Path
        `path`.

    Raises
    ------
    DesignError
        If the dims, the suffix or the folder are not as described, or there is nothing to draw.
    """
    kind = path.suffix.lstrip(".").lower()
    if kind not in _FORMATS:
        raise DesignError(f"A plot cannot be written as '{path.name}'; end the name in .png, .svg or .pdf.")
    if set(trajectories.dims) != set(_DIMS):
        raise DesignError(f"Trajectories have dims {tuple(trajectories.dims)}; expected {_DIMS}.")
    if 0 in trajectories.shape:
        raise DesignError(f"Trajectories are empty (shape {trajectories.shape}); simulate at least one observable.")
    figure = _figure(trajectories.transpose(*_DIMS))
    _save(figure, path, kind)
    return path


def _figure(trajectories: xr.DataArray) -> Any:
    from matplotlib.figure import Figure

    n = trajectories.sizes["observable"]
    n_columns = min(3, n)
    n_rows = math.ceil(n / n_columns)
    figure = Figure(figsize=(4.2 * n_columns, 2.5 * n_rows + 0.3), layout="constrained")
    panels = figure.subplots(n_rows, n_columns, squeeze=False, sharex=True)
    time = trajectories["time"].to_numpy()
    for index, axes in enumerate(panels.flat):
        if index >= n:
            axes.set_visible(False)
            continue
        one = trajectories.isel(observable=index)
        _panel(axes, time, one.to_numpy())
        axes.set_title(_coordinate(one, "name") or str(one["observable"].item()), loc="left", fontsize=10)
        axes.set_ylabel(unit_symbol(_coordinate(one, "unit")), fontsize=9)
    for column in range(n_columns):
        lowest = max(row for row in range(n_rows) if row * n_columns + column < n)
        panels[lowest, column].set_xlabel("time, h", fontsize=9)
        panels[lowest, column].xaxis.set_tick_params(labelbottom=True)
    return figure


def _coordinate(one: xr.DataArray, name: str) -> str:
    return str(one[name].item()) if name in one.coords else ""


def _panel(axes: Axes, time: np.ndarray[Any, Any], values: np.ndarray[Any, Any]) -> None:
    """Draw one observable; `values` has shape (n_member, n_time)."""
    import numpy as np
    from matplotlib.ticker import MultipleLocator

    known = values[np.isfinite(values).all(axis=1)]
    if len(known):
        low, median, high = np.quantile(known, _QUANTILES, axis=0)
        if len(known) > 1:
            axes.fill_between(time, low, high, color=_BLUE, alpha=0.18, linewidth=0, label="5-95 %")
        axes.plot(time, median, color=_BLUE, linewidth=1.6, label="median")
    else:
        axes.text(0.5, 0.5, "no member was simulated", ha="center", va="center", transform=axes.transAxes)
    hours = float(time[-1] - time[0])
    axes.xaxis.set_major_locator(
        MultipleLocator(next((step for step in _HOURS if hours / step <= 8), hours / 8 or 1.0))
    )
    axes.grid(visible=True, color="#d8d8d4", linewidth=0.6)
    axes.spines[["top", "right"]].set_visible(False)
    axes.tick_params(labelsize=8)


def _save(figure: Any, path: Path, kind: str) -> None:
    """Write without a date, so that the same plot is the same file."""
    from matplotlib import rc_context

    undated: dict[str, None] = {"svg": {"Date": None}, "pdf": {"CreationDate": None}, "png": {}}[kind]
    try:
        with replacing(path) as part, rc_context({"svg.hashsalt": "enterotone", "svg.fonttype": "none"}):
            figure.savefig(part, format=kind, dpi=150, metadata=undated)
    except OSError as error:
        raise DesignError(f"{path} cannot be written: {error.strerror}. Choose another folder.") from error
