"""Everyday options of the consumer edition: what-ifs of low risk, each with its effect and how sure that is.

At most five are shown. Options that call for a professional, and medicines, are left out, and the text says so.
"""

from __future__ import annotations

from enterotone.assessment.extras import Effect, TrialFinding, WhatIf
from enterotone.assessment.result import Assessment
from enterotone.report.editions.blocks import Block, Bullets, Callout, Column, Row, Section, Span, Table, drawn, words
from enterotone.report.editions.plain import certainty, in_words, tried
from enterotone.report.editions.spans import note, quoted, said, seen, text, verdict
from enterotone.report.figures.change import CHANGE_SIZE, change_limit, change_picture, change_ruler
from enterotone.report.number import SPACE, brief
from enterotone.report.symbol import capital, typeset, unit_symbol

__all__ = ["MOST", "options_section"]

MOST = 5
_MOST_EFFECTS = 2
_RULER = 16.0


def options_section(a: Assessment) -> Section | None:
    """Options that were simulated; nothing where none was asked for."""
    shown = [what_if for what_if in a.what_ifs if what_if.risk == "low"][:MOST]
    if not shown:
        return None
    lead = said(
        "The model tried these everyday things on the same simulated people. They are options to think about, not "
        "advice. What happens in you may differ."
    )
    hidden = any(what_if.risk != "low" for what_if in a.what_ifs)
    blocks: list[Block] = [lead, *(_card(a, what_if) for what_if in shown)]
    if hidden:
        blocks.append(
            note("Other things were tried too. They are not for this page; talk to a professional about them.")
        )
    return Section("options", "Everyday options", tuple(blocks))


def _card(a: Assessment, w: WhatIf) -> Callout:
    told = sorted((e for e in w.effects if e.verdict in ("higher", "lower")), key=lambda e: -abs(e.change.median))
    own = w.plain.strip() and w.plain.strip().lower() != w.title.lower()
    meaning = f"{capital(typeset(w.plain)).rstrip('.')}. " if own else ""
    blocks: list[Block] = [said(quoted(meaning), "Tried: ", quoted(typeset(tried(w))), ".")]
    if told:
        blocks.append(_effects(a, w, told[:_MOST_EFFECTS]))
    else:
        blocks.append(said("The model cannot tell what this would change."))
    # What is not about a readout (mood scales, for one) stays in the edition for professionals: it would be read as a
    # promise here.
    about = [trial for trial in w.trials if trial.readout != "none"]
    blocks += [said("In studies: ", quoted(_trial(about[0])))] if about else []
    blocks.append(said("How sure: ", Span(certainty(w.grade).text, "grade", mark=certainty(w.grade).mark)))
    if w.limits:
        blocks.append(Bullets(tuple(words(quoted(typeset(limit))) for limit in w.limits)))
    return Callout(capital(typeset(w.title)), tuple(blocks), "card")


def _effects(a: Assessment, w: WhatIf, told: list[Effect]) -> Table:
    names = {readout.id: typeset(readout.plain_name) for readout in a.readouts}
    limit = change_limit(effect.change for effect in told)
    columns = (
        Column("What changes", 0.36),
        Column("Less or more than before", 0.3, picture=drawn(change_ruler(limit), CHANGE_SIZE[0], _RULER)),
        Column("The model expects", 0.34),
    )
    rows = []
    for effect in told:
        name = names.get(effect.readout, effect.readout)
        bar = drawn(change_picture(name, effect.change, effect.verdict, limit), *CHANGE_SIZE)
        said_of = text(verdict(effect.verdict), Span(in_words(effect.change, effect.verdict), "sub"))
        rows.append(Row((text(name), seen(bar), said_of), of=f"effect:{w.id}:{effect.readout}"))
    return Table(f"What the model expects from {typeset(w.title)}", columns, tuple(rows))


def _trial(t: TrialFinding) -> str:
    """A trial in one line, with its range."""
    unit = unit_symbol(t.unit)
    span = f"{brief(t.effect)} ({brief(t.low)}{SPACE}to{SPACE}{brief(t.high)})"
    return f"{typeset(t.outcome)} changed by {span}{f' {unit}' if unit else ''}."
