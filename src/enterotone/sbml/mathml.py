"""Turn libSBML's expression trees into `enterotone.model.expression.Expr`.

Function definitions are inlined, so that everything downstream sees plain operators. Operators that the
tree does not know are written with those it does (``sec(x)`` as ``1 / cos(x)``).

``rateOf(x)`` becomes an operator of its own here; `enterotone.sbml.lower` puts the rate itself in its place.

Leaves out, and refuses by name: ``delay`` and packages' own operators.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import libsbml

from enterotone.errors import SbmlError
from enterotone.model.expression import Expr, call, number, substitute, symbol
from enterotone.sbml.refuse import refuse

__all__ = ["Function", "to_expr"]


@dataclass(frozen=True)
class Function:
    """A function definition: its arguments and its body."""

    arguments: tuple[str, ...]
    body: Expr


_NUMBERS = {
    libsbml.AST_CONSTANT_E: math.e,
    libsbml.AST_CONSTANT_PI: math.pi,
    libsbml.AST_NAME_AVOGADRO: 6.02214179e23,  # the value that SBML L3V2 section 3.4.6 fixes
}

#: Operators that exist on both sides; minus, log, root and the rest need care and are below.
_SAME = {
    libsbml.AST_DIVIDE: "divide",
    libsbml.AST_POWER: "power",
    libsbml.AST_FUNCTION_POWER: "power",
    libsbml.AST_FUNCTION_ABS: "abs",
    libsbml.AST_FUNCTION_EXP: "exp",
    libsbml.AST_FUNCTION_LN: "ln",
    libsbml.AST_FUNCTION_FLOOR: "floor",
    libsbml.AST_FUNCTION_CEILING: "ceil",
    libsbml.AST_FUNCTION_MIN: "min",
    libsbml.AST_FUNCTION_MAX: "max",
    libsbml.AST_FUNCTION_SIN: "sin",
    libsbml.AST_FUNCTION_COS: "cos",
    libsbml.AST_FUNCTION_TAN: "tan",
    libsbml.AST_FUNCTION_ARCSIN: "arcsin",
    libsbml.AST_FUNCTION_ARCCOS: "arccos",
    libsbml.AST_FUNCTION_ARCTAN: "arctan",
    libsbml.AST_FUNCTION_SINH: "sinh",
    libsbml.AST_FUNCTION_COSH: "cosh",
    libsbml.AST_FUNCTION_TANH: "tanh",
    libsbml.AST_FUNCTION_FACTORIAL: "factorial",
    libsbml.AST_FUNCTION_PIECEWISE: "piecewise",
    libsbml.AST_RELATIONAL_NEQ: "neq",
    libsbml.AST_LOGICAL_NOT: "not",
    libsbml.AST_CONSTANT_TRUE: "true",
    libsbml.AST_CONSTANT_FALSE: "false",
}

#: Operators of any number of operands, with the value of none.
_MANY = {
    libsbml.AST_PLUS: ("plus", number(0.0)),
    libsbml.AST_TIMES: ("times", number(1.0)),
    libsbml.AST_LOGICAL_AND: ("and", call("true")),
    libsbml.AST_LOGICAL_OR: ("or", call("false")),
    libsbml.AST_LOGICAL_XOR: ("xor", call("false")),
}

_CHAINS = {
    libsbml.AST_RELATIONAL_EQ: "eq",
    libsbml.AST_RELATIONAL_GT: "gt",
    libsbml.AST_RELATIONAL_LT: "lt",
    libsbml.AST_RELATIONAL_GEQ: "geq",
    libsbml.AST_RELATIONAL_LEQ: "leq",
}

_ONE = number(1.0)
_TWO = number(2.0)


def _inverse(expr: Expr) -> Expr:
    return call("divide", _ONE, expr)


def _root_of(x: Expr, shift: float) -> Expr:
    return call("sqrt", call("plus", call("power", x, _TWO), number(shift)))


def _arcsinh(x: Expr) -> Expr:
    return call("ln", call("plus", x, _root_of(x, 1.0)))


def _arccosh(x: Expr) -> Expr:
    return call("ln", call("plus", x, _root_of(x, -1.0)))


def _arctanh(x: Expr) -> Expr:
    ratio = call("divide", call("plus", _ONE, x), call("minus", _ONE, x))
    return call("divide", call("ln", ratio), _TWO)


_WRITTEN_OUT: dict[int, Callable[[Expr], Expr]] = {
    libsbml.AST_FUNCTION_SEC: lambda x: _inverse(call("cos", x)),
    libsbml.AST_FUNCTION_CSC: lambda x: _inverse(call("sin", x)),
    libsbml.AST_FUNCTION_COT: lambda x: _inverse(call("tan", x)),
    libsbml.AST_FUNCTION_SECH: lambda x: _inverse(call("cosh", x)),
    libsbml.AST_FUNCTION_CSCH: lambda x: _inverse(call("sinh", x)),
    libsbml.AST_FUNCTION_COTH: lambda x: _inverse(call("tanh", x)),
    libsbml.AST_FUNCTION_ARCSEC: lambda x: call("arccos", _inverse(x)),
    libsbml.AST_FUNCTION_ARCCSC: lambda x: call("arcsin", _inverse(x)),
    libsbml.AST_FUNCTION_ARCCOT: lambda x: call("arctan", _inverse(x)),
    libsbml.AST_FUNCTION_ARCSINH: _arcsinh,
    libsbml.AST_FUNCTION_ARCCOSH: _arccosh,
    libsbml.AST_FUNCTION_ARCTANH: _arctanh,
    libsbml.AST_FUNCTION_ARCSECH: lambda x: _arccosh(_inverse(x)),
    libsbml.AST_FUNCTION_ARCCSCH: lambda x: _arcsinh(_inverse(x)),
    libsbml.AST_FUNCTION_ARCCOTH: lambda x: _arctanh(_inverse(x)),
}


def to_expr(node: Any, where: str, functions: Mapping[str, Function], renamed: Mapping[str, str] | None = None) -> Expr:
    """Turn a libSBML tree into an expression.

    Parameters
    ----------
    node : ``libsbml.ASTNode``.
    where : the element that holds it, for messages, e.g. ``the rate of reaction 'R1'``.
    functions : function definitions by SId.
    renamed : local names -> global names.

    Raises
    ------
    SbmlError
        If the formula uses an operator that the engine has not.
    """
    kind = node.getType()
    if kind == libsbml.AST_NAME:
        name = node.getName()
        return symbol((renamed or {}).get(name, name))
    if kind == libsbml.AST_NAME_TIME:
        return symbol("time")
    if kind in _NUMBERS:
        return number(_NUMBERS[kind])
    if node.isNumber():
        return number(node.getValue())
    args = tuple(to_expr(node.getChild(i), where, functions, renamed) for i in range(node.getNumChildren()))
    if kind == libsbml.AST_FUNCTION:
        return _inline(node.getName(), args, where, functions)
    return _operate(kind, args, node, where)


def _inline(name: str, args: tuple[Expr, ...], where: str, functions: Mapping[str, Function]) -> Expr:
    function = functions.get(name)
    if function is None:
        raise SbmlError(f"{where} calls '{name}', which no function definition before it defines.")
    if len(args) != len(function.arguments):
        raise SbmlError(f"{where} calls '{name}' with {len(args)} arguments; it takes {len(function.arguments)}.")
    return substitute(function.body, dict(zip(function.arguments, args, strict=True)))


def _operate(kind: int, args: tuple[Expr, ...], node: Any, where: str) -> Expr:
    if kind in _MANY:
        op, empty = _MANY[kind]
        return call(op, *args) if len(args) > 1 else (args[0] if args else empty)
    if kind in _CHAINS:
        pairs = [call(_CHAINS[kind], *pair) for pair in pairwise(args)]
        return pairs[0] if len(pairs) == 1 else call("and", *pairs)
    if kind == libsbml.AST_MINUS:
        return call("neg", *args) if len(args) == 1 else call("minus", *args)
    if kind in _SAME:
        return call(_SAME[kind], *args)
    if kind in _WRITTEN_OUT:
        return _WRITTEN_OUT[kind](args[0])
    if kind == libsbml.AST_FUNCTION_LOG:
        base, value = args if len(args) == 2 else (number(10.0), args[0])
        return call("log10", value) if base == number(10.0) else call("divide", call("ln", value), call("ln", base))
    if kind == libsbml.AST_FUNCTION_ROOT:
        degree, value = args if len(args) == 2 else (_TWO, args[0])
        return call("sqrt", value) if degree == _TWO else call("power", value, _inverse(degree))
    if kind == libsbml.AST_LOGICAL_IMPLIES:
        return call("or", call("not", args[0]), args[1])
    if kind in {libsbml.AST_FUNCTION_QUOTIENT, libsbml.AST_FUNCTION_REM}:
        return _whole_division(kind, *args)
    if kind == libsbml.AST_FUNCTION_RATE_OF:
        return call("rateOf", *args)
    if kind == libsbml.AST_FUNCTION_DELAY:
        refuse("delay()", where)
    refuse("unknown operator", f"{where}, which uses {node.getName() or node.getOperatorName() or f'operator {kind}'}")


def _whole_division(kind: int, above: Expr, below: Expr) -> Expr:
    ratio = call("divide", above, below)
    # SBML truncates towards zero.
    whole = call("piecewise", call("floor", ratio), call("geq", ratio, number(0.0)), call("ceil", ratio))
    if kind == libsbml.AST_FUNCTION_QUOTIENT:
        return whole
    return call("minus", above, call("times", below, whole))
