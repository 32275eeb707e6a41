"""The consumer edition: two to four pages in plain words, pictures first, no number without its range.

The idea: somebody of twelve can read it. It says what was measured, what the model expects for people like the
reader, what nobody can tell, a few everyday options if they were simulated, and when to see a doctor. It neither
frightens nor promises: an undecided answer stands beside the others, with the same room.
"""

from __future__ import annotations

from collections.abc import Sequence

from enterotone.assessment.result import Assessment, Readout
from enterotone.report import summary
from enterotone.report.editions.blocks import (
    Block,
    Bullets,
    Callout,
    Column,
    Columns,
    Document,
    Facts,
    Figure,
    Key,
    Paragraph,
    Part,
    Row,
    Section,
    Span,
    Table,
    drawn,
    words,
)
from enterotone.report.editions.consumer_options import options_section
from enterotone.report.editions.plain import certainty, in_words, shares_in_words
from enterotone.report.editions.signs import DRAWN, REFERENCE
from enterotone.report.editions.spans import day_of, note, quoted, said, seen, text, verdict
from enterotone.report.figures.change import CHANGE_SIZE, change_limit, change_picture, change_ruler
from enterotone.report.figures.groups import group_axis, plain_group_picture, ruler_picture
from enterotone.report.figures.path import PATH_SIZE, path_picture
from enterotone.report.symbol import typeset
from enterotone.report.wording import sentence

__all__ = ["GLOSSARY", "consumer"]

_MOST_ROWS = 7
_RULER = 16.0
_GROUP = (190.0, 30.0)

#: Words that the text cannot do without.
GLOSSARY = (
    ("Serotonin", "a signal that gut cells use to talk to nerves and muscles; the brain makes some of its own"),
    ("Tryptophan", "a part of protein in food; the body makes serotonin from it"),
    ("Bacteria", "tiny living things; here, those in the gut"),
    ("Fatty acids", "what bacteria make from fibre; they feed the gut wall"),
    ("Simulated", "worked out by a computer, not measured"),
    ("Average", "the same simulated people with common gut bacteria"),
    ("Range", "from low to high; 9 in 10 of the simulated people fall in it"),
    ("Evidence", "how well studies back up a link; more filled dots mean better"),
)


def consumer(a: Assessment) -> Document:
    """Write the consumer edition.

    Parameters
    ----------
    a : what the simulation answered.
    """
    sample, day = a.microbiota.profile.sample, day_of(a.provenance.created)
    sections = (
        _opening(a),
        _untold(),
        _expected(a),
        _measured(a),
        options_section(a),
        _words_used(),
    )
    return Document(
        edition="consumer",
        title="Your gut bacteria and serotonin",
        lead="What a computer model expects for people like you, and what it cannot tell.",
        facts=Facts((("Sample", words(quoted(sample))), ("Date", words(day)))),
        sections=tuple(section for section in sections if section is not None),
        sample=sample,
        created=a.provenance.created,
        day=day,
        software=a.provenance.software,
        foot=f"{sentence('purpose')} The edition for professionals holds all numbers, limits and sources.",
    )


def _opening(a: Assessment) -> Section:
    what = (said(sentence("learning")), said(sentence("simulated-plain"), " ", sentence("brain-plain")))
    left = (Part("What this is", what),)
    doctor = Callout("When to see a doctor", (said(sentence("professional-plain")),), "sign")
    medicines = Callout("Medicines", (said(sentence("medicines-plain")),), "sign")
    path = Figure(drawn(path_picture(a.n_used), *PATH_SIZE), share=0.94)
    return Section(
        "use", "Read this first", (path, Paragraph(words(_lead(a)), "lead"), Columns((left, (doctor,))), medicines)
    )


def _lead(a: Assessment) -> str:
    n_all = len(a.readouts)
    n_found = sum(readout.verdict in ("higher", "lower") for readout in a.readouts)
    if not n_found:
        return "The model cannot tell your bacteria from average ones."
    if n_found == n_all:
        return f"The model sees a difference in all {n_all} things that it looked at."
    return (
        f"The model sees a difference in {n_found} of {n_all} things. For the other {n_all - n_found} it cannot tell."
    )


def _expected(a: Assessment) -> Section:
    lists = summary.by_verdict(a)
    shown = _chosen(a, [found.readout for word in ("higher", "lower") for found in lists[word]])
    blocks: list[Block] = [_differences(shown)]
    named = {readout.id for readout in shown}
    others = [readout for readout in a.readouts if readout.id not in named]
    if others:
        told = [typeset(r.plain_name) for r in others if r.verdict in ("higher", "lower")]
        silent = [typeset(r.plain_name) for r in others if r.verdict not in ("higher", "lower")]
        if told:
            blocks.append(said("A difference is also seen in: ", "; ".join(told), "."))
        if silent:
            blocks.append(note("It cannot tell for these either: ", "; ".join(silent), "."))
    blocks.append(note(sentence("cannot-tell-plain"), " ", sentence("interval-plain"), " ", sentence("evidence-plain")))
    return Section(
        "short", "What the model expects for people like you", tuple(blocks), short="What to expect", fresh=True
    )


def _chosen(a: Assessment, found: Sequence[Readout]) -> list[Readout]:
    """What differs, the most certain first, then one undecided answer of every other subject."""
    shown = list(found[:_MOST_ROWS])
    for members in summary.by_group(a).values():
        if len(shown) < _MOST_ROWS and not any(readout in shown for readout in members):
            shown.append(members[0])
    return shown


def _differences(shown: Sequence[Readout]) -> Table:
    limit = change_limit(readout.change for readout in shown)
    columns = (
        Column("In people like you", 0.36),
        Column("Less or more than average", 0.3, picture=drawn(change_ruler(limit), CHANGE_SIZE[0], _RULER)),
        Column("The model expects", 0.34),
    )
    rows = []
    for readout in shown:
        name = typeset(readout.plain_name)
        bar = drawn(change_picture(name, readout.change, readout.verdict, limit), *CHANGE_SIZE)
        said_of = (verdict(readout.verdict), Span(in_words(readout.change, readout.verdict), "sub"))
        rows.append(Row((text(name), seen(bar), text(said_of, certainty(readout.grade))), of=f"readout:{readout.id}"))
    return Table("People with your bacteria, compared with the same people with average bacteria", columns, tuple(rows))


def _measured(a: Assessment) -> Section:
    blocks: list[Block] = [said(sentence("stool-plain"))]
    if a.microbiota.groups:
        axis = group_axis(a.microbiota.groups)
        columns = (
            Column("Kind of bacteria", 0.4),
            Column("Of every 100 bacteria", 0.28, picture=drawn(ruler_picture(axis), _GROUP[0], 20)),
            Column("In your stool, about", 0.32),
        )
        rows = tuple(
            Row(
                (
                    text(typeset(group.plain)),
                    seen(drawn(plain_group_picture(group, axis), *_GROUP)),
                    text(shares_in_words(group.drawn)),
                ),
                of=f"group:{group.id}",
            )
            for group in a.microbiota.groups
        )
        blocks.append(Key(((DRAWN, "you, with the error of the test"), (REFERENCE, "average people"))))
        blocks.append(Table("Five kinds of gut bacteria", columns, rows))
    if a.labs:
        names = "; ".join(typeset(lab.name) for lab in a.labs)
        blocks.append(said(f"You also gave test results: {names}. They were used to choose simulated people like you."))
    return Section("measured", "What was measured", tuple(blocks), short="What was measured")


def _untold() -> Section:
    lines = (
        "How much serotonin you have, in your blood, gut or brain.",
        "How you feel, or why.",
        "If you have an illness, or will have one.",
        "If a difference from average is good or bad for you.",
        "What lives higher up in your gut, where most serotonin is made.",
        "If next week’s sample would look the same.",
    )
    return Section(
        "untold",
        "What nobody can tell from this test",
        (Bullets(tuple(words(line) for line in lines)),),
        short="What nobody can tell",
    )


def _words_used() -> Section:
    pairs = tuple((word, words(meaning)) for word, meaning in GLOSSARY)
    half = (len(pairs) + 1) // 2
    halves = Columns(((Facts(pairs[:half], "rows"),), (Facts(pairs[half:], "rows"),)))
    return Section("words", "Words used here", (halves,))
