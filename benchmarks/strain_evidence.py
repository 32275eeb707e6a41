"""Shares of tested strains that make a product, per genus or species, from public strain evidence.

Documents how the verified cells of ``microbiome/traits.tsv`` are checked: the experimental tables behind AGORA2
(DEMETER; Heinken et al., Nat Biotechnol 2023) mark for each strain which fermentation products were observed. A strain
counts as tested where its row of the fermentation table holds at least one mark; a trait is the share of tested
strains with at least one of the columns that make the product. Leaves out: tryptamine, mucin and the other traits
that these tables do not hold, and whether a mark was seen in that strain or carried over from its species.

Run: ``ENTEROTONE_DATA=... python benchmarks/strain_evidence.py [--missing N]``; prints a tab-separated comparison.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import pandas as pd

from enterotone.microbiome.profile import Taxon
from enterotone.microbiome.taxonomy import find
from enterotone.microbiome.traits import TRAITS, trait_table

COLUMNS = {
    "acetate": ("Acetate kinase (acetate producer or consumer)", "Bifid shunt", "Acetogen pathway"),
    "propionate": (
        "Propionate from succinate",
        "Propionate from propane-1,2-diol",
        "Propionate from lactate (acrylate pathway)",
        "Propionate from threonine",
        "Wood-Werkman cycle",
    ),
    "butyrate": (
        "Butyrate via butyryl-CoA: acetate CoA transferase",
        "Butyrate via butyrate kinase",
        "Butyrate from lysine via butyrate-acetoacetate CoA-transferase",
        "Butyrate from glutarate or glutamate",
        "Butyrate from 4-hydroxybutyrate or succinate",
    ),
    "lactate": ("D-lactate producer", "L-lactate producer"),
    "indole": ("Indole producer",),
}
BILE = ("Deoxycholate", "Lithocholate", "Allodeoxycholate", "Allolithocholate")


def marks(folder: Path) -> pd.DataFrame:
    """Give one row per tested strain: taxon of the trait table and one 0/1 column per trait."""
    agora = folder / "agora2"
    table = pd.read_csv(agora / "demeter_FermentationTable.txt.gz", sep="\t", index_col=0, encoding_errors="replace")
    bile = pd.read_csv(agora / "demeter_BileAcidTable.txt.gz", sep="\t", index_col=0, encoding_errors="replace")
    names = pd.read_csv(
        agora / "AGORA2_infoFile.tsv.gz", sep="\t", index_col=0, usecols=["MicrobeID", "Species", "Genus", "Family"]
    )
    numbers = table.loc[:, ~table.columns.str.startswith("Ref")].apply(pd.to_numeric, errors="coerce").fillna(0)
    numbers = numbers[(numbers > 0).any(axis=1)]
    found = pd.DataFrame({trait: (numbers[list(cols)] > 0).any(axis=1) for trait, cols in COLUMNS.items()})
    dehydroxylation = (bile[list(BILE)].apply(pd.to_numeric, errors="coerce") > 0).any(axis=1)
    found["bile7aDehydroxylation"] = dehydroxylation.reindex(found.index, fill_value=False)
    found = found.astype(float).join(names, how="inner")
    found["genus"] = [genus_now(*row) for row in found[["Species", "Genus", "Family"]].itertuples(index=False)]
    return found


def genus_now(species: str, genus: str, family: str) -> str:
    """Genus of the trait table that a strain's species is counted under, or its own genus."""
    lineage = (("family", str(family)), ("genus", str(genus)), ("species", str(species)))
    target = find(Taxon(str(species), "species", lineage, 1.0))
    if target is None or target.rank not in {"genus", "species"}:
        return str(genus)
    if target.rank == "species":
        above = find(Taxon(target.name.split()[0], "genus", (("genus", target.name.split()[0]),), 1.0))
        return above.name if above is not None and above.rank == "genus" else target.name.split()[0]
    return target.name


def shares(folder: Path, by: str = "genus") -> pd.DataFrame:
    """Share of tested strains per taxon, with the number of strains in column ``n``."""
    grouped = marks(folder).groupby(by)
    result = grouped[[*COLUMNS, "bile7aDehydroxylation"]].mean()
    result["n"] = grouped.size()
    return result


def compare(folder: Path) -> pd.DataFrame:
    """Put the table's trait next to the strain share, for every genus row with evidence."""
    evidence, rows = shares(folder), []
    for row in trait_table().rows:
        if row.rank == "genus" and row.taxon in evidence.index:
            for trait in (*COLUMNS, "bile7aDehydroxylation"):
                shipped = row.traits[TRAITS.index(trait)]
                rows.append((row.taxon, row.typical, trait, evidence.n[row.taxon], evidence[trait][row.taxon], shipped))
    return pd.DataFrame(rows, columns=["genus", "typical", "trait", "strains", "share", "shipped"])


def main() -> int:
    """Print the comparison, or the genera with evidence that the trait table lacks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--missing", type=int, default=0, help="list genera without a row that have N strains or more")
    choice = parser.parse_args()
    folder = Path(os.environ["ENTEROTONE_DATA"])
    if choice.missing:
        evidence = shares(folder)
        known = {row.taxon for row in trait_table().rows}
        found = evidence[(evidence.n >= choice.missing) & ~evidence.index.isin(known)].sort_values("n", ascending=False)
    else:
        found = compare(folder)
    found.round(3).to_csv(sys.stdout, sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main())
