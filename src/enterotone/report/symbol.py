"""Units, names and running text with proper symbols: µ for u, raised powers, no slash chains.

The idea: tables are typed in plain characters (``umol/L``, ``10^9``); a reader sees ``µmol/L`` and ``10⁹``.
Units are never converted here: a number is shown in the unit that the assessment gives.
"""

from __future__ import annotations

import re

from enterotone.report.number import SPACE, raised

__all__ = ["capital", "typeset", "unit_symbol", "with_unit"]

_WORDS = {"dimensionless": "", "fraction": "", "ratio": "", "-": "", "1": "", "": "", "percent": "%", "degC": "°C"}


def unit_symbol(unit: str) -> str:
    """Write a unit with its proper symbols.

    Parameters
    ----------
    unit : unit as the tables write it, where a slash divides everything behind it up to the next slash.

    Examples
    --------
    >>> unit_symbol("umol/L/h"), unit_symbol("1/week"), unit_symbol("nmol/1e9")
    ('µmol/(L·h)', 'per week', 'nmol/10⁹')
    """
    text = unit.strip()
    if text in _WORDS:
        return _WORDS[text]
    above, *below = text.split("/")
    if above == "1" and below:
        return "per " + " and ".join(_symbol(part) for part in below)
    parts = [_symbol(part) for part in below]
    if len(parts) > 1:
        return f"{_symbol(above)}/({'·'.join(parts)})"
    return "/".join([_symbol(above), *parts])


def _symbol(part: str) -> str:
    text = re.sub(r"(?<![A-Za-z])u(?=(?:mol|M|g|L|m|s|IU)\b)", "µ", part.strip())
    text = re.sub(r"(?<![\d.])1e(\d+)", lambda match: "10" + raised(match[1]), text)
    text = re.sub(r"(?:\^|\*\*)\(?(-?\d+(?:\.\d+)?)\)?", lambda match: raised(match[1]), text)
    return text.replace("*", "·").replace("percent", "%")


def capital(text: str) -> str:
    """Begin a name with a capital, unless it begins with an abbreviation such as pH.

    Parameters
    ----------
    text : name as the tables write it.
    """
    return text[:1].upper() + text[1:] if not text[1:2].isupper() else text


def typeset(text: str) -> str:
    """Give running text its proper symbols: powers raised, micro as µ.

    Parameters
    ----------
    text : a name or an explanation as the tables write it.

    Examples
    --------
    >>> typeset("per 10^9 platelets; 0.1 uM")
    'per 10⁹ platelets; 0.1 µM'
    """
    text = re.sub(r"(?<=\d)\^(-?\d+)", lambda match: raised(match[1]), text)
    return re.sub(r"\bu(?=(?:mol|M|g|L)\b)", "µ", text)


def with_unit(text: str, unit: str) -> str:
    """Put a unit behind a written number, parted by a no-break space.

    Parameters
    ----------
    text : number as text.
    unit : unit as the tables write it.
    """
    symbol = unit_symbol(unit)
    return f"{text}{SPACE}{symbol}" if symbol else text
