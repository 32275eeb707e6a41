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
from enterotone.report.number import SPACE, change_span, fixed, span
from enterotone.report.summary import by_group
from enterotone.report.symbol import typeset, unit_symbol

if TYPE_CHECKING:
    from rich.table import Table

    from enterotone.assessment.comparison import Change

__all__ = ["assessment_to_dict", "change_table", "readout_table"]

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
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    sample = clean(assessment.microbiota.profile.sample)
    table = Table(
        title=Text(f"Simulated readouts of {sample}, {assessment.n_used} individuals"),
        caption=Text("Median and 90 % interval of the simulated individuals. Simulated, not measured; no diagnosis."),
        title_justify="left",
        caption_justify="left",
        box=SIMPLE_HEAD,
    )
    # Fits 80 columns: the average microbiota itself stands in the report, the change against it here.
    table.add_column("Readout", min_width=16)
    for heading in ("This profile", "Change, %"):
        table.add_column(heading, justify="right", no_wrap=True)
    for heading in ("Verdict", "Evidence"):
        table.add_column(heading, no_wrap=True)
    for group, members in by_group(assessment).items():
        table.add_row(Text(clean(group), style="bold underline"), *[""] * 4)
        for readout in members:
            table.add_row(*(Text.assemble(*parts) for parts in _cells(readout)))
    return table


def _cells(readout: Readout) -> list[list[tuple[str, str]]]:
    """Cells of two lines each, as (text, style)."""
    spans = [span(readout.person), change_span(readout.change)]
    unit = unit_symbol(readout.unit)
    mark = _VERDICT_MARK.get(readout.verdict, "?")
    share = f"{fixed(100 * readout.share_higher, 0)}{SPACE}% higher"
    return [
        [(clean(typeset(readout.name)), ""), (unit and f", {unit}", "dim")],
        *([(s.median, "bold"), (f"\n{s.range}", "dim")] for s in spans),
        [(f"{mark} {readout.verdict}", _VERDICT_STYLE.get(readout.verdict, "")), (f"\n{share}", "dim")],
        [(readout.grade, "")],
    ]


def change_table(changes: Sequence[Change]) -> Table:
    """Lay the changes between two results out for a terminal.

    Parameters
    ----------
    changes : from `enterotone.assessment.comparison.compare`.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table
    from rich.text import Text

    table = Table(
        title=Text("Simulated readouts, before and after"),
        caption=Text(
            "Median and 90 % interval, with the error of both samples. Simulated, not measured; no diagnosis."
        ),
        title_justify="left",
        caption_justify="left",
        box=SIMPLE_HEAD,
    )
    table.add_column("Readout", min_width=16)
    for heading in ("Before", "After", "Change, %"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Verdict", max_width=15)
    for change in changes:
        unit = unit_symbol(change.unit)
        spans = [span(change.before), span(change.after), change_span(change.change)]
        table.add_row(
            Text.assemble((clean(typeset(change.name)), ""), (unit and f", {unit}", "dim")),
            *(Text.assemble((each.median, "bold"), (f"\n{each.range}", "dim")) for each in spans),
            Text(change.verdict, style=_VERDICT_STYLE.get(change.verdict, "")),
        )
    return table
