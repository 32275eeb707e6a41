"""Readouts, measurements and weak links of the professional edition."""

from __future__ import annotations

from enterotone.assessment.result import Assessment, Readout
from enterotone.report import standing, summary
from enterotone.report.editions.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Details,
    Key,
    Row,
    Section,
    Span,
    Table,
    Words,
    drawn,
    words,
)
from enterotone.report.editions.signs import PERSON, RANGE, REFERENCE
from enterotone.report.editions.spans import grade, interval, name_of, note, number, quoted, said, text, verdict
from enterotone.report.figures.interval import interval_picture, readout_axis
from enterotone.report.figures.strip import share_picture
from enterotone.report.number import SPACE, brief, change_span, fixed, percent, significant, span
from enterotone.report.symbol import capital, typeset, unit_symbol

__all__ = ["evidence_section", "labs_section", "readouts_section"]

_PICTURE = (135.0, 54.0)
_STRIP = (90.0, 8.0)


def readouts_section(a: Assessment) -> Section:
    """All readouts with their pictures; meaning and evidence of each behind them."""
    ranked = any(readout.percentile for readout in a.readouts)
    columns = [
        Column("Readout", 0.21),
        Column("Comparison", 0.21),
        Column("This profile", 0.12, "right"),
        Column("Average", 0.12, "right"),
        Column("Change, %", 0.12, "right"),
        Column("Higher in", 0.08, "right"),
        Column("Verdict and evidence", 0.14),
    ]
    if ranked:
        columns.insert(5, Column("Percentile", 0.1, "right"))
    rows: list[Row] = []
    for group, members in summary.by_group(a).items():
        rows.append(Row((text(group),)))
        rows += [_readout(readout, ranked) for readout in members]
    key = Key(((PERSON, "this profile"), (REFERENCE, "average microbiota"), (RANGE, "published range in people")))
    blocks: list[Block] = [
        said(
            "Median of the simulated individuals, with the interval that holds the central 90 % of them below. "
            "‘Average’ is the same individuals with an average microbiota: same age, sex and diet. The change is taken "
            "pair by pair, so its interval can be narrower than the two intervals suggest."
        ),
        key,
        Table("Readouts with this profile and with an average microbiota", tuple(columns), tuple(rows)),
    ]
    if ranked:
        blocks.append(
            note(
                "Percentile: where the individuals stand among simulated reference people of this age, sex and diet; "
                "50 is the middle. Those people are simulated too."
            )
        )
    blocks.append(Details("Meaning and evidence of each readout", (_meanings(a),)))
    return Section("readouts", "Readouts", tuple(blocks), fresh=True)


def _readout(r: Readout, ranked: bool) -> Row:
    scale = (Span("logarithmic axis", "quiet"),) if readout_axis(r).scale == "log" else ()
    cells = [
        text(_name(r)),
        Cell(scale, drawn(interval_picture(r), *_PICTURE)),
        text(interval("person", r.person, span(r.person))),
        text(interval("reference", r.reference, span(r.reference))),
        text(interval("change", r.change, change_span(r.change))),
        text(number("share_higher", r.share_higher, f"{fixed(100 * r.share_higher, 0)}{SPACE}%")),
        text(verdict(r.verdict), grade(r.grade, "sub")),
    ]
    if ranked:
        place = r.percentile
        cells.insert(5, text(interval("percentile", place, span(place, most_decimals=0))) if place else text("–"))
    return Row(tuple(cells), id=f"r-{r.id}", of=f"readout:{r.id}")


def _name(r: Readout) -> Words:
    return name_of(typeset(r.name), r.unit)


def _meanings(a: Assessment) -> Table:
    columns = (
        Column("Readout", 0.18),
        Column("What it means", 0.4),
        Column("Rests on", 0.28),
        Column("Published range in people", 0.14),
    )
    return Table(
        "What each readout means and rests on",
        columns,
        tuple(Row(_meaning(r), of=f"readout:{r.id}") for r in a.readouts),
    )


def _meaning(r: Readout) -> tuple[Cell, ...]:
    least = number("smallest_change", r.smallest_change, f"{fixed(100 * r.smallest_change, 0)}{SPACE}%")
    links: list[Span] = []
    for written in r.rests_on:
        link = standing.link_of(written)
        links.append(Span(capital(typeset(link.words)), "line" if links else ""))
        links += [Span(f" {link.species}", "chip")] if link.species else []
    ranged: Words = (Span("none known", "quiet"),)
    if r.human_range is not None:
        unit = Span(f" {unit_symbol(r.unit)}", "quiet") if unit_symbol(r.unit) else ""
        ranged = words(
            number("human_range.0", r.human_range[0], brief(r.human_range[0])),
            f"{SPACE}to{SPACE}",
            number("human_range.1", r.human_range[1], brief(r.human_range[1])),
            unit,
            Span(r.human_range_source, "sub", verbatim=True),
        )
    return (
        text(typeset(r.name)),
        text(typeset(r.explanation), " ", typeset(r.plain), " No difference below ", least, " is claimed."),
        Cell(tuple(links) or (Span("no link named", "quiet"),)),
        Cell(ranged),
    )


def labs_section(a: Assessment) -> Section | None:
    """Measurements of the person and the weight that they got; nothing where none were given."""
    if not a.labs:
        return None
    said_of = (
        "Individuals whose simulated day agrees with a measurement count more, by the error of the measurement. Of "
        f"{a.n_used} individuals, these measurements leave the weight of {brief(a.effective or 0.0)}."
    )
    if a.lab_power < 1:
        said_of += f" So few agree that the measurements were given {percent(a.lab_power, 2)} of their weight."
    columns = (
        Column("Measurement", 0.36),
        Column("Measured", 0.14, "right"),
        Column("Error", 0.1, "right"),
        Column("Individuals before", 0.14, "right"),
        Column("Individuals after", 0.14, "right"),
        Column("Chance of a value as far out", 0.12, "right"),
    )
    rows = []
    for lab in a.labs:
        error = percent(lab.error, 2) if lab.is_relative else significant(lab.error, 2)
        cells = (
            text(name_of(typeset(lab.name), lab.unit), Span(f"{capital(typeset(lab.note))}.", "sub", verbatim=True)),
            text(", ".join(significant(value) for value in lab.measured)),
            text(error),
            text(interval("before", lab.before, span(lab.before))),
            text(interval("after", lab.after, span(lab.after))),
            text(percent(lab.tail, 2)),
        )
        rows.append(Row(cells, of=f"lab:{lab.id}"))
    table = Table("Measurements of the person, with what the individuals have before and after", columns, tuple(rows))
    remark = note("Error: standard deviation of the mean of the measurements around the person’s own value.")
    return Section("labs", "Measurements used", (said(said_of), table, remark), short="Measurements")


def evidence_section(a: Assessment) -> Section:
    """What rests on weak evidence."""
    found = standing.standing(a)
    lead = said(
        f"The readouts rest on {found.n_links} links. {found.n_animal} of them {_was(found.n_animal, 'was', 'were')} "
        f"shown in animals or cells only, and {found.n_assumed} {_was(found.n_assumed, 'is', 'are')} assumed or fitted "
        f"without an experiment of {_was(found.n_assumed, 'its', 'their')} own. A readout’s grade is that of its "
        "weakest link."
    )
    tally = Bullets(
        tuple(words(grade(word), f": {n} {'readout' if n == 1 else 'readouts'}") for word, n in found.by_grade)
    )
    blocks: list[Block] = [lead, tally]
    if a.weak_links:
        blocks += [
            _weakest(a),
            note(
                "Correlation: the largest rank correlation between this number and a readout over the individuals. At "
                "1 or −1 this number alone decides who is high and who is low."
            ),
        ]
    else:
        blocks.append(said("No poorly known number was found to sway a readout more than chance would."))
    return Section("evidence", "Weakest links", tuple(blocks))


def _was(n: int, one: str, many: str) -> str:
    return one if n == 1 else many


def _weakest(a: Assessment) -> Table:
    names = {readout.id: typeset(readout.name) for readout in a.readouts}
    columns = (
        Column("Number", 0.23),
        Column("Sways", 0.23),
        Column("Correlation", 0.12, "right"),
        Column("Kind, organism", 0.12),
        Column("Source and note", 0.3),
    )
    rows = []
    for link in a.weak_links:
        cited = " ".join(standing.cited(link.source)) or "Assumption."
        kind = link.kind if link.organism in ("", "none") else f"{link.kind}, {link.organism}"
        strip = drawn(share_picture(abs(link.correlation)), *_STRIP)
        cells = (
            text(capital(typeset(link.name)), Span(link.parameter, "sub")),
            text("; ".join(names.get(id, id) for id in link.readouts)),
            Cell(words(fixed(link.correlation, 2)), strip),
            text(kind),
            text(quoted(cited), quoted(typeset(link.note), "sub") if link.note else ""),
        )
        rows.append(Row(cells, of=f"link:{link.parameter}"))
    return Table("Numbers that sway a readout and rest on thin evidence", columns, tuple(rows), shown=True)
