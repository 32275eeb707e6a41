"""What is timed: a document, people, doses, output times.

Three families: the synthetic gut-brain models of 50 and 150 states, Enterotone's own model, and three stiff models of
BioModels (found through ``ENTEROTONE_DATA``; skipped without it). People differ by a factor on each personal constant;
the first is the model as it is published, except for our own, where all are drawn from the priors.

No output falls on a dose, because engines differ in which side of the jump they show.
"""

from __future__ import annotations

import gzip
import math
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import libsbml
import numpy as np
from numpy.typing import NDArray
from synthetic import gut_brain

from enterotone.engine import System, compile_system
from enterotone.engine.dose import DosePlan, plan_doses
from enterotone.engine.members import Members, lay_out_members
from enterotone.model.expression import infix
from enterotone.model.schedule import Schedule
from enterotone.organs import load_model
from enterotone.population.baseline import MEALS
from enterotone.population.diet import meals
from enterotone.population.person import Person
from enterotone.population.sampling import draw_members
from enterotone.sbml.write import write_sbml

__all__ = ["CASES", "Case", "dosed_document"]

Floats = NDArray[np.float64]

#: As much as the error that is compared weighs states against.
_ATOL_SHARE = 1e-3
#: The stiffest of the collection (ratios of eigenvalues up to 3e8, 6e6, 3e10): accession -> length, scale, spread
#: between people. The Oregonator's one constant is a stoichiometric coefficient, which others read when they load.
_BIOMODELS = {
    "BIOMD0000000040": (100.0, 1e-5, 0.0),
    "BIOMD0000000268": (1000.0, 1.0, 0.1),
    "MODEL1502230000": (1000.0, 1.0, 0.1),
}


@dataclass(frozen=True)
class Case:
    """One thing to time.

    Parameters
    ----------
    name : short.
    document : SBML without doses.
    columns : personal constants by SId, shape (people,) or one number for all.
    times : output times [time of the document].
    schedule : doses.
    scale : size of the smallest states that steer the others; the absolute tolerance is a thousandth of the relative
        one, times this.
    """

    name: str
    document: str
    columns: dict[str, Floats | float]
    times: Floats
    schedule: Schedule
    scale: float = 1.0

    def atol(self, rtol: float) -> float:
        """Absolute tolerance that goes with a relative one."""
        return rtol * _ATOL_SHARE * self.scale

    @cached_property
    def system(self) -> System:
        return compile_system(self.document)

    @cached_property
    def members(self) -> Members:
        return lay_out_members(self.system, self.columns, None, 0.0)

    @cached_property
    def plan(self) -> DosePlan:
        return plan_doses(self.system, self.schedule, self.members, 0.0, float(self.times[-1]))

    def __len__(self) -> int:
        return len(self.members)

    def stops(self, person: int) -> list[tuple[float, list[tuple[int, float]]]]:
        """Moments of doses, and (state, amount) of each."""
        return self.plan.stops(self.plan.amounts[person])

    def constants(self, person: int) -> dict[str, float]:
        """Every constant of a person by SId."""
        return dict(zip(self.system.constant_ids, self.members.constants[person].tolist(), strict=True))

    def personal(self, person: int) -> dict[str, float]:
        """Only those constants that the case sets."""
        return {sid: float(np.broadcast_to(column, len(self))[person]) for sid, column in self.columns.items()}

    @cached_property
    def species(self) -> tuple[str, ...]:
        """SId in the document of each state."""
        found = {state: sid for sid, state in self.system.model.amounts.items()}
        return tuple(found.get(state, state) for state in self.system.state_ids)


def _synthetic(size: int) -> Callable[[int, float], Case]:
    def make(people: int, days: float) -> Case:
        model = gut_brain(size)
        return Case(f"synthetic {size}", model.sbml, model.people(people), _hourly(days), model.schedule)

    return make


def _own(people: int, days: float) -> Case:
    model = load_model()
    drawn = draw_members(model.parameters, Person(), range(people), seed=1)
    # Meals are at whole hours.
    times = np.concatenate(([0.0], _hourly(days)[:-1] + 0.5))
    return Case("enterotone", write_sbml(model), {**drawn, **MEALS}, times, meals())


def _hourly(days: float) -> Floats:
    return np.arange(0.0, 24.0 * days + 1.0)


def _biomodel(accession: str) -> Callable[[int, float], Case | None]:
    def make(people: int, days: float) -> Case | None:
        folder = os.environ.get("ENTEROTONE_DATA")
        path = Path(folder or "") / "sbml" / "biomodels" / f"{accession}.xml.gz"
        if not folder or not path.is_file():
            return None
        document = gzip.decompress(path.read_bytes()).decode()
        system = compile_system(document)
        values = {sid: part.value for sid, part in system.model.constants.items() if sid in system.used_constants}
        read = libsbml.readSBMLFromString(document)  # held while its parts are looked at
        settable = {part.getId() for part in read.getModel().getListOfParameters()}
        personal = {sid: value for sid, value in values.items() if sid in settable and math.isfinite(value)}
        length, scale, spread = _BIOMODELS[accession]
        factors = np.exp(spread * np.random.default_rng(0).standard_normal((people, len(personal))))
        factors[0] = 1.0
        columns = {sid: value * factors[:, index] for index, (sid, value) in enumerate(personal.items())}
        return Case(accession, document, columns, np.linspace(0.0, length, 201), Schedule(), scale)

    return make


#: Name -> what makes the case from a number of people and of days; None where its data is missing.
CASES: dict[str, Callable[[int, float], Case | None]] = {
    "own": _own,
    "synthetic50": _synthetic(50),
    "synthetic150": _synthetic(150),
    **{accession: _biomodel(accession) for accession in _BIOMODELS},
}


def dosed_document(case: Case) -> str:
    """Write the doses into the document as events at explicit times, for engines that have no doses of their own."""
    document = libsbml.readSBMLFromString(case.document)
    model = document.getModel()
    for number, (time, doses) in enumerate(case.schedule.events(0.0, float(case.times[-1]))):
        event = model.createEvent()
        event.setId(f"dose_{number}")
        event.setUseValuesFromTriggerTime(True)
        trigger = event.createTrigger()
        trigger.setInitialValue(True)
        trigger.setPersistent(True)
        trigger.setMath(libsbml.parseL3Formula(f"time >= {time!r}"))
        totals: dict[str, str] = {}
        for dose in doses:
            size = model.getSpecies(dose.target).getCompartment()
            amount = infix(dose.amount_expr, power="^")
            totals[dose.target] = f"{totals.get(dose.target, dose.target)} + ({amount}) / {size}"
        for sid, formula in totals.items():
            assignment = event.createEventAssignment()
            assignment.setVariable(sid)
            assignment.setMath(libsbml.parseL3Formula(formula))
    return str(libsbml.writeSBMLToString(document))
