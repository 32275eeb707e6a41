"""Assess one person: profile and person in, answers with intervals out.

Steps: resolve the profile; draw plausible physiology; draw compositions of this person and of average people;
match both twins of each individual; simulate a day of each; let the person's measurements weigh the individuals;
compare twin with twin.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.day import Day, simulate_day
from enterotone.assessment.individuals import Twins, settle
from enterotone.assessment.labs import weigh_by_labs
from enterotone.assessment.position import position
from enterotone.assessment.readout import contested_statements, readout, readout_specs
from enterotone.assessment.result import Assessment
from enterotone.assessment.summaries import day_course, day_ledger, microbiota_summary, provenance
from enterotone.assessment.weakness import weak_links
from enterotone.engine import Settings, Workers
from enterotone.errors import SimulationError
from enterotone.microbiome import (
    FunctionProfile,
    Profile,
    draw_average,
    draw_compositions,
    override_draws,
    resolve,
)
from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model
from enterotone.population.labs import lab_specs
from enterotone.population.person import Person
from enterotone.population.village import Village, draw_village
from enterotone.sbml.write import write_sbml

__all__ = ["assess_profile"]

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

    Raises
    ------
    ProfileError
        If the profile cannot carry a simulation.
    SimulationError
        If too few individuals come through, or a measurement fits none.
    """
    settings = settings or Settings()
    resolved = resolve(profile)
    model, system = load_model(), compiled_model()
    village = draw_village(system, model.parameters, person, n, seed, workers, progress)
    draws = draw_compositions(resolved, seed, n)
    if genes is not None:
        draws = override_draws(draws, genes)
    own = settle(system, village, draws, "Matching your microbiota", workers, progress)
    average = settle(system, village, draw_average(seed, n), "Matching average microbiotas", workers, progress)

    specs = readout_specs()
    wanted = [lab_specs()[name] for name in person.labs]
    asked = [*(spec.observable for spec in specs), *(spec.observable for spec in wanted)]
    days = [
        simulate_day(system, model, twins.members, twins.states, asked, settings, workers, _named(progress, label))
        for twins, label in ((own, "Simulating a day"), (average, "Simulating the comparison"))
    ]
    came_through, failures = _used(village, own, average, days)
    predicted = {spec.id: days[0].statistic(spec.observable, spec.statistic) for spec in wanted}
    measured = {name: lab.values for name, lab in person.labs.items()}
    weighed = weigh_by_labs(measured, predicted, np.flatnonzero(came_through), seed)
    used = weighed.places
    values = {spec.id: days[0].statistic(spec.observable, spec.statistic)[used] for spec in specs}
    readouts = tuple(
        readout(spec, values[spec.id], days[1].statistic(spec.observable, spec.statistic)[used]) for spec in specs
    )
    drawn = {name: column[used] for name, column in own.members.items()}
    model_hash = hashlib.sha256(write_sbml(model).encode()).hexdigest()
    return Assessment(
        person=person.described(),
        microbiota=microbiota_summary(resolved, draws, own, average, used),
        readouts=readouts,
        day=day_course(days[0], days[1], used),
        ledger=day_ledger(model, own.members, days[0], used),
        weak_links=weak_links(model.parameters, drawn, values),
        contested=contested_statements(spec.id for spec in specs),
        n_individuals=n,
        n_used=len(used),
        n_draws=village.n_draws,
        matched=float((own.is_matched & average.is_matched).mean()),
        failures=failures,
        warnings=(*resolved.warnings, *weighed.warnings),
        provenance=provenance(model, model_hash, seed, settings),
        labs=weighed.labs,
        effective=weighed.effective if weighed.labs else None,
        lab_power=weighed.power,
        position=position(resolved, seed),
        individuals={"parameters": drawn, "readouts": values},
    )


def _named(progress: Progress | None, label: str) -> Callable[[int, int], None] | None:
    if progress is None:
        return None
    return lambda done, total: progress(label, done, total)


def _used(village: Village, own: Twins, average: Twins, days: list[Day]) -> tuple[NDArray[np.bool_], dict[str, int]]:
    """Individuals of which both twins came through, and why the others did not."""
    matched = own.is_matched & average.is_matched
    simulated = days[0].is_ok & days[1].is_ok
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
