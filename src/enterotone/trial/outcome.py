"""What a trial answers, as plain data: options, effects, and what published trials found, side by side."""

from __future__ import annotations

from dataclasses import dataclass

from enterotone.trial.effect import ArmEffect
from enterotone.trial.run import Trial

__all__ = ["Doses", "Option", "Outcome", "PublishedFinding", "TrialProvenance"]


@dataclass(frozen=True)
class PublishedFinding:
    """What a published trial found, to be shown beside the model and never mixed with it.

    Parameters
    ----------
    intervention : in words.
    outcome : in words, with the dose where it is known.
    effect, low, high : as published [unit].
    population, n, weeks, design, source : of the trial.
    readout : id of the readout nearest to it, or ``none``.
    """

    intervention: str
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
class Option:
    """One arm that is given something.

    Parameters
    ----------
    name : as written.
    ids, titles, grades, risks : of what is given, one each.
    limits : what to mind.
    warnings : doses outside of what trials studied.
    """

    name: str
    ids: tuple[str, ...]
    titles: tuple[str, ...]
    grades: tuple[str, ...]
    risks: tuple[str, ...]
    limits: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Doses:
    """Doses of a dose-response, one an arm, in the order of the arms."""

    name: str
    unit: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class TrialProvenance:
    """What the numbers were made with."""

    version: str
    model_hash: str
    evidence_hash: str
    seed: int
    n_members: int
    n_run: int


@dataclass(frozen=True)
class Outcome:
    """A trial with all that stands beside it.

    Parameters
    ----------
    who : individuals in words.
    weeks, washout, settled : how long it lasted.
    options : arms that were given something.
    doses : of a dose-response, or None.
    trial : what was read.
    effects : every arm against the one without, on every day that was read.
    findings : what published trials found.
    provenance : what it was made with.
    """

    who: str
    weeks: float
    washout: float
    settled: bool
    options: tuple[Option, ...]
    doses: Doses | None
    trial: Trial
    effects: tuple[ArmEffect, ...]
    findings: tuple[PublishedFinding, ...]
    provenance: TrialProvenance

    @property
    def last_day(self) -> int:
        """Last day with what is given; 0 where settled."""
        return 0 if self.settled else round(7 * self.weeks)

    @property
    def at_end(self) -> tuple[ArmEffect, ...]:
        """Effects on the last day with what is given."""
        return tuple(effect for effect in self.effects if effect.day == self.last_day)
