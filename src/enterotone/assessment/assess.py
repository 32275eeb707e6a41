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

from enterotone.assessment.cast import Cast, Script, cast_batch
from enterotone.assessment.ensemble import Ensemble
from enterotone.assessment.extras import Mechanism
from enterotone.assessment.labs import Weighed, most_batches, weigh_by_labs
from enterotone.assessment.mechanisms import mechanisms
from enterotone.assessment.position import position
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
from enterotone.assessment.widths import told_widths
from enterotone.assessment.worth import worth
from enterotone.engine import Settings, Workers
from enterotone.errors import SimulationError
from enterotone.microbiome import (
    FunctionProfile,
    Profile,
    resolve,
)
from enterotone.population.baseline import model_hash
from enterotone.population.exposure import world_of
from enterotone.population.person import Person
from enterotone.population.questions import assumed, questions
from enterotone.population.shares import shared

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
    document_hash = hashlib.sha256(world.document.encode()).hexdigest()
    script = Script(world, document_hash, resolved, genes, person, n, seed, settings)
    measured = {name: lab.values for name, lab in person.targets().items()}
    told: tuple[Mechanism, ...] = ()
    with shared(n, workers) as team:
        cast = cast_batch(script, 0, 0, team, progress)
        failures = _failures(cast)
        weighed = _weighed(cast, measured, script)
        for batch in range(1, most_batches()):
            if not weighed.is_short:
                break
            cast = cast.with_more(cast_batch(script, cast.village.n_draws, batch, team, progress))
            failures, weighed = _failures(cast), _weighed(cast, measured, script)
        people = _people(build_reference, team, progress, settings)
        if is_deep:
            told = mechanisms(world.system, cast.own, cast.average, weighed.places, team, progress)
    used, specs = weighed.places, readout_specs()
    values, reference = (
        {spec.id: twin.day.statistic(spec.observable, spec.statistic) for spec in specs}
        for twin in (cast.own, cast.average)
    )
    readouts = tuple(readout(spec, values[spec.id][used], reference[spec.id][used]) for spec in specs)
    counted = {name: column[used] for name, column in values.items()}
    if people is not None:
        readouts = among(readouts, counted, people, people_like(person, people))
    individuals = _ensemble(script, cast, weighed, values, reference)
    return Assessment(
        person=person.described(),
        microbiota=microbiota_summary(resolved, cast.draws, cast.own.twins, cast.average.twins, used),
        readouts=readouts,
        day=day_course(cast.own.day, cast.average.day, used),
        ledger=day_ledger(world.model, cast.own.day, used),
        weak_links=weak_links(world.model.parameters, individuals.parameters, counted),
        contested=contested_statements(spec.id for spec in specs),
        n_individuals=len(cast.village.states),
        n_used=len(used),
        n_draws=cast.village.n_draws,
        matched=float(cast.is_matched.mean()),
        failures=failures,
        warnings=(
            *resolved.warnings,
            *assumed(person),
            *_more_drawn(cast, n),
            *weighed.warnings,
            *told_widths(individuals, weighed.labs),
        ),
        provenance=provenance(world.model, document_hash, seed, settings),
        labs=weighed.labs,
        effective=weighed.effective if weighed.labs else None,
        lab_power=weighed.power,
        position=position(resolved, seed),
        context=person.context(),
        questions=questions(person),
        mechanisms=told,
        worth=worth(individuals, measured) if is_deep else (),
        what_ifs=what_ifs(individuals, offered, bool(changes), settings, workers),
        individuals=individuals,
    )


def _people(
    build: bool, workers: int | Workers | None, progress: Progress | None, settings: Settings
) -> ReferencePeople | None:
    """Reference people of the plain model: from the cache, or simulated if wanted."""
    plain = model_hash()
    return simulated_people(plain, None, workers, progress, settings) if build else kept_people(plain)


def _more_drawn(cast: Cast, n: int) -> tuple[str, ...]:
    drawn = len(cast.village.states)
    if drawn == n:
        return ()
    return (f"The measurements agree with few of {n} individuals, so {drawn} were drawn.",)


def _weighed(cast: Cast, measured: Mapping[str, tuple[float, ...]], script: Script) -> Weighed:
    predicted = {name: column for name, column in cast.predicted().items() if name in measured}
    return weigh_by_labs(measured, predicted, np.flatnonzero(cast.came_through), script.seed, script.n)


def _ensemble(
    script: Script, cast: Cast, weighed: Weighed, values: Mapping[str, Floats], reference: Mapping[str, Floats]
) -> Ensemble:
    kept = np.flatnonzero(cast.came_through)
    return Ensemble(
        indices=cast.village.indices[kept],
        members={name: column[kept] for name, column in cast.own.twins.members.items()},
        state_ids=script.world.system.state_ids,
        states=cast.own.twins.states[kept],
        weights=weighed.weights,
        places=np.searchsorted(kept, weighed.places),
        readouts={name: column[kept] for name, column in values.items()},
        reference={name: column[kept] for name, column in reference.items()},
        labs={name: column[kept] for name, column in cast.predicted().items()},
        exposures=script.person.exposures(),
        seed=script.seed,
    )


def _failures(cast: Cast) -> dict[str, int]:
    """Why individuals were left out; an error where too few came through."""
    matched, used = cast.is_matched, cast.came_through
    failures = {f"draw not plausible: {reason}": count for reason, count in cast.village.failures.items()}
    for reason, count in (
        ("composition could not be matched", int((~matched).sum())),
        ("simulation failed", int((matched & ~used).sum())),
    ):
        if count:
            failures[reason] = count
    if used.mean() < _ENOUGH:
        raise SimulationError(
            f"Only {int(used.sum())} of {len(used)} individuals came through ({failures}). The sample and the model do "
            "not fit; check the profile, or report it with the file's first lines."
        )
    return failures
