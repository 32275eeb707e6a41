"""LLVM IR of formulas over the states, the constants and the time of a model: observables, triggers, starting values.

Functions (``y`` in the order of elimination, four lanes side by side)::

    formulas(y, constants, time, out)
    formulas_of_many(y, constants, time, out, blocks, n, n_constants, n_formulas)   the same for blocks of four
"""

from __future__ import annotations

from collections.abc import Sequence

from enterotone.engine.emit import Emitter, Function
from enterotone.engine.emit_math import LANES
from enterotone.engine.graph import ModelGraph

__all__ = ["FormulaCode"]


class FormulaCode(Emitter):
    """The emitted functions of some formulas.

    Parameters
    ----------
    built : the model on a graph, the formulas among its nodes.
    nodes : the formulas.
    place : place of each state in ``y``.
    """

    def __init__(self, built: ModelGraph, nodes: Sequence[int], place: Sequence[int]) -> None:
        super().__init__(built.graph)
        self._time, self._place = built.time, place
        f = Function("formulas", "y constants time out")
        known = self.compute(f, nodes)
        for index, node in enumerate(nodes):
            f.store("out", index, self.value(f, known, node))
        self.ir = "\n".join([f.end(), _MANY])

    def leaf(self, f: Function, kind: str, index: int) -> str:
        if kind == "constant":
            return f.load("constants", index)
        return f.load("time", 0) if index == self._time else f.load("y", self._place[index])


def _advance(name: str, count: str) -> str:
    return (
        f"  %{name}.size = mul i64 {count}, {LANES}\n"
        f"  %{name}.skip = mul i64 %at, %{name}.size\n"
        f"  %{name}.at = getelementptr double, ptr %{name}, i64 %{name}.skip\n"
    )


_MANY = (
    "define void @formulas_of_many(ptr %y, ptr %constants, ptr %time, ptr %out, i64 %blocks, i64 %n, i64 %n_constants, "
    "i64 %n_formulas) {\nstart:\n  br label %head\nhead:\n  %at = phi i64 [0, %start], [%next, %body]\n"
    "  %more = icmp slt i64 %at, %blocks\n  br i1 %more, label %body, label %end\nbody:\n"
    + _advance("y", "%n")
    + _advance("constants", "%n_constants")
    + _advance("time", "1")
    + _advance("out", "%n_formulas")
    + "  call void @formulas(ptr %y.at, ptr %constants.at, ptr %time.at, ptr %out.at)\n"
    "  %next = add i64 %at, 1\n  br label %head\nend:\n  ret void\n}"
)
