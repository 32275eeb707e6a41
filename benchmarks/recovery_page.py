"""The page and the picture of `recovery`: ranks of the truth, readout by readout.

Flat means not told apart from uniform: a Kolmogorov-Smirnov p above 0.01. Bars are ten bins against the 99 % binomial
band of one bin.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from recovery import DEPTH, DRAWN, SEED, Found
from recovery_parts import table

from enterotone.assessment.labs import weigh_by_labs
from enterotone.assessment.readout import readout_specs
from enterotone.errors import SimulationError
from enterotone.evidence.rows import read_rows
from enterotone.population.labs import lab_specs
from enterotone.units import factor_to

BINS = 10
#: People of a full run.
FULL = 200
LEVEL = 0.01
LAB_SETS: dict[str, tuple[str, ...]] = {
    "none": (),
    "two": ("plasma_tryptophan", "transit_time"),
    "all": tuple(name for name, spec in lab_specs().items() if spec.observable),
}


def least_effective() -> float:
    """Share of the individuals that weighing leaves at least in an assessment."""
    from importlib.resources import files

    rows = read_rows(files("enterotone.assessment") / "weighing.tsv")
    return next(float(row["value"]) for _, row in rows if row["key"] == "least_effective")


@dataclass(frozen=True)
class Calibration:
    """Ranks of one readout over people.

    Parameters
    ----------
    ranks : from 0 to 1, shape (n_people,).
    """

    ranks: np.ndarray

    @property
    def p(self) -> float:
        """Chance of a distance from uniform at least as large (Kolmogorov and Smirnov)."""
        from scipy.stats import kstest

        return float(kstest(self.ranks, "uniform").pvalue)

    @property
    def counts(self) -> np.ndarray:
        """People in each bin, shape (BINS,)."""
        return np.histogram(self.ranks, BINS, (0.0, 1.0))[0]

    @property
    def outside(self) -> int:
        """Bins outside the binomial band."""
        low, high = band(len(self.ranks))
        return int(((self.counts < low) | (self.counts > high)).sum())

    @property
    def shape(self) -> str:
        """What the ranks look like, in words."""
        if self.p > LEVEL:
            return "flat"
        # Mean and mean distance from the middle of uniform numbers: 1/2 and 1/4, variances 1/12 and 1/48.
        lean = (self.ranks.mean() - 0.5) * math.sqrt(12 * len(self.ranks))
        width = (np.abs(self.ranks - 0.5).mean() - 0.25) * math.sqrt(48 * len(self.ranks))
        if abs(lean) > abs(width):
            return f"truth {'above' if lean > 0 else 'below'} the individuals"
        return "too narrow" if width > 0 else "too wide"


def band(people: int) -> tuple[int, int]:
    """Counts of one bin that hold 99 % of chance."""
    from scipy.stats import binom

    low, high = binom.ppf([LEVEL / 2, 1 - LEVEL / 2], people, 1 / BINS)
    return int(low), int(high)


def calibrate(
    found: list[Found], names: Sequence[str], chosen: Sequence[str], least: float = 0.0
) -> dict[str, Calibration]:
    """Ranks of all people in each of these by these measurements."""
    weights = [each.weights(chosen, least).values for each in found]
    return {
        name: Calibration(np.array([each.rank(name, w) for each, w in zip(found, weights, strict=True)]))
        for name in names
    }


def thirds(found: list[Found], name: str, ranks: np.ndarray) -> tuple[float, float]:
    """Mean rank of the people whose individuals are lowest, and of those whose are highest."""
    middles = np.array([np.median(each.values[name][1:]) for each in found])
    low, high = np.quantile(middles, [1 / 3, 2 / 3])
    return float(ranks[middles <= low].mean()), float(ranks[middles >= high].mean())


def narrowing(found: list[Found], names: Sequence[str], chosen: Sequence[str]) -> dict[str, float]:
    """Root mean square over people of the individuals' spread after weighing over that before, as assessed."""
    weights = [each.weights(chosen, least_effective(), first=1).values for each in found]
    ratios = {}
    for name in names:
        values = [each.values[name][1:] for each in found]
        kept = [w @ (x - w @ x) ** 2 / x.var() for x, w in zip(values, weights, strict=True)]
        ratios[name] = math.sqrt(float(np.mean(kept)))
    return ratios


def stops(found: list[Found], chosen: Sequence[str]) -> int:
    """People whose assessment would have stopped because a measurement fits none of their individuals."""
    count = 0
    for each in found:
        predicted = {lab: each.labs[lab][1:] / factor_to(lab_specs()[lab].unit) for lab in chosen}
        try:
            weigh_by_labs({lab: (each.measured[lab],) for lab in chosen}, predicted, np.arange(each.n_used), 1)
        except SimulationError:
            count += 1
    return count


def page(found: list[Found], failed: int, n: int, picture: str) -> str:
    """The page of the documentation."""
    people = len(found)
    low, high = band(people)
    used = np.mean([each.n_used for each in found])
    n_readouts = len(readout_specs())
    lines = [
        "# Are people with a known truth found again?",
        "",
        f"From `python benchmarks/recovery.py --out FOLDER --people {people} -n {n} -o docs/explanation/recovery.md`;",
        "written by it, not by hand. Simulation-based calibration (Talts et al. 2018, arXiv:1804.06788).",
        "",
        f"{people} synthetic people (seed {SEED}; {failed} more could not be simulated and gave way), each with",
        "age, sex, body, physiology and usual composition of their own. Their stool was counted as a laboratory would",
        f"({DEPTH} reads; day, platform and over-dispersed counts as in `measurement_error.tsv`), their blood, urine",
        f"and transit measured with the errors of `labs.tsv`. Then {n} individuals each were drawn from the file,",
        f"simulated for a day and weighed ({used:.1f} came through on average). If the inference is right, the truth",
        f"is equally likely at every rank among its individuals: {people / BINS:.0f} people in each of ten bins,",
        f"{low} to {high} with 99 % chance.",
        "",
        *([] if people >= FULL else [f"This is a part: the full run has {FULL} people.", ""]),
        f"![Histograms of the rank of the truth among its individuals, one panel a readout]({picture})",
        "",
        "Grey: 99 % binomial band of a bin. Bars: without measurements. Line: with two measurements. A hump in the",
        "middle would mean intervals too wide, horns at the ends too narrow, a slope a bias.",
        "",
        "Flat, here: not told apart from uniform by Kolmogorov and Smirnov at 1 %. Of",
        f"{n_readouts} readouts {LEVEL * n_readouts:.1f} fail by chance; they are not independent of each other.",
        "",
        *_summary(found, n_readouts),
        "",
        "Ranks are taken with full weights. Tempered: fewer than 15 % of the individuals would have counted, so an",
        "assessment lets measurements count with less than their full weight and its answers are too wide on purpose;",
        f"with {n} individuals this is common, with the usual 512 it is not. Stopped: a measurement that fits hardly",
        "any of the person's few individuals. Weight of the truth: its mean share of all weight; the nearer to",
        "1, the less these few individuals can show.",
        "",
        "## Readout by readout",
        "",
        "Wanted: mean rank 0.5, p above 0.01. Spread: of the individuals, as assessed with measurements over without",
        "(root mean square over people).",
        "",
        *_readouts(found),
        "",
        "## What was drawn of the microbiota",
        "",
        "Ranks of the true shares of the five groups and of the true capacities among the draws made from the file;",
        "over all people, and over the thirds of people with the lowest and the highest draws.",
        "",
        "| drawn | mean rank | p | shape | mean rank, lowest third | highest third |",
        "|---|---|---|---|---|---|",
    ]
    for name, one in calibrate(found, DRAWN, ()).items():
        below, above = thirds(found, name, one.ranks)
        title = name.replace("_", ", ")
        lines.append(f"| {title} | {one.ranks.mean():.2f} | {one.p:.2g} | {one.shape} | {below:.2f} | {above:.2f} |")
    lines += [
        "",
        "Mean ranks when only one kind of error is there (300 people, compositions alone, traits at their means; a",
        "mean of fair ranks is 0.50, give or take 0.03):",
        "",
        *table(DEPTH),
    ]
    return "\n".join([*lines, "", "## What this shows, and what not", "", *EXPLAINED]) + "\n"


def _summary(found: list[Found], n_readouts: int) -> list[str]:
    lines = [
        "| measurements | readouts that are flat | not flat | bins outside the band (by chance) | weight of the truth "
        "| people tempered | flat if tempered | stopped |",
        "|---|---|---|---|---|---|---|---|",
    ]
    names = {spec.id: spec.name for spec in readout_specs()}
    words = {"none": "none", "two": " and ".join(LAB_SETS["two"]), "all": f"all {len(LAB_SETS['all'])}"}
    for key, chosen in LAB_SETS.items():
        each = calibrate(found, list(names), chosen)
        bent = [names[name] for name, one in each.items() if one.p <= LEVEL]
        outside = sum(one.outside for one in each.values())
        least = least_effective()
        tempered = sum(person.weights(chosen, least, first=1).power < 1 for person in found)
        kept = sum(one.p > LEVEL for one in calibrate(found, list(names), chosen, least).values())
        own = np.mean([person.weights(chosen).values[0] for person in found])
        lines.append(
            f"| {words[key]} | {n_readouts - len(bent)} of {n_readouts} | {'; '.join(bent) or 'none'} | {outside} of "
            f"{BINS * n_readouts} ({LEVEL * BINS * n_readouts:.0f}) | {own:.2f} | {tempered} | {kept} | "
            f"{stops(found, chosen) if chosen else 0} |"
        )
    return lines


def _readouts(found: list[Found]) -> list[str]:
    lines = [
        "| readout | mean rank | p, none | p, two | p, all | shape, none | shape, all | spread, two | spread, all |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    names = [spec.id for spec in readout_specs()]
    none, two, every = (calibrate(found, names, chosen) for chosen in LAB_SETS.values())
    some, most = (narrowing(found, names, LAB_SETS[key]) for key in ("two", "all"))
    for spec in readout_specs():
        name = spec.id
        lines.append(
            f"| {spec.name} | {none[name].ranks.mean():.2f} | {none[name].p:.2g} | {two[name].p:.2g} | "
            f"{every[name].p:.2g} | {none[name].shape} | {every[name].shape} | {some[name]:.2f} | {most[name]:.2f} |"
        )
    return lines


EXPLAINED = (
    "- Physiology of truth and individuals comes from one prior and passes one screen (with the tables' microbiota,",
    "  before the drawn composition). So a readout that the profile hardly moves is flat unless drawing, matching, the",
    "  simulated day or the weights are wrong: this checks code, not biology.",
    "- A file is read with a flat prior: a person far from average is believed (`microbiome/sampling.py`), while the",
    "  true people were drawn around the average. Log-ratios of the groups are flat over all people even so (a test",
    "  asserts it), but not among people with extreme samples: among those with the highest draws of a group the truth",
    "  lies lower than the individuals, among those with the lowest higher. An extreme sample is believed too much.",
    "- For the same reason draws spread more than people do, and the more they spread the more the largest group or",
    "  genus takes from the others: the truth of a small one lies above its draws on average (day and platform alone).",
    "- In the true people every genus is present; in the draws a genus of which no read was counted is there by one",
    "  pseudo-count of an average microbiota alone. Over-dispersed counts lose rare genera often, so capacities that",
    "  rest on few rare genera are drawn too low (counting alone: secondary bile acids most). Real people do lack",
    "  genera, so which of the two is wrong is not known from here.",
    "- Nothing was tuned to flatten a rank. Shrinking towards the population would flatten the thirds; it is not done.",
    "- Calibration is against the model's own law. How real people differ from it no simulation shows; see",
    "  [real people](real-check.md).",
)


def draw(found: list[Found], path: Path) -> None:
    """Draw the histograms of all readouts."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    specs = readout_specs()
    low, high = band(len(found))
    columns = 5
    rows = -(-len(specs) // columns)
    figure, axes = plt.subplots(rows, columns, figsize=(10, 1.6 * rows), sharex=True, sharey=True, squeeze=False)
    edges = np.linspace(0.0, 1.0, BINS + 1)
    for axis in axes.flat[len(specs) :]:
        axis.set_visible(False)
    without, with_two = (calibrate(found, [s.id for s in specs], LAB_SETS[key]) for key in ("none", "two"))
    for axis, spec in zip(axes.flat, specs, strict=False):
        axis.axhspan(low, high, color="0.88", zorder=0)
        axis.bar(edges[:-1], without[spec.id].counts, width=1 / BINS, align="edge", color="#6699cc", edgecolor="white")
        axis.stairs(with_two[spec.id].counts, edges, color="#993333", linewidth=1.2)
        axis.set_title(spec.name.partition(",")[0].partition(" relative")[0], fontsize=7)
        axis.tick_params(labelsize=6)
    figure.supxlabel("rank of the truth among its individuals", fontsize=8)
    figure.supylabel("people", fontsize=8)
    figure.tight_layout()
    figure.savefig(path, dpi=80, metadata={"Software": None})
    plt.close(figure)
