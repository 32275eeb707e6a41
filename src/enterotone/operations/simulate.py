"""Simulate the model for one typical person, with changes and doses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from enterotone.engine import Trajectories, compile_system, simulate
from enterotone.errors import DesignError, SimulationError
from enterotone.interventions.attach import attach
from enterotone.interventions.regimen import parse_regimen
from enterotone.model.compose import Model
from enterotone.model.schedule import Dose, Schedule
from enterotone.operations.changes import parse_changes, parse_doses
from enterotone.organs import load_model
from enterotone.population.baseline import MEALS, compiled_model, daily_states, resting_states
from enterotone.population.diet import meals
from enterotone.population.person import Person, read_person
from enterotone.population.sampling import nominal_member
from enterotone.population.table import read_members
from enterotone.report.plots import plot_trajectories
from enterotone.sbml.write import write_sbml
from enterotone.units import factor_to
from enterotone.writing import replacing

__all__ = [
    "DEFAULT_OBSERVABLES",
    "LoadedModel",
    "SimulateRequest",
    "load",
    "run",
    "shown_unit",
    "summary",
    "write_outputs",
]

#: What is shown when nothing is asked for: observable -> unit.
DEFAULT_OBSERVABLES = {
    "plasma__tryptophan": "umol/L",
    "plasma__tryptophan_free": "umol/L",
    "plasma__kynurenine": "umol/L",
    "mucosa_colon__serotonin": "nmol/L",
    "platelet__content": "nmol",
    "plasma__serotonin": "nmol/L",
    "kidney__hiaa_excretion": "umol/day",
    "ens__transit_colon": "h",
    "distal__scfa": "mmol/L",
    "brain__tryptophan": "umol/L",
    "brain__TPH2_flux": "umol/day",
    "brain__serotonin_dialysate": "nmol/L",
}


@dataclass(frozen=True)
class SimulateRequest:
    """What to simulate.

    Parameters
    ----------
    days : length of the run [day].
    step_h : time between outputs [h].
    changes : ``"PARAMETER=VALUE unit"``, or name -> value in the table's unit; they act from time 0.
    doses : ``"SPECIES=AMOUNT@TIME"``.
    observables : SIds or formulas; `DEFAULT_OBSERVABLES` when empty.
    person : person file, or None for the 70-kg default.
    population : CSV file of individuals (see `enterotone.population.table`) in the place of one person.
    give : medicines and challenges, ``"escitalopram=10 mg@8 h every 24 h"`` (see `enterotone.interventions`).
    """

    days: float = 7.0
    step_h: float = 0.5
    changes: Sequence[str] | Mapping[str, float | str] = ()
    doses: Sequence[str] = ()
    observables: Sequence[str] = ()
    person: Path | Person | None = None
    population: Path | None = None
    give: Sequence[str] = ()


class LoadedModel:
    """The whole model, ready to run: what ``enterotone.load()`` gives.

    Examples
    --------
    >>> model = LoadedModel()                                             # doctest: +SKIP
    >>> run = model.simulate(days=2, changes={"activity_TPH1": 0})        # doctest: +SKIP
    """

    def __init__(self) -> None:
        self.model: Model = load_model()

    def __repr__(self) -> str:
        m = self.model
        return (
            f"<{m.title}: {len(m.modules)} organs, {len(m.species) + len(m.states)} states, "
            f"{len(m.reactions)} reactions, {len(m.parameters)} parameters>"
        )

    @property
    def parameters(self) -> Any:
        """Every number with unit, range, source and kind, as a table."""
        import pandas as pd

        rows = [{"organ": m.id, **vars(row)} for m in self.model.modules for row in m.parameters.values()]
        return pd.DataFrame(rows).set_index("id")

    def sbml(self) -> str:
        """The model as an SBML document."""
        from enterotone.sbml.write import write_sbml

        return write_sbml(self.model)

    def simulate(
        self,
        days: float = 7.0,
        changes: Mapping[str, float | str] | Sequence[str] = (),
        doses: Sequence[str] = (),
        observables: Sequence[str] = (),
        person: Person | Path | None = None,
        step_h: float = 0.5,
    ) -> Trajectories:
        """Run one typical person from rest; see `SimulateRequest`.

        Raises
        ------
        UnknownIdError, DesignError, PersonError
            If a change, dose, observable or person makes no sense.
        SimulationError
            If the run fails.
        """
        return run(SimulateRequest(days, step_h, changes, doses, observables, person))

    def rest(
        self,
        changes: Mapping[str, float | str] | Sequence[str] = (),
        observables: Iterable[str] = (),
        person: Person | None = None,
    ) -> dict[str, float]:
        """Settle one typical person under even feeding and read observables, in their canonical units.

        Parameters
        ----------
        changes : what differs from the tables.
        observables : SIds or formulas; `DEFAULT_OBSERVABLES` when empty.
        person : the 70-kg default when None.

        Raises
        ------
        UnknownIdError, DesignError
            If a change or an observable makes no sense.
        SimulationError
            If there is no steady state.
        """
        from enterotone.engine import observe
        from enterotone.population.baseline import EVEN

        member = nominal_member(self.model.parameters, person or Person())
        member |= {name: np.array([value]) for name, value in parse_changes(self.model, changes).items()}
        rest = resting_states(member)
        _check(bool(rest.is_ok[0]), rest.statuses[0])
        wanted = list(observables) or list(DEFAULT_OBSERVABLES)
        values = observe(compiled_model(), rest.values, wanted, {**member, **EVEN})[0]
        return dict(zip(wanted, values.tolist(), strict=True))


def load() -> LoadedModel:
    """Load the whole model."""
    return LoadedModel()


def run(request: SimulateRequest) -> Trajectories:
    """Run a request: the periodic day of the tables' numbers first, then changes from time 0 (midnight).

    Raises
    ------
    UnknownIdError, DesignError, PersonError
        If a change, dose, medicine, observable or person makes no sense, or the model lacks what a medicine acts on.
    SimulationError
        If the run fails.
    """
    if not (0 < request.step_h <= request.days * 24):
        raise DesignError(f"A step of {request.step_h:g} h does not fit into {request.days:g} days.")
    model = load_model()
    changes = parse_changes(model, request.changes)
    doses: tuple[Dose, ...] = parse_doses(model, request.doses)
    regimens = [parse_regimen(text) for text in request.give]
    treated = attach(model, {regimen.intervention.id: regimen.intervention for regimen in regimens}.values())
    member = _members(request, model)
    n_member = len(next(iter(member.values())))
    member = {treated.renamed.get(name, name): values for name, values in member.items()}
    member |= {name: np.full(n_member, treated.model.parameters[name].canonical[0]) for name in treated.own}
    set_by = {name: value for regimen in regimens for name, value in regimen.sets.items()}
    changes = {treated.renamed.get(name, name): value for name, value in (set_by | changes).items()}
    system = compiled_model() if treated.model is model else compile_system(write_sbml(treated.model))
    rest = resting_states(member, system)
    _check(bool(rest.is_ok.any()), rest.statuses[0])
    daily = daily_states(member, rest.values, system)
    _check(bool(daily.is_ok.any()), daily.statuses[0])
    end = request.days * 24.0
    times = np.arange(0.0, end + request.step_h / 2, request.step_h)
    given = sum((regimen.schedule for regimen in regimens), Schedule(doses))
    found = simulate(
        system,
        {**member, **MEALS, **changes},
        times,
        list(request.observables) or list(DEFAULT_OBSERVABLES),
        meals() + given,
        daily.values,
        workers=1,
    )
    _check(bool(found.is_ok.any()), found.statuses[0])
    return found


def _members(request: SimulateRequest, model: Model) -> dict[str, NDArray[np.float64]]:
    """One person with the tables' numbers, or the individuals of a file."""
    if request.population is not None:
        if request.person is not None:
            raise DesignError("Give a person or a population, not both: each individual of a population is a person.")
        return read_members(request.population, model.parameters)[1]
    person = read_person(request.person) if isinstance(request.person, Path) else (request.person or Person())
    return nominal_member(model.parameters, person)


def _check(is_ok: bool, status: Any) -> None:
    if not is_ok:
        raise SimulationError(f"The run failed: {status}. {status.advice}")


def shown_unit(observable: str, unit: str) -> tuple[str, float]:
    """Unit in which an observable is shown, and the factor from its canonical value."""
    if observable in DEFAULT_OBSERVABLES:
        return DEFAULT_OBSERVABLES[observable], factor_to(DEFAULT_OBSERVABLES[observable])
    return unit, 1.0


def summary(found: Trajectories) -> list[dict[str, Any]]:
    """Mean of the first and the last day of each observable; of a population, the median individual's at each time.

    Returns
    -------
    list of dict
        observable, unit, first, last, change (relative; None where the first is 0).
    """
    times = found.times_h
    day = min(24.0, float(times[-1]))
    rows = []
    units, shown = _shown(found)
    for observable, unit, values in zip(found.observables, units, _middle(found, shown).T, strict=True):
        first = float(values[times <= day].mean())
        last = float(values[times >= times[-1] - day].mean())
        change = last / first - 1 if first else None
        rows.append({"observable": observable, "unit": unit, "first": first, "last": last, "change": change})
    return rows


def write_outputs(found: Trajectories, folder: Path) -> list[Path]:
    """Write ``trajectories.tsv`` (a column an observable, units in the header) and ``trajectories.png``.

    Of a population, the median and the central 90 % at each time are written; members that failed are left out.

    Raises
    ------
    DesignError
        If the folder cannot be written to.
    """
    import pandas as pd

    units, shown = _shown(found)
    columns = {"time [h]": found.times_h}
    for place, (observable, unit) in enumerate(zip(found.observables, units, strict=True)):
        columns[f"{observable} [{unit}]"] = _middle(found, shown)[:, place]
        if len(found) > 1:
            low, high = np.quantile(shown[found.is_ok][:, :, place], [0.05, 0.95], axis=0)
            columns[f"{observable}, 5 % [{unit}]"], columns[f"{observable}, 95 % [{unit}]"] = low, high
    table, plot = folder / "trajectories.tsv", folder / "trajectories.png"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with replacing(table) as part:
            pd.DataFrame(columns).to_csv(part, sep="\t", index=False, float_format="%.8g")
        plot_trajectories(found.data.copy(data=shown).assign_coords(unit=("observable", units)), plot)
    except OSError as error:
        raise DesignError(f"{folder}: cannot write there ({error}). Choose another folder with -o.") from error
    return [table, plot]


def _middle(found: Trajectories, shown: NDArray[np.float64]) -> NDArray[np.float64]:
    """Median over the members that could be run, shape (time, observable)."""
    return np.asarray(np.median(shown[found.is_ok], axis=0))


def _shown(found: Trajectories) -> tuple[list[str], NDArray[np.float64]]:
    """Units that people read, and the values in them, shape (member, time, observable)."""
    shown = [shown_unit(observable, unit) for observable, unit in zip(found.observables, found.units, strict=True)]
    return [unit for unit, _ in shown], found.values * np.array([factor for _, factor in shown])
