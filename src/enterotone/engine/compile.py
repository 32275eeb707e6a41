"""Compile a model into machine code: right-hand side, Jacobian, formulas over it.

The species of a `System` are amounts; formulas see concentrations where the document says so. All numbers of one
member at one moment form one input vector ``z = [time, states, constants]``. The Jacobian is differentiated
analytically and only its non-zero entries are computed. The code works on four members at once
(`enterotone.engine.emit`); what is asked about one member fills all lanes with it.

A *sink* is a state that no rate of change depends on: a ledger that only collects. Sinks take no part in the
search for a steady state.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from enterotone.engine.emit_math import LANES
from enterotone.engine.native import (
    Native,
    NativeFormulas,
    aligned,
    in_lanes,
    load_formulas,
    load_native,
    out_of_lanes,
)
from enterotone.errors import ModelError, UnknownIdError, nearest
from enterotone.model.expression import RELATIONS, Expr, call, names, symbol, walk
from enterotone.sbml.odemodel import OdeModel, dependency_order
from enterotone.sbml.read import read_sbml

__all__ = ["Kernel", "Rates", "System", "compile_system"]

Floats = NDArray[np.float64]

#: Diagonal coefficient of the SDIRK method of order 2.
_SDIRK = 1.0 - math.sqrt(0.5)


class Kernel:
    """A compiled vector of formulas over ``z``.

    Parameters
    ----------
    system : the model that they are over.
    formulas : what is computed.

    Attributes
    ----------
    size : number of formulas.
    address : of the machine code, for `enterotone.engine.cohort_loop`; 0 where there is no formula.
    """

    def __init__(self, system: System, formulas: Iterable[Expr]) -> None:
        self._system, self._formulas = system, tuple(formulas)
        self.size = len(self._formulas)

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_native"}

    @cached_property
    def _native(self) -> NativeFormulas:
        return load_formulas(self._system.model, self._system.native, self._formulas)

    @property
    def address(self) -> int:
        return self._native.address

    def __call__(self, z: Floats) -> Floats:
        """Evaluate at one moment of one member, shape (formula,)."""
        if not self.size:
            return np.empty(0)
        system, native = self._system, self._native
        n, n_all = system.n_states, system.native.n
        n_constants = len(z) - 1 - n
        memory = aligned((n_all + n_constants + 1 + self.size) * LANES)
        rows = memory.reshape(-1, LANES)
        rows[system.place] = z[1 : 1 + n, np.newaxis]
        rows[n_all : n_all + n_constants] = z[1 + n :, np.newaxis]
        rows[n_all + n_constants] = z[0]
        at = memory.ctypes.data
        size = LANES * memory.itemsize
        after = n_all + n_constants
        native.one(at, at + n_all * size, at + after * size, at + (after + 1) * size)
        return rows[after + 1 :, 0].copy()

    def many(self, states: Floats, constants: Floats, times_h: Floats) -> Floats:
        """Evaluate for many members.

        Parameters
        ----------
        states : shape (member, state).
        constants : shape (member, constant).
        times_h : shape (member,).

        Returns
        -------
        ndarray, shape (member, formula)
        """
        if not self.size:
            return np.empty((len(states), 0))
        system = self._system
        y = np.zeros((len(states), system.native.n))
        y[:, system.place] = states
        blocks = -(-len(states) // LANES)
        out = aligned(blocks * self.size * LANES)
        inputs = [in_lanes(y), in_lanes(constants), in_lanes(times_h[:, np.newaxis])]
        pointers = [array.ctypes.data for array in (*inputs, out)]
        self._native.many(*pointers, blocks, y.shape[1], constants.shape[1], self.size)
        return out_of_lanes(out, len(states), self.size)


class Rates:
    """Rates of change and Jacobian of one member.

    Parameters
    ----------
    system : compiled model.
    constants : shape (constant,).
    """

    def __init__(self, system: System, constants: Floats) -> None:
        native = system.native
        self._place, self._n = system.place, system.n_states
        self._time = native.place[-1]
        self._constants = in_lanes(constants[np.newaxis]) if len(constants) else aligned(LANES)
        self._fixed = aligned(max(1, native.n_fixed) * LANES)
        self._y, self._out, self._shift = aligned(native.n * LANES), aligned(native.n * LANES), aligned(LANES)
        self._entries = aligned(native.n_entries * LANES)
        self._states, self._rates = self._y.reshape(-1, LANES), self._out.reshape(-1, LANES)[:, 0]
        self._first = self._entries.reshape(-1, LANES)[:, 0]
        self._slots = system.jacobian_slots
        self._rhs, self._jacobian, self._lu, self._solve_many = native.for_one
        native.prepare(self._constants.ctypes.data, self._fixed.ctypes.data)
        inputs = [array.ctypes.data for array in (self._y, self._constants, self._fixed)]
        self._for_rhs = [*inputs, self._out.ctypes.data]
        self._for_jacobian = [*inputs, self._shift.ctypes.data, self._entries.ctypes.data]

    def _set(self, time: float, states: Floats) -> None:
        self._states[self._place] = states[:, np.newaxis]
        if self._time >= 0:
            self._states[self._time] = time

    def rhs(self, time: float, states: Floats) -> Floats:
        """Rates of change [per time], shape (state,)."""
        self._set(time, states)
        self._rhs(*self._for_rhs)
        return self._rates[self._place]

    def jacobian_entries(self, time: float, states: Floats) -> Floats:
        """Non-zero entries of the Jacobian, in the order of `System.jacobian_rows`."""
        self._set(time, states)
        self._jacobian(*self._for_jacobian)
        return -self._first[self._slots]

    def propagate(self, course: Floats, step: float, times: int) -> Floats:
        """Carry small changes of the states along a course, with a Jacobian for each piece.

        Each step is the L-stable SDIRK method of order 2, ``R(z) = (1 + (1 - 2 g) z) / (1 - g z)^2``: what is fast is
        damped however fast it is, and what swings keeps its swing.

        Parameters
        ----------
        course : states at which the Jacobian of each piece is taken, shape (piece, state).
        step : length of one step [time].
        times : steps a piece.

        Returns
        -------
        ndarray, shape (state, state)
            Row: a change at the end; column: of which state at the beginning.

        References
        ----------
        Hairer and Wanner 1996, section IV.6 (SDIRK methods).
        """
        n_all, n = len(self._states), self._n
        blocks = -(-n // LANES)
        columns = np.zeros((blocks * LANES, n_all))
        columns[np.arange(n), self._place] = 1.0
        b = in_lanes(columns)
        w, weak = aligned(b.size), aligned(LANES)
        at, at_w, at_b = self._entries.ctypes.data, w.ctypes.data, b.ctypes.data
        scale, share = 1.0 / (_SDIRK * step), (1.0 - 2.0 * _SDIRK) / _SDIRK
        for states in course:
            self._shift[:] = scale
            self._set(0.0, states)
            self._jacobian(*self._for_jacobian)
            self._lu(at, weak.ctypes.data)
            for _ in range(times):
                w[:] = b
                self._solve_many(at, at_w, blocks)
                w *= scale * (1.0 + share)
                b *= -share
                b += w
                self._solve_many(at, at_b, blocks)
                b *= scale
        self._shift[:] = 0.0
        found: Floats = out_of_lanes(b, n, n_all)[:, self._place].T
        return found


class System:
    """A compiled model; made by `compile_system`, may be pickled.

    Attributes
    ----------
    model : the equations.
    state_ids : SIds of the states, in the order of every state axis.
    constant_ids : SIds of the constants.
    is_sink : shape (state,), True where nothing depends on the state.
    is_species : shape (state,).
    is_autonomous : False when a rate of change depends on the time itself.
    used_constants : constants that a rate or an assigned quantity depends on.
    fixed_quantities : assigned quantities and rates that follow from the constants alone, by SId.
    jacobian_rows, jacobian_columns, jacobian_slots : place of each non-zero entry, and where it stands in L + U.
    place : place of each state in the order of elimination.
    """

    def __init__(self, model: OdeModel) -> None:
        self.model = model
        self.state_ids = model.state_ids
        self.constant_ids = tuple(model.constants)
        native = self.native
        n = len(self.state_ids)
        self.place = np.array(native.place[:n], dtype=np.intp)
        self.jacobian_rows = np.array([i for i, _, _ in native.jacobian], dtype=np.intp)
        self.jacobian_columns = np.array([j for _, j, _ in native.jacobian], dtype=np.intp)
        self.jacobian_slots = np.array([slot for _, _, slot in native.jacobian], dtype=np.intp)
        self.is_sink = np.array([index not in native.steering for index in range(n)], dtype=bool)
        self.is_species = np.array([state.kind == "species" for state in model.states], dtype=bool)
        self.is_autonomous = n not in native.steering
        self.fixed_quantities = _fixed_quantities(model)
        self.used_constants = _used_constants(model)

    def __getstate__(self) -> dict[str, Any]:
        # Machine code stays behind; another process loads it from the cache.
        return {name: value for name, value in self.__dict__.items() if name not in {"native", "amounts"}}

    @cached_property
    def amounts(self) -> Kernel:
        """Formulas of all states as amounts."""
        formulas = []
        for state in self.model.states:
            seen = symbol(state.id)
            formulas.append(call("times", seen, symbol(state.compartment)) if state.is_concentration else seen)
        return Kernel(self, formulas)

    @cached_property
    def native(self) -> Native:
        """Machine code over lanes of members; compiled, or loaded from the cache, when first asked for."""
        return load_native(self.model)

    @property
    def n_states(self) -> int:
        return len(self.state_ids)

    @cached_property
    def has_jumps(self) -> bool:
        """True when a rate may jump as a state moves (piecewise, floor, comparisons)."""
        return any(part.op in _JUMPS for formula in self.model.formulas for part in walk(formula))

    @cached_property
    def state_index(self) -> dict[str, int]:
        return {sid: index for index, sid in enumerate(self.state_ids)}

    @cached_property
    def volume_index(self) -> NDArray[np.intp]:
        """For each state the place of its compartment among the constants; -1 where formulas see it as it is."""
        place = {sid: index for index, sid in enumerate(self.constant_ids)}
        found = [place[s.compartment] if s.is_concentration else -1 for s in self.model.states]
        return np.array(found, dtype=np.intp)

    def volumes(self, constants: Floats) -> Floats:
        """Give what turns each state from the sense of formulas into an amount.

        Parameters
        ----------
        constants : shape (..., constant).

        Returns
        -------
        ndarray, shape (..., state)
            The compartment size for concentrations [volume], else 1.
        """
        volumes = np.ones((*constants.shape[:-1], self.n_states))
        is_divided = self.volume_index >= 0
        volumes[..., is_divided] = constants[..., self.volume_index[is_divided]]
        return volumes

    def compile_formulas(self, formulas: Iterable[Expr]) -> Kernel:
        """Compile formulas over ``z``, e.g. observables.

        Raises
        ------
        UnknownIdError
            If a formula uses a name that the model has not; names the three nearest.
        """
        known = {*self.model.names, "time"}
        listed = list(formulas)
        for formula in listed:
            for name in names(formula):
                if name not in known:
                    raise UnknownIdError(f"The model has no '{name}'. {nearest(name, known)}")
        return Kernel(self, listed)

    def rates(self, states: Floats, constants: Floats) -> Floats:
        """Rates of change of one state under many sets of constants, e.g. for slopes.

        Parameters
        ----------
        states : shape (state,).
        constants : shape (set, constant).

        Returns
        -------
        ndarray, shape (set, state)
        """
        native, count, width = self.native, len(constants), constants.shape[1]
        y, out = aligned(native.n * LANES), aligned(-(-count // LANES) * native.n * LANES)
        fixed, sets = aligned(max(1, native.n_fixed) * LANES), in_lanes(constants)
        y.reshape(-1, LANES)[self.place] = states[:, np.newaxis]
        rhs = native.for_one[0]
        for block in range(-(-count // LANES)):
            own = sets[block * width * LANES :].ctypes.data
            native.prepare(own, fixed.ctypes.data)
            rhs(y.ctypes.data, own, fixed.ctypes.data, out[block * native.n * LANES :].ctypes.data)
        found: Floats = out_of_lanes(out, count, native.n)[:, self.place]
        return found

    def restrict(self, free: Iterable[str], held: Mapping[str, float] | None = None) -> System:
        """Compile the same model with only some states moving; see `OdeModel.restrict`.

        Parameters
        ----------
        free : SIds of the states that go on moving.
        held : values, in the sense of formulas, of states or assigned quantities that are held.

        Returns
        -------
        System
            In it the held names are constants, which members may override by id.
        """
        return compile_system(self.model.restrict(free, held))


_JUMPS = RELATIONS | {"piecewise", "floor", "ceil"}


def _fixed_quantities(model: OdeModel) -> dict[str, Expr]:
    known = set(model.constants)
    found = {}
    for sid in dependency_order(model.rules, "Assignment rules"):
        if all(name in known for name in names(model.rules[sid])):
            known.add(sid)
            found[sid] = model.rules[sid]
    return found


def _used_constants(model: OdeModel) -> frozenset[str]:
    used = {name for formula in model.formulas for name in names(formula)}
    used |= {state.compartment for state in model.states if state.is_concentration}
    return frozenset(used & set(model.constants))


def compile_system(document: str | Path | OdeModel | System) -> System:
    """Compile an SBML document.

    Parameters
    ----------
    document : SBML as text, the path of a file, equations that were read before, or a compiled system (which
        is given back as it is).

    Raises
    ------
    SbmlError
        If the document cannot be read or uses what the engine refuses.
    ModelError
        If the model has no state.
    """
    if isinstance(document, System):
        return document
    model = document if isinstance(document, OdeModel) else read_sbml(document)
    if not model.states:
        raise ModelError(f"Model '{model.id}' has nothing that changes over time: no reaction and no rate rule.")
    return System(model)
