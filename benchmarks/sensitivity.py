"""Global sensitivity of the main readouts: which numbers carry the spread between individuals, and how well they rest.

Draws from all priors at once, without a screen (a screen would correlate what was drawn apart), each settled at rest.
Standardised rank regression: ranks of a readout on ranks of all drawn numbers; a squared coefficient is the share of
the variance of ranks that a number carries, and R2 says how much of it ranks explain at all. Numbers that are assumed,
from animals or from models are thin: those with a large share are the weakest links.

Leaves out: interactions, which R2 below 1 hints at, and readouts of a course in time.

    python benchmarks/sensitivity.py [--draws 1500] [-o docs/explanation/sensitivity.md]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from enterotone.assessment.readout import readout_specs
from enterotone.engine import observe
from enterotone.evidence.table import Parameter
from enterotone.organs import load_model
from enterotone.population.baseline import EVEN, compiled_model, resting_states
from enterotone.population.person import Person
from enterotone.population.sampling import draw_members

SEED = 20260101
#: Shares below this are not told apart from chance with the usual number of draws.
SMALLEST = 0.01


def ranks(values: np.ndarray) -> np.ndarray:
    """Standardised ranks along the first axis."""
    found = np.argsort(np.argsort(values, axis=0), axis=0).astype(float)
    return (found - found.mean(axis=0)) / found.std(axis=0)


def shares(inputs: np.ndarray, output: np.ndarray) -> tuple[np.ndarray, float]:
    """Squared standardised rank-regression coefficients, and adjusted R2."""
    x, y = ranks(inputs), ranks(output)
    coefficients, *_ = np.linalg.lstsq(x, y, rcond=None)
    unexplained = float(((y - x @ coefficients) ** 2).sum() / (y**2).sum())
    n, k = x.shape
    return coefficients**2, 1 - unexplained * (n - 1) / (n - k - 1)


def describe(row: Parameter, share: float) -> str:
    return f"`{row.id}` {share:.0%} ({row.grade})"


def page(n_draws: int) -> str:
    model = load_model()
    rows = model.parameters
    system = compiled_model()
    drawn = draw_members(rows, Person(), range(n_draws), SEED)
    rest = resting_states(drawn, system)
    names = [name for name in sorted(rows) if np.ptp(drawn[name]) > 0]
    inputs = np.column_stack([drawn[name] for name in names])[rest.is_ok]
    specs = readout_specs()
    observables = list(dict.fromkeys(spec.observable for spec in specs))
    values = observe(system, rest.values, observables, {**drawn, **EVEN})[rest.is_ok]
    lines = [
        "# Which numbers sway the readouts",
        "",
        f"From `python benchmarks/sensitivity.py --draws {n_draws}`: {int(rest.is_ok.sum())} of {n_draws} draws "
        f"settled, {len(names)} numbers drawn. Standardised rank regression; a percentage is the share of the variance "
        "of ranks.",
        "",
        f"Tables `{model.evidence_hash[:16]}`.",
        "",
        "| readout | R2 | strongest numbers (evidence) |",
        "|---|---|---|",
    ]
    thin: dict[str, list[tuple[float, str]]] = {}
    for spec in specs:
        column = values[:, observables.index(spec.observable)]
        if np.ptp(column) == 0:
            continue
        found, r2 = shares(inputs, column)
        top = [k for k in np.argsort(-found)[:5] if found[k] >= SMALLEST]
        lines.append(f"| {spec.name} | {r2:.2f} | {', '.join(describe(rows[names[k]], found[k]) for k in top)} |")
        for k in np.flatnonzero(found >= SMALLEST):
            if rows[names[k]].grade != "human":
                thin.setdefault(names[k], []).append((float(found[k]), spec.name))
    lines += ["", "## Weakest links", "", "Thin numbers, by the largest share that they carry of any readout.", ""]
    lines += ["| number | what | evidence | largest share | readouts |", "|---|---|---|---|---|"]
    for name in sorted(thin, key=lambda key: -max(thin[key])[0])[:25]:
        row, swayed = rows[name], sorted(thin[name], reverse=True)
        readouts = ", ".join(f"{what} {share:.0%}" for share, what in swayed[:4])
        lines.append(f"| `{name}` | {row.name} | {row.kind}, {row.organism} | {swayed[0][0]:.0%} | {readouts} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--draws", type=int, default=1500)
    parser.add_argument("-o", "--output", type=Path)
    given = parser.parse_args()
    text = page(given.draws)
    if given.output:
        given.output.write_text(text, encoding="utf-8", newline="\n")
    else:
        print(text)


if __name__ == "__main__":
    main()
