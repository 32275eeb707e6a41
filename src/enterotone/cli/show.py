"""``enterotone show``: what a result file holds."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enterotone.cli.guard import guarded, print_json

__all__ = ["command"]


def command(
    result: Annotated[Path, typer.Argument(help="Result file, or the folder that 'enterotone assess' wrote.")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder to write the reports into again, from the result alone."),
    ] = None,
    edition: Annotated[str, typer.Option(help="Which report: professional, consumer or both.")] = "both",
    form: Annotated[str, typer.Option("--format", help="Form of the reports: html, pdf or both.")] = "both",
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON, and nothing else.")] = False,
) -> None:
    """Show a result again: readouts, questions and notes; with -o, write its reports again.

    Try:

      enterotone show my-report

      enterotone show my-report -o for-the-dietitian --edition professional --format pdf
    """
    with guarded(as_json):
        from enterotone.operations.report import chosen
        from enterotone.operations.results import show_result
        from enterotone.report.editions import write_editions

        editions, formats = chosen("edition", edition), chosen("format", form)
        answer = show_result(result)
        paths = write_editions(answer, output, editions, formats) if output is not None else []
        if as_json:
            from enterotone.report.tables import assessment_to_dict

            print_json({"ok": True, **assessment_to_dict(answer)})
            return
        from rich.console import Console

        from enterotone.report.tables import readout_table

        console = Console()
        console.print(readout_table(answer))
        for question in answer.questions:
            console.print(f"[yellow]Check:[/yellow] {question}", highlight=False)
        for warning in answer.warnings:
            console.print(f"[yellow]Note:[/yellow] {warning}", highlight=False)
        console.print(f"{answer.provenance.created}, {answer.provenance.software}", highlight=False)
        for path in paths:
            console.print(f"Wrote {path}", highlight=False)
