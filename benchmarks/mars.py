"""Real people: what the model predicts from a stool sample against what was measured in it (Mars et al. 2020).

Fifty people, healthy (H), with IBS-C (C) and with IBS-D (D), gave stool repeatedly; genera and faecal metabolites are
as tabulated by the Borenstein laboratory. Each sample is assessed as the product does it: individuals of the person's
age, sex and weight, a composition drawn from the sample, a simulated day; and without the sample, as the same
individuals with average microbiotas. Units of the metabolites are not told, so agreement is by ranks, by molar shares
of the three acids (which have no unit), and by intervals after one scale for all people.

Repeats of one person, a simulated recount of the same stool and pairs of different people tell whether answers of one
person overlap, and whether that says anything.

Leaves out: diet, medicines and symptoms (not in the tables); height (the weight follows from the body-mass index and
the usual height of the sex); water content of stool; what is measured in stool is what absorption left over, while the
model's distal colon is a descending colon.

    ENTEROTONE_DATA=... python benchmarks/mars.py --out FOLDER [--people 50] [-n 12] [--samples 2] \\
        [-o docs/explanation/real-check.md]

One file per sample in FOLDER; what is there is not run again, so a run may be stopped and resumed.

References
----------
Mars et al. 2020, Longitudinal multi-omics reveals subset-specific mechanisms underlying irritable bowel syndrome,
doi:10.1016/j.cell.2020.08.007. Tables: Muller, Algavi and Borenstein 2022, doi:10.1038/s41522-022-00345-5.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path

import numpy as np
import pandas as pd

from enterotone.assessment.day import day_formulas, simulate_day
from enterotone.assessment.individuals import settle
from enterotone.assessment.readout import readout_specs
from enterotone.engine import Settings
from enterotone.formats import open_profile
from enterotone.microbiome import Draws, Profile, Taxon, draw_average, draw_compositions, resolve
from enterotone.microbiome.sampling import measurement_errors
from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model
from enterotone.population.person import Person
from enterotone.population.village import Village, draw_village

STUDY = "MARS_IBS_2020"
SEED = 20260101
RECOUNT_DEPTH = 20_000
#: Usual heights [cm], only to turn a body-mass index into a weight.
HEIGHT = {"Female": 163.0, "Male": 177.0}
#: Compound -> column of the table, formula of the model; both means over the day.
COMPARED = {
    "acetate": ("NMR_Acetate", "distal__acetate"),
    "propionate": ("NMR_Propionate", "distal__propionate"),
    "butyrate": ("NMR_Butyrate", "distal__butyrate"),
    "tryptophan": ("Tryptophan_Metabolites_Tryptophan", "distal__tryptophan"),
    "indole": ("Tryptophan_Metabolites_indole", "distal__indole"),
    "tryptamine": ("Tryptophan_Metabolites_tryptamine", "distal__tryptamine"),
    "serotonin": ("Tryptophan_Metabolites_Serotonin", "mucosa_distal_colon__serotonin"),
    "5-HIAA": ("Tryptophan_Metabolites_5-hydroxyindole acetate", "mucosa__TPH1_flux_colon"),
}
AVERAGE, RECOUNT = "average", "recount"


@dataclass(frozen=True)
class Answer:
    """One assessed sample, or the person's average twins.

    Parameters
    ----------
    subject, group, sample : of the person; `sample` is ``average`` for the twins.
    values : readout id or compound -> individuals, NaN where one did not come through, shape (n,).
    """

    subject: str
    group: str
    sample: str
    values: Mapping[str, np.ndarray]

    @property
    def is_sample(self) -> bool:
        """Neither the average twins nor a recount."""
        return self.sample != AVERAGE and not self.sample.startswith(RECOUNT)

    def middle(self, name: str) -> float:
        """Median over the individuals."""
        return float(np.nanmedian(self.values[name]))

    def interval(self, name: str) -> tuple[float, float]:
        """Central 90 % of the individuals."""
        low, high = np.nanpercentile(self.values[name], [5, 95])
        return float(low), float(high)


def tables(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Metadata and metabolites by sample."""
    meta = pd.read_csv(folder / f"{STUDY}.metadata.tsv.gz", sep="\t", dtype=str).set_index("Sample")
    return meta, pd.read_csv(folder / f"{STUDY}.metabolites.tsv.gz", sep="\t", index_col="Sample")


def chosen(meta: pd.DataFrame, measured: pd.DataFrame, count: int) -> dict[str, list[str]]:
    """Person -> samples: those with tryptophan metabolites first, then by time, flares left out.

    People of the three groups take turns, so that a part of them is balanced.
    """
    picked: dict[str, list[str]] = {}
    usable = meta[meta.index.isin(measured.index) & (meta["Timepoint"] != "Flare")]
    for subject, part in usable.groupby("Subject"):
        has = measured.loc[part.index, COMPARED["indole"][0]].notna()
        order = pd.DataFrame({"without": ~has, "time": part["Timepoint"].astype(int)})
        picked[str(subject)] = list(order.sort_values(["without", "time"]).index[:count])
    turns: dict[str, list[str]] = {}
    for subject, samples in picked.items():
        turns.setdefault(str(meta.loc[samples[0], "Study.Group"]), []).append(subject)
    return {subject: picked[subject] for turn in zip_longest(*turns.values()) for subject in turn if subject}


def person_of(row: pd.Series) -> Person:
    """What the tables tell about a person."""
    height = HEIGHT[row["Gender"]]
    weight = float(row["BMI"]) * (height / 100) ** 2
    sex = str(row["Gender"]).lower()
    return Person(age=f"{row['Age']} years", sex=sex, weight=f"{weight:.3f} kg", height=f"{height} cm")  # type: ignore[arg-type]


def recounted(profile: Profile) -> Profile:
    """The same stool counted again: over-dispersed reads of the reported shares."""
    theta = measurement_errors()["overdispersion"].value
    rng = np.random.default_rng([SEED, sum(map(ord, profile.sample))])
    shares = rng.gamma(theta * np.array([taxon.abundance for taxon in profile.taxa]))
    counts = rng.multinomial(RECOUNT_DEPTH, shares / shares.sum())
    taxa = [Taxon(t.name, t.rank, t.lineage, float(c)) for t, c in zip(profile.taxa, counts, strict=True)]
    return Profile.from_amounts(profile.sample, taxa, path=profile.path)


def simulated(village: Village, draws: Draws) -> dict[str, list[float | None]]:
    """Individuals' values by readout and compound, None where one did not come through."""
    system, model, specs = compiled_model(), load_model(), readout_specs()
    twins = settle(system, village, draws, "", 1)
    asked = list(dict.fromkeys([*(s.observable for s in specs), *(formula for _, formula in COMPARED.values())]))
    day = simulate_day(system, day_formulas(model, asked), twins.members, twins.states, Settings(), 1)
    is_ok = twins.is_matched & day.is_ok
    columns = {spec.id: day.statistic(spec.observable, spec.statistic) for spec in specs}
    columns |= {f"stool_{name}": day.mean(formula) for name, (_, formula) in COMPARED.items()}
    return {
        name: [float(value) if ok else None for value, ok in zip(column, is_ok, strict=True)]
        for name, column in columns.items()
    }


def collect(folder: Path, data: Path, n: int, count: int, people: int) -> list[Answer]:
    """Run or read all chosen samples and the average twins of their people."""
    folder.mkdir(parents=True, exist_ok=True)
    meta, measured = tables(data)
    answers = []
    for subject, samples in islice(chosen(meta, measured, count).items(), people):
        row = meta.loc[samples[0]]
        village: list[Village] = []
        for sample in (AVERAGE, *samples, f"{RECOUNT} {samples[0]}"):
            path = folder / f"{n}-{subject}-{sample.replace(' ', '-')}.json"
            if not path.exists():
                if not village:
                    village.append(draw_village(compiled_model(), load_model().parameters, person_of(row), n, SEED, 1))
                values = simulated(village[0], drawn(data, sample, n))
                path.write_text(json.dumps(values), encoding="utf-8")
            values = json.loads(path.read_text(encoding="utf-8"))
            arrays = {name: np.array(column, dtype=float) for name, column in values.items()}
            answers.append(Answer(subject, str(row["Study.Group"]), sample, arrays))
    return answers


def drawn(data: Path, sample: str, n: int) -> Draws:
    """Compositions of a sample, of its recount, or of average people."""
    if sample == AVERAGE:
        return draw_average(SEED, n)
    profile = open_profile(data / f"{STUDY}.genera.parquet", sample.removeprefix(f"{RECOUNT} "))
    return draw_compositions(resolve(recounted(profile) if sample.startswith(RECOUNT) else profile), SEED, n)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder of one file per sample")
    parser.add_argument("-n", type=int, default=12, help="individuals per sample")
    parser.add_argument("--people", type=int, default=50, help="people at most")
    parser.add_argument("--samples", type=int, default=2, help="samples per person at most")
    parser.add_argument("-o", "--output", type=Path, help="page to write")
    given = parser.parse_args()
    data = Path(os.environ["ENTEROTONE_DATA"]) / "borenstein"
    answers = collect(given.out, data, given.n, given.samples, given.people)
    # Only now: the page imports this file.
    from mars_page import page

    text = page(answers, tables(data)[1], given.n, given.samples)
    if given.output:
        given.output.write_text(text, encoding="utf-8", newline="\n")
    else:
        print(text)


if __name__ == "__main__":
    main()
