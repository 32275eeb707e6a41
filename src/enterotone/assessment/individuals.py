"""The person's virtual individuals: draws that a body could have, matched to the drawn composition.

Each individual has a draw of physiology, shared by two twins: one carries a draw of the person's own composition,
the other a draw of an average microbiota. Everything else is the same, so the difference between the twins is
what the sample says and nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.matching import agrees, least_capacity, matched_targets, matcher_of, own_name
from enterotone.engine import System, Workers, observe, one_thread
from enterotone.engine.members import lay_out_members
from enterotone.microbiome import GROUPS, GUILDS, Draws
from enterotone.population.baseline import EVEN, resting_states
from enterotone.population.village import Village

__all__ = ["Twins", "settle"]

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

#: Passes of matching and settling; transit moves little after the first.
_PASSES = 2
_SHARES = tuple(f"distal__share_{group}" for group in GROUPS)
_GUILD_SHARES = tuple(f"distal__guild_{guild}" for guild in GUILDS)
_CAPACITIES = {
    "capacity_bile": "bile7aDehydroxylation",
    "capacity_indole": "indole",
    "capacity_spore": "sporeFormerStimulator",
    "capacity_tryptamine": "tryptamine",
}


@dataclass(frozen=True)
class Twins:
    """Individuals carrying one kind of microbiota, at rest.

    Parameters
    ----------
    members : parameter -> values, shape (n_member,), fitness and capacities set.
    states : resting states, shape (n_member, n_state); NaN rows where it failed.
    shares : simulated distal shares of the groups, shape (n_member, n_group).
    guilds : the same of the guilds inside them, shape (n_member, n_guild).
    is_ok : solved, shape (n_member,).
    is_matched : solved and in agreement with the drawn shares of the guilds, shape (n_member,).
    """

    members: dict[str, Floats]
    states: Floats
    shares: Floats
    guilds: Floats
    is_ok: NDArray[np.bool_]
    is_matched: NDArray[np.bool_]


@one_thread()
def settle(
    system: System,
    village: Village,
    draws: Draws,
    label: str,
    workers: int | Workers | None = None,
    progress: Progress | None = None,
) -> Twins:
    """Give every individual a drawn microbiota and let it come to rest.

    Parameters
    ----------
    system : the compiled model.
    village : the individuals.
    draws : one composition each.
    label : what the progress bar says.
    workers, progress : as elsewhere.
    """
    n = len(village.states)
    members = dict(village.members)
    for name, trait in _CAPACITIES.items():
        parameter = own_name(name, members)
        members[parameter] = members[parameter] * np.maximum(draws.capacity(trait), least_capacity(trait))
    target = matched_targets(draws.guilds)
    names = [own_name(f"fitness_{guild}", members) for guild in GUILDS]
    fitness = np.column_stack([members[name] for name in names])
    matcher = matcher_of(system)
    volumes = _volumes(system, members)
    states, is_ok = village.states.copy(), np.ones(n, dtype=bool)
    for number in range(_PASSES):
        transit = observe(system, states, ["ens__transit_colon"], {**members, **EVEN})[:, 0]
        held = matcher.constants(members, states, volumes, transit)
        for i in np.flatnonzero(is_ok):
            found = matcher.match(held[i], states[i], target[i], fitness[i])
            is_ok[i] = found is not None
            if found is not None:
                fitness[i], states[i] = found
        members |= {name: fitness[:, k].copy() for k, name in enumerate(names)}
        # Only transit is wanted of the passes before the last one.
        is_near = number + 1 < _PASSES
        rest = resting_states(members, system, initial=states, workers=workers, is_near=is_near)
        is_ok &= rest.is_ok
        states = np.where(is_ok[:, None], rest.values, states)
        if progress:
            progress(label, number + 1, _PASSES)
    seen = observe(system, states, [*_SHARES, *_GUILD_SHARES], {**members, **EVEN})
    shares, guilds = seen[:, : len(_SHARES)], seen[:, len(_SHARES) :]
    return Twins(members, states, shares, guilds, is_ok, is_ok & agrees(guilds, target))


def _volumes(system: System, members: Mapping[str, Floats]) -> Floats:
    laid_out = lay_out_members(system, {**members, **EVEN})
    return np.array([system.volumes(constants) for constants in laid_out.constants])
