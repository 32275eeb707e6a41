"""What a further measurement would be worth: by how much it would narrow each readout, before it is made.

Preposterior analysis on the individuals at hand: one of them is taken as the truth, a measurement is simulated from it
with the errors of the assay, all individuals are weighed by it, and the width of each readout's interval is compared
with the one before. The mean over many truths is what the measurement is worth; a single outcome may widen.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.ensemble import Ensemble
from enterotone.assessment.extras import MeasurementWorth
from enterotone.assessment.statistics import interval
from enterotone.assessment.weights import Observation, log_likelihood
from enterotone.evidence.rows import read_rows
from enterotone.population.interval import Interval
from enterotone.population.labs import LabSpec, lab_specs
from enterotone.units import factor_to

__all__ = ["affordable", "worth"]

Floats = NDArray[np.float64]

_STREAM = 78
_TRUTHS = 200
_LOW, _HIGH = 0.05, 0.95


@lru_cache(maxsize=1)
def affordable() -> tuple[str, ...]:
    """Measurements that most people could get."""
    return tuple(row["lab"] for _, row in read_rows(files("enterotone.assessment") / "worth.tsv"))


def worth(individuals: Ensemble, made: Collection[str], n_truths: int = _TRUTHS) -> tuple[MeasurementWorth, ...]:
    """Say by how much each affordable measurement would narrow each readout.

    Parameters
    ----------
    individuals : of the assessment, with their weights.
    made : measurements that were made already.
    n_truths : outcomes that are tried of each measurement.

    Returns
    -------
    tuple of MeasurementWorth
        `narrowing` holds the mean over what the measurement may turn out to be as its median, and the 5th and 95th
        percentile of single outcomes. Sorted by what narrows most.
    """
    rng = np.random.default_rng([individuals.seed, _STREAM])
    truths = rng.choice(len(individuals), n_truths, p=individuals.weights)
    found = []
    for name in (name for name in affordable() if name not in made):
        spec = lab_specs()[name]
        shown = individuals.labs[name] * factor_to(spec.unit)
        weights = np.stack([_weights(spec, shown, truth, individuals.weights, rng) for truth in truths])
        for readout, values in individuals.readouts.items():
            before = _width(values, individuals.weights[np.newaxis])[0]
            if before <= 0:
                continue
            narrowing = 1.0 - _width(values, weights) / before
            spread, mean = interval(narrowing), float(narrowing.mean())
            span = Interval(mean, min(spread.low, mean), max(spread.high, mean))
            found.append(MeasurementWorth(name, spec.name, readout, span))
    return tuple(sorted(found, key=lambda each: -each.narrowing.median))


def _weights(spec: LabSpec, shown: Floats, truth: int, prior: Floats, rng: np.random.Generator) -> Floats:
    """Weights after one measurement of one truth, shape (n,)."""
    probe = Observation((1.0,), spec.within, spec.shared, spec.is_relative)
    noise = probe.deviation * rng.standard_normal()
    measured = float(shown[truth] * np.exp(noise) if spec.is_relative else shown[truth] + noise)
    seen = Observation((measured,), spec.within, spec.shared, spec.is_relative)
    logarithm = log_likelihood([seen], [shown])
    raw = prior * np.exp(logarithm - logarithm.max())
    return np.asarray(raw / raw.sum())


def _width(values: Floats, weights: Floats) -> Floats:
    """Width of the weighted central 90 % interval for each row of weights, shape (row,)."""
    order = np.argsort(values)
    ordered, below = values[order], np.cumsum(weights[:, order], axis=1)
    middle = below - 0.5 * weights[:, order]
    low, high = (np.array([np.interp(share, row, ordered) for row in middle]) for share in (_LOW, _HIGH))
    return np.asarray(high - low)
