"""A population as CSV, out and in: one individual a row, one number a column, the unit in the heading.

Columns: ``individual``, ``sex``, ``age [year]``, ``weight [kg]``, ``height [cm]``, ``bmi [kg/m2]`` (left out where they
are not known), then every parameter of the model as ``<id> [<unit>]``, in the unit of its table. What is read back
must name every parameter, so that a file of another model is refused.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from enterotone.errors import FormatError, UnitError, nearest
from enterotone.evidence.table import Parameter
from enterotone.population.people import body_mass_index
from enterotone.population.person import Person
from enterotone.units import factor_to, to_canonical
from enterotone.writing import replacing

__all__ = ["read_members", "write_members"]

Floats = NDArray[np.float64]

_PEOPLE = ("sex", "age [year]", "weight [kg]", "height [cm]", "bmi [kg/m2]")
_KNOWN = {"individual", *_PEOPLE}


def write_members(
    path: Path,
    rows: Mapping[str, Parameter],
    members: Mapping[str, Floats],
    indices: Sequence[int],
    people: Sequence[Person],
) -> None:
    """Write a population.

    Parameters
    ----------
    path : the file; its folder must be there.
    rows : parameters of the model.
    members : parameter -> values in canonical units, shape (n_member,).
    indices : number of each individual.
    people : age, sex, weight and height of each.

    Raises
    ------
    OSError
        If the system refuses.
    """
    names = sorted(rows)
    factors = [factor_to(rows[name].unit) for name in names]
    with replacing(path) as part, part.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(["individual", *_PEOPLE, *(f"{name} [{rows[name].unit}]" for name in names)])
        for place, (index, person) in enumerate(zip(indices, people, strict=True)):
            about = (person.sex, person.age, person.weight, person.height, body_mass_index(person))
            values = (repr(float(members[name][place]) * f) for name, f in zip(names, factors, strict=True))
            writer.writerow([index, about[0], *(f"{value:.6g}" for value in about[1:]), *values])


def read_members(path: Path, rows: Mapping[str, Parameter]) -> tuple[list[str], dict[str, Floats]]:
    """Read a population.

    Parameters
    ----------
    path : a file of `write_members`, or one of its shape.
    rows : parameters of the model.

    Returns
    -------
    tuple
        Label of each individual, and parameter -> values in canonical units, shape (n_member,).

    Raises
    ------
    FormatError
        If the file cannot be read, a parameter is missing, a column is unknown or in a unit that measures something
        else, or a cell is no finite number.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(f"{path}: cannot be read ({error}). Give a CSV file of 'enterotone population'.") from error
    lines = list(csv.reader(text.splitlines()))
    if len(lines) < 2:
        raise FormatError(f"{path}: {len(lines)} lines; expected a heading and at least one individual.")
    columns = [_column(path, heading, rows) for heading in lines[0]]
    known = {name for name, _ in columns}
    if missing := sorted(set(rows) - known):
        raise FormatError(
            f"{path} line 1: no column for {', '.join(missing[:3])} ({len(missing)} of {len(rows)} parameters are "
            "missing). Draw the population again with this version of the model."
        )
    members = {name: np.empty(len(lines) - 1) for name in rows}
    labels = [str(number) for number in range(len(lines) - 1)]
    for number, cells in enumerate(lines[1:]):
        if len(cells) != len(columns):
            raise FormatError(f"{path} line {number + 2}: {len(cells)} cells; expected {len(columns)}.")
        for (name, unit), cell in zip(columns, cells, strict=True):
            if name == "individual":
                labels[number] = cell
            elif name in members:
                members[name][number] = to_canonical(_number(path, number + 2, name, cell), unit)
    return labels, members


def _column(path: Path, heading: str, rows: Mapping[str, Parameter]) -> tuple[str, str]:
    """Parameter and unit of a heading; the heading itself for what describes a person."""
    if heading in _KNOWN:
        return heading, ""
    name, _, rest = heading.partition(" [")
    if name not in rows or not rest.endswith("]"):
        raise FormatError(
            f"{path} line 1: '{heading}' is no column of a population; expected '<parameter> [<unit>]'. "
            f"{nearest(name, rows)}"
        )
    unit = rest.removesuffix("]")
    try:
        to_canonical(1.0, unit)
    except UnitError as error:
        raise FormatError(f"{path} line 1, '{heading}': {error}") from error
    if to_canonical(1.0, unit) != to_canonical(1.0, rows[name].unit):
        raise FormatError(f"{path} line 1, '{heading}': found unit '{unit}'; expected '{rows[name].unit}'.")
    return name, unit


def _number(path: Path, line: int, name: str, cell: str) -> float:
    try:
        value = float(cell)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise FormatError(f"{path} line {line}, {name}: found '{cell}'; expected a finite number.")
    return value
