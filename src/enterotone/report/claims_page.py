"""The page of claims as Markdown, drawn from an examination.

It names the model that it speaks of, so that a test can tell when it is out of date.
"""

from __future__ import annotations

from collections.abc import Iterable

from enterotone.qualification.claim_result import ClaimRow, Examination
from enterotone.qualification.claim_verdict import VERDICTS
from enterotone.qualification.examine import effect_words, published_words
from enterotone.report.claims import CAVEAT

__all__ = ["COMMAND", "claims_page"]

#: How the page is made.
COMMAND = "enterotone claims --page docs/explanation/claims.md"


def claims_page(found: Examination) -> str:
    """Write the page.

    Parameters
    ----------
    found : an examination of the claims that ship.
    """
    made = found.provenance
    lines = [
        "# Claims about the gut and serotonin",
        "",
        f"Drawn by `{COMMAND} --members {made.n_members} --seed {made.seed}`; do not edit it. {CAVEAT}",
        "",
        f"Model `{made.model_hash[:16]}`, tables `{made.evidence_hash[:16]}`. The rule of the model's verdict is the "
        "docstring of `src/enterotone/qualification/claim_verdict.py`.",
        "",
        _table(("literature", *VERDICTS), _counts(found)),
        "## All statements",
        "",
        _table(
            ("claim", "statement", "literature", "model", "effect (90 %)", "published", "why"), map(_cells, found.rows)
        ),
        "## Sources and trials",
        "",
    ]
    for row in found.rows:
        lines.append(f"- **{row.claim.id}**: {'; '.join(row.claim.sources)}.")
        lines += [
            f"  - Trial, beside the model: {trial.outcome}: {trial.effect} ({trial.population}; {trial.source}"
            + (", recalled)." if trial.verified == "memory" else ").")
            for trial in row.claim.trials
        ]
    return "\n".join([*lines, ""])


def _counts(found: Examination) -> Iterable[tuple[str, ...]]:
    return ((grade, *(str(row[word]) for word in VERDICTS)) for grade, row in found.counts().items())


def _cells(row: ClaimRow) -> tuple[str, ...]:
    effect = "" if row.lead is None else effect_words(row.lead)
    told = "" if row.lead is None else published_words(row.lead)
    return (row.claim.id, row.claim.statement, row.claim.literature, row.model, effect, told, row.why)


def _table(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(heading)
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
