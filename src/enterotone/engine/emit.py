"""LLVM IR of a model over four lanes: rates, Jacobian, LU and solves as straight-line code.

Memory: every vector holds four members side by side, entry i at ``p[4 i .. 4 i + 3]``. States stand in the order
of elimination. ``constants`` and ``fixed`` belong to the member; `prepare` fills ``fixed`` from ``constants``.

Functions (all arguments are pointers)::

    prepare(constants, fixed)
    rhs(y, constants, fixed, out)            out[i] = f_i(y)
    jacobian(y, constants, fixed, shift, a)  a = shift I - J, in the pattern of L + U, zero where there is fill
    lu(a)                                    in place; the diagonal of U is kept as its reciprocal
    solve(a, b)                              in place

No operation crosses lanes, and multiply-adds may be contracted: so a lane gives the same bits whatever its neighbours.
"""

from __future__ import annotations

from collections.abc import Iterable

from enterotone.engine.differentiate import Gradients
from enterotone.engine.emit_math import LANES, VECTOR, constant
from enterotone.engine.graph import CONDITIONS, ModelGraph
from enterotone.engine.order import Elimination, plan_elimination

__all__ = ["ModelCode"]

_ARITHMETIC = {"add": "fadd", "sub": "fsub", "mul": "fmul", "div": "fdiv"}
_COMPARE = {"gt": "ogt", "lt": "olt", "ge": "oge", "le": "ole", "eq": "oeq", "ne": "une"}
_INTRINSIC = {"abs": "fabs", "arcsin": "asin", "arccos": "acos", "arctan": "atan"}
_TRUTH = f"<{LANES} x i1>"


class _Function:
    """One function while it is written; loads are kept, so each value is loaded once."""

    def __init__(self, name: str, arguments: str) -> None:
        listed = ", ".join(f"ptr noalias %{a}" for a in arguments.split())
        self.lines = [f"define void @{name}({listed}) noinline {{"]
        self._loaded: dict[tuple[str, int], str] = {}
        self._count = 0

    def put(self, text: str) -> str:
        self._count += 1
        self.lines.append(f"  %v{self._count} = {text}")
        return f"%v{self._count}"

    def _address(self, array: str, index: int) -> str:
        return self.put(f"getelementptr double, ptr %{array}, i64 {index * LANES}")

    def load(self, array: str, index: int) -> str:
        found = self._loaded.get((array, index))
        if found is None:
            found = self.put(f"load {VECTOR}, ptr {self._address(array, index)}, align 32")
            self._loaded[array, index] = found
        return found

    def store(self, array: str, index: int, value: str) -> None:
        address = self._address(array, index)
        self.lines.append(f"  store {VECTOR} {value}, ptr {address}, align 32")
        self._loaded[array, index] = value

    def op(self, name: str, a: str, b: str) -> str:
        return self.put(f"{name} contract {VECTOR} {a}, {b}")

    def end(self) -> str:
        return "\n".join([*self.lines, "  ret void", "}"])


class ModelCode:
    """The emitted functions of one model.

    Parameters
    ----------
    built : rates on a graph.

    Attributes
    ----------
    elimination : order of states and pattern of L + U.
    n_fixed : length of ``fixed``.
    ir : text of all functions.
    """

    def __init__(self, built: ModelGraph) -> None:
        self._graph, self.n = built.graph, len(built.rates)
        gradients = Gradients(built.graph)
        self.entries = {(i, j): node for i, rate in enumerate(built.rates) for j, node in gradients(rate).items()}
        self.elimination: Elimination = plan_elimination(self.n, self.entries)
        self._rates = built.rates
        self._fixed = self._places_of_fixed([*built.rates, *self.entries.values()])
        self.n_fixed = len(self._fixed)
        self.ir = "\n".join([self._prepare(), self._rhs(), self._jacobian(), self._lu(), self._solve()])

    def _topological(self, roots: Iterable[int], stop_at_fixed: bool) -> list[int]:
        """Nodes that the roots need, operands first; leaves left out."""
        order: list[int] = []
        seen: set[int] = set()
        stack = [(root, False) for root in reversed(list(roots))]
        while stack:
            node, ready = stack.pop()
            if ready:
                order.append(node)
                continue
            name, args = self._graph.nodes[node]
            if node in seen or name in {"number", "constant", "state"}:
                continue
            seen.add(node)
            stack.append((node, True))
            if not (stop_at_fixed and self._is_held(node)):
                stack.extend((int(a), False) for a in reversed(args))
        return order

    def _is_held(self, node: int) -> bool:
        """True for fixed numbers; a fixed truth is worked out where it is needed."""
        return self._graph.is_fixed[node] and self._graph.nodes[node][0] not in CONDITIONS

    def _places_of_fixed(self, roots: list[int]) -> dict[int, int]:
        held = [node for node in self._topological(roots, True) if self._is_held(node)]
        return {node: index for index, node in enumerate(held)}

    def _value(self, f: _Function, known: dict[int, str], node: int) -> str:
        name, args = self._graph.nodes[node]
        if node in known:
            return known[node]
        if name == "number":
            return constant(args[0])
        if name == "constant":
            return f.load("constants", int(args[0]))
        if name == "state":
            return f.load("y", self.elimination.place[int(args[0])])
        return f.load("fixed", self._fixed[node])

    def _compute(self, f: _Function, roots: Iterable[int], inside_fixed: bool = False) -> dict[int, str]:
        known: dict[int, str] = {}
        for node in self._topological(roots, not inside_fixed):
            if self._is_held(node) and not inside_fixed:
                continue
            name, args = self._graph.nodes[node]
            known[node] = self._apply(f, name, [self._value(f, known, int(a)) for a in args])
        return known

    def _apply(self, f: _Function, name: str, x: list[str]) -> str:
        if name in _ARITHMETIC:
            return f.op(_ARITHMETIC[name], *x)
        if name == "select":
            return f.put(f"select {_TRUTH} {x[0]}, {VECTOR} {x[1]}, {VECTOR} {x[2]}")
        if name in _COMPARE:
            return f.put(f"fcmp {_COMPARE[name]} {VECTOR} {x[0]}, {x[1]}")
        if name in {"and", "or", "xor"}:
            return f.put(f"{name} {_TRUTH} {x[0]}, {x[1]}")
        if name in {"not", "true", "false"}:
            every = f"<{', '.join(['i1 ' + ('0' if name == 'false' else '1')] * LANES)}>"
            return f.put(f"xor {_TRUTH} {x[0]}, {every}") if x else every
        if name in {"exp", "ln", "pow"}:
            called = {"exp": "vexp", "ln": "vlog", "pow": "vpow"}[name]
            return f.put(f"call {VECTOR} @{called}({', '.join(f'{VECTOR} {a}' for a in x)})")
        return f.put(f"call {VECTOR} @llvm.{_INTRINSIC.get(name, name)}.v4f64({VECTOR} {x[0]})")

    def _prepare(self) -> str:
        f = _Function("prepare", "constants fixed")
        known = self._compute(f, self._fixed, inside_fixed=True)
        for node, index in self._fixed.items():
            f.store("fixed", index, known[node])
        return f.end()

    def _rhs(self) -> str:
        f = _Function("rhs", "y constants fixed out")
        known = self._compute(f, self._rates)
        for at, state in enumerate(self.elimination.order):
            f.store("out", at, self._value(f, known, self._rates[state]))
        return f.end()

    def _jacobian(self) -> str:
        f = _Function("jacobian", "y constants fixed shift a")
        known = self._compute(f, self.entries.values())
        place, shift = self.elimination.place, f.load("shift", 0)
        by_slot = {self.elimination.slot[place[i], place[j]]: node for (i, j), node in self.entries.items()}
        for (row, column), slot in self.elimination.slot.items():
            start = shift if row == column else constant(0.0)
            node = by_slot.get(slot)
            f.store("a", slot, f.op("fsub", start, self._value(f, known, node)) if node is not None else start)
        return f.end()

    def _lu(self) -> str:
        f, slot = _Function("lu", "a"), self.elimination.slot
        for q, row in enumerate(self.elimination.rows):
            value = {j: f.load("a", slot[q, j]) for j in row}
            for k in (k for k in row if k < q):
                value[k] = f.op("fmul", value[k], f.load("a", slot[k, k]))
                for j in (j for j in self.elimination.rows[k] if j > k):
                    value[j] = f.op("fsub", value[j], f.op("fmul", value[k], f.load("a", slot[k, j])))
            value[q] = f.op("fdiv", constant(1.0), value[q])
            for j in row:
                f.store("a", slot[q, j], value[j])
        return f.end()

    def _solve(self) -> str:
        f, slot = _Function("solve", "a b"), self.elimination.slot
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
