"""The fit: published experiments move typical values, step by step, and every step is kept on disk.

One step: run all experiments on designed individuals (the typical person and one for each number moved alone) for the
slopes, and on a drawn population for the predictions that are judged (population medians); solve for the most probable
scores; move the typical values; go on until the cost stops falling. The first step looks at every number that may be
moved and chooses few; later steps follow those. Runs are kept on disk under a hash of all that they depend on, so a fit
that was stopped goes on where it stopped, and one from another seed shares the slopes.

The resting person was balanced against published flows and levels, and a fit to challenges may not undo that: numbers
that move a resting state stay where they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from enterotone.calibration.design import Answers, designed_bench, drawn_bench, read_answers
from enterotone.calibration.numbers import all_rows, before_fit, movable, moved, score_bounds
from enterotone.calibration.target import Target
from enterotone.calibration.update import Step, cost, fit_scores, select
from enterotone.errors import DesignError
from enterotone.evidence.table import Parameter
from enterotone.model.check import formulas
from enterotone.model.compose import Model
from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model, resting_states
from enterotone.population.person import Person
from enterotone.population.sampling import shifted_members
from enterotone.qualification.experiment import Experiment
from enterotone.writing import replacing

__all__ = ["Fit", "FitSettings", "fit", "quiet"]

Floats = NDArray[np.float64]
Progress = Callable[[str, int, int], None]

#: Score by which a number is moved alone for its slope.
_SHIFT = 0.7
#: Designed individuals that run at once.
_AT_ONCE = 128
#: Relative change of a resting state, for a shift by `_SHIFT`, that is no change; and an amount [umol] that is none.
_QUIET = 0.02
_NOTHING = 1e-9
#: Halvings of a step that made things worse.
_HALVINGS = 2


@dataclass(frozen=True)
class FitSettings:
    """How to fit.

    Parameters
    ----------
    n_people : individuals of the population whose medians are fitted.
    seed : of their draws.
    steps : at most.
    least : fall of the cost for which a number is worth moving.
    most : numbers moved at most.
    only : numbers that may be moved, whatever they do at rest; when empty, all that leave the resting person as it is.
    """

    n_people: int = 40
    seed: int = 20260101
    steps: int = 2
    least: float = 0.2
    most: int = 40
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Fit:
    """What a fit found.

    Parameters
    ----------
    names : numbers that were moved.
    rows : their rows before the fit.
    step : scores with their covariance.
    targets : readings that were fitted.
    before, after : population medians as published, shape (n_target,).
    slopes : change of the misfits per score at the last step, shape (n_target, n_number).
    costs : at the start and after each step.
    seed : of the population.
    """

    names: tuple[str, ...]
    rows: Mapping[str, Parameter]
    step: Step
    targets: tuple[Target, ...]
    before: Floats
    after: Floats
    slopes: Floats
    costs: tuple[float, ...]
    seed: int

    @property
    def scores(self) -> dict[str, float]:
        return dict(zip(self.names, self.step.scores.tolist(), strict=True))


def fit(
    experiments: Sequence[Experiment], settings: FitSettings, folder: Path, progress: Progress | None = None
) -> Fit:
    """Fit typical values to experiments.

    Parameters
    ----------
    experiments : what to fit to.
    settings : how.
    folder : where runs are kept; what is there of the same model, numbers and experiments is not run again.
    progress : called with a word, done and all.

    Raises
    ------
    DesignError
        If a number of `settings.only` may not be moved.
    SimulationError
        If the typical person does not rest, or no population can be drawn.
    """
    model = load_model()
    rows = before_fit(all_rows(model, experiments))
    free = movable(rows)
    if unknown := sorted(set(settings.only) - set(free)):
        raise DesignError(f"'{unknown[0]}' is no number that a fit may move (fixed, measured in people, or unknown).")
    work = _Work(model, rows, experiments, settings, _Store(folder, _fingerprint(model, rows, experiments)), progress)
    names = list(settings.only) or quiet(model, rows, free)
    slopes, targets = work.slopes(names, {})
    people = work.people("start", {})
    misfits = _misfits(targets, people)
    usable = np.isfinite(misfits) & np.isfinite(slopes).all(axis=1)
    chosen = select(slopes[usable], misfits[usable], score_bounds(rows, names), settings.least, settings.most)
    names = [names[j] for j in chosen]
    bounds = score_bounds(rows, names)
    scores = np.zeros(len(names))
    slopes, after, costs = slopes[:, chosen], people, [cost(misfits[usable], scores)]
    for number in range(settings.steps):
        if number:
            slopes, _ = work.slopes(names, dict(zip(names, scores.tolist(), strict=True)))
        found = fit_scores(slopes[usable], _misfits(targets, after)[usable], scores, bounds)
        trial, share = after, 1.0
        for half in range(_HALVINGS + 1):
            place = scores + share * (found.scores - scores)
            trial = work.people(f"step {number}, share {share:g}", dict(zip(names, place.tolist(), strict=True)))
            reached = cost(_misfits(targets, trial)[usable], place)
            if reached < costs[-1] or half == _HALVINGS:
                break
            share /= 2
        if reached >= costs[-1]:
            break
        gained = costs[-1] - reached
        scores, after = place, trial
        costs.append(reached)
        if gained < settings.least:
            break
    last = fit_scores(slopes[usable], _misfits(targets, after)[usable], scores, bounds)
    kept = [i for i in range(len(targets)) if usable[i]]
    return Fit(
        tuple(names),
        {name: rows[name] for name in names},
        Step(scores, last.covariance, last.told, last.directions),
        tuple(targets[i] for i in kept),
        people[usable],
        after[usable],
        slopes[usable],
        tuple(costs),
        settings.seed,
    )


def quiet(model: Model, rows: Mapping[str, Parameter], names: Sequence[str]) -> list[str]:
    """Numbers that leave every state of the resting typical person as it is.

    Parameters
    ----------
    model : the whole model.
    rows : from `before_fit`.
    names : to choose from.
    """
    n = len(names) + 1
    shifts = {name: np.zeros(n) for name in names}
    for place, name in enumerate(names):
        shifts[name][place + 1] = _SHIFT * _sign(rows[name], 0.0)
    members = shifted_members({name: rows[name] for name in model.parameters}, Person(), shifts, n)
    rest = resting_states(members, workers=None)
    kept = ~compiled_model().is_sink & (np.abs(rest.values[0]) > _NOTHING)
    change = np.abs(rest.values[1:, kept] / rest.values[0, kept] - 1).max(axis=1)
    return [name for name, size in zip(names, change, strict=True) if size < _QUIET]


def _misfits(targets: Sequence[Target], medians: Floats) -> Floats:
    return np.array([target.misfit(np.array([x]))[0] for target, x in zip(targets, medians, strict=True)])


@dataclass(frozen=True)
class _Work:
    """Runs of experiments, each kept under a name."""

    model: Model
    rows: Mapping[str, Parameter]
    experiments: Sequence[Experiment]
    settings: FitSettings
    store: _Store
    progress: Progress | None

    def slopes(self, names: Sequence[str], scores: Mapping[str, float]) -> tuple[Floats, tuple[Target, ...]]:
        """Change of the misfits of the typical person per score of each number."""
        columns: list[Floats] = []
        targets: tuple[Target, ...] = ()
        for start in range(0, len(names), _AT_ONCE):
            part = names[start : start + _AT_ONCE]
            n = len(part) + 1
            shifts = {name: np.full(n, score) for name, score in scores.items()}
            for place, name in enumerate(part):
                # Away from the end of the range, where a further shift would be cut.
                sign = _sign(self.rows[name], scores.get(name, 0.0))
                column = shifts.setdefault(name, np.zeros(n)).copy()
                column[place + 1] += sign * _SHIFT
                shifts[name] = column
            what = {"slopes": {name: column.tolist() for name, column in shifts.items()}}
            answers = self.store.kept(what, partial(self._designed, shifts, n))
            targets = answers.targets
            found = answers.misfits()
            signs = np.array([_sign(self.rows[name], scores.get(name, 0.0)) for name in part])
            columns.append((found[:, 1:] - found[:, :1]) / (_SHIFT * signs))
            if self.progress:
                self.progress("Moving numbers one by one", min(start + _AT_ONCE, len(names)), len(names))
        return np.concatenate(columns, axis=1), targets

    def _designed(self, shifts: Mapping[str, Floats], n: int) -> Answers:
        bench = designed_bench(self.model, self.rows, compiled_model(), shifts, n, self.experiments)
        return read_answers(bench, self.experiments)

    def people(self, key: str, scores: Mapping[str, float]) -> Floats:
        """Population medians, shape (n_target,)."""
        if self.progress:
            self.progress(f"Running the population ({key})", 0, 1)
        drawn = {"scores": dict(scores), "people": self.settings.n_people, "seed": self.settings.seed}
        answers = self.store.kept(drawn, lambda: self._drawn(scores))
        with np.errstate(all="ignore"):
            return np.array(
                [np.median(row[np.isfinite(row)]) if np.isfinite(row).any() else np.nan for row in answers.effects]
            )

    def _drawn(self, scores: Mapping[str, float]) -> Answers:
        rows = moved(self.rows, scores)
        bench = drawn_bench(
            self.model, rows, compiled_model(), self.settings.n_people, self.settings.seed, self.experiments
        )
        return read_answers(bench, self.experiments)


def _sign(row: Parameter, score: float) -> float:
    """Way in which a number is moved for its slope: to where its range is open."""
    return -1.0 if score > 0 or row.value >= row.high else 1.0


class _Store:
    """Runs on disk, each in a file named by a hash of what it depends on."""

    def __init__(self, folder: Path, fingerprint: str) -> None:
        self.folder, self.fingerprint = folder, fingerprint
        folder.mkdir(parents=True, exist_ok=True)

    def kept(self, what: Mapping[str, object], make: Callable[[], Answers]) -> Answers:
        key = json.dumps({"task": self.fingerprint, **what}, sort_keys=True)
        path = self.folder / f"run-{hashlib.sha256(key.encode()).hexdigest()[:16]}.json"
        if path.exists():
            held = json.loads(path.read_text(encoding="utf-8"))
            effects = np.array(held["effects"], dtype=float)
            return Answers(tuple(Target(**target) for target in held["targets"]), effects)
        made = make()
        content = {**what, "targets": [vars(target) for target in made.targets], "effects": made.effects.tolist()}
        with replacing(path) as part:
            part.write_text(json.dumps(content), encoding="utf-8")
        return made


def _fingerprint(model: Model, rows: Mapping[str, Parameter], experiments: Sequence[Experiment]) -> str:
    """Hash of equations, numbers before the fit, and experiments; fitted values in the tables do not matter."""
    parts = [repr([(module.id, sorted(formulas(module), key=lambda pair: pair[0])) for module in model.modules])]
    parts.append(repr(sorted((row.id, row.value, row.low, row.high, row.prior) for row in rows.values())))
    parts += [experiment.model_dump_json() for experiment in experiments]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
