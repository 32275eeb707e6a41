"""What an assessment answers, as plain data: the contract between the simulation and the reports.

Nothing here computes. Both the report and ``--json`` read these classes and nothing else, so what one
shows the other shows too. All intervals are central 90 % intervals over the simulated individuals.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from enterotone.assessment.extras import MeasurementWorth, Mechanism, Position, WhatIf
from enterotone.population.interval import Interval

__all__ = [
    "Assessment",
    "CapacityShare",
    "Course",
    "DayCourse",
    "Flow",
    "GroupShare",
    "Interval",
    "LabUse",
    "Ledger",
    "MicrobiotaSummary",
    "ProfileSummary",
    "Provenance",
    "Readout",
    "TaxonShare",
    "WeakLink",
]


@dataclass(frozen=True)
class Readout:
    """One answer.

    Parameters
    ----------
    id : SId of the observable in the model.
    name, plain_name : title for professionals, and in plain words.
    group : heading it belongs under, e.g. ``Blood``, ``Gut movement``, ``Microbiota``, ``Brain supply``.
    unit : written unit of every number of this readout.
    person : the person's individuals.
    reference : the same individuals with an average microbiota (same age, sex and diet).
    change : person minus reference, paired individual by individual, as a fraction of the reference.
    share_higher : share of individuals in which the person's value is higher than its paired reference.
    verdict : ``higher``, ``lower`` or ``cannot tell`` (the paired 90 % interval of `change` spans 0, or the
        change is smaller than the readout's smallest worthwhile difference).
    grade : weakest grade among the links it rests on: strong, moderate, weak or contested.
    rests_on : links in words, each ending with its species, e.g. ``SCFA raise TPH1 (mouse, cells)``.
    smallest_change : relative change below which no difference is claimed.
    human_range : published range in people, for orientation, or None.
    human_range_source : citation of that range.
    percentile : where the individuals stand among reference people of this age, sex and diet, 0 to 100, or None.
    population : what those reference people have [unit], or None.
    explanation, plain : what it means, for professionals and in plain words.
    """

    id: str
    name: str
    plain_name: str
    group: str
    unit: str
    person: Interval
    reference: Interval
    change: Interval
    share_higher: float
    verdict: str
    grade: str
    rests_on: tuple[str, ...]
    explanation: str
    plain: str
    human_range: tuple[float, float] | None = None
    human_range_source: str = ""
    smallest_change: float = 0.05
    percentile: Interval | None = None
    population: Interval | None = None


@dataclass(frozen=True)
class LabUse:
    """A measurement of the person, and what it did.

    Parameters
    ----------
    measured : values [unit].
    error : standard deviation of their mean around the person's own value; of the logarithm if `is_relative`.
    before, after : what the individuals have before and after weighing [unit].
    tail : probability of a measurement at least as far out, under the individuals before weighing.
    note : what to mind with this measurement.
    """

    id: str
    name: str
    unit: str
    measured: tuple[float, ...]
    error: float
    is_relative: bool
    before: Interval
    after: Interval
    tail: float
    note: str


@dataclass(frozen=True)
class TaxonShare:
    """A taxon of the sample as it was written and as it was understood."""

    name: str
    resolved: str
    rank: str
    group: str
    share: float


@dataclass(frozen=True)
class GroupShare:
    """Share of a functional group in the recognised part of the sample.

    Parameters
    ----------
    observed : as counted in the file.
    drawn : over the draws of the true composition (sampling, platform and day-to-day error).
    simulated : distal colon of the individuals after matching.
    reference : average microbiota.
    """

    id: str
    name: str
    plain: str
    observed: float
    drawn: Interval
    simulated: Interval
    reference: Interval


@dataclass(frozen=True)
class CapacityShare:
    """What the microbes of the sample can do, one trait, relative to the average microbiota.

    Parameters
    ----------
    counted : as counted in the file.
    drawn : over the draws of the true composition, or of the genes where they were measured.
    carriers : taxa that carry most of it, the largest first; empty where nobody does.
    sources : keys of the sources of the traits of all carriers.
    is_checked : whether the traits of the carriers were read at their sources, not recalled.
    """

    id: str
    name: str
    plain: str
    counted: float
    drawn: Interval
    carriers: tuple[str, ...]
    sources: tuple[str, ...]
    is_checked: bool


@dataclass(frozen=True)
class ProfileSummary:
    """What the file is.

    Parameters
    ----------
    path : file name without its folder.
    format, tool, database : as sniffed from the content; empty where the file does not tell.
    sample : id of the sample within the file.
    depth : reads or counts behind the profile, or None when the file does not tell.
    warnings : everything that a careful reader would want to know about this file.
    """

    path: str
    format: str
    tool: str
    database: str
    sample: str
    rank: str
    depth: float | None
    n_taxa: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class MicrobiotaSummary:
    """The sample as functional groups."""

    profile: ProfileSummary
    recognised: float
    recognised_by_rank: Mapping[str, float]
    unrecognised: tuple[TaxonShare, ...]
    taxa: tuple[TaxonShare, ...]
    groups: tuple[GroupShare, ...]
    shannon: float
    richness: int
    capacities: tuple[CapacityShare, ...] = ()


@dataclass(frozen=True)
class Course:
    """One observable over the hours of a day; sequences have the length of ``DayCourse.time_h``."""

    id: str
    name: str
    unit: str
    median: tuple[float, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    reference_median: tuple[float, ...]


@dataclass(frozen=True)
class DayCourse:
    """A simulated day with its meals.

    Parameters
    ----------
    time_h : clock time [h], 0 to 24.
    meals_h : clock times of the meals [h].
    """

    time_h: tuple[float, ...]
    meals_h: tuple[float, ...]
    courses: tuple[Course, ...]


@dataclass(frozen=True)
class Flow:
    """One stream of the tryptophan ledger [umol/day], from node to node."""

    source: str
    target: str
    umol_per_day: Interval


@dataclass(frozen=True)
class Ledger:
    """Where each umol of dietary tryptophan went on the simulated day.

    Parameters
    ----------
    intake_umol : dietary tryptophan [umol/day].
    flows : streams between named nodes; a node's inflow equals its outflow up to storage.
    closure : largest relative gap between intake and the sum of all ends and stores.
    """

    intake_umol: Interval
    flows: tuple[Flow, ...]
    closure: float


@dataclass(frozen=True)
class WeakLink:
    """A number that sways a readout and rests on thin evidence.

    Parameters
    ----------
    parameter : SId.
    readouts : ids of the readouts it sways.
    correlation : largest absolute rank correlation over the individuals.
    """

    parameter: str
    name: str
    readouts: tuple[str, ...]
    correlation: float
    kind: str
    organism: str
    source: str
    note: str


@dataclass(frozen=True)
class Provenance:
    """Everything that is needed to run it again."""

    software: str
    model: str
    model_hash: str
    evidence_hash: str
    seed: int
    solver: str
    relative_tolerance: float
    absolute_tolerance: float
    created: str
    python: str
    platform: str


@dataclass(frozen=True)
class Assessment:
    """One person's simulation.

    Parameters
    ----------
    person : the person file as understood, key -> text with unit.
    n_individuals : individuals drawn: as many as were asked for, or more where measurements left too few.
    n_used : individuals that were simulated and matched.
    n_draws : draws of physiology that were tried to get them (plausibility screen).
    matched : share of individuals whose simulated stool agrees with their drawn composition.
    failures : why individuals were left out, reason -> count.
    contested : statements the literature contests and on which an answer here depends.
    labs : the person's measurements and what they did.
    effective : effective number of individuals after weighing; None without measurements.
    lab_power : power put on the likelihood of the measurements; below 1 where they agree with few individuals.
    context : what the person said that is shown and never a target: symptoms, scores, habits, medicines.
    questions : what is unusual in the person file and should be checked.
    what_ifs : the same individuals with one change, at most three.
    mechanisms, worth : links left out, and what further measurements would narrow; empty unless asked for.
    position : the sample among reference samples, or None.
    """

    person: Mapping[str, str]
    microbiota: MicrobiotaSummary
    readouts: tuple[Readout, ...]
    day: DayCourse
    ledger: Ledger
    weak_links: tuple[WeakLink, ...]
    contested: tuple[str, ...]
    n_individuals: int
    n_used: int
    n_draws: int
    matched: float
    failures: Mapping[str, int]
    warnings: tuple[str, ...]
    provenance: Provenance
    labs: tuple[LabUse, ...] = ()
    effective: float | None = None
    lab_power: float = 1.0
    context: Mapping[str, str] = field(default_factory=dict)
    questions: tuple[str, ...] = ()
    what_ifs: tuple[WhatIf, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    worth: tuple[MeasurementWorth, ...] = ()
    position: Position | None = None
    individuals: Any = field(default=None, compare=False, repr=False)
