"""Picture of a profile: functional groups with intervals, capacities, and the place among reference samples.

Three panels on one canvas. Groups: the share as counted (diamond), what error makes of it (median and 90 % interval)
and the average microbiota (hollow square). Capacities: relative to the average, on a logarithmic axis. Place: principal
coordinates of Aitchison distances, with the draws of the person's usual composition around the sample.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enterotone.errors import DesignError
from enterotone.microbiome import Position
from enterotone.writing import replacing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_profile"]

_FORMATS = ("png", "svg", "pdf")
_BLUE, _GREY, _DARK = "#0b5fa5", "#9aa5b1", "#1f2933"
_TRAIT_NAMES = {
    "bile7aDehydroxylation": "bile acid 7α-dehydroxylation",
    "mucinDegrader": "mucin degradation",
    "sporeFormerStimulator": "spore formers that\nstimulate serotonin cells",
    "lpsProinflammatory": "inflammatory\nlipopolysaccharide",
}
_FLOOR, _CEILING = 0.02, 50.0


def plot_profile(
    title: str,
    groups: Sequence[Mapping[str, Any]],
    traits: Sequence[Mapping[str, Any]],
    position: Position,
    path: Path,
) -> Path:
    """Draw a profile into a file.

    Parameters
    ----------
    title : file and sample.
    groups : ``name``, ``counted``, ``median``, ``low``, ``high`` and ``average``, shares of 0 to 1.
    traits : ``trait``, ``median``, ``low``, ``high`` (None where measured by genes), relative to the average.
    position : from `enterotone.microbiome.place`.
    path : file to be written; the suffix says whether .png, .svg or .pdf.

    Raises
    ------
    DesignError
        If the suffix is none of these or the file cannot be written.
    """
    kind = path.suffix.lstrip(".").lower()
    if kind not in _FORMATS:
        raise DesignError(f"A plot cannot be written as '{path.name}'; end the name in .png, .svg or .pdf.")
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(12.5, 5.2), layout="constrained", dpi=150)
    FigureCanvasAgg(figure)
    left, middle, right = figure.subplots(1, 3, width_ratios=(1.15, 1.0, 1.1))
    _groups(left, groups)
    _traits(middle, traits)
    _place(right, position)
    figure.suptitle(title, x=0.01, ha="left", fontsize=12, color=_DARK)
    try:
        with replacing(path) as part:
            figure.savefig(part, format=kind, metadata={"Date": None} if kind == "svg" else None)
    except OSError as error:
        raise DesignError(f"{path}: cannot be written ({error}). Choose another file.") from error
    return path


def _groups(axes: Axes, groups: Sequence[Mapping[str, Any]]) -> None:
    for row, group in enumerate(reversed(groups)):
        axes.plot([100 * group["low"], 100 * group["high"]], [row, row], color=_BLUE, linewidth=5, alpha=0.35)
        axes.plot(100 * group["median"], row, "o", color=_BLUE, markersize=7)
        axes.plot(100 * group["counted"], row + 0.24, "D", color=_DARK, markersize=5)
        axes.plot(100 * group["average"], row - 0.24, "s", color=_GREY, markersize=6, markerfacecolor="none")
    axes.plot([], [], "D", color=_DARK, label="as counted")
    axes.plot([], [], "o-", color=_BLUE, label="usual composition, 90 % interval")
    axes.plot([], [], "s", color=_GREY, markerfacecolor="none", label="average microbiota")
    axes.set_yticks(range(len(groups)), [str(group["name"]).replace(" and ", "\nand ") for group in reversed(groups)])
    axes.set_xlim(left=0)
    axes.set_ylim(-0.6, len(groups) - 0.4)
    axes.set_xlabel("share of the five groups (%)")
    axes.set_title("Functional groups", loc="left", fontsize=10)
    axes.legend(loc="upper center", bbox_to_anchor=(0.4, -0.14), ncols=1, fontsize=8, frameon=False)
    _quiet(axes)


def _traits(axes: Axes, traits: Sequence[Mapping[str, Any]]) -> None:
    def shown(value: float) -> float:
        return min(max(value, _FLOOR), _CEILING)

    axes.axvline(1, color=_GREY, linewidth=1)
    for row, trait in enumerate(reversed(traits)):
        if trait["low"] is not None:
            axes.plot([shown(trait["low"]), shown(trait["high"])], [row, row], color=_BLUE, linewidth=5, alpha=0.35)
        axes.plot(shown(trait["median"]), row, "o" if trait["low"] is not None else "^", color=_BLUE, markersize=6)
    names = [str(trait["trait"]) for trait in reversed(traits)]
    axes.set_xscale("log")
    lows = [shown(t["low"] if t["low"] is not None else t["median"]) for t in traits]
    highs = [shown(t["high"] if t["high"] is not None else t["median"]) for t in traits]
    axes.set_xlim(min(0.45, 0.8 * min(lows)), max(2.2, 1.25 * max(highs)))
    ticks = [tick for tick in (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50) if axes.get_xlim()[0] <= tick]
    ticks = [tick for tick in ticks if tick <= axes.get_xlim()[1]]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    axes.set_yticks(range(len(traits)), [_TRAIT_NAMES.get(name, name) for name in names])
    axes.set_xlabel("capacity, times the average")
    axes.set_title("Capacities (triangle: from genes)", loc="left", fontsize=10)
    _quiet(axes)


def _place(axes: Axes, position: Position) -> None:
    what = "synthetic reference" if position.synthetic else "reference"
    axes.plot(*position.people.T[:2], ".", color=_GREY, markersize=3, alpha=0.6, label=what)
    axes.plot(*position.draws.T[:2], ".", color=_BLUE, markersize=4, alpha=0.3, label="usual composition, draws")
    axes.plot(*position.sample[:2], "D", color=_DARK, markersize=7, label="this sample")
    shares = [f"{100 * share:.0f} %" for share in position.axes]
    axes.set_xlabel(f"first principal coordinate ({shares[0]} of the variance)")
    axes.set_ylabel(f"second ({shares[1]})")
    axes.set_title("Place among reference samples", loc="left", fontsize=10)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncols=1, fontsize=8, frameon=False)
    _quiet(axes)


def _quiet(axes: Axes) -> None:
    axes.tick_params(labelsize=8)
    axes.xaxis.label.set_fontsize(9)
    axes.yaxis.label.set_fontsize(9)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
