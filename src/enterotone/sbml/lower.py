"""Write what SBML has beyond plain equations in terms of plain equations.

- *Coefficients that vary* (a formula, a rule, an event, a conversion factor): the species gets its whole rate
  written out, ``sum of coefficient * reaction``, instead of a number in each reaction.
- *Concentrations in a compartment of variable size*: the state is the amount; the concentration is assigned,
  ``amount / size``. So a growing compartment dilutes and nothing is lost.
- *rateOf(x)*: the rate of change of x, written out.

References
----------
SBML Level 3 Version 2 Core, sections 3.4.6 (rateOf), 4.6.8 and 4.11.7 (amounts, conversion factors).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from enterotone.errors import SbmlError
from enterotone.model.expression import Expr, call, number, symbol
from enterotone.sbml.odemodel import OdeModel
from enterotone.sbml.refuse import refuse

__all__ = ["amount_rate", "resolve_rates"]

_ZERO = number(0.0)


def amount_rate(terms: list[tuple[Expr, str]]) -> Expr:
    """Write the sum of coefficient times reaction.

    Parameters
    ----------
    terms : coefficient and SId of the reaction.
    """
    parts = [call("times", coefficient, symbol(reaction)) for coefficient, reaction in terms]
    if not parts:
        return _ZERO
    return parts[0] if len(parts) == 1 else call("plus", *parts)


def resolve_rates(model: OdeModel) -> OdeModel:
    """Put rates of change in the place of every ``rateOf``.

    Parameters
    ----------
    model : equations that may hold the operator ``rateOf``.

    Raises
    ------
    SbmlError
        If a rate depends on itself, or is that of an assigned quantity.
    """
    resolver = _Resolver(model)
    each = resolver.rewrite
    return replace(
        model,
        assignments=_all(model.assignments, each),
        reactions={sid: replace(part, rate=each(part.rate)) for sid, part in model.reactions.items()},
        rates=_all(model.rates, each),
        initial=_all(model.initial, each),
        events=tuple(
            replace(
                event,
                trigger=each(event.trigger),
                delay=None if event.delay is None else each(event.delay),
                priority=None if event.priority is None else each(event.priority),
                assignments=_all(event.assignments, each),
            )
            for event in model.events
        ),
    )


def _all(formulas: Mapping[str, Expr], each: Callable[[Expr], Expr]) -> dict[str, Expr]:
    return {sid: each(expr) for sid, expr in formulas.items()}


class _Resolver:
    def __init__(self, model: OdeModel) -> None:
        self._model = model
        self._states = {state.id: state for state in model.states}
        self._under_way: list[str] = []

    def rewrite(self, expr: Expr) -> Expr:
        if expr.op == "rateOf":
            return self._rate_of(expr.args[0].name)
        if not expr.args:
            return expr
        return Expr(expr.op, tuple(self.rewrite(arg) for arg in expr.args), expr.name, expr.value)

    def _rate_of(self, sid: str) -> Expr:
        model = self._model
        if sid in self._under_way:
            circle = " -> ".join([*self._under_way, sid])
            raise SbmlError(f"Rates of change go round in a circle: {circle}. Write the rate without itself.")
        self._under_way.append(sid)
        if sid in model.amounts:
            rate = self._of_concentration(sid)
        elif sid in model.rates:
            rate = self.rewrite(model.rates[sid])
        elif sid in self._states:
            rate = self._of_state(sid)
        elif sid in model.constants:
            rate = _ZERO
        else:
            refuse("rateOf of an assigned quantity", f"rateOf({sid})")
        self._under_way.pop()
        return rate

    def _of_state(self, sid: str) -> Expr:
        changed = [
            (number(part.stoichiometry[sid]), part.id)
            for part in self._model.reactions.values()
            if sid in part.stoichiometry
        ]
        state = self._states[sid]
        rate = amount_rate(changed)
        return call("divide", rate, symbol(state.compartment)) if state.is_concentration else rate

    def _of_concentration(self, sid: str) -> Expr:
        """Differentiate amount / size: amount' / size - concentration * size' / size."""
        amount = self._model.amounts[sid]
        size = next(state.compartment for state in self._model.states if state.id == amount)
        dilution = call("times", symbol(sid), self._rate_of(size))
        return call("divide", call("minus", self._rate_of(amount), dilution), symbol(size))
