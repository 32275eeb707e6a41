"""Assess one person: profile and person in, answers with intervals out.

Steps: resolve the profile; draw plausible physiology; draw compositions of this person and of average people;
match both twins of each individual; simulate a day of each; let the person's measurements weigh the individuals;
compare twin with twin.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.background import background
from enterotone.assessment.crowd import Crowd, crowd
from enterotone.assessment.day import day_formulas
from enterotone.assessment.ensemble import Ensemble
from enterotone.assessment.extras import Mechanism
from enterotone.assessment.labs import Weighed, weigh_by_labs
from enterotone.assessment.mechanisms import mechanisms
from enterotone.assessment.readout import contested_statements, readout, readout_specs
from enterotone.assessment.reference_people import (
    ReferencePeople,
    among,
    kept_people,
    people_like,
    simulated_people,
)
from enterotone.assessment.result import Assessment
from enterotone.assessment.summaries import day_course, day_ledger, microbiota_summary, provenance
from enterotone.assessment.weakness import weak_links
from enterotone.assessment.what_if import choices, everyday, what_ifs
from enterotone.assessment.worth import worth
from enterotone.engine import Settings, System, Workers
from enterotone.errors import SimulationError
from enterotone.microbiome import (
    FunctionProfile,
    Profile,
    draw_compositions,
    override_draws,
    resolve,
)
from enterotone.organs import load_model
from enterotone.population.exposure import world_of
from enterotone.population.labs import lab_specs
from enterotone.population.person import Person
from enterotone.population.questions import questions
from enterotone.population.shares import shared
from enterotone.population.village import Village
from enterotone.sbml.write import write_sbml

__all__ = ["assess_profile"]

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

#: Share of individuals that must come through for an answer.
_ENOUGH = 0.5


def assess_profile(
    profile: Profile,
    person: Person,
    n: int,
    seed: int,
    workers: int | Workers | None = None,
    progress: Progress | None = None,
    settings: Settings | None = None,
    genes: FunctionProfile | None = None,
    changes: Sequence[str] = (),
    build_reference: bool = False,
    is_deep: bool = False,
) -> Assessment:
    """Assess one person.

    Parameters
    ----------
    profile : stool profile.
    person : the person.
    n : individuals.
    seed : of all draws; the same seed gives the same answer.
    workers : processes.
    progress : called with step, done and total.
    settings : of the solver.
    genes : functions counted in the same sample; they take the place of guesses from the taxa.
    is_deep : also leave links out, and say what further measurements would be worth.
    build_reference : simulate the reference people where the cache has none yet; else percentiles are left out then.
    changes : what-ifs, such as ``"inulin 10 g/day"``; everyday options are selected where there are none.

    Raises
    ------
    ProfileError
        If the profile cannot carry a simulation.
    SimulationError
        If too few individuals come through, or a measurement fits none.
    """
    settings = settings or Settings()
    offered = choices(changes) or everyday()
    resolved = resolve(profile)
    exposures = person.exposures()
    world = world_of(tuple(exposures))
    specs = readout_specs()
    targets = person.targets()
    # All of them: what else could be measured is asked of the same individuals.
    wanted = [spec for spec in lab_specs().values() if spec.is_target]
    asked = [*(spec.observable for spec in specs), *(spec.observable for spec in wanted)]
    formulas = day_formulas(world.model, asked)
    draws = draw_compositions(resolved, seed, n)
    if genes is not None:
        draws = override_draws(draws, genes)
    model_hash = hashlib.sha256(write_sbml(world.model).encode()).hexdigest()
    with shared(n, workers) as team:
        village, average = background(world, person, n, seed, settings, model_hash, team, progress)
        own = crowd(world.system, village, draws, formulas, settings, "Simulating you", team, progress)
        people = _people(build_reference, team, progress, settings)
    came_through, failures = _used(village, own, average)
    predicted = {spec.id: own.day.statistic(spec.observable, spec.statistic) for spec in wanted}
    measured = {name: lab.values for name, lab in targets.items()}
    weighed = weigh_by_labs(measured, predicted, np.flatnonzero(came_through), seed)
    used = weighed.places
    values = {spec.id: own.day.statistic(spec.observable, spec.statistic)[used] for spec in specs}
    readouts = tuple(
        readout(spec, values[spec.id], average.day.statistic(spec.observable, spec.statistic)[used]) for spec in specs
    )
    if people is not None:
        readouts = among(readouts, values, people, people_like(person, people))
    drawn = {name: column[used] for name, column in own.twins.members.items()}
    told: tuple[Mechanism, ...] = ()
    if is_deep:
        with shared(n, workers) as team:
            told = mechanisms(world.system, own, average, used, team, progress)
    individuals = _ensemble(world.system, village, own, average, came_through, weighed, predicted, exposures, seed)
    return Assessment(
        person=person.described(),
        microbiota=microbiota_summary(resolved, draws, own.twins, average.twins, used),
        readouts=readouts,
        day=day_course(own.day, average.day, used),
        ledger=day_ledger(world.model, own.day, used),
        weak_links=weak_links(world.model.parameters, drawn, values),
        contested=contested_statements(spec.id for spec in specs),
        n_individuals=n,
        n_used=len(used),
        n_draws=village.n_draws,
        matched=float((own.twins.is_matched & average.twins.is_matched).mean()),
        failures=failures,
        warnings=(*resolved.warnings, *weighed.warnings),
        provenance=provenance(world.model, model_hash, seed, settings),
        labs=weighed.labs,
        effective=weighed.effective if weighed.labs else None,
        lab_power=weighed.power,
        context=person.context(),
        questions=questions(person),
        mechanisms=told,
        worth=worth(individuals, targets) if is_deep else (),
        what_ifs=what_ifs(individuals, offered, bool(changes), settings, workers),
        individuals=individuals,
    )


def _people(
    build: bool, workers: int | Workers | None, progress: Progress | None, settings: Settings
) -> ReferencePeople | None:
    """Reference people of the plain model: from the cache, or simulated if wanted."""
    plain = hashlib.sha256(write_sbml(load_model()).encode()).hexdigest()
    return simulated_people(plain, None, workers, progress, settings) if build else kept_people(plain)


def _ensemble(
    system: System,
    village: Village,
    own: Crowd,
    average: Crowd,
    came_through: NDArray[np.bool_],
    weighed: Weighed,
    predicted: Mapping[str, Floats],
    exposures: Mapping[str, float],
    seed: int,
) -> Ensemble:
    kept = np.flatnonzero(came_through)
    specs = readout_specs()
    return Ensemble(
        indices=village.indices[kept],
        members={name: column[kept] for name, column in own.twins.members.items()},
        state_ids=system.state_ids,
        states=own.twins.states[kept],
        weights=weighed.weights,
        places=np.searchsorted(kept, weighed.places),
        readouts={spec.id: own.day.statistic(spec.observable, spec.statistic)[kept] for spec in specs},
        reference={spec.id: average.day.statistic(spec.observable, spec.statistic)[kept] for spec in specs},
        labs={name: column[kept] for name, column in predicted.items()},
        exposures=exposures,
        seed=seed,
    )


def _used(village: Village, own: Crowd, average: Crowd) -> tuple[NDArray[np.bool_], dict[str, int]]:
    """Individuals of which both twins came through, and why the others did not."""
    matched = own.twins.is_matched & average.twins.is_matched
    simulated = own.day.is_ok & average.day.is_ok
    used = matched & simulated
    failures = {f"draw not plausible: {reason}": count for reason, count in village.failures.items()}
    for reason, count in (
        ("composition could not be matched", int((~matched).sum())),
        ("simulation failed", int((matched & ~simulated).sum())),
    ):
        if count:
            failures[reason] = count
    if used.mean() < _ENOUGH:
        raise SimulationError(
            f"Only {int(used.sum())} of {len(used)} individuals came through ({failures}). The sample and the model do "
            "not fit; check the profile, or report it with the file's first lines."
        )
    return used, failures
