"""Words that a report must hold, and words that it must not.

The idea: `wording.tsv` is one list with a reason and a source for each entry. Required sentences are
printed by the templates from that list, so what is checked is what is read. Banned phrases are regular
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

__all__ = ["Finding", "Rule", "check_wording", "read_rules", "sentence", "visible_text"]

_COLUMNS = ["id", "rule", "text", "reason", "source"]
_READ_ALOUD = ("aria-label", "alt", "title")
_SILENT = {"script", "style", "template"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(frozen=True)
class Rule:
    """One row of the list.

    Parameters
    ----------
    rule : ``banned`` or ``required``.
    text : regular expression when banned, sentence when required.
    """

    id: str
    rule: str
    text: str
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
        self.depth -= 1
        if self.silent_from is not None and self.depth <= self.silent_from:
            self.silent_from = None

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


def check_wording(html: str) -> tuple[Finding, ...]:
    """Look for missing sentences and banned wording in a page.

    Parameters
    ----------
    html : the page.

    Returns
    -------
    tuple of Finding
        Empty when the page keeps every rule.
    """
    return tuple(_findings(visible_text(html), visible_text(html, verbatim=False)))


def _findings(everything: str, ours: str) -> Iterator[Finding]:
    rules = read_rules()
    for rule in rules:
        if rule.rule == "required":
            if _even(rule.text) not in everything:
                yield Finding(rule, "")
            ours = ours.replace(_even(rule.text), " ")
    for rule in rules:
        if rule.rule == "banned":
            for match in re.finditer(rule.text, ours, flags=re.IGNORECASE):
                yield Finding(rule, ours[max(match.start() - 40, 0) : match.end() + 40])
