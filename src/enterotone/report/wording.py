"""Words that a report must hold, and words that it must not.

The idea: `wording.tsv` is one list with a reason and a source for each entry. Required sentences are
printed from that list, so what is checked is what is read. Banned phrases are regular
expressions, looked for in the visible text of a page (attributes that are read aloud included), outside
of required sentences and outside of elements marked ``data-verbatim``: names that the user wrote,
citations, and notes quoted from evidence tables are not ours to reword.

It leaves out judging meaning: a sentence can mislead without using any listed word.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from importlib.resources import files

from enterotone.errors import EvidenceError, UnknownIdError, nearest

__all__ = ["Finding", "Rule", "banned", "check_text", "check_wording", "read_rules", "sentence", "visible_text"]

_COLUMNS = ["id", "rule", "edition", "text", "allowed", "reason", "source"]
_EDITIONS = ("professional", "consumer", "both")
_READ_ALOUD = ("aria-label", "alt", "title")
_SILENT = {"script", "style", "template"}
_INLINE = {"a", "abbr", "b", "bdi", "cite", "code", "data", "em", "i", "span", "strong", "sub", "sup", "time"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(frozen=True)
class Rule:
    """One row of the list.

    Parameters
    ----------
    rule : ``banned`` or ``required``.
    edition : ``professional``, ``consumer`` or ``both``: where it holds.
    text : regular expression when banned, sentence when required.
    allowed : regular expression of contexts in which the banned words may stand, or nothing.
    """

    id: str
    rule: str
    edition: str
    text: str
    allowed: str
    reason: str
    source: str


@dataclass(frozen=True)
class Finding:
    """A rule that a page breaks, with the words around the place (empty when a sentence is missing)."""

    rule: Rule
    context: str

    def __str__(self) -> str:
        if self.rule.rule == "required":
            return f"required sentence '{self.rule.id}' is missing: {self.rule.text}"
        return f"banned wording '{self.rule.id}' in '… {self.context} …': {self.rule.reason} ({self.rule.source})"


@lru_cache(maxsize=1)
def read_rules() -> tuple[Rule, ...]:
    """Read the list.

    Raises
    ------
    EvidenceError
        If the table's columns or a rule's kind is not what this module expects.
    """
    lines = files("enterotone.report").joinpath("wording.tsv").read_text(encoding="utf-8").splitlines()
    reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    if reader.fieldnames != _COLUMNS:
        raise EvidenceError(f"wording.tsv line 1: columns are {reader.fieldnames}; expected {_COLUMNS}.")
    rules = tuple(Rule(*(row[column] for column in _COLUMNS)) for row in reader)
    for number, rule in enumerate(rules, start=2):
        if rule.rule not in {"banned", "required"}:
            raise EvidenceError(f"wording.tsv line {number}: rule is '{rule.rule}'; expected banned or required.")
        if rule.edition not in _EDITIONS:
            raise EvidenceError(f"wording.tsv line {number}: edition is '{rule.edition}'; expected {_EDITIONS}.")
    return rules


def sentence(id: str) -> str:
    """Give a required sentence.

    Parameters
    ----------
    id : id of the row.

    Raises
    ------
    UnknownIdError
        If no required sentence has that id.
    """
    required = {rule.id: rule.text for rule in read_rules() if rule.rule == "required"}
    if id not in required:
        raise UnknownIdError(f"wording.tsv has no required sentence '{id}'. {nearest(id, required)}")
    return required[id]


class _Text(HTMLParser):
    """Collects what a reader sees or hears; remembers which depth opened a silent part."""

    def __init__(self, *, verbatim: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.verbatim = verbatim
        self.parts: list[str] = []
        self.depth = 0
        self.silent_from: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._part(tag)
        is_silent = tag in _SILENT or ("data-verbatim" in named and not self.verbatim)
        if self.silent_from is None and not is_silent:
            self.parts += [f" {named[name]} " for name in _READ_ALOUD if named.get(name)]
        if tag in _VOID:
            return
        if self.silent_from is None and is_silent:
            self.silent_from = self.depth
        self.depth += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self._part(tag)
        self.depth -= 1
        if self.silent_from is not None and self.depth <= self.silent_from:
            self.silent_from = None

    def _part(self, tag: str) -> None:
        """Words of two cells or paragraphs are not one word."""
        if tag not in _INLINE:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        if self.silent_from is None:
            self.parts.append(data)


def visible_text(html: str, *, verbatim: bool = True) -> str:
    """Give the text of a page with white space made even.

    Parameters
    ----------
    html : the page.
    verbatim : include what is marked ``data-verbatim``.
    """
    parser = _Text(verbatim=verbatim)
    parser.feed(html)
    parser.close()
    return _even("".join(parser.parts))


def _even(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("’", "'").replace("‘", "'")).strip()


def check_wording(html: str, edition: str = "professional") -> tuple[Finding, ...]:
    """Look for missing sentences and banned wording in a page.

    Parameters
    ----------
    html : the page.
    edition : ``professional`` or ``consumer``.

    Returns
    -------
    tuple of Finding
        Empty when the page keeps every rule.
    """
    return check_text(visible_text(html, verbatim=False), edition, everything=visible_text(html))


def check_text(ours: str, edition: str = "professional", *, everything: str | None = None) -> tuple[Finding, ...]:
    """Look for missing sentences and banned wording in plain text, e.g. of a PDF.

    Parameters
    ----------
    ours : text without what others wrote.
    edition : ``professional`` or ``consumer``.
    everything : text in which required sentences are looked for; the same text where it is not given.
    """
    whole = _even(everything if everything is not None else ours)
    return (
        *(Finding(rule, "") for rule in _required(edition) if _even(rule.text) not in whole),
        *banned(ours, edition),
    )


def banned(text: str, edition: str = "both") -> tuple[Finding, ...]:
    """Look for banned wording alone, in a text that is only part of a report.

    Parameters
    ----------
    text : any text that may be printed; required sentences in it are passed over.
    edition : ``professional``, ``consumer``, or ``both`` for the rules of either.
    """
    ours = _even(text)
    for rule in read_rules():
        if rule.rule == "required":
            ours = ours.replace(_even(rule.text), " ")
    return tuple(_findings(ours, edition))


def _required(edition: str) -> list[Rule]:
    return [rule for rule in read_rules() if rule.rule == "required" and rule.edition in (edition, "both")]


def _findings(ours: str, edition: str) -> Iterator[Finding]:
    for rule in read_rules():
        if rule.rule == "banned" and (edition == "both" or rule.edition in (edition, "both")):
            text = re.sub(rule.allowed, " ", ours, flags=re.IGNORECASE) if rule.allowed else ours
            for match in re.finditer(rule.text, text, flags=re.IGNORECASE):
                yield Finding(rule, text[max(match.start() - 40, 0) : match.end() + 40])
