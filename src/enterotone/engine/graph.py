"""Expression graph of a model: every sub-expression exists once.

A node is an operator and the numbers of its operands; building the same node twice gives the same number
(hash-consing), so that common sub-expressions are shared without a search. A node is *fixed* when it depends
on constants alone: products and quotients are grouped so that fixed factors meet first, and every fixed node
that a rate or derivative uses is worked out once per member.

Species are amounts a [umol]; a formula that sees a concentration gets a / V. With a model whose rates depend
on the time, the time becomes one more state with rate 1, so that the stepper needs no explicit time.

Leaves out: a class of its own for what is the same in all members; it is computed per member.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from enterotone.errors import ModelError
from enterotone.model.expression import Expr, names
from enterotone.sbml.odemodel import OdeModel, dependency_order

__all__ = ["CONDITIONS", "Graph", "ModelGraph"]

#: Operators whose value is a truth.
CONDITIONS = frozenset(["gt", "lt", "ge", "le", "eq", "ne", "and", "or", "xor", "not", "true", "false"])
_COMPARE = {"gt": "gt", "lt": "lt", "geq": "ge", "leq": "le", "eq": "eq", "neq": "ne"}
_LOGIC = frozenset(["and", "or", "xor"])
_PLAIN = frozenset(
    [
        "exp",
        "ln",
        "sqrt",
        "abs",
        "floor",
        "ceil",
        "factorial",
        "sin",
        "cos",
        "tan",
        "arcsin",
        "arccos",
        "arctan",
        "sinh",
        "cosh",
        "tanh",
    ]
)
#: Whole exponents up to this are multiplied out.
_LARGEST_POWER = 16


class Graph:
    """Nodes ``(operator, operands)`` by number; leaves are ``number``, ``constant`` and ``state``."""

    def __init__(self) -> None:
        self.nodes: list[tuple[str, tuple[float, ...]]] = []
        self.is_fixed: list[bool] = []
        self._index: dict[tuple[str, tuple[object, ...]], int] = {}
        self.zero, self.one = self.number(0.0), self.number(1.0)

    def number(self, value: float) -> int:
        return self._make("number", (float(value),), True)

    def leaf(self, kind: str, index: int) -> int:
        return self._make(kind, (index,), kind == "constant")

    def op(self, name: str, *args: int) -> int:
        """Apply an operator without simplification."""
        return self._make(name, args, all(self.is_fixed[a] for a in args))

    def _make(self, name: str, args: tuple[float, ...], fixed: bool) -> int:
        # The text tells 0.0 from -0.0 and makes NaN equal to itself.
        key = (name, (repr(args[0]),) if name == "number" else args)
        found = self._index.get(key)
        if found is None:
            found = self._index[key] = len(self.nodes)
            self.nodes.append((name, args))
            self.is_fixed.append(fixed)
        return found

    def value(self, node: int) -> float | None:
        name, args = self.nodes[node]
        return args[0] if name == "number" else None

    def add(self, a: int, b: int) -> int:
        if a == self.zero:
            return b
        if b == self.zero:
            return a
        x, y = self.value(a), self.value(b)
        return self.number(x + y) if x is not None and y is not None else self.op("add", min(a, b), max(a, b))

    def sub(self, a: int, b: int) -> int:
        return a if b == self.zero else self.op("sub", a, b)

    def neg(self, a: int) -> int:
        value = self.value(a)
        return self.number(-value) if value is not None else self.op("sub", self.zero, a)

    def mul(self, a: int, b: int) -> int:
        x, y = self.value(a), self.value(b)
        if x is not None and y is not None:
            return self.number(x * y)
        if self.zero in (a, b):
            return self.zero
        if a == self.one:
            return b
        if b == self.one:
            return a
        return self.op("mul", min(a, b), max(a, b))

    def div(self, a: int, b: int) -> int:
        if a == self.zero or b == self.one:
            return a
        if self.is_fixed[b] and not self.is_fixed[a]:
            return self.mul(a, self.op("div", self.one, b))
        return self.op("div", a, b)

    def gather(self, join: Callable[[int, int], int], parts: Sequence[int], empty: int) -> int:
        """Join operands, fixed ones first."""
        ordered = [p for p in parts if self.is_fixed[p]] + [p for p in parts if not self.is_fixed[p]]
        if not ordered:
            return empty
        total = ordered[0]
        for part in ordered[1:]:
            total = join(total, part)
        return total

    def power(self, base: int, exponent: int) -> int:
        whole = self.value(exponent)
        if whole is None or whole != int(whole) or abs(whole) > _LARGEST_POWER:
            return self.op("pow", base, exponent)
        if whole < 0:
            return self.div(self.one, self.power(base, self.number(-whole)))
        return self._whole_power(base, int(whole))

    def _whole_power(self, base: int, n: int) -> int:
        if n == 0:
            return self.one
        if n == 1:
            return base
        half = self._whole_power(base, n // 2)
        square = self.mul(half, half)
        return self.mul(square, base) if n % 2 else square

    def select(self, condition: int, a: int, b: int) -> int:
        if a == b or self.nodes[condition][0] == "true":
            return a
        return b if self.nodes[condition][0] == "false" else self.op("select", condition, a, b)


class ModelGraph:
    """The rates of a model on a graph.

    Parameters
    ----------
    model : the equations.

    Attributes
    ----------
    graph : all nodes.
    rates : node of the rate of change of each state, in amounts; the time is the last one where it counts.
    has_time : True when the time is a state.
    time : place of the time among the states, whether or not it is one of them.
    """

    def __init__(self, model: OdeModel) -> None:
        self.model = model
        self.time = len(model.states)
        self.graph = Graph()
        self._done: dict[Expr, int] = {}
        self.values: dict[str, int] = {}
        place = {sid: index for index, sid in enumerate(model.constants)}
        for sid, index in place.items():
            self.values[sid] = self.graph.leaf("constant", index)
        for index, state in enumerate(model.states):
            amount = self.graph.leaf("state", index)
            self.values[state.id] = (
                self.graph.div(amount, self.values[state.compartment]) if state.is_concentration else amount
            )
        self.values["time"] = self.graph.leaf("state", self.time)
        for sid in dependency_order(model.rules, "Assignments and rates"):
            self.values[sid] = self.expression(model.rules[sid])
        self.rates = self._rates()
        self.has_time = any("time" in names(formula) for formula in model.formulas)
        if self.has_time:
            self.rates.append(self.graph.one)

    def _rates(self) -> list[int]:
        g = self.graph
        terms: dict[str, list[int]] = {state.id: [] for state in self.model.states}
        for reaction in self.model.reactions.values():
            for sid, n in reaction.stoichiometry.items():
                terms[sid].append(g.mul(g.number(n), self.values[reaction.id]))
        for state in self.model.states:
            rule = self.model.rates.get(state.id)
            if rule is not None:
                rate = self.expression(rule)
                terms[state.id] = [g.mul(rate, self.values[state.compartment]) if state.is_concentration else rate]
        return [g.gather(g.add, terms[state.id], g.zero) for state in self.model.states]

    def expression(self, expr: Expr) -> int:
        """Put a formula on the graph; its value is a number."""
        found = self._done.get(expr)
        if found is None:
            found = self._convert(expr)
            if self.graph.nodes[found][0] in CONDITIONS:
                found = self.graph.select(found, self.graph.one, self.graph.zero)
            self._done[expr] = found
        return found

    def _convert(self, expr: Expr) -> int:
        g, op = self.graph, expr.op
        if op == "number":
            return g.number(expr.value)
        if op == "symbol":
            return self.values[expr.name]
        if op in _COMPARE or op in _LOGIC or op in {"not", "true", "false"}:
            return self._condition(expr)
        if op == "piecewise":
            return self._piecewise(expr)
        args = [self.expression(arg) for arg in expr.args]
        if op == "times":
            return g.gather(g.mul, args, g.one)
        if op == "plus":
            return g.gather(g.add, args, g.zero)
        if op in _PLAIN:
            return g.op(op, *args)
        return self._other(op, args)

    def _other(self, op: str, args: list[int]) -> int:
        g = self.graph
        if op == "minus":
            return g.sub(*args)
        if op == "divide":
            return g.div(*args)
        if op == "neg":
            return g.neg(*args)
        if op == "power":
            return g.power(*args)
        if op == "log10":
            return g.mul(g.number(1.0 / math.log(10.0)), g.op("ln", args[0]))
        if op not in {"min", "max"}:
            raise ModelError(f"The engine has no operator '{op}'.")
        best = args[0]
        for arg in args[1:]:
            best = g.select(g.op("ge" if op == "max" else "le", best, arg), best, arg)
        return best

    def _piecewise(self, expr: Expr) -> int:
        last = self.expression(expr.args[-1]) if len(expr.args) % 2 else self.graph.number(math.nan)
        pairs = list(zip(expr.args[0::2], expr.args[1::2], strict=False))
        for value, condition in reversed(pairs):
            last = self.graph.select(self._condition(condition), self.expression(value), last)
        return last

    def _condition(self, expr: Expr) -> int:
        g, op = self.graph, expr.op
        if op in {"true", "false"}:
            return g.op(op)
        if op in _COMPARE:
            return g.op(_COMPARE[op], *(self.expression(arg) for arg in expr.args))
        if op == "not":
            return g.op("not", self._condition(expr.args[0]))
        if op in _LOGIC:
            parts = [self._condition(arg) for arg in expr.args]
            joined = parts[0]
            for part in parts[1:]:
                joined = g.op(op, joined, part)
            return joined
        return g.op("ne", self.expression(expr), g.zero)
