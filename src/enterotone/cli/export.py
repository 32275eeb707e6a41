"""``enterotone export``: give the model to other programs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enterotone.cli.guard import guarded

__all__ = ["app", "sbml"]

app = typer.Typer(no_args_is_help=True, help="Write the model for other programs.")


@app.callback()
def _group() -> None:
    """Keep ``export sbml`` a sub-command while it is the only one."""


@app.command("sbml")
def sbml(
    output: Annotated[Path, typer.Option("-o", "--output", help="File to write.")] = Path("enterotone.xml"),
    meals: Annotated[bool, typer.Option("--meals/--no-meals", help="Write three meals a day as events.")] = True,
    days: Annotated[int, typer.Option(min=1, max=365, help="For how many days the meals are written.")] = 28,
    baseline: Annotated[bool, typer.Option("--baseline/--no-baseline", help="Start from the resting baseline.")] = True,
) -> None:
    """Write the model as one SBML Level 3 Version 2 document.

    The document is the model that runs: units on everything, public terms, the source of each number. With meals
    and baseline it gives the same days in any other SBML simulator.
    """
    with guarded():
        from enterotone.operations.export import ExportRequest, export_sbml

        path = export_sbml(ExportRequest(output=output, meals=meals, days=days, baseline=baseline))
        typer.echo(f"Wrote {path}")
