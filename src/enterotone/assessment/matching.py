"""Set each individual's guild fitness so that the simulated stool has the drawn guild shares.

Unknown are the fitness values of the guilds; given are as many shares that sum to 1. The missing equation is a gauge:
the share-weighted mean of log fitness over the guilds that eat carbohydrate stays as it is in the tables, so that
matching moves guilds against each other and not fermentation as a whole.

What cannot be matched is not tried: shares below the floor are raised to it, because a sample does not tell absence
from rarity and immigration keeps every guild alive; methanogens and sulfate reducers above their ceiling are cut to
it, because the hydrogen and sulfate of a colon do not feed more. The rest is rescaled. The capacity for secondary bile
acids has a floor for the same reason.

The microbiota is solved alone, with everything else held at the individual's resting state (transit too): Newton
on log fitness, outside; Newton on the states of the microbiota, inside. The derivative of the shares follows from the
implicit function theorem, ``dx/df = -J^-1 dF/df``, which also says where the next solve may start. The whole model is
then settled again with the new fitness, transit moves a little, and the match is repeated.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.engine import Settings, System
from enterotone.engine.members import lay_out_members
from enterotone.engine.newton import Newton
from enterotone.engine.solver import Member
from enterotone.evidence.table import read_table
from enterotone.interventions.attach import ALONE
from enterotone.microbiome import GUILDS
from enterotone.organs import load_model
from enterotone.population.baseline import EVEN

__all__ = ["Matcher", "agrees", "least_capacity", "matched_targets", "matcher_of", "own_name"]

Floats = NDArray[np.float64]

_SEGMENT = "distal"
_TRANSIT = "ens__transit_colon"
#: Guilds that live mainly on something else than carbohydrate.
_OTHER_FOOD = ("methanogen", "sulfate", "protein", "facultative", "bile")
_MAX_ITERATIONS = 25
#: Largest change of the log fitness of a guild in one step.
_LONGEST = 0.7
_SHORTEST = 1e-3
#: Log distance of shares at which the search ends; far below the tolerance of agreement.
_CLOSE = 1e-4
_STEP = 1e-5
#: Share of itself that a pool keeps at least where a slope says it would vanish.
_KEEP = 0.1


def own_name(name: str, known: Container[str]) -> str:
    """Name of a constant where an intervention may act on it: what the individual has by itself.

    Parameters
    ----------
    name : in the plain model.
    known : constants of this one.
    """
    return name if name in known else name + ALONE


@lru_cache(maxsize=1)
def _limits() -> dict[str, float]:
    return {row.id: row.value for row in read_table(files("enterotone.assessment") / "matching.tsv").values()}


def least_capacity(trait: str) -> float:
    """Give the least capacity that a sample can tell, relative to the average; 0 where it can tell absence."""
    return _limits()["capacity_floor_bile"] if trait == "bile7aDehydroxylation" else 0.0


def matched_targets(shares: Floats) -> Floats:
    """Raise shares below the floor to it, cut those above a ceiling, and rescale.

    Parameters
    ----------
    shares : drawn shares of the guilds, shape (n_member, n_guild).
    """
    ceiling = np.ones(len(GUILDS))
    for guild in ("methanogen", "sulfate"):
        ceiling[GUILDS.index(guild)] = _limits()[f"ceiling_{guild}"]
    kept = np.clip(shares, _limits()["share_floor"], ceiling)
    return np.asarray(kept / kept.sum(axis=1, keepdims=True))


def agrees(simulated: Floats, target: Floats) -> NDArray[np.bool_]:
    """Say for which individuals the simulated shares agree with the drawn ones.

    Parameters
    ----------
    simulated, target : shares, shape (n_member, n_guild).
    """
    limits = _limits()
    relative = np.abs(np.log(np.maximum(simulated, 1e-12) / target)) <= limits["tolerance_log"]
    absolute = np.abs(simulated - target) <= limits["tolerance_share"]
    return np.asarray((relative | absolute).all(axis=1))


@dataclass(frozen=True)
class _Solved:
    """The microbiota of one individual at rest."""

    states: Floats
    shares: Floats


class Matcher:
    """Matches individuals of one model.

    Parameters
    ----------
    system : the whole compiled model.
    """

    def __init__(self, system: System) -> None:
        model = load_model()
        self._free = [sid for sid, s in model.species.items() if model.owner[sid] == "microbiota" and not s.is_sink]
        held = [sid for sid in system.state_ids if sid not in set(self._free)]
        self._held = np.array([system.state_index[sid] for sid in held])
        self._held_ids = held
        self._system = system
        self._sub = system.restrict(self._free, {_TRANSIT: 1.0})
        self._free_in_whole = np.array([system.state_index[sid] for sid in self._sub.state_ids])
        self._biomass = np.array([self._sub.state_index[f"{_SEGMENT}__biomass_{guild}"] for guild in GUILDS])
        self._eats_carbohydrate = np.array([guild not in _OTHER_FOOD for guild in GUILDS])
        names = [own_name(f"fitness_{guild}", self._sub.constant_ids) for guild in GUILDS]
        self._fitness = [self._sub.constant_ids.index(name) for name in names]
        self._settings = Settings()
        self._none = np.zeros((0, self._sub.n_states))

    def constants(self, members: Mapping[str, Floats], states: Floats, volumes: Floats, transit_h: Floats) -> Floats:
        """What is held while the microbiota is solved, shape (n_member, constant).

        Parameters
        ----------
        members : parameter -> values in canonical units, shape (n_member,).
        states : resting states of the whole model, shape (n_member, state).
        volumes : what turns concentrations into amounts, shape (n_member, state).
        transit_h : colonic transit that is held [h], shape (n_member,).
        """
        seen = states[:, self._held] / volumes[:, self._held]
        columns = dict(zip(self._held_ids, seen.T, strict=True)) | dict(members)
        return np.array(lay_out_members(self._sub, {**columns, _TRANSIT: transit_h, **EVEN}).constants)

    def match(self, constants: Floats, states: Floats, target: Floats, fitness: Floats) -> tuple[Floats, Floats] | None:
        """Find the fitness of one individual.

        Parameters
        ----------
        constants : a row of `constants`; its fitness is overwritten.
        states : resting state of the whole model, shape (state,).
        target : shares to match, shape (guild,).
        fitness : where to start from, shape (guild,).

        Returns
        -------
        tuple or None
            Fitness, shape (guild,), and the resting state with the microbiota replaced; None if it fails.
        """
        log_fitness = np.log(fitness)
        gauge = np.where(self._eats_carbohydrate, target, 0.0)
        gauge /= gauge.sum()
        level = float(gauge @ log_fitness)
        solved = self._solve(constants, log_fitness, states[self._free_in_whole])
        for _ in range(_MAX_ITERATIONS):
            if solved is None:
                return None
            gap = np.log(target / solved.shares)
            if np.abs(gap).max() < _CLOSE:
                break
            relative, change = self._slope(constants, solved)
            # Shares move together: one of the equations says nothing, and least squares leaves it out.
            matrix = np.vstack([relative, gauge])
            step = np.linalg.lstsq(matrix, np.append(gap, level - gauge @ log_fitness), rcond=None)[0]
            log_fitness, solved = self._advance(constants, log_fitness, step, solved, change)
        # A rare guild may not get there (hydrogen users at fast transit); that is no reason to drop the individual.
        if solved is None or not agrees(solved.shares[None], target[None])[0]:
            return None
        whole = states.copy()
        whole[self._free_in_whole] = solved.states
        return np.exp(log_fitness), whole

    def _advance(
        self, constants: Floats, log_fitness: Floats, step: Floats, solved: _Solved, change: Floats
    ) -> tuple[Floats, _Solved | None]:
        """Go along a step as far as the microbiota can be solved from where it is."""
        # Cut guild by guild: one that cannot follow must not hold back the others.
        step = np.clip(step, -_LONGEST, _LONGEST)
        damping = 1.0
        while damping > _SHORTEST:
            tried = log_fitness + damping * step
            moved = solved.states + change @ (damping * step)
            start = np.where(moved > _KEEP * solved.states, moved, _KEEP * solved.states)
            found = self._solve(constants, tried, start)
            if found is not None:
                return tried, found
            damping /= 2
        return log_fitness, None

    def _solve(self, constants: Floats, log_fitness: Floats, start: Floats) -> _Solved | None:
        constants[self._fitness] = np.exp(log_fitness)
        found = Newton(Member(self._sub, constants), self._none, self._settings).solve(start)
        return None if found is None else _Solved(found[0], self._shares(found[0]))

    def _shares(self, states: Floats) -> Floats:
        biomass = states[self._biomass]
        return np.asarray(biomass / biomass.sum())

    def _slope(self, constants: Floats, solved: _Solved) -> tuple[Floats, Floats]:
        """Derivatives for log fitness: of log shares, shape (guild, guild), and of states, shape (state, guild)."""
        jacobian = Member(self._sub, constants).jacobian_transposed(0.0, solved.states).T
        moved = np.repeat(constants[np.newaxis], len(self._fitness) + 1, axis=0)
        moved[np.arange(1, len(moved)), self._fitness] *= np.exp(_STEP)
        rates = self._sub.rates(solved.states, moved)
        change = np.linalg.solve(jacobian, (rates[0] - rates[1:]).T / _STEP)
        relative = change[self._biomass] / solved.states[self._biomass][:, None]
        return np.asarray(relative - solved.shares @ relative), np.asarray(change)


@lru_cache(maxsize=1)
def matcher_of(system: System) -> Matcher:
    """Give the matcher of a compiled model; compiled once, for the person's microbiota and the average ones alike."""
    return Matcher(system)
