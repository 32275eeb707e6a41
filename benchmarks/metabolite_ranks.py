"""Do predicted potentials rank stool samples as the measured metabolites do?

For every study with genera and metabolites in the Borenstein collection, and each of five metabolites that it
measured, the capacity that the microbiome layer predicts from the genera alone is compared with the metabolite by
Spearman's rank correlation; several studies give relative units, so only ranks are used. Intervals are 95 %
percentiles of a bootstrap over people (all samples of a person stay together). A positive correlation is all that the
prediction claims: faeces hold what the body left over, and diet, transit and absorption are not in it.

Run: ``ENTEROTONE_DATA=... python benchmarks/metabolite_ranks.py [--write]``; ``--write`` renews
``docs/explanation/metabolite-ranks.md``.
"""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from enterotone.microbiome import Profile, Taxon, match, summarise
from enterotone.microbiome.lineage import parse_lineage

# KEGG compound ids; the collection's maps name each column by them.
COMPOUNDS = {
    "butyrate": "C00246",
    "propionate": "C00163",
    "acetate": "C00033",
    "indole": "C00463",
    "tryptamine": "C00398",
}
INFANTS = {"HE_INFANTS_MFGM_2019"}
N_BOOTSTRAP = 1000
SEED = 6
PAGE = Path(__file__).resolve().parents[1] / "docs" / "explanation" / "metabolite-ranks.md"


@dataclass(frozen=True)
class Row:
    """One study and metabolite; `reason` says why there is no correlation, and is empty where there is one."""

    study: str
    metabolite: str
    people: int = 0
    samples: int = 0
    rho: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    reason: str = ""


def studies(folder: Path) -> list[str]:
    """Names of all studies of the collection, sorted."""
    return sorted(path.name.removesuffix(".metadata.tsv.gz") for path in folder.glob("*.metadata.tsv.gz"))


def potentials(table: pd.DataFrame) -> pd.DataFrame:
    """Predicted capacities of each sample, from genus lineages in the columns."""
    lineages = [(parse_lineage(name), name) for name in table.columns]
    rows = {}
    for sample, shares in table.iterrows():
        parts = [
            Taxon(lineage[-1][1], lineage[-1][0], lineage, float(shares[name]))
            for lineage, name in lineages
            if lineage and shares[name] > 0
        ]
        found = summarise(match(Profile.from_amounts(str(sample), parts)))
        rows[sample] = {name: found.capacities[name].value for name in COMPOUNDS}
    return pd.DataFrame.from_dict(rows, orient="index")


def spearman(x: NDArray[np.float64], y: NDArray[np.float64]) -> float:
    """Rank correlation with ties at their mean rank; nan where one side does not vary."""
    a, b = pd.Series(x).rank().to_numpy(), pd.Series(y).rank().to_numpy()
    return float(np.corrcoef(a, b)[0, 1]) if a.std() > 0 and b.std() > 0 else float("nan")


def correlate(predicted: pd.Series, measured: pd.Series, people: pd.Series) -> tuple[float, float, float]:
    """Give Spearman's correlation and the 95 % interval of a bootstrap over people."""
    x, y = predicted.to_numpy(float), measured.to_numpy(float)
    blocks = list(pd.Series(np.arange(len(x))).groupby(people.to_numpy()).indices.values())
    rng, drawn = np.random.default_rng(SEED), []
    for _ in range(N_BOOTSTRAP):
        index = np.concatenate([blocks[k] for k in rng.integers(0, len(blocks), len(blocks))])
        drawn.append(spearman(x[index], y[index]))
    low, high = np.nanquantile(drawn, (0.025, 0.975))
    return spearman(x, y), float(low), float(high)


def study_rows(folder: Path, study: str) -> list[Row]:
    """All rows of one study."""
    genera, values = folder / f"{study}.genera.parquet", folder / f"{study}.metabolites.tsv.gz"
    if not values.is_file():
        return [Row(study, name, reason="no metabolites in the collection") for name in COMPOUNDS]
    names = pd.read_csv(folder / f"{study}.metabolite_map.tsv", sep="\t", dtype=str)
    measured = pd.read_csv(values, sep="\t", index_col="Sample")
    columns = {name: _column(names, measured, kegg) for name, kegg in COMPOUNDS.items()}
    if not genera.is_file():
        return [
            Row(study, n, reason="no genera in the collection" if c else "not measured") for n, c in columns.items()
        ]
    if not any(columns.values()):
        return [Row(study, name, reason="not measured") for name in COMPOUNDS]
    table = pd.read_parquet(genera).set_index("Sample")
    meta = pd.read_csv(folder / f"{study}.metadata.tsv.gz", sep="\t", dtype=str).set_index("Sample")
    both = table.index.intersection(measured.index).intersection(meta.index)
    predicted = potentials(table.loc[both])
    rows = []
    for name, column in columns.items():
        if not column:
            rows.append(Row(study, name, reason="not measured"))
            continue
        y = measured.loc[both, column].astype(float).dropna()
        people = meta.loc[y.index, "Subject"]
        rho, low, high = correlate(predicted.loc[y.index, name], y, people)
        rows.append(Row(study, name, people.nunique(), len(y), rho, low, high))
    return rows


def page(rows: list[Row]) -> str:
    """The page of the documentation, as text."""
    judged = [row for row in rows if not row.reason]
    n_none = sum(row.low <= 0 <= row.high for row in judged)
    lines = [
        "# Predicted potentials and measured metabolites",
        "",
        "Generated by `python benchmarks/metabolite_ranks.py --write`; do not edit by hand.",
        "",
        "Capacity predicted from genera alone (trait times share, `enterotone.microbiome.summarise`) against the",
        "metabolite measured in the same stool: Spearman's rank correlation, 95 % interval of a bootstrap over people",
        f"({N_BOOTSTRAP} draws). Studies as tabulated by the Borenstein laboratory. Ranks only, because several tables",
        "are in relative units. Faecal concentration is what production, absorption and transit leave over, so a weak",
        "correlation is expected even from a correct capacity; an interval that holds 0 shows no agreement. Traits",
        f"were not tuned to these figures. {n_none} of {len(judged)} intervals hold 0: a profile says little about the",
        "level of these metabolites in one stool, and nothing here supports reading it as a level.",
    ]
    for title, chosen in (
        ("Adults and children", [r for r in rows if r.study not in INFANTS]),
        ("Infants", [r for r in rows if r.study in INFANTS]),
    ):
        lines += ["", f"## {title}", "", "| study | metabolite | people | samples | rho | 95 % interval | reading |"]
        lines += ["|---|---|---|---|---|---|---|", *(_line(row) for row in chosen if not row.reason)]
        lines += [""] if any(row.reason for row in chosen) else []
        for reason in sorted({row.reason for row in chosen if row.reason}):
            groups: dict[str, list[str]] = {}
            for row in chosen:
                if row.reason == reason:
                    groups.setdefault(row.study, []).append(row.metabolite)
            listed = "; ".join(f"{study} ({', '.join(names)})" for study, names in groups.items())
            lines.append(f"- No correlation, {reason}: {listed}.")
    return "\n".join(lines) + "\n"


def _line(row: Row) -> str:
    reading = "agrees" if row.low > 0 else "opposite" if row.high < 0 else "none shown"
    numbers = f"{row.rho:.2f} | {row.low:.2f} to {row.high:.2f}"
    return f"| {row.study} | {row.metabolite} | {row.people} | {row.samples} | {numbers} | {reading} |"


def _column(names: pd.DataFrame, measured: pd.DataFrame, kegg: str) -> str:
    found = [name for name in names.loc[names["KEGG"] == kegg, "Compound"] if name in measured.columns]
    return str(found[0]) if found else ""


def main() -> int:
    """Print the page, or write it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"renew {PAGE.name}")
    choice = parser.parse_args()
    folder = Path(os.environ["ENTEROTONE_DATA"]) / "borenstein"
    text = page([row for study in studies(folder) for row in study_rows(folder, study)])
    if choice.write:
        PAGE.write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
