"""What-ifs with trial findings beside them, mechanisms, and the worth of measurements.

The idea: the model says what its mechanisms give, trials say what was seen. They stand in tables of their own, side
by side, and no number is made of both. What-ifs with medicines are not printed in any edition.
"""

from __future__ import annotations

from enterotone.assessment.extras import Effect, TrialFinding, WhatIf
from enterotone.assessment.result import Assessment
from enterotone.report import standing
from enterotone.report.editions.blocks import (
    Block,
    Bullets,
    Cell,
    Column,
    Facts,
    Part,
    Row,
    Section,
    Span,
    Table,
    drawn,
    words,
)
from enterotone.report.editions.plain import tried
from enterotone.report.editions.spans import grade, interval, note, quoted, said, seen, text, verdict
from enterotone.report.figures.change import CHANGE_SIZE, change_limit, change_picture, change_ruler
from enterotone.report.number import SPACE, brief, change_span, fixed, percent_span
from enterotone.report.symbol import capital, typeset, unit_symbol

__all__ = ["mechanisms_section", "printable", "what_ifs_section", "worth_section"]

_FEW = 6
_RISKS = {"low": "an everyday option", "advice": "not without a health professional"}


def printable(a: Assessment) -> tuple[WhatIf, ...]:
    """What-ifs that may be printed: none with a medicine."""
    return tuple(what_if for what_if in a.what_ifs if what_if.risk in _RISKS)


def what_ifs_section(a: Assessment) -> Section | None:
    """The same individuals with one change; nothing where none was asked for."""
    if not a.what_ifs:
        return None
    shown = printable(a)
    blocks: list[Block] = [
        said(
            "Each what-if simulates the same individuals once more with one change, and compares each with itself. "
            "What the model gives and what trials found stand beside each other; they are not combined into one number."
        )
    ]
    for what_if in shown:
        blocks.append(_what_if(a, what_if))
    n_hidden = len(a.what_ifs) - len(shown)
    if n_hidden:
        blocks.append(
            note(
                f"Not printed: {n_hidden} with medicines. A report gives no advice on medicines; the result file holds "
                "all."
            )
        )
    return Section("what-ifs", "What if", tuple(blocks), short="What if")


def _what_if(a: Assessment, w: WhatIf) -> Part:
    names = {readout.id: typeset(readout.name) for readout in a.readouts}
    facts = Facts(
        (
            ("Simulated", words(quoted(typeset(tried(w))))),
            ("Evidence for its known effect", words(grade(w.grade))),
            ("Kind", words(_RISKS[w.risk])),
        )
    )
    told = [effect for effect in w.effects if effect.verdict in ("higher", "lower")]
    silent = [names.get(e.readout, e.readout) for e in w.effects if e not in told]
    blocks: list[Block] = [said(quoted(capital(typeset(w.plain)))), facts] if w.plain.strip() else [facts]
    blocks += [_effects(a, w, told)] if told else []
    if silent:
        named = f": {'; '.join(silent)}" if len(silent) <= _FEW else ""
        which = f"{len(silent)} readouts" if len(silent) > 1 else "one readout"
        blocks.append(note(f"The model cannot tell for {which}{named}."))
    if w.trials:
        blocks.append(_trials(a, w))
    else:
        blocks.append(said("No trial is on record beside it."))
    if w.limits:
        blocks.append(Bullets(tuple(words(quoted(typeset(limit))) for limit in w.limits)))
    return Part(capital(typeset(w.title)), tuple(blocks))


def _effects(a: Assessment, w: WhatIf, told: list[Effect]) -> Table:
    names = {readout.id: typeset(readout.name) for readout in a.readouts}
    limit = change_limit(effect.change for effect in told)
    columns = (
        Column("Readout", 0.34),
        Column("Change", 0.28, picture=drawn(change_ruler(limit), CHANGE_SIZE[0], 16)),
        Column("Change, %", 0.14, "right"),
        Column("Higher in", 0.1, "right"),
        Column("Verdict", 0.14),
    )
    rows = [
        Row(
            (
                text(names.get(e.readout, e.readout)),
                seen(drawn(change_picture(names.get(e.readout, e.readout), e.change, e.verdict, limit), *CHANGE_SIZE)),
                text(interval("change", e.change, change_span(e.change))),
                text(f"{fixed(100 * e.share_higher, 0)}{SPACE}%"),
                text(verdict(e.verdict)),
            ),
            of=f"effect:{w.id}:{e.readout}",
        )
        for e in told
    ]
    return Table(f"The model: {typeset(w.title)}", columns, tuple(rows), shown=True)


def _trials(a: Assessment, w: WhatIf) -> Table:
    columns = (
        Column("Outcome", 0.26),
        Column("Effect found", 0.18, "right"),
        Column("Trial", 0.28),
        Column("Source", 0.28),
    )
    rows = tuple(Row(_trial(a, trial)) for trial in w.trials)
    return Table(f"Trials: {typeset(w.title)}", columns, rows, shown=True)


def _trial(a: Assessment, t: TrialFinding) -> tuple[Cell, ...]:
    names = {readout.id: typeset(readout.name) for readout in a.readouts}
    nearest = f"nearest readout: {names[t.readout]}" if t.readout in names else "no readout is near to it"
    effect = f"{brief(t.effect)} ({brief(t.low)} to {brief(t.high)}) {unit_symbol(t.unit)}".strip()
    about = f"{t.design}; {t.population}; n = {t.n}; {t.weeks} weeks"
    cited = " ".join(standing.cited(t.source)) or "Assumption."
    return (
        text(quoted(typeset(t.outcome)), Span(nearest, "sub")),
        text(effect),
        text(quoted(about)),
        text(quoted(cited)),
    )


def mechanisms_section(a: Assessment) -> Section | None:
    """Differences with one link left out; nothing where it was not asked for."""
    if not a.mechanisms:
        return None
    names = {readout.id: typeset(readout.name) for readout in a.readouts}
    columns = (
        Column("Link left out", 0.27),
        Column("Readout", 0.23),
        Column("Change with it, %", 0.14, "right"),
        Column("Change without, %", 0.14, "right"),
        Column("Goes with the link", 0.1, "right"),
        Column("Evidence", 0.12),
    )
    rows = tuple(
        Row(
            (
                text(capital(typeset(m.name))),
                text(names.get(m.readout, m.readout)),
                text(interval("with_link", m.with_link, change_span(m.with_link))),
                text(interval("without_link", m.without_link, change_span(m.without_link))),
                text(f"{fixed(100 * m.explained, 0)}{SPACE}%"),
                text(grade(m.grade), Span(m.species, "sub")),
            ),
            of=f"mechanism:{m.link}",
        )
        for m in a.mechanisms
    )
    lead = said(
        "The difference from the average microbiota, with each link of the model cut in both twins in turn. A link "
        "that works against the difference has a negative share. Shares need not add up, because links act through "
        "each other."
    )
    table = Table("Readouts with and without each link", columns, rows)
    return Section("mechanisms", "Mechanisms", (lead, table), short="Mechanisms")


def worth_section(a: Assessment) -> Section | None:
    """What further measurements would narrow; nothing where it was not asked for."""
    if not a.worth:
        return None
    names = {readout.id: typeset(readout.name) for readout in a.readouts}
    columns = (
        Column("Measurement", 0.38),
        Column("Readout", 0.38),
        Column("Interval narrower by, %", 0.24, "right"),
    )
    rows = tuple(
        Row(
            (
                text(capital(typeset(w.name))),
                text(names.get(w.readout, w.readout)),
                text(interval("narrowing", w.narrowing, percent_span(w.narrowing))),
            ),
            of=f"worth:{w.lab}",
        )
        for w in sorted(a.worth, key=lambda w: -w.narrowing.median)
    )
    lead = said(
        "By how much a further measurement would narrow an interval, on average over what it may turn out to be, with "
        "its spread. A single surprising value may widen it. This ranks what the model would learn from; whether a "
        "measurement is worth its trouble for a person is for that person and a professional to judge."
    )
    return Section("worth", "Worth of further measurements", (lead, Table("Expected narrowing", columns, rows)))
