"""Claims for programs, for the terminal and as one HTML page: two columns of verdicts that are never blended.

The idea: the literature's verdict comes from its grade, the model's from a stated rule, and neither reads the other.
That the model shows an effect does not make a claim true, and the page says so before it shows anything.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from enterotone.qualification import claim_verdict
from enterotone.qualification.claim_result import ClaimRow, Examination
from enterotone.qualification.claim_verdict import DIRECTION, REPRODUCED, UNSUPPORTED, UNTESTED, VERDICTS
from enterotone.qualification.examine import effect_words, published_words
from enterotone.qualification.result import Row
from enterotone.report.clean import clean
from enterotone.report.figures.beside import beside_picture
from enterotone.report.page import asset, environment
from enterotone.writing import refusing, write_rows, write_text

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["CAVEAT", "claims_table", "examination_to_dict", "render_claims", "row_to_dict", "source", "write_claims"]

#: Stands wherever claims are shown.
CAVEAT = (
    "Two verdicts stand side by side and are never blended: what the literature says of a statement, and what this "
    "model makes of it. That the model shows an effect does not make a claim true: it shows what the mechanisms that "
    "were put in give. That it shows none does not make a claim false."
)
#: Words of a source that say already that it was not read there.
_NOT_READ = ("recalled", "as the statement has it", "definition of", "put in", "no trial", "no measurement")
_STYLE = {REPRODUCED: "green", DIRECTION: "yellow", UNSUPPORTED: "red", UNTESTED: "dim"}


def row_to_dict(row: ClaimRow) -> dict[str, Any]:
    """Give one claim as programs read it.

    Parameters
    ----------
    row : the claim.

    Returns
    -------
    dict
        ``claim``, ``literature``, ``model``, ``effect``, ``low``, ``high``, ``published``, ``why``. The effect is that
        of the reading that brought the model's verdict about; ``published`` is a number, ``up`` or ``down``, or None.
    """
    lead = row.lead
    told = None if lead is None else (lead.published if lead.published is not None else lead.sign or None)
    return {
        "claim": row.claim.id,
        "literature": row.claim.grade,
        "model": row.model,
        "effect": None if lead is None else lead.predicted,
        "low": None if lead is None else lead.low,
        "high": None if lead is None else lead.high,
        "published": told,
        "why": row.why,
    }


def examination_to_dict(found: Examination) -> dict[str, Any]:
    """Give an examination as dictionaries, lists, text, numbers and None, ready for ``json.dumps``.

    Parameters
    ----------
    found : the examination.

    Returns
    -------
    dict
        ``rows``, in the order of the claims; ``details``, by id: statement, grade in full, sources, every reading,
        trials; ``counts``; ``caveat``; ``provenance``.
    """
    return {
        "rows": [row_to_dict(row) for row in found.rows],
        "details": {row.claim.id: _details(row) for row in found.rows},
        "counts": found.counts(),
        "caveat": CAVEAT,
        "provenance": asdict(found.provenance),
    }


def _details(row: ClaimRow) -> dict[str, Any]:
    claim = row.claim
    return {
        "statement": claim.statement,
        "literature": claim.literature,
        "sources": list(claim.sources),
        "mechanism": claim.mechanism,
        "checked_by": claim.checked_by,
        "lead": None if row.lead is None else row.lead.id,
        "readings": [{**asdict(each.row), "verdict": each.verdict, "decides": each.decides} for each in row.readings],
        "trials": [trial.model_dump() for trial in claim.trials],
    }


def claims_table(found: Examination) -> Table:
    """Draw the claims for a terminal.

    Parameters
    ----------
    found : the examination.
    """
    from rich.table import Table

    table = Table(title="Claims: the literature's verdict and the model's", caption=CAVEAT, show_lines=True)
    for heading in ("claim", "statement", "literature", "model", "effect (90 %)", "published"):
        table.add_column(heading)
    for row in found.rows:
        style = _STYLE[row.model]
        table.add_row(
            row.claim.id,
            clean(row.claim.statement),
            row.claim.grade,
            f"[{style}]{row.model}[/{style}]",
            "" if row.lead is None else effect_words(row.lead),
            "" if row.lead is None else published_words(row.lead),
        )
    return table


def render_claims(found: Examination) -> str:
    """Write the page: one HTML file that loads nothing.

    Parameters
    ----------
    found : the examination.
    """
    return (
        environment()
        .get_template("claims.html.j2")
        .render(
            found=found,
            style=Markup(asset("report.css")),
            caveat=CAVEAT,
            rule=_rule(),
            verdicts=VERDICTS,
            counts=found.counts(),
            effect=effect_words,
            published=published_words,
            source=source,
            picture=beside_picture,
            UNTESTED=UNTESTED,
        )
    )


def _rule() -> list[list[str]]:
    """Paragraphs of the rule, as the module that holds it says them: the words, then the items of its list."""
    _, *parts = (claim_verdict.__doc__ or "").strip().split("\n\n")
    return [
        [" ".join(item.replace("``", "").replace("*", "").split()) for item in p.split("\n- ")] for p in _joined(parts)
    ]


def _joined(parts: list[str]) -> list[str]:
    """Put a list behind the paragraph that it belongs to."""
    found: list[str] = []
    for part in parts:
        if part.startswith("- "):
            found[-1] += f"\n{part}"
        else:
            found.append(part)
    return found


def source(row: Row) -> str:
    """Write where a reading was measured, in how many, and by whom; recalled where nobody read it there.

    Parameters
    ----------
    row : the reading.
    """
    whom = f"{row.species}, n = {row.n}" if row.n else row.species
    told = any(words in row.source for words in _NOT_READ)
    return f"{whom}. {row.source}" + ("" if told or row.verified == "yes" else " (recalled)")


def write_claims(found: Examination, folder: Path) -> tuple[Path, ...]:
    """Write ``claims.html``, ``claims.json`` and ``claims.tsv``.

    Parameters
    ----------
    found : the examination.
    folder : made when it is missing.

    Raises
    ------
    DesignError
        If the folder cannot be made or written to.
    """
    page, document = render_claims(found), json.dumps(examination_to_dict(found), indent=1) + "\n"
    with refusing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        texts = (write_text(folder / "claims.html", page), write_text(folder / "claims.json", document))
        rows = [{**row_to_dict(row), "statement": row.claim.statement} for row in found.rows]
        table = write_rows(folder / "claims.tsv", list(rows[0]), rows)
    return (*texts, table)
