"""The command group: where commands are put together."""

from __future__ import annotations

from typing import Annotated

import typer

from enterotone.cli import (
    assess,
    calibrate,
    claims,
    compare,
    doctor,
    examples,
    export,
    forget,
    model,
    population,
    profile,
    qualify,
    run_sbml,
    show,
    simulate,
    trial,
)

__all__ = ["app"]

app = typer.Typer(
    name="enterotone",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    help=(
        "The gut-serotonin system as an executable model.\n\n"
        "Start with [bold]enterotone assess --example[/bold]. "
        "Research and education software: it complements clinical care and never replaces it."
    ),
)


def _version(show: bool) -> None:
    if show:
        from importlib.metadata import version

        typer.echo(version("enterotone"))
        raise typer.Exit


@app.callback()
def _group(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Read the shared options."""


app.command("assess")(assess.command)
app.command("show")(show.command)
app.command("compare")(compare.command)
app.command("forget")(forget.command)
app.command("profile")(profile.command)
app.command("examples")(examples.command)
app.command("simulate")(simulate.command)
app.command("try")(trial.command)
app.add_typer(export.app, name="export")
app.add_typer(model.app, name="model")
app.command("population")(population.command)
app.command("qualify")(qualify.command)
app.command("calibrate")(calibrate.command)
app.command("claims")(claims.command)
app.command("run-sbml")(run_sbml.command)
app.command("doctor")(doctor.command)
