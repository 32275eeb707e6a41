"""Analytic sparse Jacobian on the expression graph.

The gradient of a node is a mapping from states to nodes, formed once by the chain rule from the gradients of
its operands (forward mode on sparse gradients). A state that a node does not depend on has no entry, so the
sparsity pattern of the Jacobian comes for free. Reciprocals are shared between the entries of one quotient.

A step (floor, ceil, comparison) has the derivative zero. A power with a base at or below zero counts as zero
where it has no value (`enterotone.engine.emit_math`), and so does its derivative.
"""

from __future__ import annotations

from enterotone.engine.graph import CONDITIONS, Graph

__all__ = ["Gradients"]

Gradient = dict[int, int]


class Gradients:
    """Gradients of nodes with respect to states.

    Parameters
    ----------
    graph : the graph, to which derivatives are added.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._done: dict[int, Gradient] = {}

    def __call__(self, node: int) -> Gradient:
        """Give the state -> derivative of a node; absent means zero."""
        stack = [node]
        while stack:
            top = stack[-1]
            waiting = [a for a in self._operands(top) if a not in self._done]
            if top in self._done or not waiting:
                stack.pop()
                if top not in self._done:
                    self._done[top] = self._gradient(top)
            else:
                stack.extend(waiting)
        return self._done[node]

    def _operands(self, node: int) -> tuple[int, ...]:
        name, args = self._graph.nodes[node]
        if self._graph.is_fixed[node] or name in CONDITIONS or name in {"state", "floor", "ceil", "factorial"}:
            return ()
        return tuple(int(a) for a in (args[1:] if name == "select" else args))

    def _gradient(self, node: int) -> Gradient:
        g = self._graph
        name, raw = g.nodes[node]
        if name == "state":
            return {int(raw[0]): g.one}
        args = self._operands(node)
        if not args:
            return {}
        found: Gradient = {}
        if name == "select":
            return self._choice(int(raw[0]), args)
        for arg, slope in zip(args, self._slopes(node, name, args), strict=True):
            for state, inner in self._done[arg].items():
                term = g.mul(slope, inner)
                if term != g.zero:
                    found[state] = g.add(found[state], term) if state in found else term
        return found

    def _choice(self, condition: int, args: tuple[int, ...]) -> Gradient:
        yes, no = self._done[args[0]], self._done[args[1]]
        zero = self._graph.zero
        return {s: self._graph.select(condition, yes.get(s, zero), no.get(s, zero)) for s in dict.fromkeys((*yes, *no))}

    def _slopes(self, node: int, name: str, args: tuple[int, ...]) -> tuple[int, ...]:
        g, a = self._graph, args[0]
        if name == "add":
            return g.one, g.one
        if name == "sub":
            return g.one, g.number(-1.0)
        if name == "mul":
            return args[1], a
        if name == "div":
            reciprocal = g.op("div", g.one, args[1])
            return reciprocal, g.neg(g.mul(node, reciprocal)) if not g.is_fixed[args[1]] else g.zero
        if name == "pow":
            return self._power_slopes(node, *args)
        return (self._function_slope(node, name, a),)

    def _power_slopes(self, node: int, base: int, exponent: int) -> tuple[int, int]:
        g = self._graph
        positive = g.op("gt", base, g.zero)
        at_zero = g.select(g.op("eq", exponent, g.one), g.one, g.zero)
        by_base = g.select(positive, g.mul(exponent, g.mul(node, g.op("div", g.one, base))), at_zero)
        if g.is_fixed[exponent]:
            return by_base, g.zero
        return by_base, g.select(positive, g.mul(node, g.op("ln", base)), g.zero)

    def _function_slope(self, node: int, name: str, a: int) -> int:
        g = self._graph
        one, square = g.one, g.mul(a, a)
        if name == "exp":
            return node
        if name == "ln":
            return g.op("div", one, a)
        if name == "sqrt":
            return g.select(g.op("gt", a, g.zero), g.op("div", g.number(0.5), node), g.zero)
        if name == "abs":
            return g.select(g.op("ge", a, g.zero), one, g.number(-1.0))
        if name in {"sin", "sinh"}:
            return g.op("cos" if name == "sin" else "cosh", a)
        if name in {"cos", "cosh"}:
            return g.neg(g.op("sin", a)) if name == "cos" else g.op("sinh", a)
        if name == "tan":
            return g.add(one, g.mul(node, node))
        if name == "tanh":
            return g.sub(one, g.mul(node, node))
        if name == "arctan":
            return g.op("div", one, g.add(one, square))
        root = g.op("div", one, g.op("sqrt", g.sub(one, square)))
        return root if name == "arcsin" else g.neg(root)
