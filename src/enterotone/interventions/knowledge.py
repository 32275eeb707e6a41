"""What is known of an intervention beside its mechanism: kind, grade, risk, studied doses, and what trials found.

The idea: the model says what its mechanisms give, trials say what was seen, and the two stand side by side, never in
one number. So rows of the table that are knowledge, not equations, are split off before an intervention is built:

``studied_<id>``
    The usual dose in trials, with the lowest and highest that were studied.
``trial_<anything>``
    An effect that a trial found, with its 90 or 95 % interval; equal bounds say that none was read. Its ``name`` is
    the outcome in words; its ``note`` has ``key: value`` parts between bars: ``readout`` (the model's readout nearest
    to it, or ``none``), ``population``, ``n``, ``weeks``, ``design``; ``dose`` and ``remark`` if there is something to
    say.

The file of equations may say ``KIND``, ``GRADE``, ``RISK`` and ``LIMITS``; what is silent counts as a medicine whose
use belongs to a professional.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

from enterotone.errors import EvidenceError
from enterotone.evidence.table import EvidenceTable, Parameter
from enterotone.units import factor_to

__all__ = ["GRADES", "KINDS", "RISKS", "Knowledge", "Trial", "dose_warning", "known_of", "split"]

KINDS = (
    "diet",
    "food",
    "fibre",
    "fermented food",
    "probiotic",
    "stress",
    "sleep",
    "exercise",
    "condition",
    "medicine",
    "challenge",
)
GRADES = ("strong", "moderate", "weak", "contested")
#: low: an everyday option; advice: not without a professional; medicine: never an option of a report.
RISKS = ("low", "advice", "medicine")
_STUDIED = "studied_"
_TRIAL = "trial_"
_KEYS = ("readout", "population", "n", "weeks", "design", "dose", "remark")
_NEEDED = _KEYS[:5]


@dataclass(frozen=True)
class Trial:
    """An effect that a trial or a pooled analysis found.

    Parameters
    ----------
    effect : its row: outcome in words, value, interval, unit, source.
    readout : id of the model's readout nearest to it, or ``none``.
    population, n, weeks, design : of the trial, in words.
    dose, remark : what was given, and what to mind; may be empty.
    """

    effect: Parameter
    readout: str
    population: str
    n: str
    weeks: str
    design: str
    dose: str = ""
    remark: str = ""


@dataclass(frozen=True)
class Knowledge:
    """What is known of an intervention beside its mechanism.

    Parameters
    ----------
    kind : one of `KINDS`.
    grade : one of `GRADES`: how well the evidence carries the effect it is known for.
    risk : one of `RISKS`.
    limits : what it leaves out or what to mind, a sentence each.
    studied : usual dose with the studied range, or None.
    trials : what trials found.
    """

    kind: str = "medicine"
    grade: str = "moderate"
    risk: str = "medicine"
    limits: tuple[str, ...] = ()
    studied: Parameter | None = None
    trials: tuple[Trial, ...] = ()


def split(table: EvidenceTable) -> tuple[EvidenceTable, EvidenceTable]:
    """Part a table into the numbers of the equations and the rows of knowledge.

    Parameters
    ----------
    table : of an intervention.
    """
    known = {name: row for name, row in table.items() if name.startswith((_STUDIED, _TRIAL))}
    rest = {name: row for name, row in table.items() if name not in known}
    return EvidenceTable(table.path, rest, table.digest), EvidenceTable(table.path, known, table.digest)


def known_of(module: ModuleType, rows: EvidenceTable) -> Knowledge:
    """Collect what is known.

    Parameters
    ----------
    module : the file of equations.
    rows : rows of knowledge, from `split`.

    Raises
    ------
    EvidenceError
        If a word is none of the known ones, or the note of a trial lacks a key.
    """
    found = Knowledge()
    kind, grade = getattr(module, "KIND", found.kind), getattr(module, "GRADE", found.grade)
    risk = getattr(module, "RISK", found.risk)
    for word, known in ((kind, KINDS), (grade, GRADES), (risk, RISKS)):
        if word not in known:
            raise EvidenceError(f"{module.__name__}: found '{word}'; expected one of {', '.join(known)}.")
    studied = [row for name, row in rows.items() if name.startswith(_STUDIED)]
    if len(studied) > 1:
        raise EvidenceError(f"{rows.path}: '{studied[1].id}' is a second studied dose; keep one.")
    trials = tuple(_trial(rows.path, row) for name, row in rows.items() if name.startswith(_TRIAL))
    return Knowledge(kind, grade, risk, tuple(getattr(module, "LIMITS", ())), next(iter(studied), None), trials)


def _trial(path: str, row: Parameter) -> Trial:
    parts: dict[str, str] = {}
    for piece in row.note.split("|"):
        key, colon, value = piece.partition(":")
        if not colon or key.strip() not in _KEYS:
            raise EvidenceError(f"{path}, {row.id}, note: found '{piece.strip()}'; expected keys {', '.join(_KEYS)}.")
        parts[key.strip()] = value.strip()
    lacking = [key for key in _NEEDED if not parts.get(key)]
    if lacking:
        raise EvidenceError(f"{path}, {row.id}, note: lacks {', '.join(lacking)}; write 'none' where there is nothing.")
    return Trial(row, **parts)


def dose_warning(known: Knowledge, value: float) -> str:
    """Say that a dose lies outside what trials studied; nothing to say gives an empty text.

    Parameters
    ----------
    known : of the intervention.
    value : dose or level in canonical units; 0 is no dose and never warned of.
    """
    row = known.studied
    if row is None or value <= 0:
        return ""
    _, low, high = row.canonical
    # Conversions round in the last digits; a dose at the edge of what was studied was studied.
    if low * (1 - 1e-9) <= value <= high * (1 + 1e-9):
        return ""
    unit = "" if row.unit == "dimensionless" else f" {row.unit}"
    side = "above" if value > high else "below"
    return (
        f"{value * factor_to(row.unit):.3g}{unit} is {side} what trials studied "
        f"({row.low:.3g} to {row.high:.3g}{unit}); nothing was measured there, so the model is alone."
    )
