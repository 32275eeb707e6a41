"""``enterotone simulate``: run the model and change it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enterotone.cli.guard import guarded, print_json

__all__ = ["command"]


def command(
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PARAMETER=VALUE",
            help="Change a number from time 0, e.g. --set 'J_diet_tryptophan=0 mg/day'.",
        ),
    ] = None,
    doses: Annotated[
        list[str] | None,
        typer.Option(
            "--dose",
            metavar="SPECIES=AMOUNT@TIME",
            help="Give a dose, e.g. --dose 'stomach__tryptophan_bound=5000 umol@8 h'.",
        ),
    ] = None,
    give: Annotated[
        list[str] | None,
        typer.Option(
            "--give",
            metavar="NAME=DOSE@TIME",
            help="Give a medicine or a challenge, e.g. --give 'escitalopram=10 mg@8 h every 24 h' or --give germ_free.",
        ),
    ] = None,
    days: Annotated[float, typer.Option(min=0.01, max=3650, help="Length of the run in days.")] = 7.0,
    step: Annotated[float, typer.Option(min=0.01, help="Hours between outputs.")] = 0.5,
    observe: Annotated[
        list[str] | None,
        typer.Option(
            "--observe", metavar="ID", help="What to write: any id of the model, or a formula. Repeat for more."
        ),
    ] = None,
    person: Annotated[Path | None, typer.Option(help="Person file (YAML or JSON).")] = None,
    population: Annotated[
        Path | None, typer.Option(help="Population file of 'enterotone population', in the place of one person.")
    ] = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder for trajectories.tsv and trajectories.png.")
    ] = Path("enterotone-simulation"),
    as_json: Annotated[bool, typer.Option("--json", help="Print daily means as JSON, and nothing else.")] = False,
) -> None:
    """Run one typical person, or a population, from midnight of a usual day, with three meals a day.

    The usual day, which returns to itself, is found with unchanged numbers. What --set, --dose and --give change acts
    from time 0, so the run shows the way to the new state. Writes a table and a plot.

    Try:

      enterotone simulate --days 3

      enterotone simulate --set activity_TPH1=0 --days 28 --observe platelet__content --observe ens__transit_colon

      enterotone simulate --give 'paroxetine=20 mg@8 h every 24 h' --days 21 --observe platelet__content
    """
    with guarded(as_json):
        from enterotone.operations.simulate import SimulateRequest, run, summary, write_outputs

        request = SimulateRequest(
            days=days,
            step_h=step,
            changes=tuple(settings or ()),
            doses=tuple(doses or ()),
            observables=tuple(observe or ()),
            person=person,
            population=population,
            give=tuple(give or ()),
        )
        result = run(request)
        table = summary(result)
        if as_json:
            print_json({"ok": True, "rows": table})
            return
        paths = write_outputs(result, output)
        from rich.console import Console
        from rich.table import Table

        console = Console()
        who = "" if population is None else f", medians of {int(result.is_ok.sum())} of {len(result)} individuals"
        shown = Table(title=f"First and last day of {days:g}{who}")
        for heading in ("observable", "unit", "first day", "last day", "change"):
            shown.add_column(heading, justify="left" if heading in {"observable", "unit"} else "right")
        for row in table:
            change = "" if row["change"] is None else f"{row['change']:+.1%}"
            shown.add_row(row["observable"], row["unit"], f"{row['first']:.4g}", f"{row['last']:.4g}", change)
        console.print(shown)
        for path in paths:
            console.print(f"Wrote {path}", highlight=False)
