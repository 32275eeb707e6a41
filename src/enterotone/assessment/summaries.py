"""Turn profile, draws and simulated days into the parts of an `Assessment`."""

from __future__ import annotations

import platform
from datetime import UTC, datetime
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.capacities import capacities
from enterotone.assessment.day import COURSES, Day
from enterotone.assessment.individuals import Twins
from enterotone.assessment.ledger import SYNTHESIS, ends, ledger
from enterotone.assessment.result import (
    Course,
    DayCourse,
    GroupShare,
    Ledger,
    MicrobiotaSummary,
    ProfileSummary,
    Provenance,
    TaxonShare,
)
from enterotone.assessment.statistics import interval, intervals_over_time
from enterotone.engine import Settings
from enterotone.microbiome import GROUPS, Draws, Match, Resolved, model_groups, summarise
from enterotone.model.compose import Model
from enterotone.population.diet import meal_clock
from enterotone.units import factor_to

__all__ = ["day_course", "day_ledger", "microbiota_summary", "provenance"]

_SOLVERS = {
    "rodas5p": "Rodas5P (Steinebach 2023), compiled, four individuals at a time",
    "lsoda": "LSODA (SciPy) on a compiled right-hand side",
}
_RANK = "genus"


def microbiota_summary(
    resolved: Resolved, draws: Draws, person: Twins, reference: Twins, used: NDArray[np.intp]
) -> MicrobiotaSummary:
    """Describe the sample and how it was carried into the individuals.

    Parameters
    ----------
    resolved : the profile with its names resolved.
    draws : of the true composition.
    person, reference : matched individuals.
    used : places of the individuals that count, as often as they count, shape (n_used,).
    """
    profile = resolved.profile
    observed = summarise(resolved).shares
    names = model_groups()
    groups = tuple(
        GroupShare(
            id=group,
            name=names[group].name,
            plain=names[group].plain,
            observed=observed[group],
            drawn=interval(draws.shares[used, k]),
            simulated=interval(person.shares[used, k]),
            reference=interval(reference.shares[used, k]),
        )
        for k, group in enumerate(GROUPS)
    )
    return MicrobiotaSummary(
        profile=ProfileSummary(
            path=profile.path,
            format=profile.format,
            tool=" ".join(part for part in (profile.tool, profile.version) if part),
            database=profile.database,
            sample=profile.sample,
            rank=profile.rank,
            depth=profile.depth,
            n_taxa=len(profile.taxa),
            warnings=resolved.warnings,
        ),
        recognised=resolved.recognised,
        recognised_by_rank=dict(resolved.by_rank),
        unrecognised=tuple(_taxon(match) for match in resolved.unrecognised),
        taxa=tuple(_taxon(match) for match in resolved.matches if match.target is not None),
        groups=groups,
        shannon=profile.shannon(_RANK),
        richness=profile.richness(_RANK),
        capacities=capacities(resolved, draws, used),
    )


def _taxon(match: Match) -> TaxonShare:
    names = model_groups()
    group = match.group
    return TaxonShare(
        name=match.taxon.name,
        resolved=match.target.name if match.target else "",
        rank=match.target.rank if match.target else match.taxon.rank,
        group=names[group].plain if group in names else "",
        share=match.share,
    )


def day_course(person: Day, reference: Day, used: NDArray[np.intp]) -> DayCourse:
    """Courses of the day with their bands.

    Parameters
    ----------
    person, reference : simulated days.
    used : places of the individuals that count, as often as they count, shape (n_used,).
    """
    courses = []
    for observable, (unit, name) in COURSES.items():
        factor = factor_to(unit)
        median, low, high = intervals_over_time(person.values[observable][used], factor)
        other, _, _ = intervals_over_time(reference.values[observable][used], factor)
        courses.append(Course(observable, name, unit, tuple(median), tuple(low), tuple(high), tuple(other)))
    return DayCourse(tuple(person.time_h.tolist()), tuple(meal_clock().values()), tuple(courses))


def day_ledger(model: Model, day: Day, used: NDArray[np.intp]) -> Ledger:
    """Ledger of the simulated day.

    Parameters
    ----------
    model : composed organs.
    day : of the person's individuals.
    used : places of the individuals that count, as often as they count, shape (n_used,).
    """
    return ledger(
        intake=day.mean("intake")[used],
        collected={sid: day.gain(sid)[used] for sid in ends(model)},
        gained=day.gain("stock")[used],
        synthesis={sid: day.mean(sid)[used] * 24.0 for sid in SYNTHESIS},
    )


def provenance(model: Model, model_hash: str, seed: int, settings: Settings) -> Provenance:
    """What is needed to run it again.

    Parameters
    ----------
    model : composed organs.
    model_hash : SHA-256 of the SBML document.
    seed : of all draws.
    settings : of the solver.
    """
    return Provenance(
        software=f"enterotone {version('enterotone')}",
        model=f"{model.id} ({len(model.modules)} organs)",
        model_hash=model_hash,
        evidence_hash=model.evidence_hash,
        seed=seed,
        solver=_SOLVERS[settings.method],
        relative_tolerance=settings.rtol,
        absolute_tolerance=settings.atol,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        python=platform.python_version(),
        platform=platform.system(),
    )
