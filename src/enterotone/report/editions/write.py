"""Write the editions of an assessment: which ones, in which forms, each file whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from enterotone.assessment.result import Assessment
from enterotone.errors import DesignError
from enterotone.report.editions.blocks import Document
from enterotone.report.editions.consumer import consumer
from enterotone.report.editions.csv_tables import csv_tables
from enterotone.report.editions.html import render_page
from enterotone.report.editions.pdf import render_pdf
from enterotone.report.editions.professional import professional
from enterotone.writing import replacing

__all__ = ["EDITIONS", "FORMATS", "document_of", "render_html", "write_editions"]

EDITIONS = ("professional", "consumer")
FORMATS = ("html", "pdf")
_TABLES = "tables"


def document_of(assessment: Assessment, edition: str) -> Document:
    """Choose words, digits and pictures of an edition.

    Parameters
    ----------
    assessment : what the simulation answered.
    edition : ``professional`` or ``consumer``.

    Raises
    ------
    DesignError
        If there is no such edition.
    """
    _check("edition", [edition], EDITIONS)
    if edition == "consumer":
        return consumer(assessment)
    return professional(assessment, [(name, about) for name, (about, _) in csv_tables(assessment).items()])


def render_html(assessment: Assessment, edition: str = "professional") -> str:
    """Write one edition as a page that loads nothing.

    Parameters
    ----------
    assessment : what the simulation answered.
    edition : ``professional`` or ``consumer``.

    Raises
    ------
    DesignError
        If there is no such edition.
    """
    return render_page(document_of(assessment, edition))


def write_editions(
    assessment: Assessment,
    folder: Path,
    editions: Sequence[str] = EDITIONS,
    formats: Sequence[str] = FORMATS,
) -> list[Path]:
    """Write ``report-EDITION.FORMAT`` for each of both, and with the professional one its tables as CSV.

    Parameters
    ----------
    assessment : what the simulation answered.
    folder : made when it is missing; older files of the same names in it are replaced.
    editions : of `EDITIONS`.
    formats : of `FORMATS`.

    Returns
    -------
    list of Path
        The reports, edition by edition; the tables lie in ``folder / "tables"`` and are not listed.

    Raises
    ------
    DesignError
        If an edition or format is unknown, or the folder cannot be written to.
    """
    _check("edition", editions, EDITIONS)
    _check("format", formats, FORMATS)
    tables = csv_tables(assessment) if "professional" in editions else {}
    contents: dict[str, bytes] = {}
    for edition in dict.fromkeys(editions):
        document = document_of(assessment, edition)
        for form in dict.fromkeys(formats):
            attached = tables if edition == "professional" else {}
            page = render_page(document).encode() if form == "html" else render_pdf(document, attached)
            contents[f"report-{edition}.{form}"] = page
    goal = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, (_, text) in tables.items():
            goal = folder / _TABLES / name
            goal.parent.mkdir(exist_ok=True)
            _write(goal, text.encode())
        for name, content in contents.items():
            goal = folder / name
            _write(goal, content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise DesignError(f"{goal} cannot be written: {reason}. Choose a folder that you may write to.") from error
    return [folder / name for name in contents]


def _write(goal: Path, content: bytes) -> None:
    with replacing(goal) as part:
        part.write_bytes(content)


def _check(what: str, asked: Sequence[str], known: Sequence[str]) -> None:
    for name in asked:
        if name not in known:
            raise DesignError(f"No {what} '{name}'; choose of {', '.join(known)}.")
    if not asked:
        raise DesignError(f"No {what} asked for; choose of {', '.join(known)}.")
