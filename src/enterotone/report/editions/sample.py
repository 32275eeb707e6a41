"""The microbiota in the professional edition: groups, capacities, diversity, position, every taxon."""

from __future__ import annotations

from enterotone.assessment.extras import Position
from enterotone.assessment.result import Assessment, CapacityShare, GroupShare, TaxonShare
from enterotone.report.editions.blocks import (
    Block,
    Bullets,
    Column,
    Details,
    Facts,
    Figure,
    Key,
    Part,
    Row,
    Section,
    Span,
    Table,
    drawn,
    words,
)
from enterotone.report.editions.signs import COUNTED, DRAW, DRAWN, OTHER, PERSON, REFERENCE
from enterotone.report.editions.spans import interval, note, quoted, said, seen, text
from enterotone.report.figures.axis import Axis
from enterotone.report.figures.groups import group_axis, group_picture, ruler_picture
from enterotone.report.figures.scatter import SIZE, scatter_picture
from enterotone.report.figures.strip import share_picture
from enterotone.report.number import fixed, percent, percent_span, significant, span
from enterotone.report.symbol import typeset
from enterotone.report.wording import sentence

__all__ = ["microbiota_section", "taxa_section"]

_ROW = (240.0, 62.0)
_STRIP = (90.0, 8.0)
_FIRST = 12


def microbiota_section(a: Assessment) -> Section:
    """What the sample holds, as groups, capacities and diversity."""
    m = a.microbiota
    names = {"above": "order or above"}
    ranks = "; ".join(f"{percent(x)} by {names.get(rank, rank)}" for rank, x in m.recognised_by_rank.items() if x)
    n = len(m.unrecognised)
    rest = f" The rest, {n} {'taxon' if n == 1 else 'taxa'}, is listed with the taxa." if n else ""
    blocks: list[Block] = [
        said(sentence("evidence-limits")),
        said(
            "Recognised: ",
            Span(percent(m.recognised), "strong"),
            f" of the named part{f' ({ranks})' if ranks else ''}.{rest}",
        ),
    ]
    if m.groups:
        blocks.append(Part("Functional groups", _groups(a)))
    if m.capacities:
        blocks.append(Part("Functional capacities", _capacities(m.capacities)))
    blocks.append(_diversity(a))
    return Section("microbiota", "Microbiota", tuple(blocks))


def _groups(a: Assessment) -> tuple[Block, ...]:
    axis = group_axis(a.microbiota.groups)
    columns = (
        Column("Group", 0.2),
        Column("Share, % (square-root axis)", 0.36, picture=drawn(ruler_picture(axis), _ROW[0], 20)),
        Column("Counted", 0.09, "right"),
        Column("With error", 0.12, "right"),
        Column("Simulated", 0.12, "right"),
        Column("Average", 0.11, "right"),
    )
    key = Key(
        (
            (COUNTED, "counted in the file"),
            (DRAWN, "with its error: sampling, platform, day to day"),
            (PERSON, "simulated, distal colon"),
            (REFERENCE, "average microbiota"),
        )
    )
    rows = tuple(_group(group, axis) for group in a.microbiota.groups)
    caption = "Share of each functional group in the recognised part of the sample, in per cent"
    return key, Table(caption, columns, rows)


def _group(g: GroupShare, axis: Axis) -> Row:
    cells = (
        text(typeset(g.name), Span(typeset(g.plain), "sub")),
        seen(drawn(group_picture(g, axis), *_ROW)),
        text(percent(g.observed, 2, symbol=False)),
        *(
            text(interval(name, value, percent_span(value)))
            for name, value in (("drawn", g.drawn), ("simulated", g.simulated), ("reference", g.reference))
        ),
    )
    return Row(cells, of=f"group:{g.id}")


def _capacities(found: tuple[CapacityShare, ...]) -> tuple[Block, ...]:
    columns = (
        Column("Capacity", 0.27),
        Column("Times the average", 0.15, "right"),
        Column("Counted", 0.1, "right"),
        Column("Carried mostly by", 0.28),
        Column("Traits from", 0.2),
    )
    rows = tuple(
        Row(
            (
                text(typeset(c.name)),
                text(interval("drawn", c.drawn, span(c.drawn))),
                text(significant(c.counted, 2)),
                text(quoted(", ".join(c.carriers))) if c.carriers else text("no taxon of the sample"),
                text(
                    quoted(", ".join(c.sources)) if c.sources else "–",
                    Span("" if c.is_checked else "partly recalled", "sub") if not c.is_checked else "",
                ),
            ),
            of=f"capacity:{c.id}",
        )
        for c in found
    )
    remark = note(
        "Trait times biomass per recognised biomass, relative to the average microbiota, with the error of sample and "
        "traits. A capacity is what the microbes could do, not what they did. Traits are guessed from names unless "
        "genes were given; keys of sources are written out under References."
    )
    return Table("Capacities relative to the average microbiota", columns, rows), remark


def _diversity(a: Assessment) -> Part:
    m, place = a.microbiota, a.position
    facts = Facts(
        (
            ("Richness (taxa present)", words(str(m.richness))),
            ("Shannon index (natural logarithm)", words(fixed(m.shannon, 2))),
            *(
                (
                    ("Richness, percentile", words(fixed(place.richness, 0))),
                    ("Shannon index, percentile", words(fixed(place.shannon, 0))),
                    ("Evenness, percentile", words(fixed(place.evenness, 0))),
                    ("Distance from the middle, percentile", words(fixed(place.distance_percentile, 0))),
                )
                if place
                else ()
            ),
        )
    )
    blocks: list[Block] = [said(sentence("diversity")), facts]
    if place:
        blocks += _map(place)
    return Part("Diversity and position", tuple(blocks))


def _map(place: Position) -> list[Block]:
    key = Key(
        (
            (COUNTED, "this sample"),
            (DRAW, "draws of its true composition"),
            (OTHER, f"{len(place.reference)} reference samples"),
        )
    )
    caption = words(
        f"Aitchison distances over common genera, on their first two axes. {place.note.rstrip('.')}. Percentiles count "
        "the reference samples below this one; nothing follows from a place near the edge but that the sample is "
        "unlike the reference, or was read otherwise."
    )
    title = words("Place among reference samples")
    return [key, Figure(drawn(scatter_picture(place), *SIZE), title, caption, share=0.72)]


def taxa_section(a: Assessment) -> Section:
    """Every taxon as it was written and as it was understood."""
    taxa = sorted(a.microbiota.taxa, key=lambda taxon: -taxon.share)
    unknown = sorted(a.microbiota.unrecognised, key=lambda taxon: -taxon.share)
    blocks: list[Block] = []
    if taxa:
        blocks.append(_taxa("The largest taxa, as written and as understood", taxa[:_FIRST], taxa[0].share))
    if taxa[_FIRST:]:
        n = len(taxa) - _FIRST
        rest = _taxa("The other recognised taxa", taxa[_FIRST:], taxa[0].share)
        blocks.append(Details(f"The other {n} recognised {'taxon' if n == 1 else 'taxa'}", (rest,)))
    if unknown:
        n = len(unknown)
        share = percent(sum(taxon.share for taxon in unknown))
        items = tuple(words(quoted(t.name), Span(f" {percent(t.share, 2)}", "quiet")) for t in unknown)
        title = f"Not recognised: {n} {'taxon' if n == 1 else 'taxa'}, {share} of the sample"
        blocks.append(Details(title, (Bullets(items, style="many"),)))
    else:
        blocks.append(note("Every taxon of the sample was recognised."))
    return Section("taxa", "All taxa", tuple(blocks), short="Taxa")


def _taxa(caption: str, taxa: list[TaxonShare], largest: float) -> Table:
    columns = (
        Column("As written", 0.33),
        Column("Understood as", 0.25),
        Column("Functional group", 0.2),
        Column("", 0.12),
        Column("Share", 0.1, "right"),
    )
    rows = tuple(
        Row(
            (
                text(quoted(t.name)),
                text(quoted(t.resolved or "–"), Span(f" {t.rank}", "quiet")),
                text(t.group or "–"),
                seen(drawn(share_picture(t.share, largest), *_STRIP)),
                text(percent(t.share, 2)),
            )
        )
        for t in taxa
    )
    return Table(caption, columns, rows)
