"""Examine claims: run their experiments on one population, and put the model's verdict beside the literature's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from enterotone.qualification.claim import Claim
from enterotone.qualification.claim_result import ClaimRow, ReadingRow
from enterotone.qualification.claim_verdict import UNTESTED, VERDICTS, of_claim, of_reading
from enterotone.qualification.clinic import Bench
from enterotone.qualification.result import Row
from enterotone.qualification.run import run_experiments

__all__ = ["effect_words", "examine", "in_words", "published_words"]

Progress = Callable[[str, int, int], None]

#: Relative effects below this are written as 0.
_NOTHING = 5e-4


def examine(claims: Sequence[Claim], bench: Bench, progress: Progress | None = None) -> tuple[ClaimRow, ...]:
    """Run and judge claims, in their order.

    Parameters
    ----------
    claims : what to examine; all their experiments share the clinics and the baselines of the bench.
    bench : the population.
    progress : called with a word, experiments done, all.

    Raises
    ------
    FormatError
        If a file asks for something that makes no sense, whatever the model holds.
    """
    experiments = [experiment for claim in claims for experiment in claim.runs]
    rows = run_experiments(experiments, bench, progress)
    of_experiment: dict[str, list[Row]] = {}
    for row in rows:
        of_experiment.setdefault(row.experiment, []).append(row)
    return tuple(
        _judged(claim, [row for experiment in claim.runs for row in of_experiment[experiment.id]]) for claim in claims
    )


def _judged(claim: Claim, rows: Sequence[Row]) -> ClaimRow:
    if claim.checked_by:
        why = f"A statement about this software and not about the body: {claim.checked_by} checks it. {claim.mechanism}"
        return ClaimRow(claim, UNTESTED, None, (), why)
    readings = tuple(
        ReadingRow(row, of_reading(row, reading.null), reading.decides)
        for row, (_, reading) in zip(rows, claim.readings, strict=True)
    )
    verdict, lead = of_claim([(each.row, each.verdict) for each in readings if each.decides])
    return ClaimRow(claim, verdict, lead, readings, _why(claim, verdict, lead, readings))


def _why(claim: Claim, verdict: str, lead: Row | None, readings: Sequence[ReadingRow]) -> str:
    if lead is None:
        return claim.mechanism
    if verdict == UNTESTED:
        return f"{lead.explanation} {claim.mechanism}"
    decisive = [each for each in readings if each.decides]
    parts = [f"{lead.title}: {in_words(lead)}."]
    if len(decisive) > 1:
        counts = Counter(each.verdict for each in decisive)
        told = ", ".join(f"{counts[name]} {name}" for name in VERDICTS if counts[name])
        parts.append(f"Of {len(decisive)} readings that decide: {told}.")
    return " ".join([*parts, claim.mechanism])


def effect_words(row: Row) -> str:
    """Write effect and interval of a reading; nothing where it could not be run.

    Parameters
    ----------
    row : the reading.
    """
    if row.predicted is None:
        return ""
    return f"{_short(row, row.predicted)}{_unit(row)} ({_short(row, row.low)} to {_short(row, row.high)})"


def published_words(row: Row) -> str:
    """Write what was published for a reading; nothing where it says what the model lacks.

    Parameters
    ----------
    row : the reading.
    """
    if row.published is None:
        return {"up": "a rise", "down": "a fall"}.get(row.sign, "")
    reach = f"{_short(row, row.published_low)} to {_short(row, row.published_high)}"
    return f"{_short(row, row.published)}{_unit(row)} ({reach})"


def in_words(row: Row) -> str:
    """Write effect, interval and what was published.

    Parameters
    ----------
    row : a reading that could be run.
    """
    many = "trials" if row.contrast == "standardised difference" else "individuals"
    return f"{effect_words(row).replace(' (', f' (90 % of {many} ', 1)}, published {published_words(row)}"


def _unit(row: Row) -> str:
    kind = {"ratio": " times", "standardised difference": " standard deviations"}
    return kind.get(row.contrast, f" {row.unit}" if row.unit else "")


def _short(row: Row, value: float | None) -> str:
    if value is None:
        return "n/a"
    # What is relative has a size that means nothing; a level may be small in its unit.
    if row.contrast in {"percent change", "ratio", "standardised difference"} and abs(value) < _NOTHING:
        return "0"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
