"""The equations of an SBML document as plain data: what the engine gets to see of it.

Every name means in a formula what SBML says it means there: a species is a concentration or an amount
(`OdeState.is_concentration`), a compartment its size, a reaction its rate. Nothing here is a libSBML
object and nothing here computes.

Leaves out: events, algebraic rules and everything else that `enterotone.sbml.read` refuses.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from enterotone.errors import SbmlError, UnknownIdError, nearest
from enterotone.model.expression import Expr, names, number

__all__ = ["OdeConstant", "OdeModel", "OdeReaction", "OdeState", "dependency_order"]


@dataclass(frozen=True)
class OdeState:
    """A quantity that has a rate of change.

    Parameters
    ----------
    id : SId.
    kind : ``species`` or ``parameter``.
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

    def __post_init__(self) -> None:
        for field in ("constants", "assignments", "reactions", "rates", "initial", "units"):
            object.__setattr__(self, field, MappingProxyType(dict(getattr(self, field))))

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
            With the same names. Held names are constants, so a member may override each of them.

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
