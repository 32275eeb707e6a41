"""One step of a fit: from how readings answer to numbers, to the most probable scores and how well they are told.

Scores ``z`` are standard normal before the data. Predictions go as ``g(z) = g0 + J (z - z0)``; errors are normal with
the targets' spreads, and large misfits count less (Huber weights), so that a reading which no number can move does not
drag the others. The most probable scores solve ``(J' W J + I) z = J' W (y - g0 + J z0)``, and the inverse of the left
matrix is their covariance.

As few numbers as possible are moved: they enter one after the other, each time the one that lowers the misfit most,
until the next would lower it by less than it costs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Step", "cost", "fit_scores", "huber_weights", "select"]

Floats = NDArray[np.float64]

#: Misfit [standard deviations] beyond which a reading counts less.
_HUBER = 2.0
_ROUNDS = 8


@dataclass(frozen=True)
class Step:
    """Outcome of a step.

    Parameters
    ----------
    scores : most probable, shape (n_number,).
    covariance : shape (n_number, n_number).
    told : eigenvalues of ``J' W J``, descending; above 1 the data tell more than the evidence did, shape (n_number,).
    directions : their vectors, one a column.
    """

    scores: Floats
    covariance: Floats
    told: Floats
    directions: Floats


def huber_weights(misfits: Floats) -> Floats:
    """Weights between 0 and 1.

    Parameters
    ----------
    misfits : in standard deviations.
    """
    size = np.abs(misfits)
    return np.where(size > _HUBER, _HUBER / np.maximum(size, 1e-12), 1.0)


def cost(misfits: Floats, scores: Floats) -> float:
    """Huber's loss of the misfits and half the squared scores.

    Parameters
    ----------
    misfits : in standard deviations.
    scores : standard normal scores.
    """
    size = np.abs(misfits)
    loss = np.where(size > _HUBER, _HUBER * (size - _HUBER / 2), size**2 / 2)
    return float(loss.sum() + (scores**2).sum() / 2)


def fit_scores(jacobian: Floats, misfits: Floats, start: Floats, bounds: tuple[Floats, Floats]) -> Step:
    """Find the most probable scores of a linear model.

    Parameters
    ----------
    jacobian : change of the misfits per score, shape (n_target, n_number).
    misfits : prediction minus published at `start`, in standard deviations, shape (n_target,).
    start : scores at which the model was taken, shape (n_number,).
    bounds : lowest and highest scores, shape (n_number,) each.
    """
    scores = start.copy()
    n = len(start)
    at_zero = misfits - jacobian @ start
    free = np.ones(n, dtype=bool)
    for _ in range(_ROUNDS):
        weights = huber_weights(at_zero + jacobian @ scores)
        held = np.where(free, 0.0, scores)
        part = jacobian[:, free]
        normal = part.T @ (weights[:, None] * part) + np.eye(int(free.sum()))
        found = np.linalg.solve(normal, -part.T @ (weights * (at_zero + jacobian @ held)))
        scores[free] = found
        out = (scores < bounds[0]) | (scores > bounds[1])
        scores = np.clip(scores, *bounds)
        # A number at the end of its range stays there for the rest of this step.
        free = free & ~out
        if not free.any():
            break
    weights = huber_weights(at_zero + jacobian @ scores)
    fisher = jacobian.T @ (weights[:, None] * jacobian)
    values, vectors = np.linalg.eigh(fisher)
    order = np.argsort(values)[::-1]
    return Step(scores, np.asarray(np.linalg.inv(fisher + np.eye(n)), dtype=float), values[order], vectors[:, order])


def select(jacobian: Floats, misfits: Floats, bounds: tuple[Floats, Floats], least: float, most: int) -> list[int]:
    """Choose the numbers to move, one after the other.

    Parameters
    ----------
    jacobian, misfits : at scores of 0, as in `fit_scores`.
    bounds : lowest and highest scores, shape (n_number,) each.
    least : fall of the cost that a further number must bring.
    most : numbers at most.

    Returns
    -------
    list of int
        Columns of `jacobian`, in the order of choice.
    """
    chosen: list[int] = []
    best = cost(misfits, np.zeros(0))
    usable = [j for j in range(jacobian.shape[1]) if np.abs(jacobian[:, j]).max() > 1e-3]
    while len(chosen) < most:
        trials = {}
        for j in usable:
            if j in chosen:
                continue
            trial = [*chosen, j]
            part = jacobian[:, trial]
            step = fit_scores(part, misfits, np.zeros(len(trial)), (bounds[0][trial], bounds[1][trial]))
            trials[j] = cost(misfits + part @ step.scores, step.scores)
        if not trials:
            break
        j = min(trials, key=lambda place: (trials[place], place))
        if best - trials[j] < least:
            break
        chosen.append(j)
        best = trials[j]
    return chosen
