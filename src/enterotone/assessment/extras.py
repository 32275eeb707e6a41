"""What an assessment answers beyond its readouts, as plain data: what-ifs, mechanisms, worth of measurements, position.

As in `enterotone.assessment.result`, nothing here computes; intervals are central 90 % intervals.
"""

from __future__ import annotations

from dataclasses import dataclass

from enterotone.population.interval import Interval

__all__ = ["Effect", "MeasurementWorth", "Mechanism", "Position", "TrialFinding", "WhatIf"]


@dataclass(frozen=True)
class Effect:
    """Change of one readout in the same individuals.

    Parameters
    ----------
    readout : id of the readout.
    change : with minus without, as a fraction of without, paired individual by individual.
    share_higher : share of individuals in which it rises.
    verdict : ``higher``, ``lower`` or ``cannot tell``, by the rule of the readouts.
    """

    readout: str
    change: Interval
    share_higher: float
    verdict: str


@dataclass(frozen=True)
class TrialFinding:
    """What a trial found, to be shown beside the model and never mixed with it.

    Parameters
    ----------
    outcome : in words.
    effect, low, high : as published [unit].
    population, n, weeks, design, source : of the trial.
    readout : id of the readout nearest to it, or ``none``.
    """

    outcome: str
    effect: float
    low: float
    high: float
    unit: str
    population: str
    n: str
    weeks: str
    design: str
    source: str
    readout: str = "none"


@dataclass(frozen=True)
class WhatIf:
    """The same individuals with one change.

    Parameters
    ----------
    id, title, plain : of the intervention, the last in plain words.
    dose : what was simulated, with unit.
    weeks : for how long.
    effects : in the order of the readouts.
    trials : what trials found.
    grade : strong, moderate, weak or contested.
    risk : low, advice or medicine; reports for consumers show ``low`` only.
    limits : what to mind.
    """

    id: str
    title: str
    plain: str
    dose: str
    weeks: float
    effects: tuple[Effect, ...]
    trials: tuple[TrialFinding, ...]
    grade: str
    risk: str
    limits: tuple[str, ...] = ()


@dataclass(frozen=True)
class Mechanism:
    """What a readout's difference from the average microbiota comes to with one link left out.

    Parameters
    ----------
    link, name : id and words of the link that was cut in both twins.
    readout : id of the readout.
    with_link, without_link : person minus reference, as a fraction of the reference.
    explained : share of the median difference that goes with the link; negative where the link works against it.
    grade, species : of the evidence for the link.
    """

    link: str
    name: str
    readout: str
    with_link: Interval
    without_link: Interval
    explained: float
    grade: str
    species: str


@dataclass(frozen=True)
class MeasurementWorth:
    """By how much a measurement would narrow a readout, on average over what it may turn out to be.

    Parameters
    ----------
    lab, name : id and words of the measurement.
    readout : id of the readout.
    narrowing : expected relative loss of width of the 90 % interval, with its spread over outcomes.
    """

    lab: str
    name: str
    readout: str
    narrowing: Interval


@dataclass(frozen=True)
class Position:
    """The sample among reference samples.

    Parameters
    ----------
    axes : share of variance that the two axes show.
    sample : place of the sample.
    draws : places of the draws of its true composition.
    reference : places of the reference samples.
    distance, distance_percentile : Aitchison distance to the middle, and its percentile among the reference samples.
    evenness, richness, shannon : percentile of the sample among the reference samples, 0 to 100.
    note : what the reference samples are.
    """

    axes: tuple[float, float]
    sample: tuple[float, float]
    draws: tuple[tuple[float, float], ...]
    reference: tuple[tuple[float, float], ...]
    distance: float
    distance_percentile: float
    evenness: float
    richness: float
    shannon: float
    note: str
