"""The spreads in measurement_error.tsv, computed again from the published tables they were taken from.

Variance components of a one-way layout (people, samples within people) of the centred log-ratios of the five groups.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from enterotone.microbiome import GROUPS, Profile, Taxon, draw_repeat, match, typical
from enterotone.microbiome.lineage import parse_lineage
from enterotone.microbiome.taxonomy import find
from enterotone.microbiome.traits import trait_table

MARS = "borenstein/MARS_IBS_2020"


def rows_of(names: list[str]) -> np.ndarray:
    """Weights of the trait rows behind each name, shape (n_names, n_rows)."""
    weights = np.zeros((len(names), len(trait_table().rows)))
    for place, name in enumerate(names):
        lineage = parse_lineage(name)
        target = find(Taxon(lineage[-1][1], lineage[-1][0], lineage, 1.0)) if lineage else None
        for row, weight in target.weights.items() if target else ():
            weights[place, row] = weight
    return weights


def log_ratios(table: pd.DataFrame, names: list[str]) -> np.ndarray:
    """Centred log-ratios of the five groups, shape (n_samples, 5)."""
    groups = (table.to_numpy(float) @ rows_of(names) @ trait_table().membership)[:, : len(GROUPS)]
    logs = np.log(groups / groups.sum(axis=1, keepdims=True) + 1e-4)
    return logs - logs.mean(axis=1, keepdims=True)


def within(logs: np.ndarray, people: np.ndarray) -> np.ndarray:
    """Standard deviation between samples of one person, pooled."""
    frame = pd.DataFrame(logs).groupby(np.asarray(people))
    size = frame.size()
    return np.sqrt(frame.var().mul(size - 1, axis=0).sum().to_numpy() / (size.sum() - len(size)))


def healthy_mars(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    table = pd.read_parquet(folder / f"{MARS}.genera.parquet").set_index("Sample")
    meta = pd.read_csv(folder / f"{MARS}.metadata.tsv.gz", sep="\t", dtype=str).set_index("Sample").loc[table.index]
    kept = ((meta["Study.Group"] == "H") & (meta["Timepoint"] != "0")).to_numpy()
    return log_ratios(table[kept], list(table.columns)), meta["Subject"][kept].to_numpy()


def daily_wu(folder: Path) -> tuple[np.ndarray, np.ndarray]:
    table = pd.read_csv(folder / "mlrepo/bushman_cafe/refseq_taxatable.txt.gz", sep="\t").set_index("#OTU ID").T
    parts = table.index.str.split(".")
    kept = np.array([int(part[2]) >= 3 for part in parts])
    return log_ratios(table[kept], list(table.columns)), np.array([part[1] for part in parts])[kept]


def test_day_to_day_spread(shared_data):
    mars, wu = within(*healthy_mars(shared_data)), within(*daily_wu(shared_data))
    expected = [0.53, 0.24, 0.26, 0.59, 0.30]
    np.testing.assert_allclose(np.sqrt((mars**2 + wu**2) / 2), expected, atol=0.02)


def test_bounds_of_the_day_hold_other_longitudinal_cohorts(shared_data):
    table = pd.read_csv(shared_data / "hitchip/peerj32.otu_table.tsv.gz", sep="\t").set_index("id").T
    people = pd.read_csv(shared_data / "hitchip/peerj32.sam_data.tsv.gz", sep="\t").set_index("sample").loc[table.index]
    placebo = (people["group"] == "Placebo").to_numpy()
    array = within(log_ratios(table[placebo], list(table.columns)), people["subject"][placebo].to_numpy())
    hmp2 = pd.read_csv(shared_data / "hmp2_ibdmdb/HMP2_taxonomy.tsv.gz", sep="\t").set_index("ID")
    facts = pd.read_csv(shared_data / "hmp2_ibdmdb/HMP2_metadata.tsv.gz", sep="\t").set_index("ID")
    both = hmp2.index.intersection(facts.index)
    healthy = ((facts.loc[both, "diagnosis"] == "nonIBD") & (facts.loc[both, "antibiotics"] == "No")).to_numpy()
    weeks = within(log_ratios(hmp2.loc[both][healthy], list(hmp2.columns)), facts.loc[both, "subject"][healthy])
    np.testing.assert_allclose(array, [0.42, 0.15, 0.14, 0.24, 0.16], atol=0.02)
    np.testing.assert_allclose(weeks, [0.635, 0.54, 0.50, 0.79, 0.775], atol=0.02)


def test_second_sample_falls_inside_the_predicted_interval(shared_data):
    # 15 people by 5 groups; with 90 % expected, 75 independent trials have a standard error of 3.5 %. The groups of a
    # person hang together, so 10 % either way is allowed.
    table = pd.read_parquet(shared_data / f"{MARS}.genera.parquet").set_index("Sample")
    meta = pd.read_csv(shared_data / f"{MARS}.metadata.tsv.gz", sep="\t", dtype=str).set_index("Sample")
    meta = meta.loc[table.index]
    healthy = meta[(meta["Study.Group"] == "H") & (meta["Timepoint"] != "0")]
    healthy = healthy.assign(visit=healthy["Timepoint"].astype(float)).sort_values(["Subject", "visit"])
    lineages, membership = [parse_lineage(name) for name in table.columns], trait_table().membership
    weights, inside = rows_of(list(table.columns)), []
    for _, visits in healthy.groupby("Subject"):
        first, second = table.loc[visits.index[0]], table.loc[visits.index[1]]
        parts = [Taxon(x[-1][1], x[-1][0], x, float(v)) for x, v in zip(lineages, first, strict=True) if x and v > 0]
        drawn = draw_repeat(match(Profile.from_amounts("first", parts)), 1, 200).shares
        low, high = np.quantile(drawn, (0.05, 0.95), axis=0)
        shares = (second.to_numpy(float) @ weights @ membership)[: len(GROUPS)]
        shares = shares / shares.sum()
        inside.append((low <= shares) & (shares <= high))
    assert np.shape(inside) == (15, 5)
    assert 0.8 <= np.mean(inside) <= 1.0


def test_spread_between_people(shared_data):
    table = pd.read_csv(shared_data / "tito2024/species_QMP.tsv.gz", sep="\t").set_index("Unnamed: 0")
    group = pd.read_csv(shared_data / "tito2024/diagnosis.tsv.gz", sep="\t").set_index("sample_ID").loc[table.index]
    names = []
    for name in table.columns:
        genus, _, species = name.rpartition(".")
        plain = genus if species == "unclassified" else f"{genus} {species}"
        is_group = species != "unclassified" and any(mark in genus for mark in (" group", "_", "-"))
        names.append(f"g__{genus};s__{species}" if is_group else plain)
    controls = (group["Diagnosis"] == "CTL").to_numpy()
    total = log_ratios(table[controls], names).std(axis=0, ddof=1)
    day = np.array([0.53, 0.24, 0.26, 0.59, 0.30])
    np.testing.assert_allclose(np.sqrt(total**2 - day**2), [0.51, 0.61, 0.48, 0.67, 0.81], atol=0.05)


@pytest.mark.parametrize("group", GROUPS)
def test_typical_shares_lie_among_published_cohorts(shared_data, group):
    place = GROUPS.index(group)
    cohorts = []
    for logs, people in (healthy_mars(shared_data), daily_wu(shared_data)):
        shares = pd.DataFrame(np.exp(logs) / np.exp(logs).sum(axis=1, keepdims=True)).groupby(people).mean().mean()
        cohorts.append(shares.iloc[place])
    assert 0.7 * min(cohorts) < typical().shares[group] < 1.4 * max(cohorts)
