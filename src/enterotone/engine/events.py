"""The events of a model as machine code, and what an execution does to the states.

All formulas of all events are compiled into one kernel over ``z``: triggers, delays, priorities, new values, the
sizes of compartments, and the differences whose sign decides conditions on the time alone.

A new value is meant as in formulas. Assigning a concentration sets the amount, with the size of the compartment as it
is before the execution; a compartment that jumps keeps the amounts in it. (So one event that assigns both leaves
another concentration than it assigns: the semantic test suite, case 01779, shows that this is meant.)

References
----------
SBML Level 3 Version 2 Core, section 4.11.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from enterotone.engine.compile import Kernel, System
from enterotone.model.expression import RELATIONS, Expr, call, names, number, symbol, walk
from enterotone.sbml.odemodel import OdeModel, closure

__all__ = ["EventCode", "compile_events", "time_conditions"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class EventCode:
    """Compiled events.

    Parameters
    ----------
    system : compiled model.
    triggers : kernel, one number an event: 0 is false.
    watched : kernel, what may turn within a step: the triggers; each comparison that a trigger depends on, for two of
        them make a window that may be far shorter than a step; and what rates may jump with.
    n_seen : how many of `watched` concern triggers.
    delays, priorities : kernels, one number an event; no delay is 0, no priority is minus infinity.
    values : kernel, one number an assignment, event by event.
    sizes : kernel, size of each compartment in `compartments`.
    conditions : kernel, left minus right side of each condition on the time alone.
    first : for each event, where its assignments begin in `values`; one more than there are events.
    targets : for each assignment, the place of the state.
    target_sizes : for each assignment, the place in `sizes` that turns the value into an amount; -1 for none.
    diluted : (state, place in `sizes`) of concentrations that a jump of their compartment changes.
    """

    system: System
    triggers: Kernel
    watched: Kernel
    n_seen: int
    delays: Kernel
    priorities: Kernel
    values: Kernel
    sizes: Kernel
    conditions: Kernel
    first: tuple[int, ...]
    targets: tuple[int, ...]
    target_sizes: tuple[int, ...]
    diluted: tuple[tuple[int, int], ...]

    @property
    def is_eventful(self) -> bool:
        """True when something may happen between two steps: an event, or a condition on the time that turns."""
        return bool(self.system.model.events or self.conditions.size)

    def new_values(self, event: int, z: Floats) -> Floats:
        """Work out what an event assigns, in the sense of formulas, shape (assignment of the event,)."""
        return self.values(z)[self.first[event] : self.first[event + 1]]

    def apply(self, event: int, values: Floats, z: Floats) -> None:
        """Put the values of an event into the states of `z`.

        Parameters
        ----------
        event : its place.
        values : shape (assignment of the event,).
        z : inputs of the kernels; changed.
        """
        places = range(self.first[event], self.first[event + 1])
        before = self.sizes(z)
        for place, value in zip(places, values, strict=True):
            size = self.target_sizes[place]
            z[1 + self.targets[place]] = value if size < 0 else value * before[size]
        after = self.sizes(z)
        for state, size in self.diluted:
            if after[size] != before[size]:
                z[1 + state] *= before[size] / after[size]


@lru_cache(maxsize=8)
def compile_events(system: System) -> EventCode:
    """Compile the events of a model, and what else may jump in it; kept, as every run of the model asks for it.

    Parameters
    ----------
    system : compiled model.
    """
    model = system.model
    state_of = {state.id: state for state in model.states}
    sizes: dict[str, int] = {}
    targets, target_sizes, first = [], [], [0]
    for event in model.events:
        for sid in event.assignments:
            state = state_of[model.amounts.get(sid, sid)]
            targets.append(system.state_index[state.id])
            has_size = state.is_concentration or sid in model.amounts
            target_sizes.append(sizes.setdefault(state.compartment, len(sizes)) if has_size else -1)
        first.append(len(targets))
    diluted = tuple(
        (system.state_index[sid], sizes.setdefault(state_of[sid].compartment, len(sizes))) for sid in model.diluted
    )
    none, least = number(0.0), number(float("-inf"))
    for_triggers = _watched(model)
    return EventCode(
        system=system,
        triggers=system.compile_formulas([_as_number(event.trigger) for event in model.events]),
        watched=system.compile_formulas([*for_triggers, *_switches(model)]),
        n_seen=len(for_triggers),
        delays=system.compile_formulas([event.delay or none for event in model.events]),
        priorities=system.compile_formulas([event.priority or least for event in model.events]),
        values=system.compile_formulas([expr for event in model.events for expr in event.assignments.values()]),
        sizes=system.compile_formulas([symbol(sid) for sid in sizes]),
        conditions=system.compile_formulas(time_conditions(model)),
        first=tuple(first),
        targets=tuple(targets),
        target_sizes=tuple(target_sizes),
        diluted=diluted,
    )


def _watched(model: OdeModel) -> list[Expr]:
    """Every trigger, and then every comparison that one depends on."""
    rules = model.rules
    found: dict[Expr, None] = {}
    for event in model.events:
        used = [rules[name] for name in sorted(closure(names(event.trigger), rules)) if name in rules]
        compared = [part for formula in (event.trigger, *used) for part in _relations(formula)]
        found |= dict.fromkeys(compared)
    triggers = [event.trigger for event in model.events]
    return [_as_number(condition) for condition in (*triggers, *found)]


def _switches(model: OdeModel) -> list[Expr]:
    """What rates may jump with as states move: comparisons, and what is rounded."""
    rules = model.rules
    found: dict[Expr, None] = {}
    for formula in model.formulas:
        for part in walk(formula):
            if part.op in RELATIONS:
                found[_as_number(part)] = None
            elif part.op in {"floor", "ceil"}:
                found[part] = None
    changing = {"time", *model.state_ids}
    return [part for part in found if closure(names(part), rules) & changing]


def _as_number(condition: Expr) -> Expr:
    return call("piecewise", number(1.0), condition, number(0.0))


def time_conditions(model: OdeModel) -> list[Expr]:
    """Find the conditions that depend on the time and on what does not change between events.

    Parameters
    ----------
    model : equations.

    Returns
    -------
    list of Expr
        Left minus right side of each comparison; the condition may change only where this is zero.
    """
    moving = {sid for part in model.reactions.values() for sid in part.stoichiometry} | set(model.rates)
    rules = model.rules
    steered = _steered(moving, rules)
    formulas = [*model.formulas, *(expr for event in model.events for expr in event.formulas)]
    found: dict[Expr, None] = {}
    for formula in formulas:
        for relation in _relations(formula):
            for left, right in zip(relation.args, relation.args[1:], strict=False):
                difference = call("minus", left, right)
                used = set(names(difference))
                if used and not used & moving and (("time" in used) or used & steered):
                    found[difference] = None
    return [difference for difference in found if not closure(names(difference), rules) & moving]


def _steered(moving: set[str], rules: dict[str, Expr]) -> set[str]:
    """Assigned quantities that depend on the time and on nothing that moves."""
    found: set[str] = set()
    for sid in rules:
        used = closure(names(rules[sid]), rules)
        if "time" in used and not used & moving:
            found.add(sid)
    return found


def _relations(expr: Expr) -> Iterator[Expr]:
    return (part for part in walk(expr) if part.op in RELATIONS)
