"""Try something: the same individuals with and without, and beside it what trials found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np

from enterotone.assessment.readout import readout_specs
from enterotone.errors import DesignError
from enterotone.evidence.citation import citations
from enterotone.interventions.intervention import Intervention
from enterotone.interventions.knowledge import Trial as Published
from enterotone.model.compose import Model
from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model, model_hash, resting_states
from enterotone.population.people import draw_person
from enterotone.population.person import Person, read_person
from enterotone.population.table import read_members
from enterotone.population.village import draw_village
from enterotone.report.result_file import read_result
from enterotone.trial.arm import Arm, read_arm
from enterotone.trial.clinic import Individuals
from enterotone.trial.endpoint import Endpoint, more_endpoints
from enterotone.trial.outcome import Doses, Option, Outcome, PublishedFinding, TrialProvenance
from enterotone.trial.run import Design, run_trial

__all__ = ["TrialRequest", "endpoints", "individuals_of", "try_out", "write_outputs"]

Progress = Callable[[str, int, int], None]

_DAYS_A_WEEK = 7
_DOSES = re.compile(r"^\s*(?P<numbers>[\d.,eE+\-\s]*[\d.])\s*(?P<unit>[A-Za-z%].*)?$")


@dataclass(frozen=True)
class TrialRequest:
    """What to try, on whom, for how long.

    Parameters
    ----------
    together : given in one arm, e.g. ``("inulin 10 g/day", "kefir 200 g/day")``.
    versus : further arms, each compared with nothing like the first; ``+`` joins what is given together.
    doses : ``"0,5,10,20 g/day"``: one arm for each dose of the one thing that `together` names without a dose.
    weeks, washout : how long it lasts, and how long it is watched after that [week].
    settled : where individuals end up if it goes on for good, in the place of `weeks`.
    individuals : who takes part; else a population file, a person or `people` drawn ones.
    result : result of an assessment, file or folder, whose individuals take part with their weights.
    population : CSV file of ``enterotone population``.
    person : person file whose diet, age, sex and size all drawn individuals share.
    people : drawn individuals.
    seed : of all draws.
    """

    together: tuple[str, ...] = ()
    versus: tuple[str, ...] = ()
    doses: str = ""
    weeks: float = 8.0
    washout: float = 0.0
    settled: bool = False
    individuals: Individuals | None = None
    result: Path | None = None
    population: Path | None = None
    person: Path | Person | None = None
    people: int = 64
    seed: int = 20260101


def try_out(request: TrialRequest, progress: Progress | None = None) -> Outcome:
    """Run a trial.

    Parameters
    ----------
    request : what to try.
    progress : called with a step, done and all.

    Raises
    ------
    DesignError
        If nothing is given, a dose cannot be read, or individuals are asked for in two ways.
    UnknownIdError
        If there is no such intervention, or the model lacks what it acts on.
    FormatError, PersonError
        If a file cannot be used.
    SimulationError
        If too few individuals could be drawn or run.
    """
    model = load_model()
    arms, doses = _arms(request)
    on, off = (round(weeks * _DAYS_A_WEEK) for weeks in (request.weeks, request.washout))
    design = Design(arms, max(on, 1) if request.weeks > 0 else on, off, request.settled)
    individuals = request.individuals or individuals_of(request, model, progress)
    found = run_trial(model, individuals, design, endpoints(), request.seed, progress)
    return Outcome(
        who=individuals.who,
        weeks=design.on_days / _DAYS_A_WEEK,
        washout=design.off_days / _DAYS_A_WEEK,
        settled=design.settled,
        options=tuple(_option(arm) for arm in arms),
        doses=doses,
        trial=found,
        effects=found.effects(),
        findings=_findings(arms),
        provenance=TrialProvenance(
            version("enterotone"),
            model_hash(),
            model.evidence_hash,
            request.seed,
            len(individuals),
            int(found.is_ok.sum()),
        ),
    )


def endpoints() -> tuple[Endpoint, ...]:
    """What is read: the readouts of an assessment, and those of ``trial/endpoints.tsv``."""
    readouts = (
        Endpoint(spec.id, spec.observable, spec.statistic, spec.unit, spec.name, spec.group, spec.smallest_change)
        for spec in readout_specs()
    )
    return (*readouts, *more_endpoints())


def _arms(request: TrialRequest) -> tuple[tuple[Arm, ...], Doses | None]:
    if not request.doses:
        first = (read_arm(request.together),) if request.together else ()
        return (*first, *(read_arm(text.split("+")) for text in request.versus)), None
    if len(request.together) != 1 or request.versus:
        raise DesignError("A dose-response varies one thing; give it with one --with, without a dose, and no --versus.")
    name = request.together[0].strip()
    found = _DOSES.match(request.doses)
    try:
        numbers = [float(part) for part in (found["numbers"].split(",") if found else ())]
    except ValueError:
        numbers = []
    if not numbers or not found:
        raise DesignError(f"doses '{request.doses}': expected numbers and a unit, e.g. '0,5,10,20 g/day'.")
    unit = (found["unit"] or "").strip()
    arms = tuple(read_arm([f"{name} {number:g} {unit}".rstrip()]) for number in numbers)
    return arms, Doses(name, unit, tuple(numbers))


def individuals_of(request: TrialRequest, model: Model, progress: Progress | None = None) -> Individuals:
    """Read or draw who takes part.

    Parameters
    ----------
    request : one of a result, a population file, a person, or a number of people.
    model : composed organs.
    progress : called with a step, done and all.

    Raises
    ------
    DesignError
        If more than one of a result, a population and a person is given, or a result holds no individuals.
    FormatError, PersonError, SimulationError
        If a file cannot be used, or too few could be drawn.
    """
    if request.result is not None:
        if request.population is not None or request.person is not None:
            raise DesignError(
                "Give a result, or a person or a population, not two of them: a result has its own individuals."
            )
        return _assessed(request.result)
    if request.population is not None:
        if request.person is not None:
            raise DesignError("Give a person or a population, not both: each individual of a population is a person.")
        labels, members = read_members(request.population, model.parameters)
        rest = resting_states(members, workers=None)
        numbers = [int(label) if label.isdigit() else place for place, label in enumerate(labels)]
        who = f"{len(labels)} individuals of {request.population.name}"
        return Individuals(members, rest.values, np.array(numbers), who=who)
    system, n = compiled_model(), request.people
    if request.person is None:
        like = Person()
        village = draw_village(
            system,
            model.parameters,
            like,
            n,
            request.seed,
            progress=progress,
            person_of=lambda index: draw_person(index, request.seed, like),
        )
        who = f"{n} virtual people of all ages and sizes on a mixed diet"
    else:
        person = request.person if isinstance(request.person, Person) else read_person(request.person)
        village = draw_village(system, model.parameters, person, n, request.seed, progress=progress)
        who = f"{n} virtual individuals who could be this person"
    return Individuals(village.members, village.states, village.indices, who=who)


def _assessed(path: Path) -> Individuals:
    """The individuals of an assessment, each once, with their weights and what they live with."""
    answer = read_result(path)
    found = answer.individuals
    if found is None:
        raise DesignError(f"{path}: holds no individuals to try anything on. Assess again with this software.")
    name = answer.person.get("name", "the person")
    sample = answer.microbiota.profile.sample
    who = f"{len(found)} individuals of the assessment of {name}, with the microbiota of {sample}"
    return Individuals(
        found.members, found.states, found.indices, found.weights, who, found.state_ids, tuple(found.exposures)
    )


def _given(arm: Arm) -> list[Intervention]:
    return list({each.intervention.id: each.intervention for each in arm.regimens}.values())


def _option(arm: Arm) -> Option:
    given = _given(arm)
    return Option(
        name=arm.name,
        ids=tuple(each.id for each in given),
        titles=tuple(each.title for each in given),
        grades=tuple(each.known.grade for each in given),
        risks=tuple(each.known.risk for each in given),
        limits=tuple(dict.fromkeys(limit for each in given for limit in each.known.limits)),
        warnings=arm.warnings,
    )


def _findings(arms: Sequence[Arm]) -> tuple[PublishedFinding, ...]:
    """What trials found of whatever is given, each once."""
    given = {each.id: each for arm in arms for each in _given(arm)}
    return tuple(_finding(each.title, trial) for each in given.values() for trial in each.known.trials)


def _finding(title: str, trial: Published) -> PublishedFinding:
    row = trial.effect
    source = citations().get(row.source_id)
    text = source.text if source else row.source_id
    remark = f" {trial.remark}." if trial.remark else ""
    dose = f", {trial.dose}" if trial.dose else ""
    return PublishedFinding(
        intervention=title,
        outcome=f"{row.name}{dose}",
        effect=row.value,
        low=row.low,
        high=row.high,
        unit=row.unit,
        population=trial.population,
        n=trial.n,
        weeks=trial.weeks,
        design=trial.design,
        source=f"{text}{' (recalled)' if row.verified == 'memory' else ''}.{remark}",
        readout=trial.readout,
    )


def write_outputs(found: Outcome, folder: Path) -> tuple[Path, ...]:
    """Write ``trial.html``, ``trial.json`` and ``trial.tsv``.

    Parameters
    ----------
    found : what `try_out` gave.
    folder : made when it is missing.

    Raises
    ------
    DesignError
        If the folder cannot be written to.
    """
    from enterotone.report.trial import write_trial

    return write_trial(found, folder)
