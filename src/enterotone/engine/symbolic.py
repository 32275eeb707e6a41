"""Turn expressions into symengine's, in a form that can be differentiated and compiled.

Three things need care:

- ``min``, ``max`` and ``abs`` become piecewise, because symengine has no derivative for them. ``floor``, ``ceil``
  and ``factorial``, which has a meaning for whole numbers alone, are put in as names whose derivative is zero, and
  are filled in after differentiation.
- A power with a base below zero and an exponent that is no whole number has no value. Solvers step a little
  below zero, so such a power counts as zero; mathematics gives no other meaning that this could contradict.
- A formula that depends on constants alone is worked out once per member, not at every step: `Hoist` puts a
  name in its place.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import symengine as se

from enterotone.errors import ModelError
from enterotone.model.expression import RELATIONS, Expr, names, symbol

__all__ = ["Hoist", "Symbolic"]

_LOGIC = RELATIONS | {"and", "or", "xor", "not", "true", "false"}


def _log10(x: Any) -> Any:
    return se.log(x) / se.log(10)


def _divide(a: Any, b: Any) -> Any:
    if b != 0:
        return a / b
    # symengine's answer is an infinity without a sign, which no machine number is.
    if a.is_Number:
        return se.nan if a == 0 or a == se.nan else se.oo * a
    zero = se.Integer(0)
    return _choose(se.oo, se.Gt(a, zero), _choose(-se.oo, se.Lt(a, zero), se.nan))


_PLAIN: dict[str, Callable[..., Any]] = {
    "minus": lambda a, b: a - b,
    "divide": _divide,
    "neg": lambda a: -a,
    "exp": se.exp,
    "ln": se.log,
    "log10": _log10,
    "sin": se.sin,
    "cos": se.cos,
    "tan": se.tan,
    "arcsin": se.asin,
    "arccos": se.acos,
    "arctan": se.atan,
    "sinh": se.sinh,
    "cosh": se.cosh,
    "tanh": se.tanh,
}

#: Constant between whole numbers, or without a meaning there.
_STEPS: dict[str, Callable[..., Any]] = {
    "floor": se.floor,
    "ceil": se.ceiling,
    "factorial": lambda n: se.gamma(n + se.Integer(1)),
}

_COMPARE: dict[str, Callable[..., Any]] = {
    "eq": se.Eq,
    "neq": se.Ne,
    "gt": se.Gt,
    "lt": se.Lt,
    "geq": se.Ge,
    "leq": se.Le,
}


class Symbolic:
    """Expressions over a fixed set of names.

    Parameters
    ----------
    value_of : name -> symengine expression that it stands for.
    """

    def __init__(self, value_of: Mapping[str, Any]) -> None:
        self._value_of = value_of
        self._done: dict[Expr, Any] = {}
        #: names that stand for floor(...) and the like until `fill` puts these in
        self._steps: dict[Any, Any] = {}

    def __call__(self, expr: Expr) -> Any:
        """Convert an expression that has a number as its value."""
        found = self._done.get(expr)
        if found is None:
            found = self._done[expr] = self._convert(expr)
        return found

    def fill(self, expression: Any) -> Any:
        """Put floor and ceil in, after differentiation."""
        expression = se.sympify(expression)
        while any(name in self._steps for name in expression.free_symbols):
            expression = expression.xreplace(self._steps)
        return expression

    def _convert(self, expr: Expr) -> Any:
        op = expr.op
        if op == "number":
            return _number(expr.value)
        if op == "symbol":
            return self._value_of[expr.name]
        if op in _LOGIC:
            return se.Piecewise((se.Integer(1), self._condition(expr)), (se.Integer(0), se.true))
        if op == "piecewise":
            return self._piecewise(expr)
        args = [self(arg) for arg in expr.args]
        if op == "ln" and args[0] == 0:
            return -se.oo
        if op in _PLAIN:
            return _PLAIN[op](*args)
        if op == "plus":
            return se.Add(*args)
        if op == "times":
            return se.Mul(*args)
        if op == "power":
            return _power(*args)
        if op == "sqrt":
            return _power(args[0], se.Rational(1, 2))
        if op in _STEPS:
            return self._step(op, args[0])
        return _extreme(op, args)

    def _step(self, op: str, arg: Any) -> Any:
        name = se.Symbol(f"step.{len(self._steps)}")
        self._steps[name] = _STEPS[op](arg)
        return name

    def _piecewise(self, expr: Expr) -> Any:
        pairs = list(zip(expr.args[0::2], expr.args[1::2], strict=False))
        branches = [(self(value), self._condition(condition)) for value, condition in pairs]
        last = self(expr.args[-1]) if len(expr.args) % 2 else se.nan
        for value, condition in reversed(branches):
            last = _choose(value, condition, last)
        return last

    def _condition(self, expr: Expr) -> Any:
        op = expr.op
        if op == "true":
            return se.true
        if op == "false":
            return se.false
        if op in _COMPARE:
            return _COMPARE[op](*(self(arg) for arg in expr.args))
        if op == "not":
            return se.Not(self._condition(expr.args[0]))
        if op in {"and", "or", "xor"}:
            join = {"and": se.And, "or": se.Or, "xor": se.Xor}[op]
            return join(*(self._condition(arg) for arg in expr.args))
        return se.Ne(self(expr), se.Integer(0))


def _number(value: float) -> Any:
    if math.isnan(value):
        return se.nan
    if math.isinf(value):
        return se.oo if value > 0 else -se.oo
    # Whole numbers stay whole, so that x**2 is a multiplication and not a call of pow.
    return se.Integer(int(value)) if value == int(value) and abs(value) < 2**53 else se.RealDouble(value)


def _choose(value: Any, condition: Any, otherwise: Any) -> Any:
    if condition == se.true:
        return value
    if condition == se.false:
        return otherwise
    return se.Piecewise((value, condition), (otherwise, se.true))


def _power(base: Any, exponent: Any) -> Any:
    if exponent.is_Integer or base.is_Number:
        return base**exponent
    has_value = se.Gt(base, se.Integer(0))
    if not exponent.is_Number:
        has_value = se.Or(has_value, se.Eq(exponent, se.floor(exponent)))
    # The choice stands around the power, not around its base: so the derivative at zero is finite too.
    return _choose(base**exponent, has_value, se.Integer(0))


def _extreme(op: str, args: list[Any]) -> Any:
    zero = se.Integer(0)
    if op == "abs":
        return _choose(args[0], se.Ge(args[0], zero), -args[0])
    if op not in {"min", "max"}:
        raise ModelError(f"The engine has no operator '{op}'.")
    best = args[0]
    for arg in args[1:]:
        best = _choose(best, se.Ge(best, arg) if op == "max" else se.Le(best, arg), arg)
    return best


class Hoist:
    """Puts names in place of what depends on constants alone.

    Parameters
    ----------
    constants : names that do not change during a run.
    formulas : assigned quantities and reaction rates by name; one that depends on constants alone counts as
        a constant too.
    """

    def __init__(self, constants: Mapping[str, object], formulas: Mapping[str, Expr]) -> None:
        self._fixed = set(constants)
        self._is_frozen = False
        self.formulas: dict[str, Expr] = {}
        self._names: dict[Expr, str] = {}
        for sid, expr in formulas.items():
            if all(name in self._fixed for name in names(expr)):
                self._fixed.add(sid)
                self.formulas[sid] = expr

    def __call__(self, expr: Expr) -> Expr:
        """Give the expression with names for its constant parts."""
        return self._rewrite(expr)[0]

    def freeze(self) -> None:
        """Give no further names; constant parts without a name stay written out."""
        self._is_frozen = True

    def is_fixed(self, sid: str) -> bool:
        return sid in self._fixed

    def _rewrite(self, expr: Expr) -> tuple[Expr, bool]:
        if expr.op == "number":
            return expr, True
        if expr.op == "symbol":
            return expr, expr.name in self._fixed
        if not expr.args:
            return expr, False
        parts = [self._rewrite(arg) for arg in expr.args]
        if all(fixed for _, fixed in parts):
            return expr, True
        args = tuple(self._name(arg) if fixed else arg for arg, fixed in parts)
        return Expr(expr.op, args, expr.name, expr.value), False

    def _name(self, expr: Expr) -> Expr:
        if expr.op in {"number", "symbol"} or not any(True for _ in names(expr)):
            return expr
        found = self._names.get(expr)
        if found is None and self._is_frozen:
            return expr
        if found is None:
            found = self._names[expr] = f"fixed.{len(self._names)}"
            self.formulas[found] = expr
        return symbol(found)
