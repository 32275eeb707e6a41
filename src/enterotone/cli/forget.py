"""``enterotone forget``: remove results of people from this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enterotone.cli.guard import guarded, print_json

__all__ = ["command"]


def command(
    result: Annotated[Path | None, typer.Argument(help="Result file, or its folder.", show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="Every result that was written by this user.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Remove without asking.")] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the files as JSON; removes them only with --yes.")
    ] = False,
) -> None:
    """Remove a person's results and what the cache keeps of people; list the files first.

    Your own files (stool profile, person file) are never touched.
    """
    with guarded(as_json):
        from enterotone.errors import DesignError
        from enterotone.operations.results import forget, personal_files

        if everything == (result is not None):
            raise DesignError("Give one result file or folder, or --all. See: enterotone forget --help")
        personal = personal_files(result)
        if as_json:
            if yes:
                forget(personal)
            print_json({"ok": True, "removed": yes, "files": [str(file) for file in personal.files]})
            return
        for file in personal.files:
            typer.echo(file)
        if not personal.files:
            typer.echo("Nothing to remove.")
            return
        if not yes and not typer.confirm(f"Remove these {len(personal.files)} files?"):
            typer.echo("Nothing was removed.")
            return
        forget(personal)
        typer.echo(f"Removed {len(personal.files)} files.")
