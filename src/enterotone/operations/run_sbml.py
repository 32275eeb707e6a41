"""Run any SBML document over time and write what was asked for as a table.

The wrapper that the SBML Test Runner wants: start, duration, number of steps, tolerances, and which species are
wanted as amounts and which as concentrations. What is not named is given in the sense of the document's formulas.

References
----------
SBML Test Suite, https://github.com/sbmlteam/sbml-test-suite.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from enterotone.engine import Settings, simulate
from enterotone.errors import DesignError, SimulationError, UnknownIdError, nearest
from enterotone.model.expression import number
from enterotone.sbml.odemodel import OdeModel, OdeState
from enterotone.sbml.read import read_sbml
from enterotone.writing import replacing

__all__ = ["SbmlRun", "course_of", "listed", "run_sbml"]

Floats = NDArray[np.float64]

#: Tolerances of the solver in terms of those of the answer: an error adds up over many steps.
_RTOL_SHARE, _ATOL_SHARE = 1e-5, 1e-5
_RTOL_RANGE, _ATOL_RANGE = (1e-10, 1e-6), (1e-16, 1e-9)


@dataclass(frozen=True)
class SbmlRun:
    """What to run.

    Parameters
    ----------
    start, duration : of the outputs, in the document's unit of time; the model starts at 0 whatever the start.
    steps : number of output intervals.
    absolute, relative : tolerances of the answer.
    variables : SIds to report, in order; empty for every state and assigned quantity.
    amounts, concentrations : species to report so, whatever the document's formulas see.
    """

    start: float = 0.0
    duration: float = 10.0
    steps: int = 100
    absolute: float = 1e-9
    relative: float = 1e-6
    variables: Sequence[str] = ()
    amounts: Sequence[str] = ()
    concentrations: Sequence[str] = ()

    def __post_init__(self) -> None:
        if not self.duration >= 0 or not self.start >= 0 or self.steps < 1:
            raise DesignError(
                f"Start {self.start:g}, duration {self.duration:g}, steps {self.steps}: the first two must be 0 or "
                "more, and there must be at least one step."
            )

    @property
    def times(self) -> Floats:
        """Output times, shape (steps + 1,)."""
        return np.linspace(self.start, self.start + self.duration, self.steps + 1)


def listed(text: str) -> tuple[str, ...]:
    """Split names that are parted by commas; blank ones are passed over."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def run_sbml(source: str | Path, request: SbmlRun, output: Path) -> Path:
    """Run a document and write a table with the header ``time,<id>,...``.

    Parameters
    ----------
    source : SBML as text, or the path of a file.
    request : what to run.
    output : CSV file to write.

    Raises
    ------
    SbmlError
        If the document cannot be read or uses what the engine refuses.
    UnknownIdError
        If a variable is not in the model.
    SimulationError
        If the run fails.
    DesignError
        If the file cannot be written.
    """
    ids, values = course_of(source, request)
    try:
        with replacing(output) as part, part.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["time", *ids])
            for time, row in zip(request.times, values, strict=True):
                writer.writerow([repr(float(time)), *(_written(float(value)) for value in row)])
    except OSError as error:
        raise DesignError(f"{output}: cannot be written ({error}). Choose another file with -o.") from error
    return output


def _written(value: float) -> str:
    """Write a number as the test suite does: INF, -INF and NaN for what is none."""
    if math.isnan(value):
        return "NaN"
    return repr(value) if math.isfinite(value) else ("INF" if value > 0 else "-INF")


def course_of(source: str | Path, request: SbmlRun) -> tuple[tuple[str, ...], Floats]:
    """Run a document.

    Parameters
    ----------
    source, request : as in `run_sbml`.

    Returns
    -------
    tuple
        SIds, and values of shape (time, SId).

    Raises
    ------
    SbmlError, UnknownIdError, SimulationError
        As in `run_sbml`.
    """
    model = _moving(read_sbml(source))
    hidden = {*model.amounts.values(), _RESTING}
    ids = tuple(request.variables) or tuple(s for s in (*model.state_ids, *model.assignments) if s not in hidden)
    formulas = [_reported(model, sid, request) for sid in ids]
    settings = Settings(
        rtol=float(np.clip(request.relative * _RTOL_SHARE, *_RTOL_RANGE)),
        atol=float(np.clip(request.absolute * _ATOL_SHARE, *_ATOL_RANGE)),
        allow_negative=True,
    )
    distinct = list(dict.fromkeys(formulas))
    run = simulate(model, times_h=request.times, observables=distinct, settings=settings, workers=1)
    status = run.statuses[0]
    if not status.is_ok:
        raise SimulationError(f"The run failed: {status}. {status.advice}")
    place = {formula: index for index, formula in enumerate(distinct)}
    return ids, run.values[0][:, [place[formula] for formula in formulas]]


_RESTING = "resting_state"


def _moving(model: OdeModel) -> OdeModel:
    """Give a model in which nothing moves a state that rests, so that the engine has something to solve."""
    if model.states:
        return model
    return replace(
        model,
        states=(OdeState(_RESTING, "parameter"),),
        initial={**model.initial, _RESTING: number(0.0)},
        units={**model.units, _RESTING: ""},
    )


def _reported(model: OdeModel, sid: str, request: SbmlRun) -> str:
    """Formula of what is reported for one SId."""
    if sid not in model.names:
        raise UnknownIdError(f"The document has no '{sid}'. {nearest(sid, model.names)}")
    size = model.species_compartments.get(sid, "")
    if not size:
        return sid
    is_concentration = sid in model.concentrations
    if sid in request.amounts and is_concentration:
        return model.amounts.get(sid, f"{sid} * {size}")
    if sid in request.concentrations and not is_concentration:
        return f"{sid} / {size}"
    return sid
