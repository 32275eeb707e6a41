"""Functions in place of taxa: capacities from gene abundances, and the type that readers of such tables return.

A table of genes (KO or EC) measured in a sample says more about what it can make than the names of its taxa do. For
each trait, ``gene_sets.tsv`` names routes; a route has steps, and a step is done by any of its genes. The strength of
a route is that of its scarcest step (all are needed), the strength of a trait the sum over its routes. Divided by
the abundance of a single-copy gene of the same table it counts copies per genome, which is what a trait times biomass
stands for.

Curated routes only: genes that also do something else (a butyrate kinase alone, a general decarboxylase) do not count
by themselves. Leaves out: expression and flux (a gene is a capacity), pathway tables (their ids name modules, which
are not shipped), and traits that genes do not tell.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from enterotone.errors import EvidenceError, ProfileError
from enterotone.microbiome.capacity import Capacity, GroupComposition, typical
from enterotone.microbiome.sampling import Draws
from enterotone.microbiome.traits import TRAITS, read_rows

__all__ = [
    "FUNCTION_KINDS",
    "FunctionProfile",
    "GeneStep",
    "capacities_from_functions",
    "gene_steps",
    "override",
    "override_draws",
]

FUNCTION_KINDS = ("KO", "EC", "pathway")
_REFERENCE = "single_copy"


@dataclass(frozen=True)
class FunctionProfile:
    """Gene or pathway abundances of one sample.

    Parameters
    ----------
    sample : id of the sample within its file.
    kind : one of `FUNCTION_KINDS`.
    abundances : id (``K01667``, ``4.1.99.1``, ``ANAGLYCOLYSIS-PWY``) -> amount, in one unit for the whole sample.
    path : file name without its folder.
    format : as found in the content.
    warnings : everything that a careful reader would want to know about this file.

    Raises
    ------
    ProfileError
        If the kind is unknown, an amount is negative or not finite, or all are 0.
    """

    sample: str
    kind: str
    abundances: Mapping[str, float]
    path: str = ""
    format: str = ""
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in FUNCTION_KINDS:
            raise ProfileError(f"{self.label}: kind '{self.kind}' is not one of {', '.join(FUNCTION_KINDS)}.")
        if not all(math.isfinite(value) and value >= 0 for value in self.abundances.values()):
            raise ProfileError(f"{self.label}: an abundance is negative or not a number; they must be 0 or more.")
        if not any(value > 0 for value in self.abundances.values()):
            raise ProfileError(f"{self.label}: all abundances are 0; check that the analysis of this sample succeeded.")

    @property
    def label(self) -> str:
        """File and sample, for messages."""
        return f"{self.path or 'function table'}, sample '{self.sample}'"


@dataclass(frozen=True)
class GeneStep:
    """One step of a route: any of `genes` does it. `genes` maps KO or EC to ids."""

    trait: str
    route: str
    step: str
    genes: Mapping[str, tuple[str, ...]]
    source: str
    note: str


@lru_cache(maxsize=1)
def gene_steps() -> tuple[GeneStep, ...]:
    """Read ``gene_sets.tsv``.

    Raises
    ------
    EvidenceError
        If a row names a trait that is not known, or no gene.
    """
    steps = []
    for where, cells in read_rows("gene_sets.tsv"):
        if cells["trait"] not in (*TRAITS, _REFERENCE):
            raise EvidenceError(f"{where}: '{cells['trait']}' is no trait; expected one of {', '.join(TRAITS)}.")
        genes = {kind: tuple(cells[kind.lower()].split(",")) if cells[kind.lower()] else () for kind in ("KO", "EC")}
        if not genes["KO"] and not genes["EC"]:
            raise EvidenceError(f"{where}: no gene is named; give a KO or an EC number.")
        steps.append(GeneStep(cells["trait"], cells["route"], cells["step"], genes, cells["sourceId"], cells["note"]))
    return tuple(steps)


def capacities_from_functions(profile: FunctionProfile) -> Mapping[str, float]:
    """Give capacities from the genes of a sample.

    Parameters
    ----------
    profile : of kind KO or EC; a pathway table gives an empty answer.

    Returns
    -------
    Mapping of str to float
        Trait -> copies per genome. A trait is there only where the table can tell it: where every step of one of its
        routes has an id of this kind, and one of the single-copy genes was counted. A gene that the table does not
        list counts as 0, as these tables list only what they found.
    """
    amounts = {_plain(name): value for name, value in profile.abundances.items()}

    def strength(step: GeneStep) -> float:
        return sum(amounts.get(gene, 0.0) for gene in step.genes[profile.kind])

    if profile.kind not in {"KO", "EC"}:
        return {}
    routes: dict[str, dict[str, list[GeneStep]]] = {}
    for step in gene_steps():
        routes.setdefault(step.trait, {}).setdefault(step.route, []).append(step)
    copies = [strength(step) for steps in routes.pop(_REFERENCE, {}).values() for step in steps]
    counted = sorted(value for value in copies if value > 0)
    if not counted:
        return {}
    genomes = counted[len(counted) // 2]
    found = {}
    for trait, by_route in routes.items():
        usable = [steps for steps in by_route.values() if all(step.genes[profile.kind] for step in steps)]
        if usable:
            found[trait] = sum(min(strength(step) for step in steps) for steps in usable) / genomes
    return found


def override(composition: GroupComposition, functions: FunctionProfile, average: GroupComposition) -> GroupComposition:
    """Put measured gene capacities in place of those guessed from the traits of taxa.

    Parameters
    ----------
    composition : of the sample, from `enterotone.microbiome.summarise`.
    functions : genes of the same sample.
    average : average composition that `relative` refers to, from `enterotone.microbiome.typical`.

    Returns
    -------
    GroupComposition
        Copies per genome are cut at 1; the standard deviation from traits is dropped with the traits.
    """
    capacities = dict(composition.capacities)
    for trait, copies in capacities_from_functions(functions).items():
        value = min(copies, 1.0)
        capacities[trait] = Capacity(value, value / average.capacities[trait].value, 0.0)
    return replace(composition, capacities=capacities)


def override_draws(draws: Draws, functions: FunctionProfile) -> Draws:
    """Centre drawn capacities at what the genes of the sample say.

    Genes take away the guess about traits, not the error of the sample: platform and day stay. The spread of the
    draws is kept as it is, which is the wider choice, because it still holds the uncertainty of traits.

    Parameters
    ----------
    draws : from `enterotone.microbiome.draw_compositions`.
    functions : genes of the same sample.

    Returns
    -------
    Draws
        A measured trait has the median of its copies per genome, cut at 1, over the average microbiota's capacity;
        where every draw is 0, all members get that value. Traits that the genes do not tell are as they were.
    """
    capacities = draws.capacities.copy()
    average = typical()
    for trait, copies in capacities_from_functions(functions).items():
        place = draws.traits.index(trait)
        measured = min(copies, 1.0) / average.capacities[trait].value
        middle = float(np.median(capacities[:, place]))
        capacities[:, place] = capacities[:, place] * (measured / middle) if middle > 0 else measured
    return replace(draws, capacities=capacities)


def _plain(name: str) -> str:
    """Id without the prefixes and names that tables put around it (``ko:K01667``, ``EC:4.1.99.1``, ``K01667: x``)."""
    text = name.strip().split("|")[0]
    for prefix in ("ko:", "KO:", "ec:", "EC:", "EC "):
        text = text.removeprefix(prefix)
    return text.split(":")[0].split(" ")[0]
