"""The page of `mars`: correlations, coverage, directions and repeats, as found."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd
from mars import AVERAGE, COMPARED, RECOUNT, RECOUNT_DEPTH, SEED, Answer

from enterotone.assessment.readout import ReadoutSpec, readout, readout_specs
from enterotone.assessment.result import Interval, Readout

ACIDS = ("acetate", "propionate", "butyrate")
N_BOOTSTRAP = 2000
#: People of the study.
FULL = 50


def bootstrap(people: np.ndarray, statistic: Callable[[np.ndarray], float]) -> tuple[float, float, float]:
    """Statistic of all rows, and its 95 % interval over draws of people.

    Parameters
    ----------
    people : label of the person of each row; all rows of a person stay together.
    statistic : of the places of rows.
    """
    blocks = [np.flatnonzero(people == name) for name in np.unique(people)]
    rng = np.random.default_rng(SEED)
    found = []
    for _ in range(N_BOOTSTRAP):
        found.append(statistic(np.concatenate([blocks[k] for k in rng.integers(0, len(blocks), len(blocks))])))
    low, high = np.nanpercentile(found, [2.5, 97.5])
    return statistic(np.arange(len(people))), float(low), float(high)


def spearman(x: np.ndarray, y: np.ndarray) -> float:
    """Rank correlation, ties at their mean rank; NaN where one side does not vary."""
    a, b = pd.Series(x).rank().to_numpy(), pd.Series(y).rank().to_numpy()
    return float(np.corrcoef(a, b)[0, 1]) if a.std() > 0 and b.std() > 0 else float("nan")


def span(found: tuple[float, float, float], digits: int = 2) -> str:
    return f"{found[0]:.{digits}f} ({found[1]:.{digits}f} to {found[2]:.{digits}f})"


def correlation_lines(answers: list[Answer], measured: pd.DataFrame) -> list[str]:
    """Rank correlations with the sample, one and all a person, and without it."""
    twins = {a.subject: a for a in answers if a.sample == AVERAGE}
    samples = [a for a in answers if a.is_sample]
    lines = [
        "| compound | people | one sample a person | samples | all samples | without the sample |",
        "|---|---|---|---|---|---|",
    ]
    for name, (column, _) in COMPARED.items():
        rows = [a for a in samples if np.isfinite(measured.loc[a.sample, column])]
        first = list({a.subject: a for a in reversed(rows)}.values())
        cells = []
        for part in (first, rows):
            y = measured.loc[[a.sample for a in part], column].to_numpy(float)
            people = np.array([a.subject for a in part])
            x = np.array([a.middle(f"stool_{name}") for a in part])
            cells += [str(len(part)), span(bootstrap(people, lambda k, x=x, y=y: spearman(x[k], y[k])))]  # type: ignore[misc]
        y = measured.loc[[a.sample for a in first], column].to_numpy(float)
        x = np.array([twins[a.subject].middle(f"stool_{name}") for a in first])
        without = span(bootstrap(np.array([a.subject for a in first]), lambda k, x=x, y=y: spearman(x[k], y[k])))  # type: ignore[misc]
        lines.append(f"| {name} | {' | '.join(cells)} | {without} |")
    return lines


def coverage_lines(answers: list[Answer], measured: pd.DataFrame) -> list[str]:
    """How often the measured value lies in the individuals' interval."""
    twins = {a.subject: a for a in answers if a.sample == AVERAGE}
    first = list({a.subject: a for a in reversed(answers) if a.is_sample}.values())
    lines = ["| measured | people | with the sample | without the sample |", "|---|---|---|---|"]
    total = sum(measured.loc[[a.sample for a in first], COMPARED[acid][0]].to_numpy(float) for acid in ACIDS)
    for acid in ACIDS:
        share = measured.loc[[a.sample for a in first], COMPARED[acid][0]].to_numpy(float) / total
        inside = []
        for pick in (lambda a: a, lambda a: twins[a.subject]):
            made = [pick(a).values for a in first]
            shares = [v[f"stool_{acid}"] / sum(v[f"stool_{other}"] for other in ACIDS) for v in made]
            inside.append(_held(share, shares))
        mean = np.mean([np.nanmedian(v) for v in shares])
        lines.append(
            f"| {acid}, share of the three acids (measured {share.mean():.2f}, average twins {mean:.2f}) | "
            f"{len(first)} | {inside[0]:.0%} | {inside[1]:.0%} |"
        )
    for name, (column, _) in COMPARED.items():
        rows = [a for a in first if np.isfinite(measured.loc[a.sample, column])]
        values = measured.loc[[a.sample for a in rows], column].to_numpy(float)
        inside = []
        for pick in (lambda a: a, lambda a: twins[a.subject]):
            made = [pick(a).values[f"stool_{name}"] for a in rows]
            scale = np.median(values) / np.median([np.nanmedian(v) for v in made])
            inside.append(_held(values / scale, made))
        lines.append(f"| {name}, after one scale for all | {len(rows)} | {inside[0]:.0%} | {inside[1]:.0%} |")
    return lines


def _held(values: np.ndarray, individuals: list[np.ndarray]) -> float:
    ends = [np.nanpercentile(each, [5, 95]) for each in individuals]
    return float(np.mean([low <= v <= high for v, (low, high) in zip(values, ends, strict=True)]))


def group_lines(answers: list[Answer], measured: pd.DataFrame) -> list[str]:
    """Ratios of geometric means of C and D over H, measured and predicted, people by people."""
    lines = [
        "| compound | C over H, measured | C over H, predicted | D over H, measured | D over H, predicted |",
        "|---|---|---|---|---|",
    ]
    samples = [a for a in answers if a.is_sample]
    for name, (column, _) in COMPARED.items():
        rows = [a for a in samples if np.isfinite(measured.loc[a.sample, column])]
        seen = _by_person(rows, [float(measured.loc[a.sample, column]) for a in rows])
        made = _by_person(rows, [a.middle(f"stool_{name}") for a in rows])
        lines.append(f"| {name} | {' | '.join(_ratio(part, g) for g in 'CD' for part in (seen, made))} |")
    for spec in readout_specs():
        if spec.id in {"transit_colon", "colonic_tph1", "gut_synthesis"}:
            made = _by_person(samples, [a.middle(spec.id) for a in samples])
            lines.append(f"| {spec.name} | - | {_ratio(made, 'C')} | - | {_ratio(made, 'D')} |")
    return lines


def _by_person(rows: list[Answer], values: list[float]) -> pd.DataFrame:
    """Mean logarithm of each person, with the group."""
    table = pd.DataFrame(
        {"subject": [a.subject for a in rows], "group": [a.group for a in rows], "log": np.log(values)}
    )
    return table.groupby(["subject", "group"], as_index=False)["log"].mean()


def _ratio(table: pd.DataFrame, group: str) -> str:
    logs, groups = table["log"].to_numpy(), table["group"].to_numpy()

    def statistic(k: np.ndarray) -> float:
        mine, healthy = logs[k][groups[k] == group], logs[k][groups[k] == "H"]
        return float(np.exp(mine.mean() - healthy.mean())) if len(mine) and len(healthy) else float("nan")

    return span(bootstrap(table["subject"].to_numpy(), statistic))


@dataclass(frozen=True)
class Agreement:
    """How two answers compare, over pairs and readouts; all but `pairs` and `moved` are shares.

    Parameters
    ----------
    overlap : intervals of the value overlap.
    change_overlap : intervals of the change against the average twins overlap.
    inside : the middle change of each lies in the other's interval.
    moved : median difference of the middle changes.
    differs, opposite : verdicts are not the same; are higher and lower.
    """

    pairs: int
    overlap: float
    change_overlap: float
    inside: float
    moved: float
    differs: float
    opposite: float

    def line(self, what: str) -> str:
        shares = (self.overlap, self.change_overlap, self.inside, self.moved, self.differs, self.opposite)
        return f"| {what} | {self.pairs} | {' | '.join(f'{share:.1%}' for share in shares)} |"


def agreement(pairs: list[tuple[Answer, Answer]], twins: Mapping[str, Answer]) -> Agreement:
    """Compare pairs of answers readout by readout.

    Parameters
    ----------
    pairs : answers of one person, or of two.
    twins : person -> the average twins.
    """
    found = []
    for pair in pairs:
        for spec in readout_specs():
            a, b = (_told(answer, twins[answer.subject], spec) for answer in pair)
            found.append(
                (
                    _overlap(a.person, b.person),
                    _overlap(a.change, b.change),
                    _holds(a.change, b.change.median) and _holds(b.change, a.change.median),
                    abs(a.change.median - b.change.median),
                    a.verdict != b.verdict,
                    {a.verdict, b.verdict} == {"higher", "lower"},
                )
            )
    columns = np.array(found, dtype=float).T
    means = [float(column.mean()) for column in columns]
    return Agreement(len(pairs), *means[:3], float(np.median(columns[3])), *means[4:])


def _told(answer: Answer, twin: Answer, spec: ReadoutSpec) -> Readout:
    own, other = answer.values[spec.id], twin.values[spec.id]
    used = np.isfinite(own) & np.isfinite(other)
    return readout(spec, own[used], other[used])


def _overlap(a: Interval, b: Interval) -> bool:
    return a.low <= b.high and b.low <= a.high


def _holds(a: Interval, value: float) -> bool:
    return a.low <= value <= a.high


def replicate_lines(answers: list[Answer]) -> list[str]:
    """Repeats of one person, a recount of one stool, and two people."""
    twins = {a.subject: a for a in answers if a.sample == AVERAGE}
    mine: dict[str, list[Answer]] = {}
    for answer in answers:
        if answer.is_sample:
            mine.setdefault(answer.subject, []).append(answer)
    again = {a.subject: a for a in answers if a.sample.startswith(RECOUNT)}
    kinds = {
        "one stool, counted twice (simulated)": [(mine[name][0], again[name]) for name in mine],
        "one person, another month": [pair for part in mine.values() for pair in combinations(part, 2)],
        "two people of one group": [
            (a[0], b[0]) for a, b in combinations(mine.values(), 2) if a[0].group == b[0].group
        ],
    }
    lines = [
        "| pairs of | pairs | values overlap | changes overlap | each middle change in the other's interval | "
        "middle change moves by (median) | verdict differs | opposite verdicts |",
        "|---|---|---|---|---|---|---|---|",
    ]
    return [*lines, *(agreement(pairs, twins).line(what) for what, pairs in kinds.items() if pairs)]


def page(answers: list[Answer], measured: pd.DataFrame, n: int, count: int) -> str:
    """The page of the documentation."""
    samples = [a for a in answers if a.is_sample]
    groups = {g: len({a.subject for a in samples if a.group == g}) for g in "HCD"}
    kept = np.mean([np.isfinite(a.values["plasma_tryptophan"]).mean() for a in samples])
    rank = (n - 1) * 0.05
    expected = (n - 1 - 2 * rank) / (n + 1)
    lines = [
        "# Real people: predicted and measured",
        "",
        f"From `python benchmarks/mars.py --out FOLDER --people {sum(groups.values())} -n {n} --samples {count}",
        "-o docs/explanation/real-check.md`; written by it, not by hand.",
        "",
        f"{sum(groups.values())} people of Mars et al. 2020 (doi:10.1016/j.cell.2020.08.007; healthy {groups['H']},",
        f"IBS-C {groups['C']}, IBS-D {groups['D']}), {len(samples)} stool samples, up to {count} a person, with tables",
        f"of the Borenstein laboratory (doi:10.1038/s41522-022-00345-5). {n} individuals a sample, seed {SEED} for",
        f"all, so samples differ by nothing but composition; {kept:.0%} of the individuals came through. Diet is the",
        "default omnivore's for everybody: the tables do not tell it.",
        *([] if sum(groups.values()) >= FULL else ["", f"This is a part: the study has {FULL} people."]),
        "",
        "## Ranks",
        "",
        "Spearman's correlation of the predicted middle with the measured value, 95 % interval of a bootstrap over",
        f"people ({N_BOOTSTRAP} draws). Without the sample: the same individuals with average microbiotas, that is,",
        "age, sex and weight alone. Serotonin is compared with the mucosa of the distal colon and 5-HIAA with",
        "synthesis in the colonic wall, because the model holds no serotonin in stool.",
        "",
        *correlation_lines(answers, measured),
        "",
        "## Intervals",
        "",
        f"Share of people whose measured value lies in the central 90 % of their individuals. With {n} individuals,",
        f"{expected:.0%} would be expected of a value that is one more individual. The unit of the metabolites is not",
        "told; molar shares need none if the three acids are in the same, and the other rows allow one scale for all",
        "people.",
        "",
        *coverage_lines(answers, measured),
        "",
        "## Direction between groups",
        "",
        "Ratios of geometric means over people, 95 % interval of a bootstrap over people. The last rows were not",
        "measured.",
        "",
        *group_lines(answers, measured),
        "",
        "## Repeats",
        "",
        f"Over all {len(readout_specs())} readouts. A value is the readout itself, a change its difference from the",
        "average twins: what the sample says. Overlap is that of the central 90 % intervals. Repeats of one person lie",
        f"a month or more apart. A recount is simulated: {RECOUNT_DEPTH} reads of the same stool with the",
        "over-dispersion of `measurement_error.tsv`.",
        "",
        *replicate_lines(answers),
        "",
        "## What this shows, and what not",
        "",
        *EXPLAINED,
    ]
    return "\n".join(lines) + "\n"


EXPLAINED = (
    "- A correlation whose interval holds 0 shows no agreement, and is not by itself evidence against the model:",
    "  faeces hold what absorption and transit left over, diets differ and are not told, and one sample is one day.",
    "- Without the sample everybody has the same microbiotas, so what is left is body, age and sex. A correlation that",
    "  is no better with the sample than without it is not the sample's.",
    "- Two things here were set by this study: the rate of tryptamine formation was fitted to its level (a scale,",
    "  which ranks do not see), and the spreads between days and people come from its healthy people in part. So",
    "  far, that repeats overlap is by construction.",
    "- Between-person physiology, which no stool sample tells, makes most of the interval of a value, so values",
    "  overlap whoever they are of. The change is what the sample says: compare how far its middle moves.",
    "- Groups may differ in diet and medicines; directions are given as found.",
)
