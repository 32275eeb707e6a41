"""Mathematical expressions of the model: a small tree, its infix text, its units.

Organs write formulas as text (``"Vmax_SERT * I / (Km_SERT + I)"``); everything downstream works on
the tree. The text is Python's expression syntax restricted to names, numbers, ``+ - * / **``,
comparisons, ``and``/``or``/``not`` and the functions listed in `FUNCTIONS`. A number in a formula is
always dimensionless: any other number belongs in a table, with a unit and a source.

Leaves out: user-defined functions and ``delay``; no law of this model needs them.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from enterotone.errors import ModelError, UnitError
from enterotone.units import DIMENSIONLESS, Dimension

__all__ = [
    "FUNCTIONS",
    "RELATIONS",
    "Expr",
    "call",
    "dimension",
    "infix",
    "names",
    "number",
    "parse",
    "substitute",
    "symbol",
    "walk",
]

#: Operators by SBML's names. Every `Expr.op` is one of these, or "number", "symbol".
FUNCTIONS = frozenset(
    [
        "plus",
        "minus",
        "times",
        "divide",
        "power",
        "neg",
        "exp",
        "ln",
        "log10",
        "sqrt",
        "abs",
        "floor",
        "ceil",
        "min",
        "max",
        "sin",
        "cos",
        "tan",
        "arcsin",
        "arccos",
        "arctan",
        "sinh",
        "cosh",
        "tanh",
        "factorial",
        "piecewise",
        "eq",
        "neq",
        "gt",
        "lt",
        "geq",
        "leq",
        "and",
        "or",
        "xor",
        "not",
        "true",
        "false",
    ]
)

#: Operators that compare two numbers.
RELATIONS = frozenset(["eq", "neq", "gt", "lt", "geq", "leq"])

_BINARY: dict[type[ast.operator], str] = {
    ast.Add: "plus",
    ast.Sub: "minus",
    ast.Mult: "times",
    ast.Div: "divide",
    ast.Pow: "power",
}
_COMPARE: dict[type[ast.cmpop], str] = {
    ast.Eq: "eq",
    ast.NotEq: "neq",
    ast.Gt: "gt",
    ast.Lt: "lt",
    ast.GtE: "geq",
    ast.LtE: "leq",
}


@dataclass(frozen=True)
class Expr:
    """One node of an expression.

    Parameters
    ----------
    op : "number", "symbol", or an operator of `FUNCTIONS`.
    args : operands, in order. ``piecewise`` takes value, condition, value, condition, ..., otherwise.
    name : the SId of a symbol; ``time`` is the simulation time in h.
    value : the value of a number (dimensionless unless the reader of an SBML file says otherwise).
    """

    op: str
    args: tuple[Expr, ...] = ()
    name: str = ""
    value: float = 0.0

    def __str__(self) -> str:
        return infix(self)


def number(value: float) -> Expr:
    """Make a number."""
    return Expr("number", value=float(value))


def symbol(name: str) -> Expr:
    """Make a reference to an SId."""
    return Expr("symbol", name=name)


def call(op: str, *args: Expr) -> Expr:
    """Apply an operator of `FUNCTIONS`."""
    return Expr(op, args)


def parse(text: str) -> Expr:
    """Read a formula.

    Parameters
    ----------
    text : formula in restricted Python syntax.

    Raises
    ------
    ModelError
        If the text is not a formula; the message quotes it.

    Examples
    --------
    >>> str(parse("V * x / (K + x)"))
    'V * x / (K + x)'
    """
    try:
        tree = ast.parse(" ".join(text.split()), mode="eval")
    except SyntaxError as error:
        raise ModelError(f"Formula '{text}' is not valid: {error.msg} at column {error.offset}.") from error
    return _convert(tree.body, text)


def _convert(node: ast.expr, text: str) -> Expr:
    if isinstance(node, ast.Constant) and isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return number(node.value)
    if isinstance(node, ast.Name):
        return symbol(node.id)
    if isinstance(node, ast.BinOp) and type(node.op) in _BINARY:
        return call(_BINARY[type(node.op)], _convert(node.left, text), _convert(node.right, text))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return call("neg", _convert(node.operand, text))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        return call("not", _convert(node.operand, text))
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in _COMPARE:
        return call(_COMPARE[type(node.ops[0])], _convert(node.left, text), _convert(node.comparators[0], text))
    if isinstance(node, ast.BoolOp):
        op = "and" if isinstance(node.op, ast.And) else "or"
        return call(op, *(_convert(value, text) for value in node.values))
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        if node.func.id not in FUNCTIONS:
            raise ModelError(
                f"Formula '{text}' calls '{node.func.id}'; known functions: {', '.join(sorted(FUNCTIONS))}."
            )
        return call(node.func.id, *(_convert(arg, text) for arg in node.args))
    raise ModelError(f"Formula '{text}' holds {ast.dump(node)[:60]}; only arithmetic on names and numbers is allowed.")


def names(expr: Expr) -> Iterator[str]:
    """Iterate over the SIds in an expression, in order of appearance, repeats included."""
    if expr.op == "symbol":
        yield expr.name
    for arg in expr.args:
        yield from names(arg)


def walk(expr: Expr) -> Iterator[Expr]:
    """Yield an expression and every part of it, from the outside in."""
    yield expr
    for arg in expr.args:
        yield from walk(arg)


def substitute(expr: Expr, replacements: Mapping[str, Expr]) -> Expr:
    """Replace symbols by expressions."""
    if expr.op == "symbol":
        return replacements.get(expr.name, expr)
    if not expr.args:
        return expr
    return Expr(expr.op, tuple(substitute(arg, replacements) for arg in expr.args), expr.name, expr.value)


_LEVEL = {"or": 1, "and": 2, "eq": 3, "neq": 3, "gt": 3, "lt": 3, "geq": 3, "leq": 3, "plus": 4, "minus": 4}
_LEVEL |= {"times": 5, "divide": 5, "neg": 6, "power": 7}
_SIGN = {"plus": "+", "minus": "-", "times": "*", "divide": "/", "eq": "==", "neq": "!=", "gt": ">", "lt": "<"}
_SIGN |= {"geq": ">=", "leq": "<=", "and": "and", "or": "or"}


def infix(expr: Expr, power: str = "**") -> str:
    """Write an expression as text.

    Parameters
    ----------
    expr : the tree.
    power : the sign for powers: ``**`` for Python, ``^`` for SBML's infix.
    """

    def write(node: Expr, level: int) -> str:
        if node.op == "number":
            value = node.value
            return repr(int(value)) if abs(value) < 1e15 and value == int(value) else repr(value)
        if node.op == "symbol":
            return node.name
        own = _LEVEL.get(node.op)
        if own is None:
            return f"{node.op}({', '.join(write(arg, 0) for arg in node.args)})"
        if node.op == "neg":
            text = f"-{write(node.args[0], own)}"
        elif node.op == "power":
            text = f"{write(node.args[0], own + 1)}{power}{write(node.args[1], own)}"
        else:
            first, *rest = node.args
            parts = [write(first, own)] + [write(arg, own + 1) for arg in rest]
            text = f" {_SIGN[node.op]} ".join(parts)
        return f"({text})" if own < level else text

    return write(expr, 0)


def dimension(expr: Expr, of_name: Callable[[str], Dimension]) -> Dimension:
    """Work out the dimension of an expression and check that it balances.

    Parameters
    ----------
    expr : the tree.
    of_name : gives the dimension of an SId.

    Raises
    ------
    UnitError
        If terms that are added or compared differ, or a function meets a number with a unit.
    """
    args = [dimension(arg, of_name) for arg in expr.args]
    if expr.op == "number":
        return DIMENSIONLESS
    if expr.op == "symbol":
        return of_name(expr.name)
    if expr.op == "times":
        product = DIMENSIONLESS
        for factor in args:
            product = product * factor
        return product
    if expr.op == "divide":
        return args[0] / args[1]
    if expr.op == "power":
        return _power_dimension(expr, args)
    if expr.op == "sqrt":
        return args[0] ** Fraction(1, 2)
    if expr.op in {"plus", "minus", "neg", "abs", "min", "max", "floor", "ceil"}:
        return _same(expr, args)
    if expr.op in RELATIONS:
        _same(expr, args)
        return DIMENSIONLESS
    if expr.op == "piecewise":
        return _same(expr, args[0::2])
    for arg, arg_dimension in zip(expr.args, args, strict=True):
        if not arg_dimension.is_dimensionless:
            raise UnitError(f"'{expr.op}' needs a pure number, but '{arg}' is in {arg_dimension}.")
    return DIMENSIONLESS


def _power_dimension(expr: Expr, args: list[Dimension]) -> Dimension:
    base, exponent = expr.args
    if not args[1].is_dimensionless:
        raise UnitError(f"Exponent '{exponent}' is in {args[1]}; an exponent is a pure number.")
    if args[0].is_dimensionless:
        return DIMENSIONLESS
    if exponent.op == "number":
        return args[0] ** Fraction(exponent.value).limit_denominator(12)
    raise UnitError(f"'{base}' is in {args[0]} and is raised to '{exponent}'; divide it by a reference first.")


def _same(expr: Expr, args: list[Dimension]) -> Dimension:
    for arg, arg_dimension in zip(expr.args, args, strict=False):
        if arg_dimension != args[0]:
            raise UnitError(f"In '{expr}': '{expr.args[0]}' is in {args[0]}, but '{arg}' is in {arg_dimension}.")
    return args[0]
