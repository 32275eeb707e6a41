"""The members of an ensemble: their constants and their starting states.

A member is one row of numbers. Columns are named by SId: a constant gets the value for the whole run, a state
gets it as its starting value, in the sense of formulas (a concentration for a concentration species). What an
initial assignment sets follows from the row's other values, unless the row sets it itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from enterotone.engine.compile import System
from enterotone.engine.evaluate import Evaluator
from enterotone.errors import DesignError, UnknownIdError, nearest
from enterotone.model.expression import Expr
from enterotone.sbml.odemodel import closure

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Initial", "Members", "initial_states", "lay_out_members"]

Floats = NDArray[np.float64]
Initial = Mapping[str, ArrayLike] | Floats | None


@dataclass(frozen=True)
class Members:
    """An ensemble, ready to run.

    Parameters
    ----------
    labels : name of each member.
    constants : shape (member, constant).
    start : amounts and other states at the start, shape (member, state).
    is_good : shape (member,), False where a number is missing or impossible.
    """

    labels: NDArray[Any]
    constants: Floats
    start: Floats
    is_good: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.labels)

    def part(self, rows: slice) -> Members:
        """Some of the members, in their order."""
        return Members(self.labels[rows], self.constants[rows], self.start[rows], self.is_good[rows])

    def chosen(self, places: NDArray[np.intp], start: Floats) -> Members:
        """Members at some places, from other starting states.

        Parameters
        ----------
        places : shape (chosen,).
        start : shape (chosen, state).
        """
        return Members(self.labels[places], self.constants[places], start, self.is_good[places])


def initial_states(
    system: System, members: Mapping[str, ArrayLike] | pd.DataFrame | None = None, time_h: float = 0.0
) -> Floats:
    """Give the starting states of members.

    Parameters
    ----------
    system : compiled model.
    members : columns by SId; see `enterotone.engine.ensemble.simulate`.
    time_h : time at which initial assignments are read [h].

    Returns
    -------
    ndarray, shape (member, state)
        Amounts [umol] for species, own unit for other states.

    Raises
    ------
    UnknownIdError
        If a column names no constant and no state.
    DesignError
        If columns differ in length or hold no numbers.
    """
    return lay_out_members(system, members, None, time_h).start


def lay_out_members(
    system: System,
    members: Mapping[str, ArrayLike] | pd.DataFrame | None,
    initial: Initial = None,
    time_h: float = 0.0,
) -> Members:
    """Work out constants and starting states of every member.

    Parameters
    ----------
    system : compiled model.
    members : columns by SId, or None for one member as the document has it.
    initial : starting states instead of the document's: amounts, shape (member, state) or (state,); or
        columns by SId of the state, in the sense of formulas.
    time_h : time of the start [h].

    Raises
    ------
    UnknownIdError, DesignError
        As in `initial_states`.
    """
    columns = _columns(members)
    labels = _labels(members)
    starts = _columns(initial) if isinstance(initial, Mapping) else {}
    _check_names(system, columns, starts)
    n = _count({**columns, **starts}, labels, initial)
    given = {sid: values if values.ndim else np.full(n, values) for sid, values in {**columns, **starts}.items()}
    values = _values(system, given, n, time_h)
    constants = (
        np.stack([values[sid] for sid in system.constant_ids], axis=1) if system.constant_ids else np.empty((n, 0))
    )
    with np.errstate(invalid="ignore"):  # nothing in a compartment without end: NaN, which is no good start
        start = np.stack([values[sid] for sid in system.state_ids], axis=1) * system.volumes(constants)
    if isinstance(initial, np.ndarray):
        start = _given_states(initial, n, system)
    is_good = _are_good(system, constants, start, given)
    return Members(np.arange(n) if labels is None else labels, constants, start, is_good)


def _labels(members: object) -> NDArray[Any] | None:
    """Row labels of a pandas table; None for other mappings."""
    index = getattr(members, "index", None) if hasattr(members, "columns") else None
    return None if index is None else np.asarray(index)


def _columns(table: Any) -> dict[str, Floats]:
    columns = {}
    for sid in [] if table is None else table:
        try:
            values = np.asarray(table[sid], dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise DesignError(f"Column '{sid}' of the members holds something that is no number: {error}.") from error
        if values.ndim > 1:
            raise DesignError(f"Column '{sid}' of the members has shape {values.shape}; give one number a member.")
        columns[str(sid)] = values
    return columns


def _check_names(system: System, columns: Mapping[str, Floats], starts: Mapping[str, Floats]) -> None:
    for sid in columns:
        if sid in system.model.constants or sid in system.state_index:
            continue
        if sid in system.model.assignments or sid in system.model.reactions:
            raise UnknownIdError(f"'{sid}' follows from a formula of the model and cannot be set for a member.")
        settable = [*system.constant_ids, *system.state_ids]
        raise UnknownIdError(f"The model has no parameter '{sid}'. {nearest(sid, settable)}")
    for sid in starts:
        if sid not in system.state_index:
            raise UnknownIdError(f"Cannot start '{sid}': the model has no such state. {nearest(sid, system.state_ids)}")


def _count(columns: Mapping[str, Floats], labels: NDArray[Any] | None, initial: Initial) -> int:
    sizes = {sid: len(values) for sid, values in columns.items() if values.ndim}
    if labels is not None:
        sizes["the table"] = len(labels)
    if isinstance(initial, np.ndarray) and initial.ndim == 2 and (sizes or len(initial) != 1):
        sizes["initial"] = len(initial)
    n = next(iter(sizes.values()), 1)
    for what, size in sizes.items():
        if size != n:
            first = next(iter(sizes))
            raise DesignError(f"Members differ in number: {first} has {n}, {what} has {size}. Give one row a member.")
    if n == 0:
        raise DesignError("There are no members to run. Give at least one row.")
    return n


def _values(system: System, given: Mapping[str, Floats], n: int, time_h: float) -> dict[str, Floats]:
    """Constants and starting values in the sense of formulas, shape (member,) each.

    Plain numbers are the same for all members; what follows from a formula is worked out member by member.
    """
    model = system.model
    plain = {sid: part.value for sid, part in model.constants.items()}
    formulas: dict[str, Expr] = {}
    for sid, expr in model.initial.items():
        if expr.op == "number":
            plain[sid] = expr.value
        elif sid not in given:
            formulas[sid] = expr
            plain.pop(sid, None)
    wanted = [sid for sid in (*system.constant_ids, *system.state_ids) if sid in formulas]
    found = {sid: np.full(n, value) for sid, value in plain.items()} | dict(given)
    if not wanted:
        return found
    rules = {**model.rules, **formulas}
    used = [sid for sid in _used_by(system, tuple(wanted)) if sid not in formulas]
    same = {sid: plain[sid] for sid in used if sid in plain and sid not in given}
    differing = {sid: given[sid].tolist() for sid in used if sid in given}
    rows = np.empty((n, len(wanted)))
    for member in range(n):
        row = {sid: values[member] for sid, values in differing.items()}
        value = Evaluator({**same, **row, "time": time_h}, rules)
        rows[member] = [value(sid) for sid in wanted]
    return found | {sid: rows[:, column] for column, sid in enumerate(wanted)}


@lru_cache(maxsize=64)
def _used_by(system: System, wanted: tuple[str, ...]) -> set[str]:
    """Names that starting values depend on, and they themselves."""
    model = system.model
    return closure(wanted, {**model.rules, **{sid: model.initial[sid] for sid in wanted}})


def _given_states(initial: Floats, n: int, system: System) -> Floats:
    if initial.shape[-1] != system.n_states or initial.ndim > 2:
        raise DesignError(
            f"initial has shape {initial.shape}; expected ({n}, {system.n_states}) for (member, state). Take it from "
            "`final_states` of a run of the same model."
        )
    return np.array(np.broadcast_to(initial, (n, system.n_states)), dtype=np.float64)


def _are_good(system: System, constants: Floats, start: Floats, given: Mapping[str, Floats]) -> NDArray[np.bool_]:
    is_good = np.ones(len(start), dtype=bool)
    is_good &= np.isfinite(start).all(axis=1)
    for values in given.values():
        is_good &= np.isfinite(values)
    is_used = np.array([sid in system.used_constants for sid in system.constant_ids], dtype=bool)
    is_good &= ~np.isnan(constants[:, is_used]).any(axis=1)
    is_volume = np.array([sid in system.model.compartments for sid in system.constant_ids], dtype=bool) & is_used
    is_good &= (constants[:, is_volume] > 0).all(axis=1)
    return is_good
