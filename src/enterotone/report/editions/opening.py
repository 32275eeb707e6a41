"""First pages of the professional edition: what it is for, the answer in short, method, person, specimen."""

from __future__ import annotations

from enterotone.assessment.result import Assessment
from enterotone.report import summary
from enterotone.report.editions.blocks import (
    Block,
    Bullets,
    Callout,
    Columns,
    Facts,
    Paragraph,
    Part,
    Section,
    Span,
    words,
)
from enterotone.report.editions.spans import note, quoted, said
from enterotone.report.number import SPACE, percent, significant
from enterotone.report.symbol import typeset
from enterotone.report.wording import sentence

__all__ = ["method_section", "person_section", "short_section", "specimen_section", "use_section"]

_SIGNS = {"higher": "▲", "lower": "▼"}


def use_section() -> Section:
    """What must be said before anything else."""
    left = (
        Part("What this is for", (said(sentence("purpose"), " ", sentence("complement")),)),
        Part("The gut and the brain", (said(sentence("brain")),)),
    )
    right = (
        Part("When to see a professional", (said(sentence("professional")),)),
        Part("Medicines", (said(sentence("medicines")),)),
    )
    return Section("use", "Before you read", (Columns((left, right)),))


def short_section(a: Assessment) -> Section:
    """The answer in a few sentences and three lists."""
    lead = [
        Paragraph(words(typeset(s.text)), "undecided" if s.tone == "undecided" else "lead") for s in summary.in_short(a)
    ]
    lists = summary.by_verdict(a)
    board = {word: _list(a, word, lists[word]) for word in summary.VERDICTS}
    blocks: list[Block] = [*lead, Columns(((board["higher"],), (board["lower"],))), board["cannot tell"]]
    blocks.append(note(sentence("cannot-tell"), " ", sentence("simulated")))
    if a.warnings:
        items = tuple(words(quoted(typeset(warning))) for warning in a.warnings)
        blocks.append(Callout("Please note about this run", (Bullets(items),)))
    return Section("short", "In short", tuple(blocks))


def _list(a: Assessment, word: str, found: list[summary.Agreement]) -> Callout:
    what = "higher" if word == "cannot tell" else "agree"
    items = tuple(
        words(
            Span(typeset(item.readout.plain_name), href=f"r-{item.readout.id}"),
            Span(f"  {item.n}{SPACE}of{SPACE}{item.of}{SPACE}{what}", "quiet"),
        )
        for item in found
    )
    inside: Block = Bullets(items, style="many" if word == "cannot tell" else "") if items else said("None")
    aside = f"{len(found)} of {len(a.readouts)}"
    return Callout(word.capitalize(), (inside,), word if word in _SIGNS else "undecided", _SIGNS.get(word, "?"), aside)


def method_section(a: Assessment) -> Section:
    """Question and method."""
    drawn = said(
        "Each individual got a body drawn from the ranges that the literature leaves open, and a composition of the "
        "colon drawn from the sample: counting error, the bias of the platform, and the change from day to day. Draws "
        "with an implausible physiology were dropped before their answers were looked at. Each individual was then "
        "matched, so that the simulated stool agrees with its drawn composition under this person’s diet, and was "
        "simulated over a day beside a twin of the same body with an average microbiota."
    )
    counts = Facts(
        (
            ("Draws of physiology tried", words(str(a.n_draws))),
            ("Individuals asked for", words(str(a.n_individuals))),
            ("Individuals simulated", words(str(a.n_used))),
            ("Simulated stool agrees with the drawn composition", words(percent(a.matched))),
            *((f"Left out: {typeset(reason)}", words(str(n))) for reason, n in a.failures.items()),
            *((("Left out", words("nobody")),) if not a.failures else ()),
        ),
        "rows",
    )
    question = said(
        "Given this stool profile and what is known of this person, what does a mechanistic model of tryptophan, "
        "serotonin and the bowel expect, compared with the same person carrying an average microbiota?"
    )
    right = (
        counts,
        Part(
            "What the intervals mean",
            (
                said(
                    sentence("interval"),
                    " They hold what is uncertain about the body and about the sample. They do not hold errors in the "
                    "model’s structure, nor links that nobody has found yet.",
                ),
            ),
        ),
    )
    left = (Part("Question", (question,)), Part("How the individuals were drawn", (drawn,)))
    return Section("method", "Question and method", (Columns((left, right)),), short="Method")


def person_section(a: Assessment) -> Section | None:
    """What was said of the person; nothing where nothing was."""
    blocks: list[Block] = []
    if a.person:
        blocks.append(Facts(tuple((_named(key), words(quoted(value))) for key, value in a.person.items())))
    if a.context:
        pairs = tuple((_named(key), words(quoted(value))) for key, value in a.context.items())
        remark = note("Shown as context. Nothing here was a target of the simulation, and no link to it is claimed.")
        blocks.append(Part("Context given with the sample", (Facts(pairs), remark)))
    if a.questions:
        items = tuple(words(quoted(typeset(question))) for question in a.questions)
        blocks.append(Callout("Please check", (Bullets(items),)))
    return Section("person", "The person", tuple(blocks), short="Person") if blocks else None


def _named(key: str) -> str:
    return typeset(key.replace("_", " ").capitalize())


def specimen_section(a: Assessment) -> Section:
    """What the file is, and what it does not tell."""
    p = a.microbiota.profile
    depth = "not told by the file" if p.depth is None else f"{significant(p.depth)} reads or counts"
    silent = [name for name, value in (("tool", p.tool), ("database", p.database), ("depth", p.depth)) if not value]
    facts = Facts(
        (
            ("File", words(quoted(p.path))),
            ("Sample", words(quoted(p.sample))),
            ("Format", words(quoted(p.format or "not told"))),
            ("Tool", words(quoted(p.tool or "not told by the file"))),
            ("Database", words(quoted(p.database or "not told by the file"))),
            ("Lowest rank", words(p.rank)),
            ("Depth", words(depth)),
            ("Taxa", words(str(p.n_taxa))),
        )
    )
    missing = f"The file does not tell its {', '.join(silent)}. " if silent else ""
    untold = said(
        f"{missing}No profile tells how the stool was collected, kept and shipped, which kit took out the DNA, or "
        "which region was read; each of them shifts shares, and the draws of the composition allow for it as a whole."
    )
    blocks: list[Block] = [said(sentence("stool")), facts, untold]
    if p.warnings:
        items = tuple(words(quoted(typeset(warning))) for warning in p.warnings)
        blocks.append(Callout("About this file", (Bullets(items),)))
    return Section("specimen", "Specimen and sequencing", tuple(blocks), short="Specimen")
