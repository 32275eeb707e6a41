"""Where a bent rank of the microbiota comes from: errors of a stool file one at a time, without any simulation.

The same people and the same law as in `recovery`, but compositions only and traits at their means: with the counting
alone on both sides, with the shifts of day and platform alone, and with both.
"""

from __future__ import annotations

import numpy as np

from enterotone.microbiome import GROUPS, TRAITS
from enterotone.microbiome.sampling import _numbers, _shift, effective_size

SEED = 20260701
PARTS = {"counting alone": (True, False), "day and platform alone": (False, True), "both": (True, True)}


def ranks(counting: bool, shifting: bool, depth: int, people: int = 300, n: int = 19) -> dict[str, float]:
    """Mean rank of true shares and capacities among their draws.

    Parameters
    ----------
    counting, shifting : which errors there are, forwards and backwards.
    depth : reads.
    people, n : people, and draws for each.
    """
    numbers = _numbers()
    theta = numbers.errors["overdispersion"].value
    pseudo, ratio = numbers.errors["pseudo_count"].value, numbers.errors["platform_ratio_known"].value
    size = effective_size(depth, theta)
    day = (numbers.day_group, numbers.day_taxon)
    platform_taxon = ratio * float(np.hypot(numbers.person_taxon, numbers.day_taxon))
    platform = (ratio * np.hypot(numbers.person_group, numbers.day_group), platform_taxon)

    def shifted(rows: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        for group_sd, taxon_sd in (day, platform) if shifting else ():
            rows = _shift(rows, group_sd, taxon_sd, numbers, rng)
        return rows

    def read(rows: np.ndarray) -> np.ndarray:
        groups = (rows @ numbers.membership)[: len(GROUPS)]
        capacities = (rows @ numbers.traits) / (numbers.typical @ numbers.traits)
        return np.append(groups / groups.sum(), capacities)

    below = []
    for person in range(people):
        rng = np.random.default_rng([SEED, person])
        usual = _shift(numbers.typical, numbers.person_group, numbers.person_taxon, numbers, rng)
        seen = shifted(usual, rng)
        if counting:
            counted = rng.gamma(theta * seen)
            seen = rng.multinomial(depth, counted / counted.sum()) / depth
        drawn = []
        for _ in range(n):
            rows = rng.gamma(size * seen) + rng.gamma(pseudo) * numbers.typical if counting else seen
            drawn.append(read(shifted(rows / rows.sum(), rng)))
        below.append((np.array(drawn) < read(usual)).mean(axis=0))
    names = (*(f"share_{group}" for group in GROUPS), *(f"capacity_{trait}" for trait in TRAITS))
    return dict(zip(names, np.mean(below, axis=0).tolist(), strict=True))


def table(depth: int) -> list[str]:
    """Lines of the page."""
    found = [ranks(*which, depth) for which in PARTS.values()]
    lines = [f"| drawn | {' | '.join(PARTS)} |", "|---" * (len(PARTS) + 1) + "|"]
    for name in found[0]:
        lines.append(f"| {name.replace('_', ', ')} | {' | '.join(f'{each[name]:.2f}' for each in found)} |")
    return lines
