"""Write the units of an SBML document as text: ``umol/L/h`` instead of a list of kinds and exponents.

A unit whose prefix is not an everyday one is written out with its factor, so that nothing is ever
reported in a unit that it is not in. An undeclared unit is an empty text.
"""

from __future__ import annotations

from typing import Any

import libsbml

__all__ = ["UnitTexts", "divide", "write"]

_SUBSTANCE = {-12: "pmol", -9: "nmol", -6: "umol", -3: "mmol", 0: "mol"}
_VOLUME = {-12: "pL", -9: "nL", -6: "uL", -3: "mL", -1: "dL", 0: "L"}
_MASS = {-9: "ng", -6: "ug", -3: "mg", 0: "g", 3: "kg"}
_TIME = {3600.0: "h", 60.0: "min", 1.0: "s", 86400.0: "day", 1e-3: "ms"}
#: Order of writing, as in `enterotone.units.Dimension`: amount, volume, time, mass, the rest.
_ORDER = ("mol", "L", "h", "min", "s", "day", "g")

Powers = dict[str, float]


def _by_exponent(names: dict[int, str], factor: float) -> str | None:
    return next((name for power, name in names.items() if abs(factor / 10.0**power - 1) < 1e-9), None)


def _symbol(kind: int, factor: float) -> str:
    """Name one base unit with its prefix."""
    found = None
    if kind == libsbml.UNIT_KIND_MOLE:
        found = _by_exponent(_SUBSTANCE, factor)
    elif kind in {libsbml.UNIT_KIND_LITRE, libsbml.UNIT_KIND_LITER}:
        found = _by_exponent(_VOLUME, factor)
    elif kind == libsbml.UNIT_KIND_GRAM:
        found = _by_exponent(_MASS, factor)
    elif kind == libsbml.UNIT_KIND_KILOGRAM:
        found = _by_exponent(_MASS, factor * 1e3)
    elif kind == libsbml.UNIT_KIND_SECOND:
        found = next((name for size, name in _TIME.items() if abs(factor / size - 1) < 1e-9), None)
    if found:
        return found
    name = str(libsbml.UnitKind_toString(kind))
    return name if factor == 1 else f"({factor:g} {name})"


class UnitTexts:
    """Units of one document, by unit id.

    Parameters
    ----------
    model : ``libsbml.Model``.
    """

    def __init__(self, model: Any) -> None:
        self._definitions = {
            definition.getId(): definition
            for definition in (model.getUnitDefinition(i) for i in range(model.getNumUnitDefinitions()))
        }
        # Level 2 has units of its own for what a model leaves open; Level 3 has none.
        self._defaults = {"substance": "mole", "volume": "litre", "time": "second"} if model.getLevel() < 3 else {}

    def powers(self, unit_id: str) -> Powers | None:
        """Give base units and their exponents, or None for an undeclared unit."""
        if unit_id in self._definitions:
            return self._defined(self._definitions[unit_id])
        unit_id = self._defaults.get(unit_id, unit_id)
        if unit_id == "dimensionless":
            return {}
        kind = libsbml.UnitKind_forName(unit_id)
        if not unit_id or kind == libsbml.UNIT_KIND_INVALID:
            return None
        return {_symbol(kind, 1.0): 1.0}

    @staticmethod
    def _defined(definition: Any) -> Powers | None:
        powers: Powers = {}
        for index in range(definition.getNumUnits()):
            unit = definition.getUnit(index)
            factor = unit.getMultiplier() * 10.0 ** unit.getScale()
            if unit.getKind() == libsbml.UNIT_KIND_DIMENSIONLESS and factor == 1:
                continue
            name, exponent = _symbol(unit.getKind(), factor), unit.getExponentAsDouble()
            if unit.getKind() == libsbml.UNIT_KIND_METRE and exponent in {3.0, -3.0} and factor in {1.0, 0.1}:
                name, exponent = ("L" if factor == 0.1 else "(1000 litre)"), exponent / 3
            powers[name] = powers.get(name, 0.0) + exponent
        return powers

    def text(self, unit_id: str) -> str:
        """Write one unit."""
        return write(self.powers(unit_id))


def write(powers: Powers | None) -> str:
    """Write base units and exponents as text; an empty text for None."""
    if powers is None:
        return ""
    ordered = sorted(powers, key=lambda name: next((i for i, end in enumerate(_ORDER) if _ends(name, end)), 99))
    above = [_power(name, powers[name]) for name in ordered if powers[name] > 0]
    below = [_power(name, -powers[name]) for name in ordered if powers[name] < 0]
    if not above and not below:
        return "dimensionless"
    return "/".join(["*".join(above) or "1", *below])


def _ends(name: str, end: str) -> bool:
    return name == end or (name.endswith(end) and len(name) == len(end) + 1)


def _power(name: str, exponent: float) -> str:
    return name if exponent == 1 else f"{name}^{exponent:g}"


def divide(above: Powers | None, below: Powers | None) -> Powers | None:
    """Divide two units; None when either is undeclared."""
    if above is None or below is None:
        return None
    result = dict(above)
    for name, exponent in below.items():
        result[name] = result.get(name, 0.0) - exponent
    return {name: exponent for name, exponent in result.items() if exponent}
