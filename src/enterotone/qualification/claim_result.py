"""What an examination of claims gives: two verdicts a claim, side by side and never blended."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from enterotone.qualification.claim import Claim
from enterotone.qualification.claim_verdict import VERDICTS
from enterotone.qualification.result import Provenance, Row

__all__ = ["ClaimRow", "Examination", "ReadingRow"]


@dataclass(frozen=True)
class ReadingRow:
    """One reading of a claim.

    Parameters
    ----------
    row : predicted.
    verdict : see `enterotone.qualification.claim_verdict`.
    decides : takes part in the verdict on the claim.
    """

    row: Row
    verdict: str
    decides: bool


@dataclass(frozen=True)
class ClaimRow:
    """One claim.

    Parameters
    ----------
    claim : as its file has it; holds the literature's verdict.
    model : the model's verdict.
    lead : the reading that is shown first, or None.
    readings : all of them, in the order of the file.
    why : a sentence or two.
    """

    claim: Claim
    model: str
    lead: Row | None
    readings: tuple[ReadingRow, ...]
    why: str


@dataclass(frozen=True)
class Examination:
    """All claims, in their order."""

    rows: tuple[ClaimRow, ...]
    provenance: Provenance

    def counts(self) -> dict[str, dict[str, int]]:
        """Literature's grade -> model's verdict -> number of claims."""
        found: dict[str, Counter[str]] = {}
        for row in self.rows:
            found.setdefault(row.claim.grade, Counter())[row.model] += 1
        return {grade: {verdict: count[verdict] for verdict in VERDICTS} for grade, count in found.items()}
