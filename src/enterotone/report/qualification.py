"""A qualification for programs, for the terminal and as one HTML page.

The idea: nothing is judged here, and nothing is left out. Failed rows come first, the worst on top, each with its
explanation or with the words that there is none yet; what cannot be tested says what is lacking; human and animal
rows are counted apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from enterotone.qualification.result import Qualification, Row
from enterotone.qualification.verdict import BEYOND, INSIDE, RIGHT_SIGN, UNTESTED, WITHIN, WRONG_SIGN
from enterotone.report.clean import clean
from enterotone.report.figures.agreement import agreement_picture
from enterotone.report.page import asset, environment
from enterotone.writing import refusing, write_rows, write_text

if TYPE_CHECKING:
    from rich.table import Table

__all__ = [
    "NO_EXPLANATION",
    "VERDICTS",
    "counts_table",
    "ordered",
    "predicted",
    "published",
    "qualification_to_dict",
    "render_qualification",
    "rows_table",
    "shares",
    "write_qualification",
]

#: Verdicts, the best first.
VERDICTS = (INSIDE, RIGHT_SIGN, WITHIN, BEYOND, WRONG_SIGN, UNTESTED)
_STYLE = {INSIDE: "green", RIGHT_SIGN: "green", WITHIN: "yellow", BEYOND: "red", WRONG_SIGN: "bold red"}
NO_EXPLANATION = "No explanation yet."


def qualification_to_dict(found: Qualification) -> dict[str, Any]:
    """Give a qualification as dictionaries, lists, text, numbers and None, ready for ``json.dumps``.

    Parameters
    ----------
    found : the qualification.

    Returns
    -------
    dict
        ``rows``, in the order of the files; ``counts`` and ``shares`` of human and animal rows; ``provenance``.
    """
    return {
        "rows": [asdict(row) for row in found.rows],
        "counts": {"human": found.counts(True), "animal": found.counts(False)},
        "shares": {"human": shares(found.of(True)), "animal": shares(found.of(False))},
        "provenance": asdict(found.provenance),
    }


def shares(rows: Iterable[Row]) -> dict[str, float | int | None]:
    """Shares of the rows with a number that are inside and within 2-fold, and of all judged rows with the right sign.

    Parameters
    ----------
    rows : human or animal ones.

    Returns
    -------
    dict
        ``n_number``, ``inside``, ``within_2_fold``, ``n_sign``, ``right_sign``; shares are None where n is 0.
    """
    judged = [row for row in rows if row.verdict != UNTESTED]
    numbers = [row for row in judged if row.inside is not None]
    signs = [row for row in judged if row.sign_ok is not None]
    return {
        "n_number": len(numbers),
        "inside": _share(row.verdict == INSIDE for row in numbers),
        "within_2_fold": _share(row.verdict in {INSIDE, WITHIN} for row in numbers),
        "n_sign": len(signs),
        "right_sign": _share(bool(row.sign_ok) for row in signs),
    }


def _share(hits: Iterable[bool]) -> float | None:
    values = list(hits)
    return sum(values) / len(values) if values else None


def ordered(found: Qualification) -> tuple[Row, ...]:
    """All rows: failed ones first, the worst on top, then the good ones, then what cannot be tested."""
    good = tuple(row for row in found.rows if row.verdict in {INSIDE, RIGHT_SIGN})
    return found.failed + good + found.untested


def rows_table(found: Qualification) -> Table:
    """Draw the judged rows for a terminal.

    Parameters
    ----------
    found : the qualification.
    """
    from rich.table import Table

    table = Table(title="Published experiments", caption="predicted: median [90 % of the population]")
    for heading, justify in (
        ("row", "left"),
        ("species", "left"),
        ("what", "left"),
        ("predicted", "right"),
        ("published", "right"),
        ("fold", "right"),
        ("verdict", "left"),
    ):
        table.add_column(heading, justify="left" if justify == "left" else "right")
    for row in ordered(found):
        if row.verdict == UNTESTED:
            continue
        style = _STYLE[row.verdict]
        table.add_row(
            row.id,
            row.species,
            clean(row.title),
            predicted(row),
            published(row),
            "" if row.fold is None else f"{row.fold:.2g}",
            f"[{style}]{row.verdict}[/{style}]",
        )
    return table


def counts_table(found: Qualification) -> Table:
    """Count verdicts, human and animal rows apart, for a terminal.

    Parameters
    ----------
    found : the qualification.
    """
    from rich.table import Table

    table = Table(title="Rows by verdict")
    for heading in ("verdict", "human", "animal"):
        table.add_column(heading, justify="left" if heading == "verdict" else "right")
    for verdict in VERDICTS:
        table.add_row(verdict, *(str(found.counts(human).get(verdict, 0)) for human in (True, False)))
    return table


def predicted(row: Row) -> str:
    """Write the prediction of a row."""
    if row.predicted is None:
        return "n/a"
    return f"{row.predicted:.3g} [{row.low:.3g} to {row.high:.3g}] {row.unit}".rstrip()


def published(row: Row) -> str:
    """Write what was published for a row."""
    if row.published is None:
        return row.sign or "n/a"
    return f"{row.published:.3g} [{row.published_low:.3g} to {row.published_high:.3g}] {row.unit}".rstrip()


def render_qualification(found: Qualification) -> str:
    """Write a qualification as one HTML page that loads nothing.

    Parameters
    ----------
    found : the qualification.
    """
    return (
        environment()
        .get_template("qualification.html.j2")
        .render(
            q=found,
            style=Markup(asset("report.css")),
            verdicts=VERDICTS,
            human=found.of(True),
            animal=found.of(False),
            shares={"human": shares(found.of(True)), "animal": shares(found.of(False))},
            good=[row for row in found.rows if row.verdict in {INSIDE, RIGHT_SIGN}],
            picture=agreement_picture(found.rows),
            predicted=predicted,
            published=published,
            no_explanation=NO_EXPLANATION,
        )
    )


def write_qualification(found: Qualification, folder: Path) -> tuple[Path, ...]:
    """Write the page, and the rows as JSON and as a table.

    Parameters
    ----------
    found : the qualification.
    folder : made when it is missing.

    Raises
    ------
    DesignError
        If the folder cannot be made or written to.
    """
    page, document = render_qualification(found), json.dumps(qualification_to_dict(found), indent=1) + "\n"
    with refusing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        texts = (write_text(folder / "qualification.html", page), write_text(folder / "qualification.json", document))
        rows = ({name: _cell(value) for name, value in asdict(row).items()} for row in found.rows)
        table = write_rows(folder / "qualification.tsv", [f.name for f in fields(Row)], rows)
    return (*texts, table)


def _cell(value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else value
