"""A crowd: individuals carrying one kind of microbiota, matched, at rest and over their day.

It is worked out slice by slice, so that several processes share the work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.day import Day, simulate_day
from enterotone.assessment.individuals import Twins, settle
from enterotone.engine import Settings, System, Workers
from enterotone.microbiome import Draws
from enterotone.population.shares import in_slices
from enterotone.population.village import Village

__all__ = ["Crowd", "crowd", "joined", "part_of"]

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Crowd:
    """Individuals carrying one kind of microbiota.

    Parameters
    ----------
    twins : at rest.
    day : with meals.
    """

    twins: Twins
    day: Day

    @property
    def is_ok(self) -> NDArray[np.bool_]:
        """Matched and simulated, shape (n_member,)."""
        return np.asarray(self.twins.is_matched & self.day.is_ok)


@dataclass(frozen=True)
class _Work:
    """Settles a slice of individuals and simulates their day."""

    system: System
    village: Village
    draws: Draws
    formulas: Mapping[str, str]
    settings: Settings

    def __call__(self, part: slice) -> Crowd:
        twins = settle(self.system, part_of(self.village, part), _drawn(self.draws, part), "", workers=1)
        return Crowd(twins, simulate_day(self.system, self.formulas, twins.members, twins.states, self.settings, 1))


def crowd(
    system: System,
    village: Village,
    draws: Draws,
    formulas: Mapping[str, str],
    settings: Settings,
    label: str,
    workers: int | Workers | None = None,
    progress: Progress | None = None,
) -> Crowd:
    """Give every individual a drawn microbiota, let it come to rest, and simulate its day.

    Parameters
    ----------
    system : the compiled model.
    village : the individuals.
    draws : one composition each.
    formulas : what the day reports, see `enterotone.assessment.day.day_formulas`.
    settings : of the solver.
    label : what the progress bar says.
    workers : processes; None counts as one.
    progress : called with the label, individuals done and all.
    """
    n = len(village.states)
    told = None if progress is None else lambda done, total: progress(label, done, total)
    return joined(in_slices(_Work(system, village, draws, formulas, settings), n, workers, told))


def part_of(village: Village, part: slice | NDArray[np.intp]) -> Village:
    """Some of the individuals.

    Parameters
    ----------
    village : all of them.
    part : a slice, or places.
    """
    members = {name: column[part] for name, column in village.members.items()}
    return replace(village, members=members, states=village.states[part], indices=village.indices[part])


def _drawn(draws: Draws, part: slice) -> Draws:
    return replace(draws, shares=draws.shares[part], guilds=draws.guilds[part], capacities=draws.capacities[part])


def joined(parts: list[Crowd]) -> Crowd:
    """Put crowds one behind the other.

    Parameters
    ----------
    parts : of one model, with the same observables.
    """
    twins = [part.twins for part in parts]
    days = [part.day for part in parts]
    return Crowd(
        Twins(
            members={name: np.concatenate([each.members[name] for each in twins]) for name in twins[0].members},
            states=np.concatenate([each.states for each in twins]),
            shares=np.concatenate([each.shares for each in twins]),
            guilds=np.concatenate([each.guilds for each in twins]),
            is_ok=np.concatenate([each.is_ok for each in twins]),
            is_matched=np.concatenate([each.is_matched for each in twins]),
        ),
        Day(
            time_h=days[0].time_h,
            values={name: np.concatenate([each.values[name] for each in days]) for name in days[0].values},
            is_ok=np.concatenate([each.is_ok for each in days]),
        ),
    )
