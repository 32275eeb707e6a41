"""Numbers that a fit may move, and the tables with them moved.

A fit works on standard normal scores: 0 is what the evidence said before any fit, and the range of the table is a
central 90 % interval. A number whose note begins with "contested" is a switch with a wide range and stays where it is.
``priors.tsv`` keeps what stood in a table before a fit moved it, so that a fit can be repeated
from the same start. What was measured in people and read at its source is not moved, nor is anything fixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.evidence.rows import read_rows
from enterotone.evidence.table import Parameter
from enterotone.interventions import intervention
from enterotone.model.compose import Model
from enterotone.population.sampling import quantile
from enterotone.qualification.experiment import Experiment
from enterotone.qualification.run import attached, regimens_of
from enterotone.units import factor_to

__all__ = ["LARGEST", "all_rows", "before_fit", "movable", "moved", "score_bounds"]

Floats = NDArray[np.float64]

#: Largest score a fit may give a number: the end of its range.
LARGEST = 1.6448536269514722


@lru_cache(maxsize=1)
def _priors() -> dict[str, float]:
    rows = read_rows(files("enterotone.calibration") / "priors.tsv")
    return {row["parameterId"]: float(row["value"]) for _, row in rows}


def all_rows(model: Model, experiments: Iterable[Experiment]) -> dict[str, Parameter]:
    """Every number that the experiments touch: the model's, and those of the medicines they give.

    Parameters
    ----------
    model : the whole model.
    experiments : what will be run.
    """
    rows = dict(model.parameters)
    for name in attached(one for e in experiments for arm in regimens_of(e).values() for one in arm):
        rows |= dict(intervention(name).parameters)
    return rows


def before_fit(rows: Mapping[str, Parameter]) -> dict[str, Parameter]:
    """Rows with the values that stood in the tables before any fit.

    Parameters
    ----------
    rows : as the tables have them now.
    """
    known = _priors()
    return {name: replace(row, value=known[name]) if name in known else row for name, row in rows.items()}


def movable(rows: Mapping[str, Parameter]) -> list[str]:
    """Names of the numbers that a fit may move, sorted.

    Parameters
    ----------
    rows : from `before_fit`.
    """
    known = _priors()
    return sorted(
        name
        for name, row in rows.items()
        if row.prior != "fixed"
        and row.low < row.high
        and not row.note.startswith("contested")
        and (name in known or not (row.kind == "measured" and row.grade == "human" and row.verified == "yes"))
    )


def moved(rows: Mapping[str, Parameter], scores: Mapping[str, float]) -> dict[str, Parameter]:
    """Rows with typical values at given scores; ranges stay.

    Parameters
    ----------
    rows : from `before_fit`.
    scores : number -> standard normal score.
    """
    found = dict(rows)
    for name, score in scores.items():
        row = rows[name]
        value = float(quantile(row, np.array([score]))[0]) * factor_to(row.unit)
        found[name] = replace(row, value=float(np.clip(value, row.low, row.high)))
    return found


def score_bounds(rows: Mapping[str, Parameter], names: Sequence[str]) -> tuple[Floats, Floats]:
    """Lowest and highest scores that numbers may have; 0 on a side on which the value is the end of its range.

    Parameters
    ----------
    rows : from `before_fit`.
    names : numbers.

    Returns
    -------
    tuple of ndarray
        Shape (n_number,) each.
    """
    low = np.array([0.0 if rows[name].value <= rows[name].low else -LARGEST for name in names])
    high = np.array([0.0 if rows[name].value >= rows[name].high else LARGEST for name in names])
    return low, high
