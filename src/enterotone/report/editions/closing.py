"""Last pages of the professional edition: limits, provenance, tables that come with it, references."""

from __future__ import annotations

from collections.abc import Iterable

from enterotone.assessment.result import Assessment
from enterotone.report import standing
from enterotone.report.editions.blocks import Block, Bullets, Columns, Facts, Part, Section, Span, words
from enterotone.report.editions.spans import note, quoted, said
from enterotone.report.number import significant
from enterotone.report.symbol import typeset

__all__ = ["data_section", "limits_section", "provenance_section", "references_section"]


def limits_section(a: Assessment) -> Section:
    """What nobody can tell from this, and what the literature contests."""
    cannot = Bullets(
        tuple(
            words(line)
            for line in (
                "How much of anything there is: a stool sample gives shares only.",
                "What lives in the small bowel or on the mucosa, where most serotonin is made.",
                "How much serotonin there is in the blood, the gut wall or the brain.",
                "Whether a difference from the average is good or bad for this person.",
                "Why somebody has symptoms.",
            )
        )
    )
    right: list[Block] = []
    if a.contested:
        items = tuple(words(typeset(statement)) for statement in a.contested)
        right.append(Part("Contested in the literature, and an answer here depends on it", (Bullets(items),)))
    left: tuple[Block, ...] = (Part("What a stool sample cannot tell", (cannot,)),)
    left += (note("This report leaves out, on purpose, any single number for the whole, and any ratio of phyla."),)
    left += (_not_asked(a),) if _missing(a) else ()
    return Section("limits", "Limits and contested statements", (Columns((left, tuple(right))),), short="Limits")


def _missing(a: Assessment) -> list[str]:
    parts = (
        ("measurements", a.labs),
        ("what-ifs", a.what_ifs),
        ("mechanisms", a.mechanisms),
        ("worth of further measurements", a.worth),
        ("context of the person", a.context),
    )
    return [name for name, found in parts if not found]


def _not_asked(a: Assessment) -> Block:
    return note(f"Not given or not asked for in this run: {', '.join(_missing(a))}.")


def provenance_section(a: Assessment) -> Section:
    """Everything that is needed to run it again."""
    v = a.provenance
    tolerances = f"{significant(v.relative_tolerance, 1)} relative, {significant(v.absolute_tolerance, 1)} absolute"
    pairs = (
        ("Software", words(v.software)),
        ("Model", words(v.model)),
        ("Model hash", words(Span(v.model_hash, "code"))),
        ("Evidence hash", words(Span(v.evidence_hash, "code"))),
        ("Seed", words(Span(str(v.seed), "code"))),
        ("Solver", words(f"{v.solver}; tolerances {tolerances}")),
        ("Made", words(v.created)),
        ("Machine", words(f"Python {v.python}, {v.platform}")),
    )
    lead = note("With the same software, model, evidence, profile and seed this report can be made again.")
    return Section("provenance", "Provenance", (lead, Facts(pairs, "rows")))


def data_section(tables: Iterable[tuple[str, str]]) -> Section:
    """Names of the tables that come with the report.

    Parameters
    ----------
    tables : name and description of each.
    """
    items = tuple(words(Span(name, "code"), f"  {about}") for name, about in tables)
    lead = said(
        "The numbers behind this report with full precision, as CSV: in the folder tables beside it, and attached to "
        "the PDF."
    )
    return Section("data", "Raw tables", (lead, Bullets(items)), short="Raw tables")


def references_section(a: Assessment) -> Section:
    """All sources that the report names."""
    items = tuple(words(quoted(source)) for source in standing.sources(a))
    return Section("references", "References", (Bullets(items, ordered=True, style="references"),))
