"""``enterotone compare``: two results of one person, before and after."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from enterotone.cli.guard import guarded, print_json

__all__ = ["command"]


def command(
    before: Annotated[Path, typer.Argument(help="Earlier result file, or its folder.")],
    after: Annotated[Path, typer.Argument(help="Later result file, or its folder.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print the changes as JSON, and nothing else.")] = False,
) -> None:
    """Compare two results of the same person, with the error of both.

    Two samples of one day differ too. A change that is no larger than that is called not distinguishable.
    """
    with guarded(as_json):
        from enterotone.operations.results import compare_results

        changes = compare_results(before, after)
        if as_json:
            print_json({"ok": True, "changes": [asdict(change) for change in changes]})
            return
        from rich.console import Console

        from enterotone.report.tables import change_table

        Console().print(change_table(changes))
