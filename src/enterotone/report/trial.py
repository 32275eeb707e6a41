"""A trial for programs, for the terminal and as one HTML page.

The idea: what the model gives and what trials found stand in two places and are never mixed into one number. Every
readout is in the table; the picture shows those that move.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from enterotone.population.interval import CANNOT_TELL, Interval
from enterotone.report.clean import clean
from enterotone.report.figures.effects import Line, Panel, effects_picture, legend_picture
from enterotone.report.page import asset, environment
from enterotone.trial.effect import ArmEffect
from enterotone.trial.outcome import Outcome
from enterotone.writing import refusing, write_rows, write_text

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["BESIDE", "change", "effects_table", "findings_table", "render_trial", "trial_to_dict", "write_trial"]

#: Stands over what trials found.
BESIDE = (
    "What trials found stands beside the model and is not part of its numbers: their people, amounts and measures "
    "differ, and the model was not fitted to them unless a table says so."
)
_MOST_PANELS = 12
_MARK = {"higher": "[bold blue]▲ higher[/bold blue]", "lower": "[bold yellow]▼ lower[/bold yellow]"}


def trial_to_dict(found: Outcome) -> dict[str, Any]:
    """Give a trial as dictionaries, lists, text, numbers and None, ready for ``json.dumps``.

    Parameters
    ----------
    found : the trial.

    Returns
    -------
    dict
        ``who``, ``weeks``, ``washout``, ``settled``, ``options`` (each with warnings and limits), ``doses``,
        ``effects`` (every option, readout and day that was read; day 0 where settled), ``trials``, ``provenance``.
    """
    return {
        "who": found.who,
        "weeks": found.weeks,
        "washout": found.washout,
        "settled": found.settled,
        "options": [asdict(option) for option in found.options],
        "doses": None if found.doses is None else asdict(found.doses),
        "effects": [{**asdict(effect), "week": effect.day / 7} for effect in found.effects],
        "trials": [asdict(finding) for finding in found.findings],
        "provenance": asdict(found.provenance),
    }


def effects_table(found: Outcome) -> Table:
    """Draw the effects at the end of what is given, for a terminal.

    Parameters
    ----------
    found : the trial.
    """
    from rich.table import Table

    when = "settled" if found.settled else f"at the end of week {found.weeks:g}"
    table = Table(title=f"With against without, {when}: {clean(found.who)}", caption="change: median [90 % of people]")
    several = len(found.options) > 1
    for heading in ("readout", *(["option"] if several else [])):
        table.add_column(heading)
    for heading in ("without", "change"):
        table.add_column(heading, justify="right")
    table.add_column("")
    names = {endpoint.id: endpoint.name for endpoint in found.trial.endpoints}
    for effect in _by_readout(found):
        level = f"{effect.without.median:.3g} {effect.unit if effect.unit != 'dimensionless' else ''}".rstrip()
        mark = _MARK.get(effect.verdict, "")
        option = [clean(effect.arm)] if several else []
        table.add_row(clean(names[effect.endpoint]), *option, level, change(effect.change), mark)
    return table


def findings_table(found: Outcome) -> Table | None:
    """Draw what trials found, for a terminal; None where nothing is known.

    Parameters
    ----------
    found : the trial.
    """
    from rich.table import Table

    if not found.findings:
        return None
    table = Table(title="Beside it: what trials found", caption=BESIDE)
    for heading in ("of", "outcome", "found", "in whom", "source"):
        table.add_column(heading)
    for finding in found.findings:
        unit = "" if finding.unit == "dimensionless" else f" {finding.unit}"
        told = f"{finding.effect:g} [{finding.low:g} to {finding.high:g}]{unit}"
        whom = f"{finding.population}, n = {finding.n}, {finding.weeks} weeks, {finding.design}"
        table.add_row(*map(clean, (finding.intervention, finding.outcome, told, whom, finding.source)))
    return table


def change(span: Interval) -> str:
    """Write a relative change with its interval in per cent.

    Parameters
    ----------
    span : as fractions.
    """
    return f"{_signed(span.median)} [{_signed(span.low)} to {_signed(span.high)}]"


def _signed(fraction: float) -> str:
    """Write a change with its sign; none for what rounds to nothing."""
    shown = f"{fraction:+.1%}"
    return shown[1:] if shown in {"+0.0%", "-0.0%"} else shown


def _by_readout(found: Outcome) -> list[ArmEffect]:
    order = {endpoint.id: place for place, endpoint in enumerate(found.trial.endpoints)}
    return sorted(found.at_end, key=lambda effect: order[effect.endpoint])


def render_trial(found: Outcome) -> str:
    """Write a trial as one HTML page that loads nothing.

    Parameters
    ----------
    found : the trial.
    """
    names = {endpoint.id: endpoint for endpoint in found.trial.endpoints}
    return (
        environment()
        .get_template("trial.html.j2")
        .render(
            found=found,
            style=Markup(asset("report.css")),
            beside=BESIDE,
            names=names,
            effects=_by_readout(found),
            pictures=_pictures(found),
            legend=legend_picture(found.trial.arms[1:]) if len(found.options) > 1 and not found.doses else Markup(""),
            change=change,
            still=[e.name for e in found.trial.endpoints if e.id not in _moved(found)],
        )
    )


def _moved(found: Outcome) -> list[str]:
    """Readouts that move in some option on some day, else those whose middle moves most."""
    moved = [e.id for e in found.trial.endpoints if _moves(found, e.id)]
    if not moved:
        size = {effect.endpoint: abs(effect.change.median) for effect in found.at_end}
        moved = sorted(size, key=lambda name: -size[name])[:3]
    return moved[:_MOST_PANELS]


def _moves(found: Outcome, endpoint: str) -> bool:
    return any(effect.verdict != CANNOT_TELL for effect in found.effects if effect.endpoint == endpoint)


def _pictures(found: Outcome) -> list[Markup]:
    """The picture: over weeks, or over doses, or what is left where it settles."""
    names = {endpoint.id: endpoint.name for endpoint in found.trial.endpoints}
    moved = _moved(found)
    if found.doses is not None:
        doses = found.doses.values
        places = sorted(range(len(doses)), key=doses.__getitem__)
        of = {(effect.arm, effect.endpoint): effect.change for effect in found.at_end}
        panels = [
            Panel(names[name], [_line([of[found.options[place].name, name] for place in places])]) for name in moved
        ]
        title = f"{found.doses.name} [{found.doses.unit}]" if found.doses.unit else found.doses.name
        return [effects_picture(panels, [doses[place] for place in places], title)]
    if found.settled:
        return []
    days = [0, *found.trial.days]
    at = {(effect.arm, effect.endpoint, effect.day): effect.change for effect in found.effects}
    nothing = Interval(0.0, 0.0, 0.0)
    panels = [
        Panel(
            names[name],
            [_line([nothing, *(at[option.name, name, day] for day in found.trial.days)]) for option in found.options],
        )
        for name in moved
    ]
    stop = found.weeks if found.washout else None
    return [effects_picture(panels, [day / 7 for day in days], "week", stop)]


def _line(spans: list[Interval]) -> Line:
    return Line(
        [100 * span.median for span in spans], [100 * span.low for span in spans], [100 * span.high for span in spans]
    )


def write_trial(found: Outcome, folder: Path) -> tuple[Path, ...]:
    """Write ``trial.html``, ``trial.json`` and ``trial.tsv`` (a row an option, readout and day).

    Parameters
    ----------
    found : the trial.
    folder : made when it is missing.

    Raises
    ------
    DesignError
        If the folder cannot be made or written to.
    """
    page, document = render_trial(found), json.dumps(trial_to_dict(found), indent=1) + "\n"
    with refusing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        texts = (write_text(folder / "trial.html", page), write_text(folder / "trial.json", document))
        rows = [_flat(effect) for effect in found.effects]
        table = write_rows(folder / "trial.tsv", list(rows[0]), rows)
    return (*texts, table)


def _flat(effect: ArmEffect) -> dict[str, object]:
    row: dict[str, object] = {
        "option": effect.arm,
        "readout": effect.endpoint,
        "day": effect.day,
        "unit": effect.unit,
        "verdict": effect.verdict,
        "share_higher": effect.share_higher,
    }
    for name, span in (("change", effect.change), ("difference", effect.difference), ("without", effect.without)):
        row |= {name: span.median, f"{name}_low": span.low, f"{name}_high": span.high}
    return row
