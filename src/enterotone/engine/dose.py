"""Doses of a schedule as numbers: when each member gets how much of what.

Amounts are formulas over constants, worked out once per member before anything runs, so that a negative dose
stops the request and not the tenth hour of the run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.engine.compile import System
from enterotone.engine.evaluate import Evaluator
from enterotone.engine.members import Members
from enterotone.errors import DesignError, UnknownIdError, nearest
from enterotone.model.expression import names
from enterotone.model.schedule import Dose, Schedule
from enterotone.sbml.odemodel import closure

__all__ = ["TIME_TOLERANCE_H", "DosePlan", "plan_doses"]

Floats = NDArray[np.float64]

#: Times closer than this are one moment [h]: far below any process, far above the rounding of clock times.
TIME_TOLERANCE_H = 1e-9


@dataclass(frozen=True)
class DosePlan:
    """The doses of one run.

    Parameters
    ----------
    times_h : moments at which something is given [h].
    doses : for each moment, the places of its doses on the dose axis.
    targets : for each dose, the place of its target on the state axis.
    amounts : shape (member, dose) [umol].
    """

    times_h: tuple[float, ...]
    doses: tuple[tuple[int, ...], ...]
    targets: tuple[int, ...]
    amounts: Floats

    def stops(self, amounts: Floats) -> list[tuple[float, list[tuple[int, float]]]]:
        """Give the stops of one member: time, and (state, amount) of each dose that is not zero.

        A moment at which nothing but zero is given is no stop, so a dose of zero changes nothing at all.

        Parameters
        ----------
        amounts : shape (dose,), the member's row of `amounts`.
        """
        found = []
        for time, indices in zip(self.times_h, self.doses, strict=True):
            added = [(self.targets[index], float(amounts[index])) for index in indices if amounts[index] != 0]
            if added:
                found.append((time, added))
        return found


def plan_doses(system: System, schedule: Schedule | None, members: Members, start_h: float, end_h: float) -> DosePlan:
    """Work out the doses of a run.

    Parameters
    ----------
    system : compiled model.
    schedule : doses, or None for none.
    members : the ensemble.
    start_h, end_h : the run [h]; a dose at either end is given.

    Raises
    ------
    UnknownIdError
        If a target or a name in an amount is not in the model.
    DesignError
        If a target is no species that changes, an amount depends on a state, or an amount is negative.
    """
    if schedule is None or not schedule.doses:
        return DosePlan((), (), (), np.zeros((len(members), 0)))
    doses = list(dict.fromkeys(schedule.doses))
    targets = tuple(_target(system, dose) for dose in doses)
    for dose in doses:
        _check_amount(system, dose)
    amounts = _amounts(system, doses, members)
    place = {dose: index for index, dose in enumerate(doses)}
    times: list[float] = []
    at: list[tuple[int, ...]] = []
    for time, given in schedule.events(start_h, end_h + TIME_TOLERANCE_H):
        indices = tuple(place[dose] for dose in given)
        if times and time - times[-1] <= TIME_TOLERANCE_H:
            at[-1] += indices
        else:
            times.append(min(time, end_h))
            at.append(indices)
    return DosePlan(tuple(times), tuple(at), targets, amounts)


def _target(system: System, dose: Dose) -> int:
    index = system.state_index.get(system.model.amounts.get(dose.target, dose.target))
    species = [state.id for state in system.model.states if state.kind == "species"]
    if index is None:
        if dose.target in system.model.names:
            raise DesignError(
                f"Dose into '{dose.target}' at {dose.time_h} h: it is held constant or follows from a formula, so "
                f"nothing can be added to it. Dose a species that changes. {nearest(dose.target, species)}"
            )
        raise UnknownIdError(
            f"Dose into '{dose.target}' at {dose.time_h} h: the model has no such species. "
            f"{nearest(dose.target, species)}"
        )
    if not system.is_species[index]:
        raise DesignError(f"Dose into '{dose.target}' at {dose.time_h} h: it is no species; a dose is an amount.")
    return index


def _check_amount(system: System, dose: Dose) -> None:
    for name in names(dose.amount_expr):
        if name in system.constant_ids or name in system.fixed_quantities:
            continue
        where = f"Dose into '{dose.target}' at {dose.time_h} h: amount '{dose.amount}'"
        if name in system.model.names or name == "time":
            raise DesignError(f"{where} uses '{name}', which changes during the run; use constants only.")
        raise UnknownIdError(f"{where} uses '{name}', which the model has not. {nearest(name, system.constant_ids)}")


def _amounts(system: System, doses: list[Dose], members: Members) -> Floats:
    used = closure((name for dose in doses for name in names(dose.amount_expr)), system.fixed_quantities)
    place = {sid: index for index, sid in enumerate(system.constant_ids) if sid in used}
    rows = members.constants[:, list(place.values())].tolist()
    amounts = np.empty((len(members), len(doses)))
    for member, row in enumerate(rows):
        value = Evaluator(dict(zip(place, row, strict=True)), system.fixed_quantities)
        amounts[member] = [value.of(dose.amount_expr) for dose in doses]
    for member, index in zip(*np.nonzero(amounts < 0), strict=True):
        dose = doses[index]
        raise DesignError(
            f"Dose into '{dose.target}' at {dose.time_h} h is negative for member {members.labels[member]}: "
            f"'{dose.amount}' is {amounts[member, index]:g} umol. A dose adds to a pool; make it 0 or more for every "
            "member."
        )
    return amounts
