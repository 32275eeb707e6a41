"""``enterotone run-sbml``: run any SBML document; the wrapper for the SBML Test Runner."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enterotone.cli.guard import guarded

__all__ = ["command"]


def command(
    document: Annotated[Path, typer.Argument(metavar="MODEL.xml", help="SBML document, plain or gzip.")],
    duration: Annotated[float, typer.Option(min=0.0, help="Length of the output, in the document's unit of time.")],
    start: Annotated[float, typer.Option(min=0.0, help="First output; the model itself starts at 0.")] = 0.0,
    steps: Annotated[int, typer.Option(min=1, help="Number of output intervals.")] = 100,
    absolute: Annotated[float, typer.Option(min=1e-300, help="Absolute tolerance of the answer.")] = 1e-9,
    relative: Annotated[float, typer.Option(min=1e-300, help="Relative tolerance of the answer.")] = 1e-6,
    variables: Annotated[str, typer.Option(metavar="ID,ID", help="What to write; all that changes if left out.")] = "",
    amount: Annotated[str, typer.Option(metavar="ID,ID", help="Species to write as amounts.")] = "",
    concentration: Annotated[str, typer.Option(metavar="ID,ID", help="Species to write as concentrations.")] = "",
    output: Annotated[Path, typer.Option("-o", "--output", help="CSV file to write.")] = Path("course.csv"),
) -> None:
    """Run an SBML document of Level 1, 2 or 3 over time and write a table.

    Exit code 2 names a feature of the document that is not supported, 3 a run that failed.

    Examples
    --------
      enterotone run-sbml model.xml --duration 24 --steps 240 -o course.csv

      enterotone run-sbml model.xml --start 0 --duration 5 --steps 50 --variables S1,S2 --amount S1,S2 -o course.csv
    """
    with guarded():
        from enterotone.operations.run_sbml import SbmlRun, listed, run_sbml

        request = SbmlRun(
            start, duration, steps, absolute, relative, listed(variables), listed(amount), listed(concentration)
        )
        typer.echo(f"Wrote {run_sbml(document, request, output)}")
