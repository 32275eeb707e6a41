"""What a run reports: names of the model, or formulas over them, with their units.

A plain name is reported in the unit that the document gives it. The unit of a formula is worked out where all
its names have a declared unit of the canonical set (umol, L, h, g); elsewhere it stays empty, because a wrong
unit is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from enterotone.engine.compile import Kernel, System
from enterotone.errors import DesignError, UnitError
from enterotone.model.expression import Expr, dimension, names, parse, symbol
from enterotone.units import dimension_of, to_canonical

__all__ = ["Observables", "compile_observables"]


@dataclass(frozen=True)
class Observables:
    """Compiled observables.

    Parameters
    ----------
    ids : what was asked for, as written.
    units : written unit of each; empty where unknown.
    kernel : computes all of them from ``z``.
    """

    ids: tuple[str, ...]
    units: tuple[str, ...]
    kernel: Kernel


def compile_observables(system: System, observables: Sequence[str] | None) -> Observables:
    """Compile what a run reports.

    Parameters
    ----------
    system : compiled model.
    observables : SIds of states, constants, assigned quantities or reactions (the rate), or formulas such as
        ``"plasma__kynurenine / plasma__tryptophan"``; None for every state and assigned quantity.

    Raises
    ------
    UnknownIdError
        If a name is not in the model.
    ModelError
        If a formula cannot be read.
    UnitError
        If a formula adds or compares quantities of different kinds.
    DesignError
        If nothing is asked for, or one thing twice.
    """
    if isinstance(observables, str):
        raise DesignError(f"observables is the text '{observables}'; give a list of names, e.g. ['{observables}'].")
    model = system.model
    ids = tuple([*model.state_ids, *model.assignments] if observables is None else observables)
    if not ids:
        raise DesignError("No observables were asked for. Name at least one, or give None for all states.")
    twice = next((sid for index, sid in enumerate(ids) if sid in ids[:index]), None)
    if twice is not None:
        raise DesignError(f"Observable '{twice}' is asked for twice; remove one.")
    # A name of the document need not be a name in a formula, e.g. "True" or "lambda".
    known = set(model.names)
    formulas = [symbol(text) if text in known else parse(text) for text in ids]
    kernel = system.compile_formulas(formulas)
    return Observables(ids, tuple(_unit(system, formula) for formula in formulas), kernel)


def _unit(system: System, formula: Expr) -> str:
    units = {**system.model.units, "time": system.model.time_unit}
    if formula.op == "symbol":
        return units.get(formula.name, "")
    if not all(_is_canonical(units.get(name, "")) for name in names(formula)):
        return ""
    return str(dimension(formula, lambda name: dimension_of(units[name])))


def _is_canonical(unit: str) -> bool:
    if not unit:
        return False
    try:
        return to_canonical(1.0, unit) == 1.0
    except UnitError:
        return False
