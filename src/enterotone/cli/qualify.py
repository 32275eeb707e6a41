"""``enterotone qualify``: published experiments against the model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from enterotone.cli.guard import guarded, print_json
from enterotone.cli.progress import with_progress

__all__ = ["command"]


def command(
    experiments: Annotated[
        Path | None, typer.Option(help="Folder of experiment files (.toml); those that ship by default.")
    ] = None,
    members: Annotated[int, typer.Option(min=4, max=4096, help="Virtual individuals of the population.")] = 32,
    seed: Annotated[int, typer.Option(min=0, help="Seed; the same seed gives the same answer.")] = 20260101,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Folder for qualification.html, .json and .tsv."),
    ] = None,
    page: Annotated[Path | None, typer.Option(help="File for the page of failed rows (Markdown).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rows as JSON, and nothing else.")] = False,
) -> None:
    """Run published experiments on a virtual population and judge every row by one rule.

    Failed rows come first, with an explanation where there is one; human and animal rows are counted apart. A failed
    row is an answer and no error: the exit code is 0 when all experiments could be read.

    Try:

      enterotone qualify -o qualification

      enterotone qualify --experiments my-experiments --json
    """
    with guarded(as_json):
        from enterotone.operations.qualify import QualifyRequest, qualify, write_outputs, write_page
        from enterotone.report.qualification import qualification_to_dict

        found = with_progress(qualify, QualifyRequest(experiments, members, seed), quiet=as_json)
        paths = () if output is None else write_outputs(found, output)
        if page is not None:
            paths = (*paths, write_page(found, page))
        if as_json:
            print_json({"ok": True, **qualification_to_dict(found)})
            return
        _print(found, paths)


def _print(found: Any, paths: tuple[Path, ...]) -> None:
    from rich.console import Console

    from enterotone.report.qualification import counts_table, rows_table

    console = Console()
    console.print(rows_table(found))
    console.print(counts_table(found))
    for path in paths:
        console.print(f"Wrote {path}", highlight=False)
