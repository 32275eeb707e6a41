"""The numbers behind a report as CSV, with full precision, for programs.

The idea: one table a subject, long format, a line of column names; the same tables lie beside the report and travel
inside the PDF. Text that a spreadsheet would take for a formula gets an apostrophe in front.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from enterotone.assessment.result import Assessment, Interval
from enterotone.report.clean import clean

__all__ = ["csv_tables"]

Cells: TypeAlias = Sequence[object]

_ACTING = ("=", "+", "-", "@", "\t", "\r")


def csv_tables(a: Assessment) -> dict[str, tuple[str, str]]:
    """Write the tables of an assessment.

    Parameters
    ----------
    a : what the simulation answered.

    Returns
    -------
    dict
        File name -> (what it holds, content); tables without rows are left out.
    """
    filled = ((name, about, head, list(rows(a))) for name, (about, head, rows) in _TABLES.items())
    return {name: (about, _written(head, rows)) for name, about, head, rows in filled if rows}


def _written(head: Sequence[str], rows: Iterable[Cells]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        text = clean(value)
        return f"'{text}" if text.startswith(_ACTING) else text
    return repr(float(value)) if isinstance(value, float) else str(value)


def _three(interval: Interval | None) -> tuple[float | None, float | None, float | None]:
    return (interval.median, interval.low, interval.high) if interval else (None, None, None)


def _bounds(name: str) -> tuple[str, str, str]:
    return name, f"{name}_low", f"{name}_high"


def _readouts(a: Assessment) -> Iterable[Cells]:
    for r in a.readouts:
        spans = (*_three(r.person), *_three(r.reference), *_three(r.change), r.share_higher, *_three(r.percentile))
        yield r.id, r.name, r.group, r.unit, *spans, r.verdict, r.grade, *(r.human_range or (None, None))


def _taxa(a: Assessment) -> Iterable[Cells]:
    for taxon in (*a.microbiota.taxa, *a.microbiota.unrecognised):
        yield taxon.name, taxon.resolved, taxon.rank, taxon.group, taxon.share


def _groups(a: Assessment) -> Iterable[Cells]:
    for g in a.microbiota.groups:
        yield g.id, g.name, g.observed, *_three(g.drawn), *_three(g.simulated), *_three(g.reference)


def _capacities(a: Assessment) -> Iterable[Cells]:
    for c in a.microbiota.capacities:
        yield c.id, c.name, c.counted, *_three(c.drawn), "; ".join(c.carriers), "; ".join(c.sources), c.is_checked


def _position(a: Assessment) -> Iterable[Cells]:
    if a.position:
        yield "sample", *a.position.sample
        yield from (("draw", x, y) for x, y in a.position.draws)
        yield from (("reference", x, y) for x, y in a.position.reference)


def _day(a: Assessment) -> Iterable[Cells]:
    for c in a.day.courses:
        columns = (a.day.time_h, c.median, c.low, c.high, c.reference_median)
        for row in zip(*columns, strict=True):
            yield c.id, c.name, c.unit, *row


def _ledger(a: Assessment) -> Iterable[Cells]:
    for flow in a.ledger.flows:
        yield flow.source, flow.target, *_three(flow.umol_per_day)


def _labs(a: Assessment) -> Iterable[Cells]:
    for lab in a.labs:
        for value in lab.measured:
            yield lab.id, lab.unit, value, lab.error, lab.is_relative, *_three(lab.before), *_three(lab.after), lab.tail


def _links(a: Assessment) -> Iterable[Cells]:
    for w in a.weak_links:
        yield w.parameter, w.name, "; ".join(w.readouts), w.correlation, w.kind, w.organism, w.source, w.note


def _effects(a: Assessment) -> Iterable[Cells]:
    for w in a.what_ifs:
        if w.risk != "medicine":
            for e in w.effects:
                yield (
                    w.id,
                    w.title,
                    w.dose,
                    w.weeks,
                    w.grade,
                    w.risk,
                    e.readout,
                    *_three(e.change),
                    e.share_higher,
                    e.verdict,
                )


def _trials(a: Assessment) -> Iterable[Cells]:
    for w in a.what_ifs:
        if w.risk != "medicine":
            for t in w.trials:
                found = (t.effect, t.low, t.high, t.unit, t.readout)
                yield w.id, t.outcome, *found, t.population, t.n, t.weeks, t.design, t.source


def _mechanisms(a: Assessment) -> Iterable[Cells]:
    for m in a.mechanisms:
        yield m.link, m.name, m.readout, *_three(m.with_link), *_three(m.without_link), m.explained, m.grade, m.species


def _worth(a: Assessment) -> Iterable[Cells]:
    for w in a.worth:
        yield w.lab, w.name, w.readout, *_three(w.narrowing)


_Rows: TypeAlias = Callable[[Assessment], Iterable[Cells]]
_TABLES: dict[str, tuple[str, tuple[str, ...], _Rows]] = {
    "readouts.csv": (
        "all readouts with intervals, changes and verdicts",
        (
            *("id", "name", "group", "unit", *_bounds("person"), *_bounds("reference"), *_bounds("change")),
            *("share_higher", *_bounds("percentile"), "verdict", "grade", "human_low", "human_high"),
        ),
        _readouts,
    ),
    "taxa.csv": (
        "every taxon as written and as understood",
        ("as_written", "understood_as", "rank", "group", "share"),
        _taxa,
    ),
    "groups.csv": (
        "functional groups",
        ("id", "name", "counted", *_bounds("drawn"), *_bounds("simulated"), *_bounds("reference")),
        _groups,
    ),
    "capacities.csv": (
        "functional capacities relative to the average",
        ("id", "name", "counted", *_bounds("drawn"), "carriers", "sources", "is_checked"),
        _capacities,
    ),
    "position.csv": ("places on the two axes of the map", ("kind", "first_axis", "second_axis"), _position),
    "day.csv": (
        "courses of the simulated day",
        ("id", "name", "unit", "time_h", "median", "low", "high", "average_median"),
        _day,
    ),
    "ledger.csv": ("streams of tryptophan", ("from", "to", *_bounds("umol_per_day")), _ledger),
    "measurements.csv": (
        "measurements of the person and what they did",
        ("id", "unit", "measured", "error", "error_is_relative", *_bounds("before"), *_bounds("after"), "tail"),
        _labs,
    ),
    "weak_links.csv": (
        "poorly known numbers that sway a readout",
        ("parameter", "name", "readouts", "correlation", "kind", "organism", "source", "note"),
        _links,
    ),
    "what_ifs.csv": (
        "simulated effects of the what-ifs",
        (
            "id",
            "title",
            "simulated",
            "weeks",
            "grade",
            "risk",
            "readout",
            *_bounds("change"),
            "share_higher",
            "verdict",
        ),
        _effects,
    ),
    "trials.csv": (
        "what trials found, beside the what-ifs",
        ("what_if", "outcome", *_bounds("effect"), "unit", "readout", "population", "n", "weeks", "design", "source"),
        _trials,
    ),
    "mechanisms.csv": (
        "differences with each link left out",
        ("link", "name", "readout", *_bounds("with_link"), *_bounds("without_link"), "explained", "grade", "species"),
        _mechanisms,
    ),
    "worth.csv": (
        "expected narrowing by further measurements",
        ("measurement", "name", "readout", *_bounds("narrowing")),
        _worth,
    ),
}
