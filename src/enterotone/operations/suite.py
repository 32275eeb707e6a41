"""Run the semantic test suite of SBML and say how every case ends.

A case is a document, settings and the right course. It passes when every number is within the case's own tolerances:
``|found - right| <= absolute + relative * |right|``. A case is refused when the document uses a feature that
`enterotone.sbml.refuse.FEATURES` names. Anything else is wrong: another number, a failed run, an error that names no
feature.

References
----------
SBML Test Suite, https://github.com/sbmlteam/sbml-test-suite. Cases are read from its archive, which is no part of
this project.
"""

from __future__ import annotations

import csv
import io
import re
import tarfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from enterotone.errors import EnterotoneError, FormatError, SbmlError
from enterotone.operations.run_sbml import SbmlRun, course_of, listed
from enterotone.sbml.refuse import FEATURES, refused_feature

__all__ = ["PAGE_COMMAND", "Case", "Verdict", "judge", "read_cases", "run_suite", "support_page"]

Floats = NDArray[np.float64]

#: How the page is made, printed on it.
PAGE_COMMAND = (
    "python benchmarks/sbml_suite.py sbml-test-suite-semantic-dev.tar.xz --page docs/reference/sbml-support.md"
)

_FILE = re.compile(r"(?:^|/)(\d{5})-(sbml-(l\dv\d)\.xml|settings\.txt|results\.csv)$")


@dataclass(frozen=True)
class Case:
    """One case of the suite.

    Parameters
    ----------
    number : five digits.
    documents : level and version, e.g. ``l3v2`` -> SBML as text.
    settings : by key, as in the settings file.
    ids : columns of the right course.
    right : the right course, shape (time, SId); a flux balance case has one row.
    """

    number: str
    documents: Mapping[str, str]
    settings: Mapping[str, str]
    ids: tuple[str, ...]
    right: Floats

    @property
    def newest(self) -> str:
        """The highest level and version that the case is written in."""
        return max(self.documents)

    @property
    def request(self) -> SbmlRun:
        return SbmlRun(
            start=float(self.settings.get("start") or 0.0),
            duration=float(self.settings.get("duration") or 0.0),
            steps=int(self.settings.get("steps") or 1),
            absolute=float(self.settings["absolute"]),
            relative=float(self.settings["relative"]),
            variables=self.ids,
            amounts=listed(self.settings.get("amount", "")),
            concentrations=listed(self.settings.get("concentration", "")),
        )


@dataclass(frozen=True)
class Verdict:
    """How a case ended: passed, refused for a feature, or wrong for a reason."""

    number: str
    level: str
    refused: str = ""
    wrong: str = ""

    @property
    def is_passed(self) -> bool:
        return not self.refused and not self.wrong


def read_cases(archive: Path, wanted: Callable[[int], bool] | None = None) -> Iterator[Case]:
    """Read cases from the archive of the suite.

    Parameters
    ----------
    archive : tar file, packed or not.
    wanted : of the place of a case, counted from 0 in the order of numbers; None for all.

    Raises
    ------
    FormatError
        If the archive cannot be read or holds no case.
    """
    parts: dict[str, dict[str, str]] = {}
    try:
        with tarfile.open(archive) as tar:
            for member in tar:
                found = _FILE.search(member.name)
                stream = tar.extractfile(member) if found else None
                if found and stream:
                    parts.setdefault(found[1], {})[found[3] or found[2]] = stream.read().decode("utf-8-sig")
    except (OSError, tarfile.TarError, UnicodeDecodeError) as error:
        raise FormatError(f"{archive}: cannot be read as the archive of the SBML test suite: {error}.") from error
    if not parts:
        raise FormatError(f"{archive}: holds no file such as 00001-sbml-l3v2.xml; expected the SBML test suite.")
    for place, number in enumerate(sorted(parts)):
        if wanted is None or wanted(place):
            yield _case(number, parts[number])


def _case(number: str, files: dict[str, str]) -> Case:
    pairs = (line.split(":", 1) for line in files.pop("settings.txt").splitlines() if ":" in line)
    head, *rows = list(csv.reader(io.StringIO(files.pop("results.csv"))))
    right = np.array([[float(text) for text in row] for row in rows if row])
    ids = tuple(name.strip() for name in head)
    # A flux balance case has no column of times.
    first = int(ids[0].lower() == "time")
    settings = {key.strip(): value.strip() for key, value in pairs}
    return Case(number, files, settings, ids[first:], right[:, first:])


def judge(case: Case, level: str = "") -> Verdict:
    """Run one case.

    Parameters
    ----------
    case : the case.
    level : which of its documents; empty for the newest.
    """
    level = level or case.newest
    try:
        _, found = course_of(case.documents[level], case.request)
    except SbmlError as error:
        feature = refused_feature(error)
        return Verdict(case.number, level, feature, "" if feature else str(error))
    except EnterotoneError as error:
        return Verdict(case.number, level, wrong=str(error))
    return Verdict(case.number, level, wrong=_difference(case, found))


def _difference(case: Case, found: Floats) -> str:
    right = case.right
    if found.shape != right.shape:
        return f"{found.shape} numbers, expected {right.shape}"
    request = case.request
    same = (found == right) | (np.isnan(found) & np.isnan(right))
    with np.errstate(invalid="ignore"):
        same |= np.abs(found - right) <= request.absolute + request.relative * np.abs(right)
    if same.all():
        return ""
    row, column = np.argwhere(~same)[0]
    return (
        f"{np.count_nonzero(~same)} numbers; first {case.ids[column]} at output {row}: "
        f"{found[row, column]!r}, expected {right[row, column]!r}"
    )


def run_suite(
    cases: Iterable[Case], every_level: bool = False, progress: Callable[[Verdict], None] | None = None
) -> list[Verdict]:
    """Run cases.

    Parameters
    ----------
    cases : from `read_cases`.
    every_level : True for every document of a case, False for the newest alone.
    progress : called with each verdict.
    """
    verdicts = []
    for case in cases:
        for level in sorted(case.documents) if every_level else [case.newest]:
            verdicts.append(judge(case, level))
            if progress is not None:
                progress(verdicts[-1])
    return verdicts


def support_page(verdicts: Iterable[Verdict]) -> str:
    """Write the page of the documentation.

    Parameters
    ----------
    verdicts : of all cases of the suite, one a case.
    """
    every = list(verdicts)
    refused = Counter(verdict.refused for verdict in every if verdict.refused)
    n_wrong = sum(1 for verdict in every if verdict.wrong)
    n_passed = sum(1 for verdict in every if verdict.is_passed)
    rows = [f"| {feature} | {remedy} | {refused[feature]} |" for feature, remedy in FEATURES.items()]
    return "\n".join(
        [
            *_PAGE_HEAD,
            "| end | cases |",
            "|---|---|",
            f"| passed | {n_passed} |",
            f"| refused by name | {sum(refused.values())} |",
            f"| wrong | {n_wrong} |",
            f"| all | {len(every)} |",
            "",
            "## Refused",
            "A document that uses one of these is refused before it runs, by the name in the first column.",
            "",
            "| feature | way out | cases |",
            "|---|---|---|",
            *rows,
            "",
        ]
    )


_PAGE_HEAD = (
    "# SBML support",
    "<!-- Written by benchmarks/sbml_suite.py; change it there. -->",
    "",
    "The engine takes SBML Level 2 and 3 core, and Level 1 through libSBML: compartments of fixed and variable size,",
    "species as amounts and concentrations, boundary and constant species, conversion factors, coefficients that are",
    "numbers, formulas, rule-driven or set by events, local parameters, function definitions, initial assignments,",
    "assignment and rate rules, events (delays, priorities, persistent or not, initial value, values from trigger or",
    "execution), and every operator but `delay`, `rateOf` included. Models made of sub-models (package `comp`) are",
    "flattened.",
    "",
    "Where SBML leaves the order of events of equal priority to chance, a lot is drawn that falls alike in every run;",
    "events without a priority come last, in the order of the document.",
    "",
    "## The semantic test suite",
    "Every case of the suite in its newest level and version, at the case's own tolerances:",
    "",
    "```",
    PAGE_COMMAND,
    "```",
    "",
)
