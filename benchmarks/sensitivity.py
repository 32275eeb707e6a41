"""Global sensitivity of the main readouts: which numbers sway them, alone and together, and how well those rest.

Two passes with SALib, on individuals settled at rest. Morris screening moves every uncertain number along random
trajectories; the numbers with the largest mean absolute effect on any readout go on. Saltelli's design on those gives
Sobol indices: the first-order index is the share of a readout's variance that a number carries alone, the total index
counts its interactions too. Both passes draw from the priors of the tables as they are, the ranges that individuals
are drawn from. Weakness is the total index times how thin the evidence is (measured in people 0, fitted to people or
measured in animals 1/2, assumed 1): the weakest links come first.

Leaves out: readouts of a course in time, and correlations between draws.

    python benchmarks/sensitivity.py [--trajectories 8] [--samples 256] [--numbers 24] [-o FILE]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from SALib.analyze import morris as morris_analysis
from SALib.analyze import sobol as sobol_analysis
from SALib.sample import morris as morris_sample
from SALib.sample import sobol as sobol_sample
from scipy.stats import norm

from enterotone.assessment.readout import readout_specs
from enterotone.engine import observe
from enterotone.evidence.table import Parameter
from enterotone.organs import load_model
from enterotone.population.baseline import EVEN, compiled_model, resting_states
from enterotone.population.person import Person
from enterotone.population.sampling import shifted_members

SEED = 20260101
#: Quantiles between which numbers are drawn; the far tails would be bodies that nobody has.
INSIDE = (0.02, 0.98)
#: Total indices below this are not shown.
SMALLEST = 0.03
AT_ONCE = 2048


def thinness(row: Parameter) -> float:
    """0 for a number measured in people, 1 for an assumed one, 1/2 between."""
    if row.kind == "assumed":
        return 1.0
    return 0.0 if row.grade == "human" and row.kind == "measured" else 0.5


def outcomes(names: Sequence[str], points: np.ndarray, observables: Sequence[str]) -> tuple[np.ndarray, int]:
    """Resting readouts at points of the unit cube, shape (n_point, n_observable), and how many failed."""
    rows, system = load_model().parameters, compiled_model()
    values = np.full((len(points), len(observables)), np.nan)
    for start in range(0, len(points), AT_ONCE):
        part = points[start : start + AT_ONCE]
        shifts = {name: norm.ppf(part[:, column]) for column, name in enumerate(names)}
        members = shifted_members(rows, Person(), shifts, len(part))
        rest = resting_states(members, system, workers=None)
        seen = observe(system, rest.values, list(observables), {**members, **EVEN})
        values[start : start + len(part)] = np.where(rest.is_ok[:, None], seen, np.nan)
        print(f"{start + len(part)} of {len(points)}", flush=True)
    failed = np.isnan(values).any(axis=1)
    # The analyses need a value everywhere; one that says nothing stands in for a failed point.
    return np.where(np.isnan(values), np.nanmedian(values, axis=0), values), int(failed.sum())


def problem_of(names: Sequence[str]) -> dict[str, object]:
    return {"num_vars": len(names), "names": list(names), "bounds": [list(INSIDE)] * len(names)}


def screened(names: Sequence[str], observables: Sequence[str], n_trajectories: int, n_kept: int) -> list[str]:
    """Names with the largest mean absolute elementary effect on any readout, in units of its spread."""
    problem = problem_of(names)
    points = morris_sample.sample(problem, N=n_trajectories, num_levels=4, seed=SEED)
    values, failed = outcomes(names, points, observables)
    print(f"Morris: {failed} of {len(points)} points did not settle")
    largest = np.zeros(len(names))
    for column in values.T:
        if np.ptp(column) > 0:
            found = morris_analysis.analyze(problem, points, column / column.std(), num_levels=4, seed=SEED)
            largest = np.maximum(largest, np.asarray(found["mu_star"], dtype=float))
    return [names[k] for k in np.argsort(-largest)[:n_kept]]


def describe(row: Parameter, first: float, total: float) -> str:
    return f"`{row.id}` {max(first, 0):.0%} / {total:.0%} ({row.grade})"


def page(n_trajectories: int, n_samples: int, n_kept: int) -> str:
    model = load_model()
    rows = model.parameters
    uncertain = [name for name, row in sorted(rows.items()) if row.prior != "fixed" and row.low < row.high]
    specs = readout_specs()
    observables = list(dict.fromkeys(spec.observable for spec in specs))
    names = screened(uncertain, observables, n_trajectories, n_kept)
    problem = problem_of(names)
    points = sobol_sample.sample(problem, n_samples, calc_second_order=False, seed=SEED)
    values, failed = outcomes(names, points, observables)
    lines = [
        "# Which numbers sway the readouts",
        "",
        f"From `python benchmarks/sensitivity.py --trajectories {n_trajectories} --samples {n_samples} "
        f"--numbers {n_kept}` (SALib): Morris screening of {len(uncertain)} uncertain numbers, then Sobol indices of "
        f"the {len(names)} that matter most, from {len(points)} individuals at rest ({failed} did not settle). After "
        "each number: share of the readout's variance that it carries alone / with its interactions, and what it was "
        "measured in.",
        "",
        f"Tables `{model.evidence_hash[:16]}`.",
        "",
        "| readout | strongest numbers (alone / in all; evidence) |",
        "|---|---|",
    ]
    weak: dict[str, list[tuple[float, float, str]]] = {}
    for spec in specs:
        column = values[:, observables.index(spec.observable)]
        if np.ptp(column) == 0:
            continue
        found = sobol_analysis.analyze(problem, column, calc_second_order=False, seed=SEED)
        first, total = np.asarray(found["S1"], dtype=float), np.asarray(found["ST"], dtype=float)
        top = [k for k in np.argsort(-total)[:5] if total[k] >= SMALLEST]
        cells = ", ".join(describe(rows[names[k]], first[k], total[k]) for k in top)
        lines.append(f"| {spec.name} | {cells} |")
        for k in np.flatnonzero(total >= SMALLEST):
            row = rows[names[k]]
            if thinness(row) > 0:
                weak.setdefault(names[k], []).append((float(total[k]) * thinness(row), float(total[k]), spec.name))
    lines += [
        "",
        "## Weakest links",
        "",
        "Total index times thinness of the evidence, at the readout it sways most.",
        "",
    ]
    lines += ["| number | what | evidence | weakness | readouts (total index) |", "|---|---|---|---|---|"]
    for name in sorted(weak, key=lambda key: -max(weak[key])[0])[:25]:
        row, swayed = rows[name], sorted(weak[name], reverse=True)
        readouts = ", ".join(f"{what} {total:.0%}" for _, total, what in swayed[:4])
        lines.append(f"| `{name}` | {row.name} | {row.kind}, {row.organism} | {swayed[0][0]:.2f} | {readouts} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--trajectories", type=int, default=8)
    parser.add_argument("--samples", type=int, default=256)
    parser.add_argument("--numbers", type=int, default=24)
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    text = page(given.trajectories, given.samples, given.numbers)
    if given.output:
        given.output.write_text(text, encoding="utf-8", newline="\n")
    else:
        print(text)


if __name__ == "__main__":
    main()
