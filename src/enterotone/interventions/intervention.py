"""An intervention as data: what it brings into the body, what it acts on, what it sets.

An intervention may bring pools of its own (a medicine's depot and plasma), act on names of the organs by a formula
over them and its own pools, set constants for as long as it lasts (a knock-out), say how a dose becomes an amount, or
hold a level that lasts (grams of fibre a day, an intensity of stress).
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions.knowledge import Knowledge
from enterotone.model.module import OrganModule

__all__ = ["BEFORE", "DoseInto", "Intervention"]

#: Stands, in a formula of `Intervention.acts`, for the value without this intervention.
BEFORE = "{before}"


@dataclass(frozen=True)
class DoseInto:
    """How a dose becomes an amount.

    Parameters
    ----------
    target : SId of the species that takes it.
    amount : formula of the amount for one gram [umol/g], or for one unit of what the dose is written in; names are
        constants.
    """

    target: str
    amount: str


@dataclass(frozen=True)
class Intervention:
    """One medicine or challenge.

    Parameters
    ----------
    id : name in files and on the command line.
    title : name for people.
    parameters : its table.
    module : pools and readings it adds to the model, or None.
    acts : SId of a constant or an assigned quantity of an organ -> formula of its value under the intervention, where
        ``{before}`` stands for the value without it.
    otherwise : the same, for a model that lacks a name of `acts`.
    units : SId of `acts` -> written unit in which the intervention expects it.
    sets : constant of an organ -> value in canonical units, from time 0.
    doses : where a dose goes; nothing for what takes no dose.
    dose_unit : in which a dose is written: a mass, or what an event is measured in (hours of running, days of a
        course); blank for a pure number.
    level : own constant that holds how much of it there is, for what lasts (see `_level`); empty for others.
    known : kind, grade, risk, studied doses and trials.
    brings : what comes along and may come along with others too; a model has each of them once.
    """

    id: str
    title: str
    parameters: EvidenceTable
    module: OrganModule | None = None
    acts: Mapping[str, str] = field(default_factory=dict)
    otherwise: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    sets: Mapping[str, float] = field(default_factory=dict)
    doses: tuple[DoseInto, ...] = ()
    dose_unit: str = "g"
    level: str = ""
    known: Knowledge = field(default_factory=Knowledge)
    brings: tuple[Intervention, ...] = ()

    def acts_in(self, names: Container[str]) -> Mapping[str, str]:
        """What it acts on in a model that has `names`: `acts`, or `otherwise` where a name of it is lacking."""
        return self.otherwise if self.otherwise and not all(name in names for name in self.acts) else self.acts
