"""The report as one HTML file.

The idea: templates hold the words, this module hands them the assessment, the writing of numbers and the
pictures. Everything is inlined, so the file opens from a USB stick; a content security policy inside the
page forbids any load, and any script but the one whose hash it names. Autoescaping is always on, and text
that others wrote passes through :func:`~enterotone.report.clean.clean` on its way out.

It leaves out the consumer edition and PDF; the print style sheet serves paper.
"""

from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from enterotone.assessment.result import Assessment
from enterotone.errors import DesignError
from enterotone.report import number, standing, summary, symbol
from enterotone.report.clean import clean
from enterotone.report.figures.course import course_picture
from enterotone.report.figures.groups import group_axis, group_picture, ruler_picture
from enterotone.report.figures.interval import interval_picture, readout_axis
from enterotone.report.figures.sankey import flow_picture
from enterotone.report.figures.strip import share_picture
from enterotone.report.wording import sentence
from enterotone.writing import replacing

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["render_report", "write_report"]

_NAME = "report.html"


def render_report(assessment: Assessment) -> str:
    """Write an assessment as one HTML page.

    Parameters
    ----------
    assessment : what the simulation answered.

    Returns
    -------
    str
        A complete page that loads nothing. The same assessment gives the same page, byte for byte.
    """
    script = _asset("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            a=assessment,
            style=Markup(_asset("report.css")),
            script=Markup(script),
            script_hash=digest,
            **_sections(assessment),
        )
    )


def write_report(assessment: Assessment, folder: Path) -> Path:
    """Write the page into a folder, whole or not at all.

    Parameters
    ----------
    assessment : what the simulation answered.
    folder : made when it is missing; an older report in it is replaced.

    Returns
    -------
    Path
        ``folder / "report.html"``.

    Raises
    ------
    DesignError
        If the folder cannot be made or written to.
    """
    page = render_report(assessment)
    goal = folder / _NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with replacing(goal) as part:
            part.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or str(error)
        raise DesignError(f"{goal} cannot be written: {reason}. Choose a folder that you may write to.") from error
    return goal


def _sections(a: Assessment) -> dict[str, Any]:
    """What the templates show beside the assessment itself."""
    axis = group_axis(a.microbiota.groups)
    return {
        "short": summary.in_short(a),
        "lists": summary.by_verdict(a),
        "groups": summary.by_group(a),
        "standing": standing.standing(a),
        "sources": standing.sources(a),
        "flows": flow_picture(a.ledger),
        "group_axis": axis,
        "taxa": sorted(a.microbiota.taxa, key=lambda taxon: -taxon.share),
        "unrecognised": sorted(a.microbiota.unrecognised, key=lambda taxon: -taxon.share),
        "readout_names": {readout.id: readout.name for readout in a.readouts},
    }


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("enterotone.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    environment.filters.update(
        brief=number.brief,
        capital=symbol.capital,
        cited=standing.cited,
        day=_day,
        fixed=number.fixed,
        link=standing.link_of,
        percent=number.percent,
        significant=number.significant,
        typeset=symbol.typeset,
        unit=symbol.unit_symbol,
    )
    environment.globals.update(
        change_span=number.change_span,
        course_picture=course_picture,
        group_picture=group_picture,
        interval_picture=interval_picture,
        percent_span=number.percent_span,
        readout_axis=readout_axis,
        ruler_picture=ruler_picture,
        sentence=sentence,
        share_picture=share_picture,
        span=number.span,
        agreement=summary.agreement,
    )
    return environment


def _finalize(value: object) -> object:
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@lru_cache(maxsize=4)
def _asset(name: str) -> str:
    return files("enterotone.report").joinpath("templates", name).read_text(encoding="utf-8").strip()


def _day(created: str) -> str:
    """Write a date as a reader would; what is no ISO date stays as it is."""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return created
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
    return f"{moment.day} {moment:%B %Y}"
