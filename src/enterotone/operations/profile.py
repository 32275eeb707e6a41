"""Say what a file holds: tool, samples, what was recognised, functional groups with intervals, ecology, warnings.

The measurement error is the same as in an assessment: draws of the usual composition behind one sample. Nothing is
simulated. A file of genes gives its capacities; given beside a profile, it overrides what traits of taxa only guess.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from enterotone.errors import DesignError
from enterotone.formats import format_files, holds, list_samples, sniff_format
from enterotone.microbiome import (
    GROUPS,
    TRAITS,
    Diversity,
    FunctionProfile,
    Position,
    ReferenceSet,
    Resolved,
    capacities_from_functions,
    diversity,
    draw_compositions,
    match,
    model_groups,
    override_draws,
    own_reference,
    place,
    resolve,
    summarise,
    typical,
)
from enterotone.microbiome.taxonomy import nearest_taxa
from enterotone.operations.genes import genes_of
from enterotone.writing import replacing

__all__ = [
    "FormatEntry",
    "GroupRow",
    "ProfileRequest",
    "ProfileSummary",
    "TraitRow",
    "Unmatched",
    "known_formats",
    "profile_file",
    "summary_to_dict",
    "write_unmatched",
]

_QUANTILES = (0.05, 0.5, 0.95)
_N_AXES = 2


@dataclass(frozen=True)
class ProfileRequest:
    """What to read.

    Parameters
    ----------
    path : the file.
    sample : id of the sample; may be None where the file holds one.
    functions : table of KO or EC numbers of the same sample, or None.
    reference : table of the user's own reference samples, or None for the synthetic set.
    n_draws : draws behind the intervals.
    seed : of the draws.
    """

    path: Path
    sample: str | None = None
    functions: Path | None = None
    reference: Path | None = None
    n_draws: int = 400
    seed: int = 20260101


@dataclass(frozen=True)
class GroupRow:
    """A functional group: share as counted, median and 90 % limits of the draws, share on average."""

    id: str
    name: str
    counted: float
    median: float
    low: float
    high: float
    average: float


@dataclass(frozen=True)
class TraitRow:
    """A capacity relative to the average microbiota; `source` is ``taxa`` or ``genes``.

    A table of genes alone has no interval: `low` and `high` are None.
    """

    trait: str
    median: float
    low: float | None
    high: float | None
    source: str


@dataclass(frozen=True)
class Unmatched:
    """A name that was not recognised, with its lineage, share of the named part and names near it, best first."""

    name: str
    rank: str
    lineage: str
    share: float
    near: tuple[str, ...]


@dataclass(frozen=True)
class ProfileSummary:
    """What a file holds.

    Parameters
    ----------
    file, format, title : of the file.
    samples : all samples of the file.
    sample : the one that was read, or empty where none was chosen yet.
    tool, version, database, kind, depth, rank : as the file tells; `kind` is ``counts``, ``relative``, KO or EC.
    unclassified : share of the sample that the tool did not name.
    recognised : share of the named part recognised at ``genus``, ``family`` and ``above``, and in ``total``.
    unmatched : names that were not recognised, largest share first.
    groups, traits : read-outs with intervals.
    diversity, position : ecology read-outs, where there are taxa.
    warnings : what a careful reader would want to know.
    """

    file: str
    format: str
    title: str
    samples: tuple[str, ...]
    sample: str = ""
    tool: str = ""
    version: str = ""
    database: str = ""
    kind: str = ""
    depth: float | None = None
    rank: str = ""
    unclassified: float = 0.0
    recognised: Mapping[str, float] = field(default_factory=dict)
    unmatched: tuple[Unmatched, ...] = ()
    groups: tuple[GroupRow, ...] = ()
    traits: tuple[TraitRow, ...] = ()
    diversity: Diversity | None = None
    position: Position | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormatEntry:
    """A format with its title, what it holds, usual suffixes and the first lines of its example."""

    id: str
    title: str
    holds: str
    suffixes: tuple[str, ...]
    example: tuple[str, ...]


def profile_file(request: ProfileRequest) -> ProfileSummary:
    """Read a file and say what it holds.

    Parameters
    ----------
    request : what to read.

    Returns
    -------
    ProfileSummary
        With the samples alone where the file holds several and none was chosen.

    Raises
    ------
    FormatError, ProfileError
        If a file cannot be read, or the sample cannot carry a simulation.
    DesignError
        If the number of draws or the reference is unusable.
    """
    module = sniff_format(request.path)
    samples = list_samples(request.path)
    file, title = request.path.name, str(module.TITLE)
    if request.sample is None and len(samples) > 1:
        return ProfileSummary(file, module.ID, title, samples)
    if holds(module) == "functions":
        return _of_genes(module.read(request.path, request.sample), samples, title)
    resolved = resolve(module.read(request.path, request.sample))
    genes = genes_of(request.functions, request.sample)
    reference = _reference(request.reference)
    return _of_taxa(resolved, genes, reference, samples, title, request)


def known_formats() -> tuple[FormatEntry, ...]:
    """List the known formats with an example each, sorted by id."""
    return tuple(
        FormatEntry(name, module.TITLE, holds(module), tuple(module.SUFFIXES), _first_lines(module))
        for name, module in format_files().items()
    )


def write_unmatched(summary: ProfileSummary, path: Path) -> Path:
    """Write the names that were not recognised as CSV, largest share first.

    Raises
    ------
    DesignError
        If the file cannot be written.
    """
    buffer = io.StringIO()
    table = csv.writer(buffer, lineterminator="\n")
    table.writerow(["name", "rank", "share_of_named", "lineage", "near"])
    for item in summary.unmatched:
        table.writerow([item.name, item.rank, f"{item.share:.6g}", item.lineage, "; ".join(item.near)])
    try:
        with replacing(path) as part:
            part.write_text(buffer.getvalue(), encoding="utf-8")
    except OSError as error:
        raise DesignError(f"{path}: cannot be written ({error}). Choose another file.") from error
    return path


def summary_to_dict(summary: ProfileSummary) -> dict[str, Any]:
    """Give a summary as plain values for JSON; shares are fractions."""
    body: dict[str, Any] = {
        name: getattr(summary, name)
        for name in ("file", "format", "title", "sample", "tool", "version", "database", "kind", "depth", "rank")
    }
    body["samples"] = list(summary.samples)
    body["unclassified"] = summary.unclassified
    body["recognised"] = dict(summary.recognised)
    body["unmatched"] = [
        {"name": m.name, "rank": m.rank, "share": m.share, "lineage": m.lineage, "near": list(m.near)}
        for m in summary.unmatched
    ]
    body["groups"] = [vars(row) for row in summary.groups]
    body["traits"] = [vars(row) for row in summary.traits]
    if summary.diversity is not None:
        body["diversity"] = {
            name: vars(getattr(summary.diversity, name)) for name in ("richness", "shannon", "simpson")
        } | {"rank": summary.diversity.rank}
    if summary.position is not None:
        found = summary.position
        body["position"] = {
            "reference": found.reference,
            "synthetic": found.synthetic,
            "variance_of_axes": found.axes.tolist(),
            "sample": found.sample.tolist(),
            "aitchison_distance": found.distance,
            "share_nearer_to_the_centre": found.percentile,
        }
    body["warnings"] = list(summary.warnings)
    return body


def _of_genes(genes: FunctionProfile, samples: tuple[str, ...], title: str) -> ProfileSummary:
    found = _gene_rows(genes)
    notes = list(genes.warnings)
    if not found:
        notes.append("No capacity can be told: none of the single-copy genes that they are counted against is listed.")
    return ProfileSummary(
        genes.path, genes.format, title, samples, genes.sample, kind=genes.kind, traits=found, warnings=tuple(notes)
    )


def _of_taxa(
    resolved: Resolved,
    genes: FunctionProfile | None,
    reference: ReferenceSet | None,
    samples: tuple[str, ...],
    title: str,
    request: ProfileRequest,
) -> ProfileSummary:
    profile = resolved.profile
    draws = draw_compositions(resolved, request.seed, request.n_draws)
    counted, average = summarise(resolved), typical()
    names = model_groups()
    groups = tuple(
        GroupRow(group, names[group].name, counted.shares[group], *_limits(draws.shares[:, k]), average.shares[group])
        for k, group in enumerate(GROUPS)
    )
    measured: Mapping[str, float] = {}
    if genes is not None:
        measured, draws = capacities_from_functions(genes), override_draws(draws, genes)
    traits = [
        TraitRow(trait, *_limits(draws.capacity(trait)), "genes" if trait in measured else "taxa") for trait in TRAITS
    ]
    recognised = {**resolved.by_rank, "total": resolved.recognised}
    unmatched = tuple(
        Unmatched(
            item.taxon.name,
            item.taxon.rank,
            ";".join(name for _, name in item.taxon.lineage),
            item.share,
            nearest_taxa(item.taxon.name),
        )
        for item in resolved.unrecognised
    )
    return ProfileSummary(
        profile.path,
        profile.format,
        title,
        samples,
        profile.sample,
        profile.tool,
        profile.version,
        profile.database,
        profile.kind,
        profile.depth,
        profile.rank,
        profile.unclassified,
        recognised,
        unmatched,
        groups,
        tuple(traits),
        diversity(profile, request.seed),
        place(resolved, reference, request.seed, n_axes=_N_AXES),
        (*resolved.warnings, *(genes.warnings if genes is not None else ())),
    )


def _gene_rows(genes: FunctionProfile) -> tuple[TraitRow, ...]:
    """Capacities that genes tell, over those of the average microbiota, cut at one copy per genome."""
    average = typical()
    return tuple(
        TraitRow(trait, min(copies, 1.0) / average.capacities[trait].value, None, None, "genes")
        for trait, copies in capacities_from_functions(genes).items()
    )


def _limits(values: NDArray[np.float64]) -> tuple[float, float, float]:
    """Median, low and high of the draws."""
    low, median, high = np.quantile(values, _QUANTILES)
    return float(median), float(low), float(high)


def _reference(path: Path | None) -> ReferenceSet | None:
    """Resolve all samples of the user's own table; those that cannot be read are refused with their name."""
    if path is None:
        return None
    module = sniff_format(path)
    if holds(module) != "taxa":
        raise DesignError(f"{path}: found genes; a reference is a table of taxa with three samples or more.")
    found = [match(module.read(path, name)) for name in list_samples(path)]
    return own_reference([item for item in found if item.recognised > 0], f"your own table {path.name}")


def _first_lines(module: Any, n: int = 3, width: int = 100) -> tuple[str, ...]:
    content = next(iter(module.example().values()))
    if b"\x00" in content:
        return ("(binary; 'enterotone examples DIR' writes one)",)
    return tuple(line[:width] for line in content.decode("utf-8", errors="replace").splitlines()[:n])
