"""The pages: well formed, self-contained, safe, complete, and equal to the JSON in their numbers."""

from __future__ import annotations

import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pytest

from enterotone.assessment.result import Assessment, Interval, LabUse
from enterotone.report import assessment_to_dict, render_html
from enterotone.report.editions import EDITIONS
from enterotone.report.editions.blocks import Document
from enterotone.report.editions.html import render_page
from enterotone.report.number import change_span, span
from enterotone.report.page import asset
from enterotone.report.wording import visible_text

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class Page(HTMLParser):
    """Checks balance and remembers elements with their text and the readout they belong to."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.stack: list[str] = []
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.data: list[tuple[str, str, str, str]] = []
        self.rows: list[str | None] = []
        self.open: list[list[Any]] = []
        self.feed(html)
        self.close()
        assert self.stack == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(names) == len(set(names)), f"<{tag}> repeats an attribute"
        named = dict(attrs)
        self.elements.append((tag, named))
        if tag in VOID:
            return
        self.stack.append(tag)
        if tag == "tr":
            about, _, id = (named.get("data-of") or "").partition(":")
            self.rows.append(id if about == "readout" else None)
        if tag == "data" and self.rows and self.rows[-1]:
            self.open.append([self.rows[-1], named["data-field"], named["value"], ""])

    def handle_endtag(self, tag: str) -> None:
        assert tag not in VOID
        assert self.stack, f"</{tag}> closes nothing"
        assert self.stack.pop() == tag
        if tag == "tr":
            self.rows.pop()
        if tag == "data" and self.open:
            self.data.append(tuple(self.open.pop()))

    def handle_data(self, data: str) -> None:
        if self.open:
            self.open[-1][3] += data

    def find(self, tag: str) -> list[dict[str, str | None]]:
        return [named for name, named in self.elements if name == tag]


@pytest.fixture
def page(assessment: Assessment) -> Page:
    return Page(render_html(assessment))


def test_page_is_balanced_and_says_its_language(assessment: Assessment, page: Page) -> None:
    html = render_html(assessment)
    assert html.startswith("<!DOCTYPE html>")
    assert page.find("html") == [{"lang": "en-GB"}]
    assert {"charset": "utf-8"} in page.find("meta")


def test_page_loads_nothing(assessment: Assessment, page: Page) -> None:
    for tag, named in page.elements:
        for name in ("src", "href", "srcset", "action", "data", "poster", "xlink:href", "background"):
            assert not named.get(name) or named[name].startswith("#"), (tag, named)
        assert tag not in {"link", "iframe", "object", "embed", "base", "form"}
    html = render_html(assessment)
    assert "@import" not in html
    assert not re.search(r"url\(", html)
    policies = [m["content"] for m in page.find("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert len(policies) == 1
    assert policies[0].startswith("default-src 'none'")


def test_page_needs_no_script(page: Page) -> None:
    assert len(page.find("script")) == 1
    assert not any(name.startswith("on") for _, named in page.elements for name in named)
    # What only works with the script is hidden until the script shows it.
    assert all("hidden" in button for button in page.find("button"))


@pytest.mark.parametrize("edition", EDITIONS)
def test_malicious_names_stay_text(edition: str, full: Assessment, hostile: Assessment) -> None:
    html = render_html(hostile, edition)
    found, clean = Page(html), Page(render_html(full, edition))
    assert len(found.find("script")) == len(clean.find("script")) == 1
    assert not found.find("img")
    assert not any(name.startswith("on") for _, named in found.elements for name in named)
    assert "\x00" not in html
    assert "\u202e" not in html
    assert "<script>alert('x')</script>" in visible_text(html)
    assert "{{7*7}}" in visible_text(html)


def test_numbers_equal_the_json(assessment: Assessment, page: Page) -> None:
    data = {readout["id"]: readout for readout in assessment_to_dict(assessment)["readouts"]}
    seen: dict[str, set[str]] = {}
    for id, field, value, text in page.data:
        expected: Any = data[id]
        for part in field.split("."):
            expected = expected[int(part)] if part.isdigit() else expected[part]
        assert float(value) == expected, (id, field)
        assert text.strip()
        seen.setdefault(id, set()).add(field)
    wanted = {f"{who}.{what}" for who in ("person", "reference", "change") for what in ("median", "low", "high")}
    assert set(seen) == set(data)
    for id, fields in seen.items():
        ranged = {"human_range.0", "human_range.1"} if data[id]["human_range"] else set()
        assert fields == wanted | {"share_higher", "smallest_change"} | ranged


def test_shown_digits_are_those_of_the_number(assessment: Assessment, page: Page) -> None:
    shown = {(id, field): text for id, field, _, text in page.data}
    for readout in assessment.readouts:
        assert shown[readout.id, "person.median"] == span(readout.person).median
        assert shown[readout.id, "change.low"] == change_span(readout.change).low


def test_sections_stand_in_their_order(assessment: Assessment) -> None:
    html = render_html(assessment)
    ids = re.findall(r'<section id="([a-z-]+)"', html)
    assert ids[:6] == ["use", "short", "method", "person", "specimen", "readouts"]
    assert ids[6:] == [
        *("evidence", "microbiota", "taxa", "day", "ledger", "limits", "provenance", "data", "references"),
    ]


def test_headings_do_not_skip_levels(page: Page) -> None:
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_pictures_and_tables_are_announced(page: Page) -> None:
    for svg in page.find("svg"):
        if svg.get("class", "").startswith("fig-anchor"):
            continue
        assert svg.get("aria-hidden") == "true" or (svg.get("role") == "img" and svg.get("aria-label"))
    assert all(cell.get("scope") for cell in page.find("th"))
    assert len(page.find("caption")) == len(page.find("table"))


def test_links_within_the_page_lead_somewhere(page: Page) -> None:
    ids = [named["id"] for _, named in page.elements if named.get("id")]
    assert len(ids) == len(set(ids))
    targets = {a["href"].removeprefix("#") for a in page.find("a")}
    labels = {named["aria-labelledby"] for _, named in page.elements if named.get("aria-labelledby")}
    assert targets | labels <= set(ids)


def test_every_part_of_the_assessment_is_told(assessment: Assessment) -> None:
    text = visible_text(render_html(assessment))
    told = [t.name for t in (*assessment.microbiota.taxa, *assessment.microbiota.unrecognised)]
    told += [g.name for g in assessment.microbiota.groups]
    told += [c.name for c in assessment.day.courses]
    told += [x for f in assessment.ledger.flows for x in (f.source, f.target)]
    told += [w.parameter for w in assessment.weak_links]
    told += [*assessment.contested, *assessment.failures, *assessment.warnings, *assessment.microbiota.profile.warnings]
    told += [assessment.provenance.model_hash, assessment.provenance.evidence_hash, str(assessment.provenance.seed)]
    assert [words for words in told if words not in text] == []
    assert "17 January 2026" in text


def test_same_assessment_same_page(assessment: Assessment, assessment_named) -> None:
    assert render_html(assessment) == render_html(assessment_named())


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_extreme_makes_a_balanced_page(edition: str, documents: dict[tuple[str, str], Document]) -> None:
    for (_, kind), document in documents.items():
        if kind == edition:
            Page(render_page(document))


def test_colours_have_contrast_in_light_and_dark() -> None:
    """WCAG 2.2 criterion 1.4.3: 4.5 for text; 1.4.11: 3 for marks."""
    css = asset("report.css")
    blocks = re.findall(r":root \{([^}]*)\}", css)
    assert len(blocks) == 3
    for block in blocks:
        colour = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", block))
        for ink in ("ink", "quiet", "person", "low", "sign"):
            assert contrast(colour[ink], colour["page"]) >= 4.5, ink
        for panel in ("panel", "person-soft", "low-soft", "undecided-soft"):
            assert contrast(colour["quiet"], colour[panel]) >= 4.5, panel
        for panel in ("panel", "person-soft", "low-soft", "undecided-soft", "sign-soft", "human"):
            assert contrast(colour["ink"], colour[panel]) >= 4.5, panel
        assert contrast(colour["quiet"], colour["panel"]) >= 4.5
        for mark in ("person", "reference", "drawn", "low", "ink"):
            assert contrast(colour[mark], colour["page"]) >= 3, mark
        assert contrast(colour["person"], colour["human"]) >= 3
        assert contrast(colour["person"], colour["person-soft"]) >= 3


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[k : k + 2], 16) / 255 for k in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_import_is_light() -> None:
    code = (
        "import sys, enterotone.report; "
        "print([m for m in ('matplotlib', 'jinja2', 'rich', 'pandas', 'xarray', 'numpy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_measurements_are_shown_with_what_they_did(assessment: Assessment) -> None:
    assert 'id="labs"' not in render_html(assessment)
    before, after = Interval(41.2, 24.1, 71.3), Interval(47.4, 40.2, 58.6)
    lab = LabUse("plasma_tryptophan", "Plasma tryptophan", "umol/L", (46.0, 49.9), 0.1, True, before, after, 0.65, "x")
    html = render_html(replace(assessment, labs=(lab,), effective=16.3, lab_power=0.5))
    Page(html)
    section = html[html.index('<section id="labs"') :]
    section = section[: section.index("</section>")]
    assert [float(value) for value in re.findall(r'value="([\d.]+)"', section)] == [41.2, 24.1, 71.3, 47.4, 40.2, 58.6]
    text = visible_text(section)
    assert "46.0, 49.9" in text
    assert "the weight of 16.3" in text
    assert "were given 50" in text
