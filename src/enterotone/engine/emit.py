"""Write nodes of the graph as LLVM IR over four lanes: straight-line code in which each value is computed once.

Memory: every vector holds four members side by side, entry i at ``p[4 i .. 4 i + 3]``. No operation crosses lanes, and
multiply-adds may be contracted: so a lane gives the same bits whatever its neighbours.

The root of a number below zero counts as zero, like the powers of `enterotone.engine.emit_math`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable

from enterotone.engine.emit_math import LANES, VECTOR, constant
from enterotone.engine.graph import Graph

__all__ = ["Emitter", "Function"]

_ARITHMETIC = {"add": "fadd", "sub": "fsub", "mul": "fmul", "div": "fdiv"}
_COMPARE = {"gt": "ogt", "lt": "olt", "ge": "oge", "le": "ole", "eq": "oeq", "ne": "une"}
_INTRINSIC = {"abs": "fabs", "arcsin": "asin", "arccos": "acos", "arctan": "atan"}
_CALLED = {"exp": "vexp", "ln": "vlog", "pow": "vpow", "sqrt": "vroot", "factorial": "vfactorial"}
_TRUTH = f"<{LANES} x i1>"


class Function:
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


class Emitter(ABC):
    """Writes nodes of a graph; what holds a leaf is for the subclass to say.

    Parameters
    ----------
    graph : the nodes.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @abstractmethod
    def leaf(self, f: Function, kind: str, index: int) -> str:
        """Value of a constant or state."""

    def held(self, f: Function, node: int) -> str | None:
        """Value of a node that is there already, or None."""
        return None

    def is_held(self, node: int) -> bool:
        """True where `held` gives a value."""
        return False

    def topological(self, roots: Iterable[int], stop_at_held: bool = True) -> list[int]:
        """Nodes that the roots need, operands first; leaves left out."""
        order: list[int] = []
        seen: set[int] = set()
        stack = [(root, False) for root in reversed(list(roots))]
        while stack:
            node, ready = stack.pop()
            if ready:
                order.append(node)
                continue
            name, args = self.graph.nodes[node]
            if node in seen or name in {"number", "constant", "state"}:
                continue
            seen.add(node)
            stack.append((node, True))
            if not (stop_at_held and self.is_held(node)):
                stack.extend((int(a), False) for a in reversed(args))
        return order

    def compute(self, f: Function, roots: Iterable[int], stop_at_held: bool = True) -> dict[int, str]:
        """Write what the roots need; gives the name of each value."""
        known: dict[int, str] = {}
        for node in self.topological(roots, stop_at_held):
            if stop_at_held and self.is_held(node):
                continue
            name, args = self.graph.nodes[node]
            known[node] = _apply(f, name, [self.value(f, known, int(a)) for a in args])
        return known

    def value(self, f: Function, known: dict[int, str], node: int) -> str:
        """Name of the value of a node."""
        if node in known:
            return known[node]
        name, args = self.graph.nodes[node]
        if name == "number":
            return constant(args[0])
        if name in {"constant", "state"}:
            return self.leaf(f, name, int(args[0]))
        found = self.held(f, node)
        if found is None:
            raise AssertionError(f"node {node} ({name}) was not computed")
        return found


def _apply(f: Function, name: str, x: list[str]) -> str:
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
    if name in _CALLED:
        return f.put(f"call {VECTOR} @{_CALLED[name]}({', '.join(f'{VECTOR} {a}' for a in x)})")
    return f.put(f"call {VECTOR} @llvm.{_INTRINSIC.get(name, name)}.v4f64({VECTOR} {x[0]})")
