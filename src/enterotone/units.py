"""Units: parse, convert to the canonical set, compare.

The canonical set of the model is umol, L, h and g. A dimension is four whole or half exponents, in
that order; every number that enters the model is converted once, here, and floats inside the model
carry no unit object. Litres are a base unit (not dm3) because no law of this model needs a length.

Written units follow the tables' habit: ``umol/L/h``, ``1/day``, ``mM``, ``nmol/kg``,
``dimensionless``. A slash divides everything behind it up to the next slash.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

from enterotone.errors import UnitError

__all__ = ["DIMENSIONLESS", "Dimension", "dimension_of", "factor_to", "parse_quantity", "to_canonical"]

_BASE = ("umol", "L", "h", "g")


@dataclass(frozen=True)
class Dimension:
    """Exponents of amount, volume, time and mass.

    Parameters
    ----------
    amount, volume, time, mass : exponents of umol, L, h and g.
    """

    amount: Fraction = Fraction(0)
    volume: Fraction = Fraction(0)
    time: Fraction = Fraction(0)
    mass: Fraction = Fraction(0)

    @property
    def exponents(self) -> tuple[Fraction, Fraction, Fraction, Fraction]:
        return (self.amount, self.volume, self.time, self.mass)

    @property
    def is_dimensionless(self) -> bool:
        return not any(self.exponents)

    def __mul__(self, other: Dimension) -> Dimension:
        return Dimension(*(a + b for a, b in zip(self.exponents, other.exponents, strict=True)))

    def __truediv__(self, other: Dimension) -> Dimension:
        return Dimension(*(a - b for a, b in zip(self.exponents, other.exponents, strict=True)))

    def __pow__(self, power: Fraction | int) -> Dimension:
        return Dimension(*(a * Fraction(power) for a in self.exponents))

    def __str__(self) -> str:
        """Write the canonical unit, e.g. ``umol/L/h``."""
        above = [_power(u, e) for u, e in zip(_BASE, self.exponents, strict=True) if e > 0]
        below = [_power(u, -e) for u, e in zip(_BASE, self.exponents, strict=True) if e < 0]
        if not above and not below:
            return "dimensionless"
        return "/".join(["*".join(above) or "1", *below])


def _power(unit: str, exponent: Fraction) -> str:
    return unit if exponent == 1 else f"{unit}^{exponent}"


DIMENSIONLESS = Dimension()


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint

    registry: Any = pint.UnitRegistry()
    # Live microbes are counted in colony-forming units, which are a count.
    registry.define("colony_forming_unit = count = CFU")
    return registry


_SYNONYMS = {
    "-": "dimensionless",
    "": "",
    "fraction": "dimensionless",
    "fold": "dimensionless",
    "ratio": "dimensionless",
    "1": "dimensionless",
    "%": "percent",
}


@lru_cache(maxsize=4096)
def _parse(unit: str) -> tuple[float, Dimension]:
    """Factor to the canonical unit, and the dimension."""
    import pint

    text = unit.strip()
    text = _SYNONYMS.get(text, text)
    if not text:
        raise UnitError("A unit is blank. Write 'dimensionless' for a pure number.")
    if text == "dimensionless":
        return 1.0, DIMENSIONLESS
    if text == "percent":
        return 0.01, DIMENSIONLESS
    registry = _registry()
    try:
        quantity = registry.Quantity(1.0, text.replace("^", "**"))
        base = quantity.to_base_units()
    except (pint.errors.PintError, TypeError, AttributeError, ValueError, SyntaxError) as error:
        raise UnitError(
            f"Unit '{unit}' cannot be read: {error}. Write it as in 'umol/L/h', '1/day' or 'dimensionless'."
        ) from error
    exponents = {str(name): Fraction(float(power)).limit_denominator(12) for name, power in base.dimensionality.items()}
    length = exponents.pop("[length]", Fraction(0))
    amount = exponents.pop("[substance]", Fraction(0))
    time = exponents.pop("[time]", Fraction(0))
    mass = exponents.pop("[mass]", Fraction(0))
    if exponents:
        raise UnitError(
            f"Unit '{unit}' holds {', '.join(exponents)}; the model knows amount, volume, time and mass only."
        )
    if (length / 3).denominator > 1:
        raise UnitError(f"Unit '{unit}' holds a length; the model knows volumes, in L, and no lengths.")
    dimension = Dimension(amount, length / 3, time, mass)
    # SI base: mol, m, s, kg. Canonical: umol, L, h, g.
    factor = float(base.magnitude) * 1e6 ** float(amount) * 1e3 ** float(length / 3)
    factor *= (1 / 3600.0) ** float(time) * 1e3 ** float(mass)
    # Powers of ten come out of floating point a last bit off; nothing here needs the 15th digit.
    return float(f"{factor:.14g}"), dimension


def dimension_of(unit: str) -> Dimension:
    """Give the dimension of a written unit.

    Parameters
    ----------
    unit : written unit, e.g. ``umol/L/h``.

    Raises
    ------
    UnitError
        If the unit cannot be read or holds a dimension that the model does not know.

    Examples
    --------
    >>> str(dimension_of("mM/day"))
    'umol/L/h'
    """
    return _parse(unit)[1]


def to_canonical(value: float, unit: str) -> float:
    """Convert a value into the canonical set (umol, L, h, g).

    Parameters
    ----------
    value : number in `unit`.
    unit : written unit.

    Raises
    ------
    UnitError
        If the unit cannot be read.

    Examples
    --------
    >>> round(to_canonical(24.0, "nmol/L/day"), 9)
    0.001
    """
    return value * _parse(unit)[0]


def factor_to(unit: str) -> float:
    """Give the factor that turns a canonical value into `unit`.

    Parameters
    ----------
    unit : written unit of the wanted output.

    Raises
    ------
    UnitError
        If the unit cannot be read.

    Examples
    --------
    >>> factor_to("nmol/L")
    1000.0
    """
    return 1.0 / _parse(unit)[0]


def parse_quantity(text: str, expected: str) -> float:
    """Read a quantity as people write it (``"70 kg"``) and give it in the `expected` unit.

    Parameters
    ----------
    text : number and unit, parted by a space or not.
    expected : unit of the result.

    Returns
    -------
    float
        Value in `expected`.

    Raises
    ------
    UnitError
        If no number or no unit is found, or the unit measures something else.
    """
    import pint

    registry = _registry()
    try:
        quantity = registry.Quantity(text)
    except (pint.errors.PintError, TypeError, AttributeError, ValueError, SyntaxError) as error:
        raise UnitError(f"'{text}' is not a number with a unit; write for example '70 {expected}'.") from error
    try:
        return float(quantity.to(expected).magnitude)
    except (pint.errors.PintError, AttributeError) as error:
        raise UnitError(f"'{text}' cannot be given in {expected}; write a number in {expected}.") from error
