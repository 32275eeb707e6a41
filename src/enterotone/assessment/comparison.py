"""Compare two assessments of one person: what changed, with the error of both.

Each readout of an individual is ``reference x effect``: what age, diet and medicines make of it with an average
microbiota, and what the sample adds. The first is shared physiology, so it is compared individual by individual where
both assessments drew the same individuals. The second holds the errors of two samples, which are independent even
where the draws shared a seed, so individuals are paired at random: two samples of one day then differ by as much as
their errors say, and are not told apart. Physiology that makes an effect large in one of the pair and small in the
other widens the interval further; the comparison is cautious.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.ensemble import Ensemble
from enterotone.assessment.result import Assessment
from enterotone.assessment.statistics import interval
from enterotone.errors import DesignError
from enterotone.population.interval import Interval

__all__ = ["Change", "compare"]

Floats = NDArray[np.float64]
Places = NDArray[np.intp]

#: Random pairings that are pooled, and their seed.
_PAIRINGS, _SEED = 16, 20260101


@dataclass(frozen=True)
class Change:
    """Change of one readout from one assessment to the other.

    Parameters
    ----------
    readout, name, unit : of the readout.
    before, after : the two answers [unit].
    change : after minus before, as a fraction of before.
    share_higher : share of pairs in which it rose.
    verdict : ``higher``, ``lower`` or ``not distinguishable``.
    """

    readout: str
    name: str
    unit: str
    before: Interval
    after: Interval
    change: Interval
    share_higher: float
    verdict: str


def compare(before: Assessment, after: Assessment) -> tuple[Change, ...]:
    """Compare readout by readout, in the order of the first.

    Parameters
    ----------
    before, after : with their individuals.

    Raises
    ------
    DesignError
        If one of them has no individuals, or was made by another model.
    """
    for each in (before, after):
        if not isinstance(each.individuals, Ensemble):
            raise DesignError("A result without its individuals cannot be compared; assess again.")
    if before.provenance.evidence_hash != after.provenance.evidence_hash:
        raise DesignError(
            "The two results were made by different versions of the model, so that a change may be the model's; "
            "assess both again with one version."
        )
    later = {readout.id: readout for readout in after.readouts}
    pairs = _pairs(before.individuals, after.individuals)
    found = []
    for readout in before.readouts:
        if readout.id not in later:
            continue
        change = _change(before.individuals, after.individuals, readout.id, *pairs)
        span = interval(change)
        found.append(
            Change(
                readout.id,
                readout.name,
                readout.unit,
                readout.person,
                later[readout.id].person,
                span,
                float(np.mean(change > 0)),
                _verdict(span, readout.smallest_change),
            )
        )
    return tuple(found)


def _pairs(before: Ensemble, after: Ensemble) -> tuple[Places, Places, Places]:
    """Places of the first, of the same individuals in the second, and of others in the second, shape (n_pair,)."""
    rng = np.random.default_rng(_SEED)
    where = {int(index): place for place, index in enumerate(after.indices)} if before.seed == after.seed else {}
    first = np.tile(before.places, _PAIRINGS)
    other = rng.permutation(np.resize(after.places, len(first)))
    same = np.array([where.get(int(before.indices[place]), -1) for place in first], dtype=np.intp)
    return first, np.where(same >= 0, same, rng.permutation(other)), other


def _change(before: Ensemble, after: Ensemble, name: str, first: Places, same: Places, other: Places) -> Floats:
    base = np.log(after.reference[name][same] / before.reference[name][first])
    effect = np.log(after.readouts[name] / after.reference[name])[other]
    return np.asarray(np.expm1(base + effect - np.log(before.readouts[name] / before.reference[name])[first]))


def _verdict(change: Interval, smallest: float) -> str:
    if change.low > 0 and change.median >= smallest:
        return "higher"
    if change.high < 0 and change.median <= -smallest:
        return "lower"
    return "not distinguishable"
