"""The answer in short: three to six sentences and three lists, made from the verdicts alone.

The idea: a reader who stops after the first screen has still been told how many readouts differ, which,
how many of the simulated individuals agree, and that for the others the model cannot tell. Nothing is
added up into a score, and readouts are named with their plain names.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from enterotone.assessment.result import Assessment, Readout

__all__ = ["VERDICTS", "Agreement", "Sentence", "agreement", "by_group", "by_verdict", "in_short"]

VERDICTS = ("higher", "lower", "cannot tell")
_NAMED = 3
_THIN = {"weak", "contested"}


@dataclass(frozen=True)
class Agreement:
    """A readout with the number of individuals that agree with its verdict.

    Parameters
    ----------
    n : individuals that are higher (verdict higher or cannot tell) or lower (verdict lower).
    of : individuals simulated.
    """

    readout: Readout
    n: int
    of: int


@dataclass(frozen=True)
class Sentence:
    """A sentence of the summary; `tone` is ``plain`` or ``undecided`` (to be set off by the page)."""

    text: str
    tone: str = "plain"


def agreement(readout: Readout, n_used: int) -> Agreement:
    """Count the individuals that agree with a verdict.

    Parameters
    ----------
    readout : the readout.
    n_used : individuals simulated.
    """
    share = 1 - readout.share_higher if readout.verdict == "lower" else readout.share_higher
    return Agreement(readout, round(share * n_used), n_used)


def by_group(assessment: Assessment) -> dict[str, list[Readout]]:
    """Sort the readouts under their headings, both in the order of the assessment.

    Parameters
    ----------
    assessment : the assessment.
    """
    groups: dict[str, list[Readout]] = {}
    for readout in assessment.readouts:
        groups.setdefault(readout.group, []).append(readout)
    return groups


def by_verdict(assessment: Assessment) -> dict[str, list[Agreement]]:
    """Sort the readouts into higher, lower and cannot tell, the most certain first.

    Parameters
    ----------
    assessment : the assessment; its verdicts are taken as they are.
    """
    lists: dict[str, list[Agreement]] = {verdict: [] for verdict in VERDICTS}
    for readout in assessment.readouts:
        lists.setdefault(readout.verdict, []).append(agreement(readout, assessment.n_used))
    for verdict in ("higher", "lower"):
        lists[verdict].sort(key=lambda found: -found.n)
    return lists


def in_short(assessment: Assessment) -> tuple[Sentence, ...]:
    """Write the summary.

    Parameters
    ----------
    assessment : the assessment.

    Returns
    -------
    tuple of Sentence
        Three to six sentences.
    """
    lists = by_verdict(assessment)
    found = lists["higher"] + lists["lower"]
    sentences = [
        Sentence(
            f"The model simulated {_individuals(assessment.n_used)} like this person, each once with this stool "
            "profile and once with an average microbiota, and compared the two."
        )
    ]
    if not found:
        sentences.append(_nothing(assessment))
    else:
        sentences += [_direction(verdict, lists[verdict]) for verdict in ("higher", "lower") if lists[verdict]]
        if lists["cannot tell"]:
            sentences.append(_undecided(lists["cannot tell"], len(assessment.readouts)))
        sentences.append(_standing([a.readout for a in found]))
    sentences.append(Sentence("All of these numbers are simulated; none of them is a laboratory result."))
    return tuple(sentences)


def _individuals(n: int) -> str:
    return f"{n:,} individual{'' if n == 1 else 's'}"


def _direction(verdict: str, found: Sequence[Agreement]) -> Sentence:
    named = [f"{_inside(a.readout.plain_name)} ({a.n} of {a.of} individuals agree)" for a in found[:1]]
    named += [f"{_inside(a.readout.plain_name)} ({a.n} of {a.of})" for a in found[1:_NAMED]]
    return Sentence(f"With this profile the model expects {verdict}: {_listed(named, len(found) - _NAMED)}.")


def _undecided(found: Sequence[Agreement], n_all: int) -> Sentence:
    named = [_inside(a.readout.plain_name) for a in found[:_NAMED]]
    rest = len(found) - _NAMED
    return Sentence(
        f"For {len(found)} of {n_all} readouts the model cannot tell: {_listed(named, rest)}.", tone="undecided"
    )


def _nothing(assessment: Assessment) -> Sentence:
    n = len(assessment.readouts)
    which = "in any of its readouts" if n != 1 else "in its one readout"
    return Sentence(
        f"The model cannot tell this profile and an average microbiota apart {which}"
        + (f" ({n} of {n})." if n > 1 else "."),
        tone="undecided",
    )


def _standing(readouts: Sequence[Readout]) -> Sentence:
    thin = sum(readout.grade in _THIN for readout in readouts)
    n = len(readouts)
    if n == 1:
        return Sentence(f"This difference rests on {readouts[0].grade} evidence at its weakest link.")
    if thin == 0:
        return Sentence(f"All {n} differences rest on moderate or strong evidence at their weakest links.")
    if thin == n:
        return Sentence(f"All {n} differences rest on weak or contested evidence at their weakest links.")
    verb, whose = ("rests", "its weakest link") if thin == 1 else ("rest", "their weakest links")
    return Sentence(f"{thin} of these {n} differences {verb} on weak or contested evidence at {whose}.")


def _inside(name: str) -> str:
    """Write a name inside a sentence: small first letter, unless it is an abbreviation."""
    return name[:1].lower() + name[1:] if len(name) > 1 and name[1].islower() else name


def _listed(names: Sequence[str], n_more: int) -> str:
    names = [*names, f"{n_more} more"] if n_more > 0 else list(names)
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
