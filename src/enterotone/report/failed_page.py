"""The page "what this model gets wrong", drawn from the failed rows of a qualification.

It names the model that it speaks of, so that a test can tell when it is out of date.
"""

from __future__ import annotations

from collections.abc import Iterable

from enterotone.qualification.result import Qualification, Row
from enterotone.qualification.verdict import BEYOND, INSIDE, RIGHT_SIGN, UNTESTED, WITHIN, WRONG_SIGN

__all__ = ["COMMAND", "failed_page"]

#: How the page is made.
COMMAND = "enterotone qualify --page docs/explanation/what-it-gets-wrong.md"

_HEADINGS = {
    WRONG_SIGN: "Wrong direction, or no effect where one was published",
    BEYOND: "More than 2-fold off",
    WITHIN: "Outside the published range, within 2-fold",
}


def failed_page(found: Qualification) -> str:
    """Write the page.

    Parameters
    ----------
    found : a qualification against the experiments that ship.
    """
    made = found.provenance
    lines = [
        "# What this model gets wrong",
        "",
        f"Drawn from the failed rows of `{COMMAND} --members {made.n_members} --seed {made.seed}`; do not edit it. "
        "Nothing was fitted to make a row pass, and no row was left out. Animal rows compare an animal with a "
        "simulated person.",
        "",
        f"Model `{made.model_hash[:16]}`, tables `{made.evidence_hash[:16]}`.",
        "",
        _table(("rows", *(name for name in _ORDER)), [_counts(found, True), _counts(found, False)]),
    ]
    for verdict, heading in _HEADINGS.items():
        rows = [row for row in found.failed if row.verdict == verdict]
        lines += [f"## {heading}: {len(rows)}", ""]
        lines += (
            [_table(("row", "what", "predicted", "published", "why"), map(_cells, rows))] if rows else ["None.", ""]
        )
    lines += [f"## Cannot be tested: {len(found.untested)}", ""]
    lines.append(_table(("row", "what", "why"), ((_name(r), r.title, r.explanation) for r in found.untested)))
    return "\n".join(lines)


_ORDER = (INSIDE, RIGHT_SIGN, WITHIN, BEYOND, WRONG_SIGN, UNTESTED)


def _counts(found: Qualification, human: bool) -> tuple[str, ...]:
    counts = found.counts(human)
    return ("human" if human else "animal", *(str(counts.get(name, 0)) for name in _ORDER))


def _name(row: Row) -> str:
    return f"{row.id} ({row.species})"


def _cells(row: Row) -> tuple[str, ...]:
    unit = f" {row.unit}" if row.unit else ""
    predicted = f"{row.predicted:.3g} ({row.low:.3g} to {row.high:.3g}){unit}"
    published = row.sign
    if row.published is not None:
        published = f"{row.published:.3g} ({row.published_low:.3g} to {row.published_high:.3g}){unit}"
    return (_name(row), row.title, predicted, published, row.explanation or "No explanation yet.")


def _table(heading: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(heading)
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "/") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"
