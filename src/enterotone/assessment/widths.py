"""What measurements did to the width of the answers, or what their lack costs, in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from enterotone.assessment.ensemble import Ensemble
from enterotone.assessment.readout import readout_specs
from enterotone.assessment.result import LabUse
from enterotone.assessment.statistics import interval
from enterotone.assessment.worth import worth

__all__ = ["told_widths"]

#: Truths that are enough for a sentence, and how much narrower is worth naming.
_TRUTHS, _NAMED = 40, 0.1


def told_widths(individuals: Ensemble, labs: Sequence[LabUse]) -> tuple[str, ...]:
    """Say how much narrower measurements made the answers; without any, what the best one would do.

    Parameters
    ----------
    individuals : of the assessment.
    labs : measurements that were used.
    """
    names = {spec.id: spec.name for spec in readout_specs()}
    if labs:
        narrower = {}
        for name, values in individuals.readouts.items():
            before, after = interval(values), interval(values[individuals.places])
            if before.high > before.low:
                narrower[name] = 1 - (after.high - after.low) / (before.high - before.low)
        best = max(narrower, key=lambda name: narrower[name])
        count = sum(share >= _NAMED for share in narrower.values())
        return (
            f"With the measurements {count} of {len(narrower)} intervals are at least a tenth narrower than without; "
            f"most: {names[best]} ({100 * narrower[best]:.0f} % narrower).",
        )
    found = worth(individuals, (), _TRUTHS)
    by_lab: dict[str, list[float]] = {}
    for each in found:
        by_lab.setdefault(each.name, []).append(each.narrowing.median)
    counts = {name: int(np.sum(np.array(shares) >= _NAMED)) for name, shares in by_lab.items()}
    best = max(counts, key=lambda name: counts[name], default="")
    if not best or not counts[best]:
        return ()
    return (
        "No measurements were given, so that the intervals are as wide as people differ. One measurement would narrow "
        f"most with {best}: {counts[best]} of {len(by_lab[best])} intervals by at least a tenth.",
    )
