"""The equations of an SBML document as plain data: what the engine gets to see of it.

Every name means in a formula what SBML says it means there: a species is a concentration or an amount
(`OdeState.is_concentration`), a compartment its size, a reaction its rate. Nothing here is a libSBML
object and nothing here computes.

What SBML has beyond that is written in these terms when a document is read (`enterotone.sbml.lower`), so that
whoever computes needs to know states, constants, assignments, rates and events alone.

Leaves out: algebraic rules and everything else that `enterotone.sbml.refuse` names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from types import MappingProxyType

from enterotone.errors import SbmlError, UnknownIdError, nearest
from enterotone.model.expression import Expr, names, number

__all__ = ["OdeConstant", "OdeEvent", "OdeModel", "OdeReaction", "OdeState", "closure", "dependency_order"]


@dataclass(frozen=True)
class OdeState:
    """A quantity that has a rate of change.

    Parameters
    ----------
    id : SId.
    kind : ``species``, ``parameter``, ``compartment``, ``coefficient`` (of a species in a reaction), or
        ``concentration`` (of a species with a rate rule in a compartment of variable size).
    unit : written unit of what formulas see, e.g. ``umol/L``; empty where the document declares none.
    compartment : SId of the compartment of a species, else empty.
    is_concentration : True when formulas see amount divided by compartment size.
    """

    id: str
    kind: str
    unit: str = ""
    compartment: str = ""
    is_concentration: bool = False


@dataclass(frozen=True)
class OdeConstant:
    """A number that stays as it is during a run; NaN where the document gives none."""

    id: str
    value: float
    unit: str = ""


@dataclass(frozen=True)
class OdeReaction:
    """A rate [amount per time] and the net coefficient of every species that it changes."""

    id: str
    rate: Expr
    stoichiometry: Mapping[str, float]


@dataclass(frozen=True)
class OdeEvent:
    """A jump: when the trigger turns true, and after the delay, quantities get new values.

    Parameters
    ----------
    id : SId, or a made-up one.
    trigger : condition.
    assignments : new values, in the sense of formulas, by SId of a state or of a key of `OdeModel.amounts`.
    delay : time from trigger to execution; None for none.
    priority : the larger goes first among events of one moment; None comes after all that have one.
    initial_value : value of the trigger before the start; a trigger that is true at the start fires if False.
    is_persistent : False when the event is called off if the trigger turns false before it is executed.
    uses_trigger_values : True when new values are worked out at the trigger, not at the execution.
    """

    id: str
    trigger: Expr
    assignments: Mapping[str, Expr]
    delay: Expr | None = None
    priority: Expr | None = None
    initial_value: bool = True
    is_persistent: bool = True
    uses_trigger_values: bool = True

    @property
    def formulas(self) -> tuple[Expr, ...]:
        """Every formula of the event."""
        optional = [part for part in (self.delay, self.priority) if part is not None]
        return (self.trigger, *optional, *self.assignments.values())


@dataclass(frozen=True)
class OdeModel:
    """A model as ordinary differential equations.

    Parameters
    ----------
    id, name : of the document's model.
    states : in the order of the document, species first.
    constants : parameters, compartments and species that nothing changes, by SId.
    assignments : assigned quantities by SId, each after those that it uses.
    reactions : by SId.
    rates : rate rules by SId of the state, in the unit of the state per time.
    initial : starting value of each state, and of each constant that has an initial assignment; in the
        sense of formulas (a concentration for a concentration species).
    units : written unit of everything that a formula may name.
    time_unit : written unit of time.
    compartments : SIds of the compartments.
    events : in the order of the document.
    amounts : species in a compartment of variable size -> the state that holds its amount; the species itself is
        assigned, as amount divided by size.
    diluted : states that are concentrations in a compartment of variable size, with a rate rule of their own;
        a jump of the size changes them.
    species_compartments : species -> compartment.
    concentrations : species that formulas see as a concentration, whatever becomes of them.
    """

    id: str
    name: str
    states: tuple[OdeState, ...]
    constants: Mapping[str, OdeConstant]
    assignments: Mapping[str, Expr]
    reactions: Mapping[str, OdeReaction]
    rates: Mapping[str, Expr]
    initial: Mapping[str, Expr]
    units: Mapping[str, str]
    time_unit: str = "h"
    compartments: tuple[str, ...] = ()
    events: tuple[OdeEvent, ...] = ()
    amounts: Mapping[str, str] = field(default_factory=dict)
    diluted: tuple[str, ...] = ()
    species_compartments: Mapping[str, str] = field(default_factory=dict)
    concentrations: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name in self.__dataclass_fields__:
            value = getattr(self, name)
            if isinstance(value, dict):
                object.__setattr__(self, name, MappingProxyType(dict(value)))

    def __reduce__(self) -> tuple[object, ...]:
        # A mapping proxy cannot be pickled; worker processes need the model.
        fields = [getattr(self, name) for name in self.__dataclass_fields__]
        return type(self), tuple(dict(value) if isinstance(value, MappingProxyType) else value for value in fields)

    @property
    def state_ids(self) -> tuple[str, ...]:
        return tuple(state.id for state in self.states)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that a formula may name, ``time`` excepted."""
        return (*self.state_ids, *self.constants, *self.assignments, *self.reactions)

    @cached_property
    def rules(self) -> dict[str, Expr]:
        """Formula of every assigned quantity and of every reaction's rate, by SId."""
        return {**self.assignments, **{sid: part.rate for sid, part in self.reactions.items()}}

    @property
    def formulas(self) -> tuple[Expr, ...]:
        """Everything that is worked out again as the run goes on: `rules` and rate rules."""
        return (*self.rules.values(), *self.rates.values())

    def restrict(self, free: Iterable[str], held: Mapping[str, float] | None = None) -> OdeModel:
        """Let only some states move; the others become constants.

        Parameters
        ----------
        free : SIds of the states that go on moving.
        held : values, in the sense of formulas, of states or assigned quantities that are held. A state that
            is neither free nor named here is held at its starting value.

        Returns
        -------
        OdeModel
            With the same names. Held names are constants, so a member may override each of them. Events are
            left out: what is held does not jump.

        Raises
        ------
        UnknownIdError
            If a name is no state (for `held`: no state and no assigned quantity).
        """
        values = dict(held or {})
        moving = set(free)
        self._check_restriction(moving, values)
        constants = dict(self.constants)
        initial = dict(self.initial)
        for sid in [s for s in (*self.state_ids, *self.assignments) if s in values or s not in moving]:
            if sid in self.assignments and sid not in values:
                continue
            start = initial.get(sid)
            if sid in values:
                start = number(values[sid])
            if start is not None and start.op == "number":
                initial.pop(sid, None)
            value = start.value if start is not None and start.op == "number" else float("nan")
            constants[sid] = OdeConstant(sid, value, self.units.get(sid, ""))
        return replace(
            self,
            states=tuple(state for state in self.states if state.id in moving),
            constants=constants,
            assignments={sid: expr for sid, expr in self.assignments.items() if sid not in values},
            reactions={
                sid: replace(part, stoichiometry={s: n for s, n in part.stoichiometry.items() if s in moving})
                for sid, part in self.reactions.items()
            },
            rates={sid: expr for sid, expr in self.rates.items() if sid in moving},
            initial=initial,
            events=(),
        )

    def _check_restriction(self, moving: Collection[str], values: Mapping[str, float]) -> None:
        states = set(self.state_ids)
        for sid in moving:
            if sid not in states:
                raise UnknownIdError(f"Cannot free '{sid}': the model has no such state. {nearest(sid, states)}")
        for sid in values:
            if sid in moving:
                raise UnknownIdError(f"'{sid}' is asked to move and to be held; leave it out of one of the two.")
            if sid not in states and sid not in self.assignments:
                choices = [*states, *self.assignments]
                raise UnknownIdError(
                    f"Cannot hold '{sid}': it is no state and no assigned quantity. {nearest(sid, choices)}"
                )


def closure(wanted: Iterable[str], rules: Mapping[str, Expr]) -> set[str]:
    """Find every name that some names depend on through formulas, themselves included.

    Parameters
    ----------
    wanted : names to begin with.
    rules : name -> formula; a name that is no key depends on nothing.
    """
    found: set[str] = set()
    left = list(wanted)
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += names(rules[name]) if name in rules else ()
    return found


def dependency_order(formulas: Mapping[str, Expr], what: str) -> list[str]:
    """Order names so that each comes after those that its formula uses.

    Parameters
    ----------
    formulas : name -> formula; names that are no key are taken as known.
    what : what the formulas are, for the message.

    Raises
    ------
    SbmlError
        If they go round in a circle; the message prints the circle.
    """
    order: list[str] = []
    done: set[str] = set()
    path: dict[str, None] = {}

    def visit(sid: str) -> None:
        if sid in done:
            return
        if sid in path:
            trail = list(path)
            circle = [*trail[trail.index(sid) :], sid]
            raise SbmlError(f"{what} go round in a circle: {' -> '.join(circle)}. Break it, e.g. with a state.")
        path[sid] = None
        for used in names(formulas[sid]):
            if used in formulas:
                visit(used)
        del path[sid]
        done.add(sid)
        order.append(sid)

    for sid in formulas:
        visit(sid)
    return order
