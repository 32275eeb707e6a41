"""Machine code of a model and of formulas over it, as functions that Python can call.

Code works on lanes (see `enterotone.engine.emit`), on states in the order of elimination. Every function releases
Python's lock while it runs.
"""

from __future__ import annotations

import ctypes
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from enterotone.engine.emit_formulas import FormulaCode
from enterotone.engine.emit_math import LANES, MATH_IR
from enterotone.engine.emit_model import ModelCode
from enterotone.engine.graph import ModelGraph
from enterotone.engine.object_cache import load_code
from enterotone.engine.rodas import stepper_ir
from enterotone.model.expression import Expr
from enterotone.sbml.odemodel import OdeModel

__all__ = ["Native", "NativeFormulas", "aligned", "in_lanes", "load_formulas", "load_native", "out_of_lanes"]

Floats = NDArray[np.float64]

#: Formulas that this process has loaded; the same observables are asked for again and again.
_LOADED: dict[str, NativeFormulas] = {}
_MOST_LOADED = 64
#: Arguments of `cohort`: p a pointer, i a whole number, d a number.
_COHORT = "pppp pi pppp i pi pi ddd pp i i pdp pi pi iii p pppp ppp ppp".replace(" ", "")
_MANY = "pppp iiii".replace(" ", "")
_CTYPES = {"p": ctypes.c_void_p, "i": ctypes.c_int64, "d": ctypes.c_double}


@dataclass(frozen=True)
class Native:
    """Compiled code of one model.

    Parameters
    ----------
    key : what the code follows from, in short.
    place : place of each state among the states as the code has them; one more entry for the time, -1 if it is none.
    n : number of states, the time among them if it counts.
    n_fixed, n_entries : sizes of the fixed numbers and of L + U.
    jacobian : (row, column, place in L + U) of each non-zero entry of the Jacobian, by index of state.
    steering : states that a rate depends on; the time is the one after the last.
    cohort : the loop over members, see `enterotone.engine.cohort_loop`.
    engine : what must live as long as the code.
    """

    key: str
    place: tuple[int, ...]
    n: int
    n_fixed: int
    n_entries: int
    jacobian: tuple[tuple[int, int, int], ...]
    steering: frozenset[int]
    cohort: Any
    engine: Any

    def function(self, name: str, n_pointers: int, n_whole: int = 0) -> Any:
        """Give an emitted function that takes pointers, and after them whole numbers."""
        kinds = [ctypes.c_void_p] * n_pointers + [ctypes.c_int64] * n_whole
        return ctypes.CFUNCTYPE(None, *kinds)(self.engine.get_function_address(name))

    @cached_property
    def prepare(self) -> Any:
        """Works out the fixed numbers of members."""
        return self.function("prepare", 2)

    @cached_property
    def for_one(self) -> tuple[Any, Any, Any, Any]:
        """Rates, Jacobian, LU, and solves of many blocks."""
        return (
            self.function("rhs", 4),
            self.function("jacobian", 5),
            self.function("lu", 2),
            self.function("solve_many", 2, 1),
        )


@dataclass(frozen=True)
class NativeFormulas:
    """Compiled formulas.

    Parameters
    ----------
    size : how many.
    address : of the function over four lanes; 0 where there is no formula.
    one : that function; many : the same for many blocks of four.
    engine : what must live as long as the code.
    """

    size: int
    address: int
    one: Any
    many: Any
    engine: Any


def load_native(model: OdeModel, folder: Path | None = None) -> Native:
    """Load the code of a model from the cache, or compile it.

    Parameters
    ----------
    model : the equations.
    folder : cache folder; see `enterotone.engine.object_cache`.
    """
    key = hashlib.sha256(_text(model).encode()).hexdigest()
    facts, engine = load_code(f"model {key}", lambda: _emit(model), folder)
    kind = ctypes.CFUNCTYPE(None, *[_CTYPES[c] for c in _COHORT])
    return Native(
        key=key,
        place=tuple(facts["place"]),
        n=facts["n"],
        n_fixed=facts["n_fixed"],
        n_entries=facts["n_entries"],
        jacobian=tuple((i, j, slot) for i, j, slot in facts["jacobian"]),
        steering=frozenset(facts["steering"]),
        cohort=kind(engine.get_function_address("cohort")),
        engine=engine,
    )


def load_formulas(
    model: OdeModel, native: Native, formulas: Sequence[Expr], folder: Path | None = None
) -> NativeFormulas:
    """Load the code of formulas over a model from the cache, or compile it.

    Parameters
    ----------
    model : the equations.
    native : their code, for the order of states.
    formulas : what is computed; names are those of the model, or ``time``.
    folder : cache folder.
    """
    if not formulas:
        return NativeFormulas(0, 0, None, None, None)

    def emit() -> tuple[dict[str, Any], str]:
        built = ModelGraph(model)
        code = FormulaCode(built, [built.expression(formula) for formula in formulas], native.place)
        return {}, "\n".join([MATH_IR(code.ir), code.ir])

    key = f"formulas {tuple(formulas)!r} {native.key}"
    if key in _LOADED and folder is None:
        return _LOADED[key]
    _, engine = load_code(key, emit, folder)
    many = ctypes.CFUNCTYPE(None, *[_CTYPES[c] for c in _MANY])
    address = engine.get_function_address("formulas")
    one = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * 4)(address)
    found = NativeFormulas(len(formulas), address, one, many(engine.get_function_address("formulas_of_many")), engine)
    if len(_LOADED) >= _MOST_LOADED:
        _LOADED.clear()
    _LOADED[key] = found
    return found


def _emit(model: OdeModel) -> tuple[dict[str, Any], str]:
    built = ModelGraph(model)
    code = ModelCode(built)
    place, slot = code.elimination.place, code.elimination.slot
    n_states = len(model.states)
    time_at = place[n_states] if built.has_time else -1
    facts = {
        "place": [*place[:n_states], time_at],
        "n": code.n,
        "n_fixed": code.n_fixed,
        "n_entries": len(slot),
        "jacobian": [(i, j, slot[place[i], place[j]]) for i, j in code.entries if i < n_states and j < n_states],
        "steering": sorted(code.steering),
    }
    stepper = stepper_ir(code.n, len(model.constants), code.n_fixed, len(slot), time_at)
    return facts, "\n".join([MATH_IR(code.ir), code.ir, stepper])


def _text(model: OdeModel) -> str:
    parts = (model.states, tuple(model.constants), model.assignments, model.reactions, model.rates)
    return " ".join(repr(dict(part) if isinstance(part, Mapping) else part) for part in parts)


def aligned(size: int) -> Floats:
    """Zeros that begin at a multiple of 64 bytes."""
    raw = np.zeros(size + 8)
    skip = (-raw.ctypes.data % 64) // 8
    return raw[skip : skip + size]


def in_lanes(values: Floats) -> Floats:
    """Put members side by side, four at a time; lanes that are left over repeat the last member.

    Parameters
    ----------
    values : shape (member, entry).

    Returns
    -------
    ndarray
        Flat; block, entry, lane.
    """
    count, width = values.shape
    blocks = -(-count // LANES)
    out = aligned(blocks * width * LANES)
    rows = np.minimum(np.arange(blocks * LANES), count - 1)
    out.reshape(blocks, width, LANES)[:] = values[rows].reshape(blocks, LANES, width).transpose(0, 2, 1)
    return out


def out_of_lanes(values: Floats, count: int, width: int) -> Floats:
    """Undo `in_lanes`, shape (member, entry)."""
    by_block = values.reshape(-1, width, LANES)
    return np.ascontiguousarray(by_block.transpose(0, 2, 1).reshape(-1, width)[:count])
