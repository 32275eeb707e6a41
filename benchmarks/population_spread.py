"""Spread between people: a drawn population at rest against public tables of individuals.

Compares medians and central 90 % intervals of colonic and whole-gut transit (motility capsule, 87 healthy people) and
of plasma tryptophan and the kynurenine ratio (128 plasma samples of a study of trisomy 21, both karyotypes). A spread
that the population does not have is a fault of the priors, not of the data.

A capsule is one particle and is measured once, while the model's transit time is the mean over all that passes. What
the model expects of a capsule is drawn from its own three mixed segments: a stay in each that is exponential with the
segment's mean. Both are printed.

    ENTEROTONE_DATA=<folder> python benchmarks/population_spread.py [-n 500]
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import numpy as np
import pandas as pd

from enterotone.engine import observe
from enterotone.operations.population import PopulationRequest, draw_population
from enterotone.population.baseline import EVEN, compiled_model
from enterotone.units import factor_to

READ = {
    "colonic transit, h": ("ens__transit_colon", "h"),
    "whole-gut transit, h": ("ens__transit_whole_gut", "h"),
    "plasma tryptophan, umol/L": ("plasma__tryptophan", "umol/L"),
    "kynurenine over tryptophan": ("plasma__kynurenine_ratio", "dimensionless"),
}


def measured(folder: Path) -> dict[str, np.ndarray]:
    """Values of people, by readout."""
    capsule = pd.read_csv(folder / "transit_smartpill" / "smartpill.tsv", sep="\t")
    healthy = capsule[capsule["Group"] == 1]
    plasma = pd.read_csv(folder / "plasma_kyn_trisomy21" / "Human_plasma_metabolomics_absolute.csv")
    columns = (healthy["C.Time"], healthy["WG.Time"], plasma["TRP_ratio_LH"], plasma["KYNTRP_ratio"])
    return {name: column.dropna().to_numpy(float) for name, column in zip(READ, columns, strict=True)}


def capsule(members: dict[str, np.ndarray], mean_h: np.ndarray, n: int) -> np.ndarray:
    """Passage of one particle through the three mixed segments of each individual [h], shape (n,)."""
    rng = np.random.default_rng(20260101)
    shares = np.stack([members[f"share_{segment}"] for segment in ("proximal", "transverse", "distal")])
    shares = shares / shares.sum(axis=0)
    return np.asarray((shares * mean_h * rng.exponential(size=(3, n))).sum(axis=0))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-n", type=int, default=500)
    n = parser.parse_args().n
    people = measured(Path(os.environ["ENTEROTONE_DATA"]))
    village = draw_population(PopulationRequest(n=n)).village
    values = observe(
        compiled_model(), village.states, [sid for sid, _ in READ.values()], {**village.members, **EVEN}
    ) * np.array([factor_to(unit) for _, unit in READ.values()])
    values = np.column_stack([capsule(village.members, values[:, 0], n), values])
    people = {"colonic transit of one capsule, h": people["colonic transit, h"], **people}
    print("readout | people: median (5 to 95 %), n | population: median (5 to 95 %), n | ratio of log spreads")
    for name, column in zip(people, values.T, strict=True):
        a, b = people[name], column
        low, middle, high = np.quantile(a, [0.05, 0.5, 0.95])
        start, centre, end = np.quantile(b, [0.05, 0.5, 0.95])
        spread = np.log(end / start) / np.log(high / low)
        print(
            f"{name} | {middle:.3g} ({low:.3g} to {high:.3g}), {len(a)} | "
            f"{centre:.3g} ({start:.3g} to {end:.3g}), {len(b)} | {spread:.2f}"
        )


if __name__ == "__main__":
    main()
