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

__all__ = ["examine", "in_words"]

Progress = Callable[[str, int, int], None]


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


def in_words(row: Row) -> str:
    """Write effect, interval and what was published.

    Parameters
    ----------
    row : a reading that could be run.
    """
    unit = f" {row.unit}" if row.unit and row.unit != "%" else row.unit
    kind = {"ratio": " times", "standardised difference": " standard deviations"}.get(row.contrast, unit)
    many = "trials" if row.contrast == "standardised difference" else "individuals"
    model = f"{_short(row.predicted)}{kind} (90 % of {many} {_short(row.low)} to {_short(row.high)})"
    if row.published is None:
        return f"{model}, published as {'a rise' if row.sign == 'up' else 'a fall'}"
    reach = f"{_short(row.published_low)} to {_short(row.published_high)}"
    return f"{model}, published {_short(row.published)}{kind} ({reach})"


def _short(value: float | None) -> str:
    if value is None:
        return "n/a"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"
