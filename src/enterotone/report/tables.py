"""The assessment for programs (JSON-ready) and for the terminal (a table).

The idea: the JSON is the contract's dataclasses as they are, field by field, with full precision; it says
the same as the report, which rounds. The individuals themselves are left out: they are a table of their
own, and too large for a document.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any

from enterotone.assessment.result import Assessment, Readout
from enterotone.report.clean import clean
from enterotone.report.number import SPACE, change_span, percent, span, unit_symbol
from enterotone.report.summary import by_group

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["assessment_to_dict", "readout_table"]

_LEFT_OUT = {"individuals"}
_VERDICT_STYLE = {"higher": "bold blue", "lower": "bold yellow"}
_VERDICT_MARK = {"higher": "▲", "lower": "▼"}


def assessment_to_dict(assessment: Assessment) -> dict[str, Any]:
    """Give an assessment as dictionaries, lists, text, numbers and None, ready for ``json.dumps``.

    Parameters
    ----------
    assessment : the assessment; ``individuals`` is left out.

    Returns
    -------
    dict
        Field names as in ``assessment/result.py``. Numbers that are not finite become None, because JSON
        has no word for them.
    """
    return {f.name: _plain(getattr(assessment, f.name)) for f in fields(assessment) if f.name not in _LEFT_OUT}


def _plain(value: object) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, Sequence):
        return [_plain(item) for item in value]
    # Numbers of numpy know how to become Python's own.
    item = getattr(value, "item", None)
    number = item() if callable(item) else value
    if isinstance(number, float):
        return number if math.isfinite(number) else None
    if isinstance(number, bool | int):
        return number
    return str(number)


def readout_table(assessment: Assessment) -> Table:
    """Lay the readouts out for a terminal.

    Parameters
    ----------
    assessment : the assessment.

    Returns
    -------
    rich.table.Table
        One row a readout, a section a group; print it with a ``rich.console.Console``.
    """
    from rich.table import Table
    from rich.text import Text

    sample = clean(assessment.microbiota.profile.sample)
    table = Table(
        title=Text(f"Simulated readouts of {sample}, {assessment.n_used} individuals"),
        caption=Text("Median and 90 % interval of the simulated individuals. Simulated, not measured; no diagnosis."),
        title_justify="left",
        caption_justify="left",
    )
    for heading in ("Readout", "Unit"):
        table.add_column(heading, overflow="fold")
    for heading in ("This profile", "Average microbiota", "Change, %"):
        table.add_column(heading, justify="right")
    table.add_column("Higher in", justify="right")
    for heading in ("Verdict", "Evidence"):
        table.add_column(heading)
    for group, members in by_group(assessment).items():
        table.add_row(Text(clean(group), style="bold"), *[""] * 7)
        for readout in members:
            table.add_row(*(Text(cell, style=style) for cell, style in _cells(readout)))
        table.add_section()
    return table


def _cells(readout: Readout) -> list[tuple[str, str]]:
    spans = [span(readout.person), span(readout.reference), change_span(readout.change)]
    numbers = [f"{s.median}{SPACE}({s.range})" for s in spans]
    mark = _VERDICT_MARK.get(readout.verdict, "?")
    return [
        (f"  {clean(readout.name)}", ""),
        (unit_symbol(readout.unit), "dim"),
        *((number, "") for number in numbers),
        (percent(readout.share_higher, 2), ""),
        (f"{mark} {readout.verdict}", _VERDICT_STYLE.get(readout.verdict, "dim")),
        (readout.grade, ""),
    ]
