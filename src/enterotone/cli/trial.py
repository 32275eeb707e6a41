"""``enterotone try``: the same individuals with and without."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from enterotone.cli.guard import guarded, print_json
from enterotone.cli.progress import with_progress

__all__ = ["command"]


def command(
    result: Annotated[
        Path | None,
        typer.Argument(
            help="Result of 'enterotone assess' (file or folder): its individuals take part.", show_default=False
        ),
    ] = None,
    together: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="WHAT",
            help="What is given, e.g. --with 'inulin 10 g/d'. Repeated, all of it together. Named alone: the usual "
            "dose of its trials. A medicine without a time is given once a day.",
        ),
    ] = None,
    versus: Annotated[
        list[str] | None,
        typer.Option(metavar="WHAT", help="Another option to compare; 'A + B' for both together. Repeat for more."),
    ] = None,
    doses: Annotated[
        str, typer.Option(metavar="DOSES", help="Dose-response of the one --with, e.g. --doses '0,5,10,20 g/day'.")
    ] = "",
    weeks: Annotated[float, typer.Option(min=0.1, max=104, help="How long it is given.")] = 8.0,
    washout: Annotated[float, typer.Option(min=0, max=104, help="Weeks that are watched after it.")] = 0.0,
    settled: Annotated[
        bool, typer.Option("--settled", help="Where it ends if it goes on for good; quick, no course.")
    ] = False,
    people: Annotated[int, typer.Option(min=4, max=4096, help="Virtual individuals.")] = 64,
    person: Annotated[
        Path | None, typer.Option(help="Person file (YAML) whose diet, age, sex and size all individuals share.")
    ] = None,
    population: Annotated[Path | None, typer.Option(help="Population file of 'enterotone population'.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed; the same seed gives the same answer.")] = 20260101,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Folder for trial.html, .json and .tsv.")] = (
        None
    ),
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON, and nothing else.")] = False,
) -> None:
    """Let the same individuals live with something and without it, and show what differs, week by week.

    Effects have a 90 % interval over individuals; what trials found stands beside them, never in one number. A dose
    outside of what trials studied is warned of. It is a simulation and no advice.

    Try:

      enterotone try my-report --with "inulin 10 g/d" --weeks 8 -o my-trial

      enterotone try --with "escitalopram 10 mg" --weeks 4 --washout 2 --people 16

      enterotone try --with "inulin 10 g/d" --with "kefir 200 g/d" --versus "psyllium 10 g/d" -o my-trial

      enterotone try --with inulin --doses "0,5,10,20 g/day" --settled
    """
    with guarded(as_json):
        from enterotone.operations.trial import TrialRequest, try_out, write_outputs
        from enterotone.report.trial import trial_to_dict

        request = TrialRequest(
            together=tuple(together or ()),
            versus=tuple(versus or ()),
            doses=doses,
            weeks=weeks,
            washout=washout,
            settled=settled,
            result=result,
            population=population,
            person=person,
            people=people,
            seed=seed,
        )
        found = with_progress(try_out, request, quiet=as_json)
        paths = () if output is None else write_outputs(found, output)
        if as_json:
            print_json({"ok": True, **trial_to_dict(found)})
            return
        _print(found, paths)


def _print(found: Any, paths: tuple[Path, ...]) -> None:
    from rich.console import Console

    from enterotone.report.trial import effects_table, findings_table

    console = Console()
    for option in found.options:
        for warning in option.warnings:
            console.print(f"[bold yellow]Outside of what was studied[/bold yellow]: {warning}", highlight=False)
    console.print(effects_table(found))
    if (findings := findings_table(found)) is not None:
        console.print(findings)
    for path in paths:
        console.print(f"Wrote {path}", highlight=False)
