"""Read what a user wants changed: ``PARAMETER=VALUE`` and ``SPECIES=AMOUNT@TIME``."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from enterotone.errors import DesignError, UnitError, UnknownIdError, nearest
from enterotone.model.compose import Model
from enterotone.model.schedule import Dose
from enterotone.units import parse_quantity, to_canonical

__all__ = ["parse_changes", "parse_doses"]

#: Parameters that stand for amounts, rates and sizes may not be negative; the tables hold no negative number.
_SMALLEST = 0.0


def parse_changes(model: Model, changes: Iterable[str] | Mapping[str, float | str]) -> dict[str, float]:
    """Read changes of parameters.

    Parameters
    ----------
    model : whose parameters may be changed.
    changes : ``"name=value unit"`` texts, or name -> value. A bare number is in the unit of the table.

    Returns
    -------
    dict
        Parameter id -> value in canonical units.

    Raises
    ------
    UnknownIdError
        If there is no such parameter; names the three nearest.
    DesignError
        If the value is no number, negative, or in a unit that measures something else.
    """
    pairs = changes.items() if isinstance(changes, Mapping) else [_split(text) for text in changes]
    found: dict[str, float] = {}
    for name, value in pairs:
        if name not in model.parameters:
            raise UnknownIdError(f"--set {name}: the model has no such parameter. {nearest(name, model.parameters)}")
        row = model.parameters[name]
        number = _number(value, row.unit, f"--set {name}={value}")
        if number < _SMALLEST:
            raise DesignError(
                f"--set {name}={value}: {number:g} {row.unit} is negative; {row.name} cannot be below 0. "
                f"Usual range: {row.low:g} to {row.high:g} {row.unit}."
            )
        found[name] = to_canonical(number, row.unit)
    return found


def _split(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip() or not value.strip():
        raise DesignError(f"'{text}': expected PARAMETER=VALUE, for example 'J_diet_tryptophan=0 mg/day'.")
    return name.strip(), value.strip()


def _number(value: float | str, unit: str, what: str) -> float:
    """Give a value in `unit`; text may carry another unit of the same kind."""
    try:
        number = float(value)
    except ValueError:
        try:
            number = parse_quantity(str(value), "" if unit == "dimensionless" else unit)
        except UnitError as error:
            raise DesignError(f"{what}: {error}") from error
    if not math.isfinite(number):
        raise DesignError(f"{what}: expected a finite number in {unit}.")
    return number


def parse_doses(model: Model, texts: Iterable[str]) -> tuple[Dose, ...]:
    """Read doses.

    Parameters
    ----------
    model : whose species may be dosed.
    texts : ``"SPECIES=AMOUNT@TIME"``, e.g. ``"stomach__tryptophan_bound=5000 umol@8 h"``.

    Raises
    ------
    UnknownIdError
        If there is no such species; names the three nearest.
    DesignError
        If amount or time cannot be read, or is negative.
    """
    return tuple(_dose(model, text) for text in texts)


def _dose(model: Model, text: str) -> Dose:
    target, sign, rest = text.partition("=")
    amount, at, time = rest.partition("@")
    target = target.strip()
    if not sign or not at:
        raise DesignError(f"--dose '{text}': expected SPECIES=AMOUNT@TIME, for example 'stomach__protein=9 mmol@8 h'.")
    if target not in model.species:
        raise UnknownIdError(f"--dose {target}: the model has no such species. {nearest(target, model.species)}")
    umol = _number(amount.strip(), "umol", f"--dose '{text}', amount")
    hours = _number(time.strip(), "h", f"--dose '{text}', time")
    if umol < 0:
        raise DesignError(
            f"--dose '{text}': the amount {umol:g} umol is negative; a dose adds to a pool. Write 0 or more."
        )
    if hours < 0:
        raise DesignError(f"--dose '{text}': the time {hours:g} h is before the start; write 0 or more.")
    return Dose(hours, target, repr(umol))
