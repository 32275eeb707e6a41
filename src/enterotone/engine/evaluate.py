"""Evaluate expressions as plain numbers, one member at a time.

Used where a formula is worked out once per member: initial assignments and doses. Plain floats and the
C library, so that a member's numbers do not depend on the batch that it is in. Arithmetic follows IEEE:
a division by zero or the logarithm of a negative number gives infinity or NaN, not an exception.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping

from enterotone.errors import ModelError
from enterotone.model.expression import Expr

__all__ = ["Evaluator", "evaluate"]


def _divide(a: float, b: float) -> float:
    if b:
        return a / b
    if a == 0 or math.isnan(a):
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)


def _power(a: float, b: float) -> float:
    try:
        result = a**b
    except ZeroDivisionError:
        return math.inf
    except OverflowError:
        return math.inf
    return result if isinstance(result, float) else math.nan


def _ln(x: float) -> float:
    return math.log(x) if x > 0 else (-math.inf if x == 0 else math.nan)


def _log10(x: float) -> float:
    return math.log10(x) if x > 0 else (-math.inf if x == 0 else math.nan)


def _guarded(function: Callable[[float], float], overflow: float = math.inf) -> Callable[[float], float]:
    def guarded(x: float) -> float:
        try:
            return function(x)
        except OverflowError:
            return overflow
        except ValueError:
            return math.nan

    return guarded


def _rounded(function: Callable[[float], int]) -> Callable[[float], float]:
    return lambda x: float(function(x)) if math.isfinite(x) else x


_FUNCTIONS: dict[str, Callable[..., float]] = {
    "plus": lambda *a: sum(a),
    "minus": operator.sub,
    "times": lambda *a: math.prod(a),
    "divide": _divide,
    "power": _power,
    "neg": operator.neg,
    "exp": _guarded(math.exp),
    "ln": _ln,
    "log10": _log10,
    "sqrt": _guarded(math.sqrt),
    "abs": abs,
    "floor": _rounded(math.floor),
    "ceil": _rounded(math.ceil),
    "min": lambda *a: min(a),
    "max": lambda *a: max(a),
    "sin": _guarded(math.sin),
    "cos": _guarded(math.cos),
    "tan": _guarded(math.tan),
    "arcsin": _guarded(math.asin),
    "arccos": _guarded(math.acos),
    "arctan": _guarded(math.atan),
    "sinh": lambda x: _guarded(math.sinh, math.copysign(math.inf, x))(x),
    "cosh": _guarded(math.cosh),
    "tanh": _guarded(math.tanh),
    "factorial": _guarded(lambda x: math.gamma(x + 1.0)),
    "eq": lambda a, b: float(a == b),
    "neq": lambda a, b: float(a != b),
    "gt": lambda a, b: float(a > b),
    "lt": lambda a, b: float(a < b),
    "geq": lambda a, b: float(a >= b),
    "leq": lambda a, b: float(a <= b),
    "and": lambda *a: float(all(a)),
    "or": lambda *a: float(any(a)),
    "xor": lambda *a: float(sum(map(bool, a)) % 2),
    "not": lambda a: float(not a),
    "true": lambda: 1.0,
    "false": lambda: 0.0,
}


def evaluate(expr: Expr, value_of: Callable[[str], float]) -> float:
    """Evaluate one expression.

    Parameters
    ----------
    expr : the formula.
    value_of : gives the value of a name.

    Raises
    ------
    ModelError
        If the formula uses an operator that has no value.
    """
    if expr.op == "number":
        return expr.value
    if expr.op == "symbol":
        return value_of(expr.name)
    if expr.op == "piecewise":
        pairs = list(zip(expr.args[0::2], expr.args[1::2], strict=False))
        for value, condition in pairs:
            if evaluate(condition, value_of):
                return evaluate(value, value_of)
        return evaluate(expr.args[-1], value_of) if len(expr.args) % 2 else math.nan
    function = _FUNCTIONS.get(expr.op)
    if function is None:
        raise ModelError(f"Formula '{expr}' uses '{expr.op}', which has no value of its own.")
    return float(function(*(evaluate(arg, value_of) for arg in expr.args)))


class Evaluator:
    """Values of names that follow from other names, each worked out once.

    Parameters
    ----------
    known : values by name; they win over formulas.
    formulas : formulas by name, free of circles.
    """

    def __init__(self, known: Mapping[str, float], formulas: Mapping[str, Expr]) -> None:
        self._values = dict(known)
        self._formulas = formulas

    def __call__(self, name: str) -> float:
        """Give the value of a name; KeyError when it has neither value nor formula."""
        value = self._values.get(name)
        if value is None:
            value = self._values[name] = evaluate(self._formulas[name], self)
        return value

    def of(self, expr: Expr) -> float:
        """Evaluate a formula over these names."""
        return evaluate(expr, self)
