"""Tables of genes: rows of one sample as KO or EC abundances. Shared by the HUMAnN and plain readers.

Rows that split a gene by organism (``K01667|g__Bacteroides``) repeat the gene's own row and are passed over; where a
gene has only such rows they are added up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from enterotone.formats._problem import amount, first_time, problem
from enterotone.microbiome.functions import FunctionProfile

__all__ = ["kind_of_gene", "to_functions"]

_KO = re.compile(r"^(ko:)?K\d{5}$", re.IGNORECASE)
_EC = re.compile(r"^(ec[: ])?\d+\.(\d+|-)\.(\d+|-)\.(n?\d+|-)$", re.IGNORECASE)
_REST = re.compile(r"^(UNMAPPED|UNGROUPED|UNINTEGRATED|unclassified|NO_NAME)$", re.IGNORECASE)


def kind_of_gene(label: str) -> str:
    """Tell ``KO`` or ``EC`` by an id, or an empty string; names after the id and organisms are passed over."""
    plain = label.split("|")[0].split(": ")[0].strip()
    if _KO.match(plain):
        return "KO"
    return "EC" if _EC.match(plain) else ""


def to_functions(
    cells: Iterable[tuple[int, str, str]], path: Path, sample: str, format_id: str, remedy: str
) -> FunctionProfile:
    """Build the function profile of one sample.

    Parameters
    ----------
    cells : (line, label, amount as written).
    path, sample, format_id : of the profile.
    remedy : what to do where the ids are neither KO nor EC.

    Raises
    ------
    FormatError
        If a gene comes twice, or no id is a KO or EC number, or both kinds are there.
    ProfileError
        If all amounts are 0.
    """
    whole: dict[str, float] = {}
    split: dict[str, float] = {}
    lines: dict[str, int] = {}
    kinds: dict[str, int] = {}
    unmapped = total = 0.0
    for line, label, text in cells:
        value = amount(text, path, line=line, column=sample)
        if _REST.match(label.split("|")[0].strip()):
            unmapped += value if "|" not in label else 0.0
            continue
        kind = kind_of_gene(label)
        first_time(lines, label, line, path, f"'{label[:60]}'", "gene")
        kinds[kind] = kinds.get(kind, 0) + 1
        gene = label.split("|")[0].split(": ")[0].strip()
        where = split if "|" in label else whole
        where[gene] = where.get(gene, 0.0) + value
        total += value if "|" not in label else 0.0
    main = max(kinds, key=lambda kind: kinds[kind], default="")
    if not main:
        raise problem(path, "ids that are neither KO nor EC numbers", "K01667 or 4.1.99.1", remedy)
    if len(kinds) > 1 and 10 * kinds[main] < 9 * sum(kinds.values()):
        raise problem(path, f"ids of several kinds ({kinds})", "KO or EC numbers", "Give one kind a table")
    abundances = {**split, **whole}
    notes = []
    if unmapped > 0 and total > 0:
        notes.append(f"{unmapped / (unmapped + total):.0%} of the abundance is of reads without a gene of this kind.")
    return FunctionProfile(
        sample,
        main,
        {gene: value for gene, value in abundances.items() if value > 0} or abundances,
        path.name,
        format_id,
        tuple(notes),
    )
