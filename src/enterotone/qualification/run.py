"""Run experiments on a population: every individual lives through every arm, and twins are compared.

An observable, a constant or an intervention that is not there makes a row "cannot be tested", with its name; so a
file may be written before what it needs exists, and is judged as soon as it does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.engine import observe
from enterotone.errors import DesignError, EnterotoneError, FormatError, UnitError, UnknownIdError, nearest
from enterotone.interventions import intervention
from enterotone.interventions.attach import missing_names
from enterotone.interventions.regimen import Regimen, parse_regimen
from enterotone.model.compose import Model
from enterotone.model.expression import dimension, names, parse
from enterotone.model.schedule import Dose, Schedule
from enterotone.population.baseline import EVEN, MEALS, resting_states
from enterotone.population.diet import meals
from enterotone.qualification.clinic import Bench, Clinic
from enterotone.qualification.experiment import ALONE_CONTRASTS, UNTOUCHED, Arm, Experiment, Reading
from enterotone.qualification.result import Row
from enterotone.qualification.verdict import UNTESTED, judge
from enterotone.trial.course import Course, Phase, simulate_phases
from enterotone.trial.spread import simulated_trials
from enterotone.units import dimension_of, factor_to, parse_quantity, to_canonical

__all__ = ["ReadingEffect", "attached", "read_effects", "regimens_of", "run_experiment", "run_experiments"]

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

#: Share of members that must have been run for a row to be judged.
_ENOUGH = 0.5
#: Of simulated trials; their interval is that over trials and hardly depends on it.
_TRIAL_SEED = 20260101
_SIGNS = {"up": 1.0, "down": -1.0}
_NAME = re.compile(r"\s*(?P<name>\w+)")


@dataclass(frozen=True)
class ReadingEffect:
    """What a reading comes to in every member.

    Parameters
    ----------
    experiment, reading : where it stands; the reading with its choices made.
    effect : in the form and unit in which it was published, shape (n_member,); NaN where it could not be run.
    relative : relative change behind it, shape (n_member,); NaN for a value.
    trials : effects that simulated trials of the published size would find, shape (n_trial,), where the reading asks.
    """

    experiment: Experiment
    reading: Reading
    effect: Floats
    relative: Floats
    trials: Floats | None = None


@dataclass(frozen=True)
class _Plan:
    """An arm, ready to run."""

    changes: Mapping[str, float]
    factors: Mapping[str, float]
    doses: Schedule
    regimens: tuple[Regimen, ...]
    meals: bool
    until_h: float | None = None


def run_experiments(
    experiments: Iterable[Experiment], bench: Bench, progress: Progress | None = None
) -> tuple[Row, ...]:
    """Run and judge experiments, in their order.

    Parameters
    ----------
    experiments : what to run.
    bench : the population.
    progress : called with a word, experiments done, all.

    Raises
    ------
    FormatError
        If a file asks for something that makes no sense, whatever the model holds.
    """
    given = list(experiments)
    bench.expect(
        attached(regimen for experiment in given for arm in regimens_of(experiment).values() for regimen in arm)
    )
    rows: list[Row] = []
    for number, experiment in enumerate(given):
        rows += run_experiment(experiment, bench)
        if progress:
            progress("Running experiments", number + 1, len(given))
    return tuple(rows)


def run_experiment(experiment: Experiment, bench: Bench) -> list[Row]:
    """Run and judge one experiment: one row a reading, in their order.

    Parameters
    ----------
    experiment : what to run.
    bench : the population.

    Raises
    ------
    FormatError
        If the file asks for something that makes no sense, whatever the model holds.
    """
    return [
        _judged(found) if isinstance(found, ReadingEffect) else _untested(experiment, *found)
        for found in _each(experiment, bench)
    ]


def read_effects(experiment: Experiment, bench: Bench) -> list[ReadingEffect]:
    """Run one experiment and read every member, without judging; what cannot be tested is left out.

    Parameters
    ----------
    experiment : what to run.
    bench : the population.

    Raises
    ------
    FormatError
        If the file asks for something that makes no sense, whatever the model holds.
    """
    return [found for found in _each(experiment, bench) if isinstance(found, ReadingEffect)]


def _each(experiment: Experiment, bench: Bench) -> list[ReadingEffect | tuple[Reading, str]]:
    try:
        return _effects(experiment, bench)
    except EnterotoneError as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError(f"Experiment '{experiment.id}': {error}") from error


def _effects(experiment: Experiment, bench: Bench) -> list[ReadingEffect | tuple[Reading, str]]:
    """Effects of all readings; of one that the model cannot do, what it lacks."""
    arms = {UNTOUCHED: Arm(), **experiment.arms}
    regimens = regimens_of(experiment)
    chosen = [_choose(experiment, reading, arms, regimens, bench) for reading in experiment.readings]
    testable = [reading for reading, lacking in chosen if not lacking]
    if not testable:
        return list(chosen)
    used = {name for reading in testable for name in _involved(reading)}
    clinic = bench.clinic(attached(regimen for name in used for regimen in regimens[name]))
    model = clinic.treated.model
    background = {name: _value(model, clinic.name(name), value) for name, value in experiment.background.items()}
    observables = list(dict.fromkeys(text for r in testable for text in (*r.observables, r.other) if text))
    for reading in testable:
        _check_unit(experiment, reading, model)
    courses = {}
    for name in sorted(used):
        plan = _plan(arms[name], regimens[name], clinic, background)
        courses[name] = _course(experiment, plan, clinic, background, observables)
    return [
        (reading, lacking) if lacking else _measured(experiment, reading, courses, observables)
        for reading, lacking in chosen
    ]


def regimens_of(experiment: Experiment) -> dict[str, tuple[Regimen, ...]]:
    """Arm -> what is given in it; what is not there is left out here and named by `_not_there`."""
    arms = {UNTOUCHED: Arm(), **experiment.arms}
    try:
        return {
            name: tuple(parse_regimen(text) for text in arm.give if not _not_there(text)) for name, arm in arms.items()
        }
    except EnterotoneError as error:
        raise FormatError(f"Experiment '{experiment.id}', give: {error}") from error


def _not_there(text: str) -> str:
    """Name of an intervention that is not there; empty when it is."""
    found = _NAME.match(text)
    try:
        intervention(found["name"] if found else text)
    except UnknownIdError:
        return found["name"] if found else text
    return ""


def attached(regimens: Iterable[Regimen]) -> list[str]:
    """Ids of what must be attached to the model; a challenge that only sets constants need not."""
    return sorted({r.intervention.id for r in regimens if r.intervention.module or r.intervention.acts})


def _involved(reading: Reading) -> set[str]:
    """Arms that a reading needs, once its choices are made."""
    return {reading.arms[0]} if reading.contrast in ALONE_CONTRASTS else {reading.arms[0], reading.against}


def _choose(
    experiment: Experiment,
    reading: Reading,
    arms: Mapping[str, Arm],
    regimens: Mapping[str, tuple[Regimen, ...]],
    bench: Bench,
) -> tuple[Reading, str]:
    """Take the first arm and formula that the model can do; else the first ones, and what the model lacks for them."""
    choices = [
        reading.model_copy(update={"arm": arm, "observable": text})
        for arm in reading.arms
        for text in reading.observables
    ]
    lacking = [_lacking(experiment, choice, arms, regimens, bench) for choice in choices]
    place = next((i for i, text in enumerate(lacking) if not text), 0)
    return choices[place], lacking[place]


def _lacking(
    experiment: Experiment,
    reading: Reading,
    arms: Mapping[str, Arm],
    regimens: Mapping[str, tuple[Regimen, ...]],
    bench: Bench,
) -> str:
    """Say what the model lacks for a reading; empty when it has everything."""
    if reading.cannot_be_tested:
        return reading.cannot_be_tested
    model, involved = bench.model, sorted(_involved(reading))
    constants = set(experiment.background)
    for name in involved:
        for text in filter(None, map(_not_there, arms[name].give)):
            return f"Needs the intervention '{text}', which is not there."
        constants |= set(arms[name].constants) | set(arms[name].multiply)
        for text in arms[name].doses:
            target = text.partition("=")[0].strip()
            if target not in model.species:
                return f"This model has no '{target}' to dose. {nearest(target, model.species)}".strip()
        for regimen in regimens[name]:
            if missing := missing_names(model, regimen.intervention):
                return f"'{regimen.intervention.id}' acts on '{missing[0]}', which this model does not have."
    for name in sorted(constants - set(model.parameters)):
        return f"This model has no constant '{name}'. {nearest(name, model.parameters)}".strip()
    # What the interventions of these arms bring may be read too.
    known = {*bench.clinic(attached(each for name in involved for each in regimens[name])).treated.model.names, "time"}
    for text in filter(None, (*reading.observables, reading.other)):
        for name in names(parse(text)):
            if name not in known:
                return f"This model has no '{name}'. {nearest(name, known)}".strip()
    return ""


def _check_unit(experiment: Experiment, reading: Reading, model: Model) -> None:
    if not reading.unit:
        return
    try:
        found = dimension(parse(reading.observables[0]), model.dimension)
        if reading.window.kind == "area":
            found = found * dimension_of("h")
        wanted = dimension_of(reading.unit)
    except UnitError as error:
        raise FormatError(f"Experiment '{experiment.id}', reading {reading.id}: {error}") from error
    if found != wanted:
        raise FormatError(
            f"Experiment '{experiment.id}', reading {reading.id}, unit: found '{reading.unit}', but "
            f"'{reading.observables[0]}' comes out in {found}. Write a unit of that kind."
        )


def _plan(arm: Arm, regimens: tuple[Regimen, ...], clinic: Clinic, background: Mapping[str, float]) -> _Plan:
    model = clinic.treated.model
    changes = dict(background)
    for regimen in regimens:
        changes |= regimen.sets
    changes |= {name: _value(model, clinic.name(name), value) for name, value in arm.constants.items()}
    doses = Schedule(tuple(_dose(text) for text in arm.doses))
    for regimen in regimens:
        doses = doses + regimen.schedule
    return _Plan(changes, arm.multiply, doses, regimens, arm.meals, arm.until_h)


def _value(model: Model, name: str, value: float | str) -> float:
    """Read a value of a constant into canonical units."""
    unit = model.parameters[name].unit
    if isinstance(value, str):
        value = parse_quantity(value, "" if unit == "dimensionless" else unit)
    return to_canonical(float(value), unit)


def _dose(text: str) -> Dose:
    target, equals, rest = text.partition("=")
    amount, at, time = rest.partition("@")
    if not equals or not at:
        raise DesignError(f"dose '{text}': expected SPECIES=AMOUNT@TIME, e.g. 'stomach__protein=9 mmol@8 h'.")
    return Dose(parse_quantity(time.strip(), "h"), target.strip(), repr(parse_quantity(amount.strip(), "umol")))


def _course(
    experiment: Experiment, plan: _Plan, clinic: Clinic, background: Mapping[str, float], observables: list[str]
) -> Course:
    members = clinic.with_changes(plan.changes, plan.factors)
    if experiment.start == "rest":
        rest = resting_states(members, clinic.system, clinic.rest(background).values, workers=None)
        values = observe(clinic.system, rest.values, observables, {**members, **EVEN})
        return Course(np.zeros(1), values[:, None, :], rest.is_ok)
    day = clinic.day(background)
    times = np.linspace(0.0, experiment.days * 24, round(experiment.days * 24 / experiment.step_h) + 1)
    doses = (meals() + plan.doses) if plan.meals else plan.doses
    end = experiment.days * 24
    phases = [Phase(end, {**members, **MEALS})]
    if plan.until_h is not None:
        phases = [
            Phase(plan.until_h, {**members, **MEALS}),
            Phase(end, {**clinic.with_changes(background, {}), **MEALS}),
        ]
    run = simulate_phases(clinic.system, phases, times, observables, doses, day.values, workers=None)
    return Course(times, run.values, day.is_ok & run.is_ok)


def _measured(
    experiment: Experiment, reading: Reading, courses: Mapping[str, Course], observables: list[str]
) -> ReadingEffect:
    """Read one contrast of every member."""
    first = courses[reading.arms[0]]
    second = courses[reading.arms[0] if reading.contrast in ALONE_CONTRASTS else reading.against]
    place = observables.index(reading.observables[0])
    a = reading.window.read(first.times_h, first.values[:, :, place])
    is_ok = first.is_ok & second.is_ok & np.isfinite(a)
    relative = np.full(len(a), np.nan)
    factor = factor_to(reading.unit) if reading.unit else 1.0
    if reading.contrast == "value":
        effect = a * factor
    elif reading.contrast == "correlation":
        b = reading.window.read(first.times_h, first.values[:, :, observables.index(reading.other)])
        is_ok = is_ok & np.isfinite(b)
        effect = np.full(len(a), np.corrcoef(a[is_ok], b[is_ok])[0, 1] if is_ok.sum() > 2 else np.nan)
    else:
        b = reading.other_window.read(second.times_h, second.values[:, :, place])
        with np.errstate(divide="ignore", invalid="ignore"):
            relative = a / b - 1
        effect = {
            "difference": (a - b) * factor,
            "ratio": relative + 1,
            "percent change": 100 * relative,
            "standardised difference": np.full(len(a), _standardised(a[is_ok], b[is_ok])),
        }[reading.contrast]
    is_ok = is_ok & np.isfinite(effect)
    trials = None
    if reading.per_group is not None and is_ok.any():
        b = reading.other_window.read(second.times_h, second.values[:, :, place])
        trials = simulated_trials(a[is_ok], b[is_ok], reading.noise, reading.per_group, _TRIAL_SEED)
    kept = np.where(is_ok, effect, np.nan)
    return ReadingEffect(experiment, reading, kept, np.where(is_ok, relative, np.nan), trials)


def _judged(found: ReadingEffect) -> Row:
    experiment, reading = found.experiment, found.reading
    is_ok = np.isfinite(found.effect)
    if is_ok.sum() < max(_ENOUGH * len(is_ok), 1):
        return _untested(experiment, reading, f"Only {int(is_ok.sum())} of {len(is_ok)} individuals could be run.")
    kept = found.effect[is_ok] if found.trials is None else found.trials
    low, middle, high = (float(x) for x in np.quantile(kept, [0.05, 0.5, 0.95]))
    judged = judge(reading, middle, float(np.median(found.relative[is_ok])))
    return _row(
        experiment,
        reading,
        predicted=middle,
        low=low,
        high=high,
        fold=judged.fold,
        sign_ok=judged.sign_ok,
        inside=judged.inside,
        verdict=judged.verdict,
        share_right=_share_right(reading, kept),
        n_members=int(is_ok.sum()),
        explanation=reading.explanation,
    )


def _standardised(a: Floats, b: Floats) -> float:
    """Difference of means over the pooled spread between members."""
    spread = np.sqrt((a.var(ddof=1) + b.var(ddof=1)) / 2) if len(a) > 2 else np.nan
    return float((a.mean() - b.mean()) / spread) if spread > 0 else float("nan")


def _share_right(reading: Reading, effect: Floats) -> float | None:
    """Share of members whose effect has the published sign."""
    null = {"difference": 0.0, "percent change": 0.0, "ratio": 1.0}.get(reading.contrast)
    if null is None:
        return None
    wanted = _SIGNS.get(reading.sign) or float(np.sign((reading.published or 0.0) - null))
    return float(np.mean((effect - null) * wanted > 0)) if wanted else None


def _untested(experiment: Experiment, reading: Reading, why: str) -> Row:
    return _row(
        experiment,
        reading,
        predicted=None,
        low=None,
        high=None,
        fold=None,
        sign_ok=None,
        inside=None,
        verdict=UNTESTED,
        share_right=None,
        n_members=0,
        explanation=why,
    )


def _row(experiment: Experiment, reading: Reading, **judged: object) -> Row:
    unit = {"percent change": "%", "value": reading.unit, "difference": reading.unit}.get(reading.contrast, "")
    return Row(
        id=reading.id,
        experiment=experiment.id,
        title=reading.title or experiment.title,
        species=reading.species or experiment.species,
        n=reading.n or experiment.n,
        source=reading.source or experiment.source,
        verified=reading.verified or experiment.verified,
        role=experiment.role,
        arm=reading.arms[0],
        against="" if reading.contrast in ALONE_CONTRASTS else reading.against,
        at=reading.at,
        contrast=reading.contrast,
        observable=reading.observables[0],
        unit="" if unit == "dimensionless" else unit,
        published=reading.published,
        published_low=reading.low,
        published_high=reading.high,
        sign=reading.sign,
        note=reading.note,
        **judged,  # type: ignore[arg-type]
    )
