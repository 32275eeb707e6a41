"""Compile a model into machine code: right-hand side, Jacobian, observables.

The species of a `System` are amounts; formulas see concentrations where the document says so. All numbers of
one member form one input vector ``z = [time, states, constants, fixed]``, where ``fixed`` holds what follows
from the constants alone and is worked out once per member. The Jacobian is differentiated analytically and
only its non-zero entries are computed.

A *sink* is a state that no rate of change depends on: a ledger that only collects. Sinks take no part in the
search for a steady state. They do steer the step size like every other state: leaving them out saves no steps
worth naming, and loses what flows into them where nothing else changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import symengine as se
from numpy.typing import NDArray

from enterotone.engine.native import Native, load_native
from enterotone.engine.symbolic import Hoist, Symbolic
from enterotone.errors import ModelError, UnknownIdError, nearest
from enterotone.model.expression import RELATIONS, Expr, names, walk
from enterotone.sbml.odemodel import OdeModel, OdeState, dependency_order
from enterotone.sbml.read import read_sbml

__all__ = ["Kernel", "System", "compile_system"]

Floats = NDArray[np.float64]


class Kernel:
    """A compiled vector of formulas over ``z``.

    Parameters
    ----------
    arguments : symengine symbols of ``z``.
    expressions : formulas.
    """

    def __init__(self, arguments: Sequence[Any], expressions: Sequence[Any]) -> None:
        self.size = len(expressions)
        try:
            self._compiled = se.Lambdify(arguments, expressions, backend="llvm", cse=True) if expressions else None
        except RuntimeError as error:
            raise ModelError(
                f"A formula has no value that a machine number could hold ({error}). Look for a division by zero or "
                "a power of zero among the plain numbers."
            ) from error

    def __call__(self, z: Floats, out: Floats) -> None:
        """Evaluate into `out`; both C-contiguous, of the sizes that were compiled."""
        if self._compiled is not None:
            self._compiled.unsafe_real(z, out)


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
    jacobian_rows, jacobian_columns : place of each non-zero entry.
    """

    def __init__(self, model: OdeModel) -> None:
        self.model = model
        self.state_ids = model.state_ids
        self.constant_ids = tuple(model.constants)
        builder = self._builder
        rates = [builder.fill(rate) for rate in builder.rates]
        entries = builder.jacobian()
        self.jacobian_rows = np.array([i for i, _, _ in entries], dtype=np.intp)
        self.jacobian_columns = np.array([j for _, j, _ in entries], dtype=np.intp)
        # Not read off the Jacobian: a state inside a condition steers although its derivative is zero.
        used = set().union(*(rate.free_symbols for rate in rates))
        self.is_sink = np.array([symbol not in used for symbol in builder.states], dtype=bool)
        self.is_species = np.array([state.kind == "species" for state in model.states], dtype=bool)
        self.is_autonomous = _TIME not in used
        self.fixed_quantities = builder.fixed_quantities
        self.used_constants = _used_constants(model)
        self._rhs = Kernel(builder.arguments, rates)
        self._jacobian = Kernel(builder.arguments, [builder.fill(entry) for _, _, entry in entries])
        self._prepare = Kernel(builder.arguments[: builder.n_given], builder.fixed_expressions())

    def __getstate__(self) -> dict[str, Any]:
        # Machine code and symbols stay behind; another process loads the one from the cache and makes the other anew.
        return {name: value for name, value in self.__dict__.items() if name not in {"native", "_builder"}}

    @cached_property
    def _builder(self) -> _Builder:
        """Symbols of the model; kept, because every further formula is compiled over the same ones."""
        return _Builder(self.model)

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
        """Give what turns each state from the sense of formulas into an amount, for one member.

        Parameters
        ----------
        constants : shape (constant,).

        Returns
        -------
        ndarray, shape (state,)
            The compartment size for concentrations [volume], else 1.
        """
        volumes = np.ones(self.n_states)
        is_divided = self.volume_index >= 0
        volumes[is_divided] = constants[self.volume_index[is_divided]]
        return volumes

    def inputs(self, constants: Floats) -> Floats:
        """Lay out ``z`` for one member, with the fixed part worked out and states at zero.

        Parameters
        ----------
        constants : shape (constant,).
        """
        n_given = 1 + self.n_states + len(self.constant_ids)
        z = np.zeros(n_given + self._prepare.size)
        z[1 + self.n_states : n_given] = constants
        self._prepare(np.ascontiguousarray(z[:n_given]), z[n_given:])
        return z

    def rhs(self, z: Floats, out: Floats) -> None:
        """Rates of change [per time] into `out`, shape (state,)."""
        self._rhs(z, out)

    def jacobian_entries(self, z: Floats, out: Floats) -> None:
        """Non-zero entries of the Jacobian into `out`, in the order of `jacobian_rows`."""
        self._jacobian(z, out)

    def compile_formulas(self, formulas: Iterable[Expr]) -> Kernel:
        """Compile further formulas over the same ``z``, e.g. observables.

        Raises
        ------
        UnknownIdError
            If a formula uses a name that the model has not; names the three nearest.
        """
        builder = self._builder
        known = {*self.model.names, "time"}
        expressions = []
        for formula in formulas:
            for name in names(formula):
                if name not in known:
                    raise UnknownIdError(f"The model has no '{name}'. {nearest(name, known)}")
            expressions.append(builder.fill(builder.expression(formula)))
        return Kernel(builder.arguments, expressions)

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


_TIME = se.Symbol("time")
_JUMPS = RELATIONS | {"piecewise", "floor", "ceil"}


class _Builder:
    """Symbolic form of one model."""

    def __init__(self, model: OdeModel) -> None:
        self.model = model
        order = dependency_order(model.rules, "Assignment rules")
        self._hoist = Hoist(model.constants, {sid: model.rules[sid] for sid in order})
        self._values: dict[str, Any] = {"time": _TIME}
        for sid in model.constants:
            self._values[sid] = se.Symbol(sid)
        self.states = [se.Symbol(f"state.{index}") for index in range(len(model.states))]
        for state, amount in zip(model.states, self.states, strict=True):
            self._values[state.id] = amount / self._values[state.compartment] if state.is_concentration else amount
        self._given = [_TIME, *self.states, *(self._values[sid] for sid in model.constants)]
        self.n_given = len(self._given)
        self._symbolic = Symbolic(self._values)
        self.fill = self._symbolic.fill
        for sid in order:
            self._values[sid] = se.Symbol(sid) if self._hoist.is_fixed(sid) else self.expression(model.rules[sid])
        self.rates = self._rates()
        # The layout of z is settled here; observables that are compiled later must find the same one.
        self._hoist.freeze()

    def expression(self, expr: Expr) -> Any:
        hoisted = self._hoist(expr)
        for sid in self._hoist.formulas:
            if sid not in self._values:
                self._values[sid] = se.Symbol(sid)
        return self._symbolic(hoisted)

    @property
    def fixed_quantities(self) -> dict[str, Expr]:
        return {sid: expr for sid, expr in self._hoist.formulas.items() if sid in self.model.rules}

    @property
    def arguments(self) -> list[Any]:
        return self._given + [se.Symbol(sid) for sid in self._hoist.formulas]

    def fixed_expressions(self) -> list[Any]:
        """The fixed part in terms of the constants."""
        in_full: dict[str, Any] = {sid: self._values[sid] for sid in self.model.constants}
        symbolic = Symbolic(in_full)
        for sid, expr in self._hoist.formulas.items():
            in_full[sid] = symbolic(expr)
        return [symbolic.fill(in_full[sid]) for sid in self._hoist.formulas]

    def _rates(self) -> list[Any]:
        """Rate of change of each state, in amounts."""
        terms: dict[str, list[Any]] = {state.id: [] for state in self.model.states}
        for reaction in self.model.reactions.values():
            for sid, n in reaction.stoichiometry.items():
                terms[sid].append(_coefficient(n) * self._values[reaction.id])
        for state in self.model.states:
            if state.id in self.model.rates:
                terms[state.id] = [self._rate_rule(state)]
        return [se.Add(*terms[state.id]) if terms[state.id] else se.Integer(0) for state in self.model.states]

    def _rate_rule(self, state: OdeState) -> Any:
        rate = self.expression(self.model.rates[state.id])
        return rate * self._values[state.compartment] if state.is_concentration else rate

    def jacobian(self) -> list[tuple[int, int, Any]]:
        """Non-zero entries: row, column, formula."""
        column_of = {symbol: index for index, symbol in enumerate(self.states)}
        entries = []
        for row, rate in enumerate(self.rates):
            for column in sorted(column_of[symbol] for symbol in rate.free_symbols if symbol in column_of):
                entry = rate.diff(self.states[column])
                if entry != 0:
                    entries.append((row, column, entry))
        return entries


def _used_constants(model: OdeModel) -> frozenset[str]:
    used = {name for formula in model.formulas for name in names(formula)}
    used |= {state.compartment for state in model.states if state.is_concentration}
    return frozenset(used & set(model.constants))


def _coefficient(n: float) -> Any:
    return se.Integer(int(n)) if n == int(n) else se.RealDouble(n)


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
