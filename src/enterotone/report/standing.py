"""What the answers rest on: counts of links by the kind of evidence, and the sources that were named.

The idea: the links are read from the readouts, where each ends with its species in brackets, and from the
list of weak links. Nothing is graded here; the grades come with the assessment.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from enterotone.assessment.result import Assessment
from enterotone.evidence.citation import citations

__all__ = ["GRADES", "Link", "Standing", "cited", "link_of", "sources", "standing"]

GRADES = ("strong", "moderate", "weak", "contested")
_PEOPLE = re.compile(r"\b(?:humans?|people|persons?|men|women)\b", re.IGNORECASE)
_BENCH = re.compile(r"\b(?:cells?|cell lines?|organoids?|tissue|genomes?|cultures?)\b", re.IGNORECASE)
_NOBODY = re.compile(r"\b(?:assumed|assumption|fitted|recalled)\b", re.IGNORECASE)
_CONSENSUS = "porcari2025"
"""The rules this report keeps: full profile, no Firmicutes ratio, limits stated."""
_PARTS = re.compile(r";\s*(?![^(]*\))")
_AUTHOR_YEAR = re.compile(r"([A-Z][\w'’-]+)(?: et al\.?)?,? (\d{4})\b.*")


@dataclass(frozen=True)
class Link:
    """A link in words, parted from its species (empty where none is named)."""

    words: str
    species: str

    @property
    def basis(self) -> str:
        """``people``, ``animals or cells``, or ``assumed`` where no species is named or the words say so."""
        if any(_PEOPLE.search(part) and not _BENCH.search(part) for part in self.species.split(",")):
            return "people"
        return "assumed" if not self.species or _NOBODY.search(self.species) else "animals or cells"


@dataclass(frozen=True)
class Standing:
    """Counts for the section on weak evidence.

    Parameters
    ----------
    by_grade : readouts per grade, in the order of `GRADES`; other grades behind.
    n_links : different links named by the readouts.
    n_animal : those shown in animals or cells only.
    n_assumed : those assumed or fitted, with no experiment named.
    """

    by_grade: tuple[tuple[str, int], ...]
    n_links: int
    n_animal: int
    n_assumed: int


def link_of(text: str) -> Link:
    """Part a link into its words and its species.

    Parameters
    ----------
    text : words ending with the species in brackets.

    Examples
    --------
    >>> link_of("SCFA raise TPH1 (mouse, cells)")
    Link(words='SCFA raise TPH1', species='mouse, cells')
    """
    match = re.fullmatch(r"(.*\S)\s*\(([^()]*)\)\s*", text, flags=re.DOTALL)
    return Link(match[1], match[2]) if match else Link(text, "")


def standing(assessment: Assessment) -> Standing:
    """Count links by the kind of their evidence.

    Parameters
    ----------
    assessment : the assessment.
    """
    counts = Counter(readout.grade for readout in assessment.readouts)
    order = [*GRADES, *sorted(set(counts) - set(GRADES))]
    links = {link_of(text) for readout in assessment.readouts for text in readout.rests_on}
    bases = Counter(link.basis for link in links)
    grades = tuple((grade, counts[grade]) for grade in order if counts[grade])
    return Standing(grades, len(links), bases["animals or cells"], bases["assumed"])


def sources(assessment: Assessment) -> tuple[str, ...]:
    """List every source that the report names, each once, in alphabetical order.

    Parameters
    ----------
    assessment : the assessment.

    Returns
    -------
    tuple of str
        Citations. A key of the project's reference list is written out; anything else stays as it is.
    """
    ranged = [readout.human_range_source for readout in assessment.readouts if readout.human_range is not None]
    named = {full for source in ranged for full in _written_out(source)}
    keys = [link.source for link in assessment.weak_links]
    keys += [source for capacity in assessment.microbiota.capacities for source in capacity.sources]
    keys += [trial.source for what_if in assessment.what_ifs if what_if.risk != "medicine" for trial in what_if.trials]
    named.update(full for key in (*keys, _CONSENSUS) for full in cited(key))
    return tuple(sorted(named - {""}, key=str.casefold))


def _written_out(source: str) -> Iterator[str]:
    """Sources of a published range: ``Joy 2008`` becomes the row ``joy2008`` of the reference list, if there is one."""
    parts = _PARTS.split(source.strip())
    keys = [f"{match[1].lower()}{match[2]}" if (match := _AUTHOR_YEAR.fullmatch(part)) else "" for part in parts]
    if not any(key in citations() for key in keys):
        yield source.strip()
        return
    for part, key in zip(parts, keys, strict=True):
        yield from cited(key) if key in citations() else (part,)


def cited(source: str) -> tuple[str, ...]:
    """Write out the source of a number.

    Parameters
    ----------
    source : one key of the reference list, several parted by commas, or a citation in words.

    Returns
    -------
    tuple of str
        Citations with DOI or PubMed number where known; nothing for ``assumption``.
    """
    known = citations()
    keys = [key.strip() for key in source.split(",")]
    if not all(key in known or key == "assumption" for key in keys):
        return (source.strip(),)
    found = [known[key] for key in keys if key != "assumption" and key in known]
    return tuple(". ".join([c.text.rstrip("."), *c.resources]) + "." for c in found)
