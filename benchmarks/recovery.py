"""Are people whose truth is known found again? Simulation-based calibration of the whole inference.

For each synthetic person: draw age, sex and body, a plausible physiology, and a usual composition of an average
Westerner; settle them and simulate their day: the truth. Report the composition as a laboratory would (day, platform,
over-dispersed counts) and the readouts that `labs.tsv` knows with their errors. Then draw the person's individuals from
that file as an assessment does, simulate their day, and weigh them by the measurements. The rank of the truth among
its individuals is uniform over people if the inference uses the very law that the data came from.

With weights ``w`` the rank becomes ``u = sum of w below the truth + v w_truth``, v uniform: given the measurements and
the unordered set of truth and individuals, each of them is the truth with probability ``w``, so u is exactly uniform
for any number of individuals. Ranks are therefore taken with full weights; how far tempering, which widens answers on
purpose, would bend them is told beside them.

Leaves out: the comparison with average twins; trait tables that are wrong for everybody; a diet that is not as told.

    python benchmarks/recovery.py --out FOLDER [--people 200] [-n 19] [-o docs/explanation/recovery.md]

One file per person in FOLDER; what is there is not run again, so a run may be stopped and resumed. With ``-o`` the
page and its picture, beside it with the ending ``.png``, are written.

References
----------
Talts et al. 2018, Validating Bayesian inference algorithms with simulation-based calibration, arXiv:1804.06788.
"""

from __future__ import annotations

import argparse
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from enterotone.assessment.day import day_formulas, simulate_day
from enterotone.assessment.individuals import settle
from enterotone.assessment.readout import readout_specs
from enterotone.assessment.weights import Observation, Weights, log_likelihood, weigh
from enterotone.engine import Settings
from enterotone.microbiome import GROUPS, TRAITS, Draws, Profile, Taxon, draw_average, draw_compositions, resolve
from enterotone.microbiome.sampling import draw_counts, draw_people
from enterotone.microbiome.traits import trait_table
from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model
from enterotone.population.labs import LabSpec, lab_specs
from enterotone.population.people import draw_person
from enterotone.population.person import Person
from enterotone.population.village import draw_village
from enterotone.units import factor_to

SEED = 20260700
#: Seeds of the inference lie this far from those of the truth.
APART = 1_000_000
DEPTH = 20_000
#: What is looked at beside the readouts to say where a bent rank comes from.
DRAWN = (*(f"share_{group}" for group in GROUPS), *(f"capacity_{trait}" for trait in TRAITS))


@dataclass(frozen=True)
class Found:
    """One person: what is true and what the individuals have; the truth comes first in every list.

    Parameters
    ----------
    values : readout, or what was drawn -> truth and individuals, canonical units, shape (1 + n_used,).
    labs : measurement -> truth and individuals in its unit, shape (1 + n_used,).
    measured : measurement -> value found by the laboratory.
    """

    number: int
    values: Mapping[str, np.ndarray]
    labs: Mapping[str, np.ndarray]
    measured: Mapping[str, float]

    @property
    def n_used(self) -> int:
        """Individuals that came through, the truth left out."""
        return len(next(iter(self.values.values()))) - 1

    def weights(self, chosen: Sequence[str], least: float = 0.0, first: int = 0) -> Weights:
        """Weigh truth and individuals by measurements.

        Parameters
        ----------
        chosen : measurements; none gives equal weights.
        least : effective share that is kept by tempering; 0 for full weight.
        first : 1 to leave the truth out.
        """
        n = self.n_used + 1 - first
        seen = [observation(lab_specs()[name], self.measured[name]) for name in chosen]
        predicted = [self.labs[name][first:] for name in chosen]
        likelihood = log_likelihood(seen, predicted) if chosen else np.zeros(n)
        return weigh(likelihood, max(2.0, least * n) if least else 1.0)

    def rank(self, name: str, weights: np.ndarray) -> float:
        """Place of the truth among all, from 0 to 1."""
        values = self.values[name]
        within = np.random.default_rng([SEED, self.number, *name.encode()]).random()
        return float(weights[values < values[0]].sum() + within * weights[values == values[0]].sum())


def observation(spec: LabSpec, value: float) -> Observation:
    """One measurement with the errors of its row."""
    return Observation((value,), spec.within, spec.shared, spec.is_relative)


def measure(spec: LabSpec, truth: float, rng: np.random.Generator) -> float:
    """What a laboratory finds, within the limits of the person file."""
    error = observation(spec, truth).deviation
    while True:
        value = truth * math.exp(error * rng.standard_normal()) if spec.is_relative else truth + error * rng.normal()
        if spec.low <= value <= spec.high:
            return value


def reported(usual: np.ndarray, seed: int) -> Profile:
    """The file of a laboratory that counted a stool of somebody with this usual composition."""
    counts = draw_counts(usual, seed, 1, DEPTH)[0]
    taxa = []
    for row in trait_table().rows:
        if counts[row.index] > 0:
            lineage = (("family", row.family), (row.rank, row.taxon))
            taxa.append(Taxon(row.taxon, row.rank, lineage, float(counts[row.index])))
    return Profile.from_amounts("synthetic", taxa, kind="counts", depth=DEPTH, tool="simulated")


def joined(first: Draws, rest: Draws) -> Draws:
    """Draws of the truth, then of the individuals."""
    parts = [np.vstack([getattr(first, key), getattr(rest, key)]) for key in ("shares", "guilds", "capacities")]
    return Draws(*parts)


def recover(number: int, n: int) -> Found | None:
    """Run one person; None where the truth itself cannot be simulated."""
    seed, model, system = SEED + number, load_model(), compiled_model()
    person = draw_person(number, SEED, Person())
    village = draw_village(system, model.parameters, person, n + 1, seed, 1)
    truth = draw_average(seed + APART, 1)
    profile = reported(draw_people(seed + APART, 1)[0], seed + 2 * APART)
    draws = joined(truth, draw_compositions(resolve(profile), seed + 3 * APART, n))
    twins = settle(system, village, draws, "", 1)
    specs = readout_specs()
    labs = {name: spec for name, spec in lab_specs().items() if spec.observable}
    asked = list(dict.fromkeys(spec.observable for spec in (*specs, *labs.values())))
    day = simulate_day(system, day_formulas(model, asked), twins.members, twins.states, Settings(), 1)
    used = twins.is_matched & day.is_ok
    if not used[0]:
        return None
    values = {spec.id: day.statistic(spec.observable, spec.statistic)[used] for spec in specs}
    values |= dict(zip(DRAWN, np.column_stack([draws.shares, draws.capacities])[used].T, strict=True))
    predicted = {s.id: day.statistic(s.observable, s.statistic)[used] * factor_to(s.unit) for s in labs.values()}
    rng = np.random.default_rng([SEED, number, 7])
    measured = {name: measure(labs[name], float(column[0]), rng) for name, column in predicted.items()}
    return Found(number, values, predicted, measured)


def collect(folder: Path, people: int, n: int) -> tuple[list[Found], int]:
    """Run or read people until there are enough; also say how many could not be simulated."""
    folder.mkdir(parents=True, exist_ok=True)
    found: list[Found] = []
    number = 0
    while len(found) < people:
        path = folder / f"person-{n}-{number:04d}.json"
        if not path.exists():
            new = recover(number, n)
            path.write_text(json.dumps(new and to_json(new)), encoding="utf-8")
        read = json.loads(path.read_text(encoding="utf-8"))
        if read is not None:
            found.append(from_json(read))
        number += 1
    return found, number - len(found)


def to_json(found: Found) -> dict[str, object]:
    lists = {
        part: {key: column.tolist() for key, column in getattr(found, part).items()} for part in ("values", "labs")
    }
    return {"number": found.number, **lists, "measured": dict(found.measured)}


def from_json(read: dict) -> Found:
    parts = [{key: np.array(column) for key, column in read[part].items()} for part in ("values", "labs")]
    return Found(read["number"], parts[0], parts[1], read["measured"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder of one file per person")
    parser.add_argument("--people", type=int, default=200)
    parser.add_argument("-n", type=int, default=19, help="individuals per person")
    parser.add_argument("-o", "--output", type=Path, help="page to write")
    given = parser.parse_args()
    found, failed = collect(given.out, given.people, given.n)
    # Only now: the page imports this file.
    from recovery_page import draw, page

    if given.output:
        picture = given.output.with_suffix(".png")
        draw(found, picture)
        given.output.write_text(page(found, failed, given.n, picture.name), encoding="utf-8", newline="\n")
    else:
        print(page(found, failed, given.n, "recovery.png"))


if __name__ == "__main__":
    main()
