"""``enterotone examples``: a synthetic file of every format, and a person."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enterotone.cli.guard import guarded, print_json

__all__ = ["command"]


def command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder to write into; made if needed.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite files of the same names.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the paths as JSON, and nothing else.")] = False,
) -> None:
    """Write one synthetic stool sample in every format that can be read, person.yaml to fill in, and its schema.

    Then: enterotone profile DIR/stool_1.kreport; enterotone assess DIR/stool_1.kreport --person DIR/person.yaml.
    """
    with guarded(as_json):
        from enterotone.operations.examples import write_examples

        paths = write_examples(folder, force)
        if as_json:
            print_json({"ok": True, "files": [str(path) for path in paths]})
            return
        for path in paths:
            typer.echo(f"Wrote {path}")
