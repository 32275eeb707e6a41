"""LLVM IR of a model: rates, Jacobian, LU and solves as straight-line code over four lanes.

States stand in the order of elimination. ``constants`` and ``fixed`` belong to the member; `prepare` fills ``fixed``
from ``constants``.

Functions (all arguments are pointers)::

    prepare(constants, fixed)
    rhs(y, constants, fixed, out)            out[i] = f_i(y)
    jacobian(y, constants, fixed, shift, a)  a = shift I - J, in the pattern of L + U, zero where there is fill
    lu(a, weak)                              in place; the diagonal of U is kept as its reciprocal
    solve(a, b)                              in place

Pivots are not searched for, so `lu` measures instead: ``weak`` is the smallest ratio of a pivot to the sum of the
absolute terms that it is the sum of. Where it is tiny, digits were lost, and the stepper takes a shorter step, which
makes the diagonal stronger. The measure does not depend on the units of states.
"""

from __future__ import annotations

from enterotone.engine.differentiate import Gradients
from enterotone.engine.emit import Emitter, Function
from enterotone.engine.emit_math import VECTOR, constant
from enterotone.engine.graph import CONDITIONS, ModelGraph
from enterotone.engine.order import Elimination, plan_elimination

__all__ = ["ModelCode"]


class ModelCode(Emitter):
    """The emitted functions of one model.

    Parameters
    ----------
    built : rates on a graph.

    Attributes
    ----------
    elimination : order of states and pattern of L + U.
    entries : (row, column) -> node, of the Jacobian's non-zeros.
    n_fixed : length of ``fixed``.
    steering : states, the time among them, that a rate depends on, be it in a condition.
    ir : text of all functions.
    """

    def __init__(self, built: ModelGraph) -> None:
        super().__init__(built.graph)
        self.n = len(built.rates)
        gradients = Gradients(built.graph)
        self.entries = {(i, j): node for i, rate in enumerate(built.rates) for j, node in gradients(rate).items()}
        self.elimination: Elimination = plan_elimination(self.n, self.entries)
        self._rates = built.rates
        self._fixed = self._places_of_fixed([*built.rates, *self.entries.values()])
        self.n_fixed = len(self._fixed)
        self.steering = self._states_below(built.rates)
        self.ir = "\n".join([self._prepare(), self._rhs(), self._jacobian(), self._lu(), self._solve()])

    def leaf(self, f: Function, kind: str, index: int) -> str:
        return f.load("constants", index) if kind == "constant" else f.load("y", self.elimination.place[index])

    def held(self, f: Function, node: int) -> str | None:
        return f.load("fixed", self._fixed[node])

    def is_held(self, node: int) -> bool:
        """True for fixed numbers; a fixed truth is worked out where it is needed."""
        return self.graph.is_fixed[node] and self.graph.nodes[node][0] not in CONDITIONS

    def _places_of_fixed(self, roots: list[int]) -> dict[int, int]:
        held = [node for node in self.topological(roots) if self.is_held(node)]
        return {node: index for index, node in enumerate(held)}

    def _states_below(self, roots: list[int]) -> frozenset[int]:
        found = {int(self.graph.nodes[root][1][0]) for root in roots if self.graph.nodes[root][0] == "state"}
        for node in self.topological(roots):
            operands = (self.graph.nodes[int(a)] for a in self.graph.nodes[node][1])
            found |= {int(args[0]) for name, args in operands if name == "state"}
        return frozenset(found)

    def _prepare(self) -> str:
        f = Function("prepare", "constants fixed")
        known = self.compute(f, self._fixed, stop_at_held=False)
        for node, index in self._fixed.items():
            f.store("fixed", index, known[node])
        return f.end()

    def _rhs(self) -> str:
        f = Function("rhs", "y constants fixed out")
        known = self.compute(f, self._rates)
        for at, state in enumerate(self.elimination.order):
            f.store("out", at, self.value(f, known, self._rates[state]))
        return f.end()

    def _jacobian(self) -> str:
        f = Function("jacobian", "y constants fixed shift a")
        known = self.compute(f, self.entries.values())
        place, shift = self.elimination.place, f.load("shift", 0)
        by_slot = {self.elimination.slot[place[i], place[j]]: node for (i, j), node in self.entries.items()}
        for (row, column), slot in self.elimination.slot.items():
            start = shift if row == column else constant(0.0)
            node = by_slot.get(slot)
            f.store("a", slot, f.op("fsub", start, self.value(f, known, node)) if node is not None else start)
        return f.end()

    def _lu(self) -> str:
        f, slot = Function("lu", "a weak"), self.elimination.slot
        weak = constant(1.0)
        for q, row in enumerate(self.elimination.rows):
            value = {j: f.load("a", slot[q, j]) for j in row}
            terms = [value[q]]
            for k in (k for k in row if k < q):
                value[k] = f.op("fmul", value[k], f.load("a", slot[k, k]))
                for j in (j for j in self.elimination.rows[k] if j > k):
                    product = f.op("fmul", value[k], f.load("a", slot[k, j]))
                    value[j] = f.op("fsub", value[j], product)
                    terms += [product] if j == q else []
            if len(terms) > 1:
                weak = _smaller(f, weak, f.op("fdiv", _size(f, value[q]), _sum_of_sizes(f, terms)))
            value[q] = f.op("fdiv", constant(1.0), value[q])
            for j in row:
                f.store("a", slot[q, j], value[j])
        f.store("weak", 0, weak)
        return f.end()

    def _solve(self) -> str:
        f, slot = Function("solve", "a b"), self.elimination.slot
        b: list[str] = []
        for q, row in enumerate(self.elimination.rows):
            x = f.load("b", q)
            for k in (k for k in row if k < q):
                x = f.op("fsub", x, f.op("fmul", f.load("a", slot[q, k]), b[k]))
            b.append(x)
        for q in reversed(range(self.n)):
            for j in (j for j in self.elimination.rows[q] if j > q):
                b[q] = f.op("fsub", b[q], f.op("fmul", f.load("a", slot[q, j]), b[j]))
            b[q] = f.op("fmul", b[q], f.load("a", slot[q, q]))
            f.store("b", q, b[q])
        return f.end()


def _size(f: Function, value: str) -> str:
    return f.put(f"call {VECTOR} @llvm.fabs.v4f64({VECTOR} {value})")


def _sum_of_sizes(f: Function, values: list[str]) -> str:
    found = _size(f, values[0])
    for value in values[1:]:
        found = f.op("fadd", found, _size(f, value))
    return found


def _smaller(f: Function, a: str, b: str) -> str:
    is_less = f.put(f"fcmp olt {VECTOR} {b}, {a}")
    return f.put(f"select <4 x i1> {is_less}, {VECTOR} {b}, {VECTOR} {a}")
