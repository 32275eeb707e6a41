"""What a qualification gives: one row a reading, and what it was made with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from enterotone.qualification.verdict import FAILED, UNTESTED

__all__ = ["Provenance", "Qualification", "Row", "is_human"]


def is_human(species: str) -> bool:
    """Tell whether a row counts among the human ones."""
    return "human" in species


@dataclass(frozen=True)
class Row:
    """One reading, predicted and judged.

    Parameters
    ----------
    id : of the reading.
    experiment, title : id of the experiment, and what was read, in words.
    species, n, source, verified, role : where it was measured, in how many, by whom; read at its source or recalled;
        used for building or for verification.
    arm, against, at, contrast, observable : how it was compared.
    unit : of the numbers; ``%`` for a percent change, empty for a ratio.
    predicted, low, high : population median and central 90 % interval; None where it could not be run.
    published, published_low, published_high : None where only a sign was published.
    sign : published direction, or empty.
    fold, sign_ok, inside, verdict : see `enterotone.qualification.verdict`.
    share_right : share of members with the published sign; None where there is none.
    n_members : members that could be run.
    explanation : why it fails or cannot be tested; empty where there is nothing to explain.
    note : what stands for what, in words.
    """

    id: str
    experiment: str
    title: str
    species: str
    n: str
    source: str
    verified: str
    role: str
    arm: str
    against: str
    at: str
    contrast: str
    observable: str
    unit: str
    predicted: float | None
    low: float | None
    high: float | None
    published: float | None
    published_low: float | None
    published_high: float | None
    sign: str
    fold: float | None
    sign_ok: bool | None
    inside: bool | None
    verdict: str
    share_right: float | None
    n_members: int
    explanation: str
    note: str

    @property
    def is_failed(self) -> bool:
        """Judged, and not inside or of the wrong sign."""
        return self.verdict in FAILED


@dataclass(frozen=True)
class Provenance:
    """What the rows were made with."""

    version: str
    model_hash: str
    evidence_hash: str
    seed: int
    n_members: int
    n_draws: int


@dataclass(frozen=True)
class Qualification:
    """All rows, in the order of the files."""

    rows: tuple[Row, ...]
    provenance: Provenance

    def of(self, human: bool) -> tuple[Row, ...]:
        """Give the human rows, or the others."""
        return tuple(row for row in self.rows if is_human(row.species) == human)

    @property
    def failed(self) -> tuple[Row, ...]:
        """Failed rows, the worst first: wrong sign, then by fold error."""
        worst = float("inf")
        rank = {verdict: place for place, verdict in enumerate(FAILED)}
        return tuple(sorted((r for r in self.rows if r.is_failed), key=lambda r: (rank[r.verdict], -(r.fold or worst))))

    @property
    def untested(self) -> tuple[Row, ...]:
        """Rows that the model cannot answer."""
        return tuple(row for row in self.rows if row.verdict == UNTESTED)

    def counts(self, human: bool) -> dict[str, int]:
        """Verdict -> number of rows."""
        return dict(Counter(row.verdict for row in self.of(human)))
