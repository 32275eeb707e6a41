"""The simulated day and the tryptophan ledger of the professional edition."""

from __future__ import annotations

import re

from enterotone.assessment.result import Assessment
from enterotone.report.editions.blocks import (
    Block,
    Column,
    Details,
    Figure,
    Gallery,
    Key,
    Row,
    Section,
    Table,
    drawn,
    words,
)
from enterotone.report.editions.signs import AVERAGE_DAY, BAND, MEAL
from enterotone.report.editions.spans import name_of, note, said, text
from enterotone.report.figures.course import course_picture
from enterotone.report.figures.sankey import FlowPicture, flow_picture
from enterotone.report.number import percent, span
from enterotone.report.symbol import typeset

__all__ = ["day_section", "ledger_section"]

_COURSE = (340.0, 176.0)


def day_section(a: Assessment) -> Section | None:
    """Courses over the hours; nothing where there are none."""
    if not a.day.courses:
        return None
    key = Key(
        (
            (BAND, "this profile: median and central 90 %"),
            (AVERAGE_DAY, "average microbiota, median"),
            (MEAL, "meal"),
        )
    )
    figures = tuple(
        Figure(drawn(course_picture(a.day, c), *_COURSE), name_of(typeset(c.name), c.unit)) for c in a.day.courses
    )
    remark = note(
        "Clock time. The day repeats itself: slow stores such as platelets were brought to rest before it began."
    )
    return Section("day", "A simulated day", (key, Gallery(figures), remark), short="Day")


def ledger_section(a: Assessment) -> Section:
    """Where the tryptophan goes."""
    intake = span(a.ledger.intake_umol)
    spread = f" ({intake.range})" if a.ledger.intake_umol.low < a.ledger.intake_umol.high else ""
    blocks: list[Block] = [
        said(
            f"Of {intake.median} µmol tryptophan eaten on the simulated day{spread}, only a thread becomes serotonin. "
            f"The ledger closes to within {percent(a.ledger.closure, 2)} of the intake: what went in is found again "
            "among the ends and stores."
        )
    ]
    flows = flow_picture(a.ledger)
    if flows:
        found = re.search(r'viewBox="0 (\S+) (\S+) (\S+)"', str(flows.svg))
        size = (float(found[2]), float(found[3])) if found else (1040.0, 600.0)
        blocks.append(Figure(drawn(flows.svg, *size), (), words(_caption(flows))))
    blocks.append(Details("The same numbers as a table", (_streams(a),)))
    return Section("ledger", "Where the tryptophan goes", tuple(blocks), short="Tryptophan flow", fresh=True)


def _caption(flows: FlowPicture) -> str:
    parts = ["Widths are proportional to µmol per day; in brackets the share of the intake."]
    if flows.n_widened:
        parts.append(
            f"The {flows.n_widened} thinnest streams (orange) are drawn wider than to scale, so that they can be seen: "
            "read their numbers."
        )
    for said_of, streams in (
        ("Drawn as the difference to what flows back", flows.netted),
        ("Not drawn, because they lead back to where they came from", flows.left_out),
    ):
        if streams:
            parts.append(f"{said_of}: {'; '.join(f'{f.source} to {f.target}' for f in streams)}.")
    parts.append("Medians of the individuals; sums of medians can differ a little from the median of a sum.")
    return " ".join(parts)


def _streams(a: Assessment) -> Table:
    columns = (
        Column("From", 0.27),
        Column("To", 0.29),
        Column("µmol/day", 0.13, "right"),
        Column("90 % interval", 0.18, "right"),
        Column("Share of intake", 0.13, "right"),
    )
    whole = a.ledger.intake_umol.median
    rows = []
    for flow in a.ledger.flows:
        written = span(flow.umol_per_day)
        share = percent(flow.umol_per_day.median / whole, 2) if whole else "–"
        rows.append(
            Row(
                (
                    text(typeset(flow.source)),
                    text(typeset(flow.target)),
                    text(written.median),
                    text(written.range),
                    text(share),
                )
            )
        )
    return Table("Streams of the tryptophan ledger in µmol per day", columns, tuple(rows))
