"""Mechanisms: leave one link out, in the person's individuals and in their twins, and see what of the difference stays.

A link is cut by setting constants to values at which it says nothing (``links.tsv``). Both twins settle again, with
their fitness as it is, and the difference between them is compared with the one they had at rest. What a link explains
is the share of the median difference that goes when it is cut; links act on one another, so shares do not add up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.crowd import Crowd
from enterotone.assessment.extras import Mechanism
from enterotone.assessment.matching import own_name
from enterotone.assessment.readout import ReadoutSpec, readout_specs
from enterotone.assessment.statistics import interval
from enterotone.engine import System, Workers, observe
from enterotone.errors import EvidenceError
from enterotone.evidence.rows import read_rows
from enterotone.population.baseline import EVEN, resting_states
from enterotone.population.interval import Interval
from enterotone.population.shares import in_slices

__all__ = ["Link", "links", "mechanisms"]

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

#: Individuals that are enough for a median and an interval.
_ENOUGH = 96


@dataclass(frozen=True)
class Link:
    """One row of links.tsv; `cut` gives constants -> values in canonical units."""

    id: str
    name: str
    cut: Mapping[str, float]
    grade: str
    species: str


@lru_cache(maxsize=1)
def links() -> tuple[Link, ...]:
    """Every link that can be cut.

    Raises
    ------
    EvidenceError
        If a cut cannot be read.
    """
    found = []
    for where, row in read_rows(files("enterotone.assessment") / "links.tsv"):
        cut = {}
        for part in row["cut"].split(";"):
            name, equals, value = part.partition("=")
            try:
                cut[name.strip()] = float(value)
            except ValueError as error:
                raise EvidenceError(f"{where}: found cut '{part.strip()}'; expected NAME=VALUE.") from error
            if not equals:
                raise EvidenceError(f"{where}: found cut '{part.strip()}'; expected NAME=VALUE.")
        found.append(Link(row["link"], row["name"], cut, row["grade"], row["species"]))
    return tuple(found)


@dataclass(frozen=True)
class _Rest:
    """Settles slices of members again and reads observables, NaN where it failed."""

    system: System
    members: Mapping[str, Floats]
    states: Floats
    observables: tuple[str, ...]

    def __call__(self, part: slice) -> Floats:
        members = {name: column[part] for name, column in self.members.items()}
        rest = resting_states(members, self.system, initial=self.states[part], workers=1, is_near=True)
        seen = observe(self.system, rest.values, self.observables, {**members, **EVEN})
        seen[~rest.is_ok] = np.nan
        return seen


def mechanisms(
    system: System,
    own: Crowd,
    average: Crowd,
    used: NDArray[np.intp],
    workers: int | Workers | None = None,
    progress: Progress | None = None,
) -> tuple[Mechanism, ...]:
    """Cut each link in both twins.

    Parameters
    ----------
    system : the compiled model.
    own, average : the twins.
    used : places of the individuals that count, as often as they count, shape (n_used,).
    workers, progress : as elsewhere.

    Returns
    -------
    tuple of Mechanism
        Of the readouts that differ, or that a cut moves, by a worthwhile amount; by readout, most explained first.
    """
    few = used[:: max(1, len(used) // _ENOUGH)][:_ENOUGH]
    observables = tuple(spec.observable for spec in readout_specs())
    twins = [
        ({name: column[few] for name, column in each.twins.members.items()}, each.twins.states[few])
        for each in (own, average)
    ]

    def change(cut: Mapping[str, float]) -> Floats:
        seen = []
        for members, states in twins:
            held = {own_name(name, members): np.full(len(few), value) for name, value in cut.items()}
            work = _Rest(system, {**members, **held}, states, observables)
            seen.append(np.concatenate(in_slices(work, len(few), workers)))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray(seen[0] / seen[1] - 1.0)

    whole = change({})
    found: list[Mechanism] = []
    for number, link in enumerate(links()):
        found += _told(link, whole, change(link.cut))
        if progress:
            progress("Leaving links out", number + 1, len(links()))
    order = {spec.id: place for place, spec in enumerate(readout_specs())}
    return tuple(sorted(found, key=lambda each: (order[each.readout], -abs(each.explained))))


def _told(link: Link, whole: Floats, without: Floats) -> list[Mechanism]:
    told = []
    for place, spec in enumerate(readout_specs()):
        # A readout may be nothing without its link (a tone whose nerve is cut); it then explains nothing.
        if not np.isfinite(without[:, place]).any():
            continue
        both = np.isfinite(whole[:, place]) & np.isfinite(without[:, place])
        before, after = interval(whole[both, place]), interval(without[both, place])
        if _is_told(spec, before, after):
            told.append(
                Mechanism(
                    link.id,
                    link.name,
                    spec.id,
                    before,
                    after,
                    1.0 - after.median / before.median,
                    link.grade,
                    link.species,
                )
            )
    return told


def _is_told(spec: ReadoutSpec, before: Interval, after: Interval) -> bool:
    """Only differences worth naming can be explained."""
    return abs(before.median) >= spec.smallest_change and abs(after.median - before.median) > 0.1 * abs(before.median)
