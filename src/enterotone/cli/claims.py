"""``enterotone claims``: statements about the gut and serotonin, the literature's verdict and the model's."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from enterotone.cli.guard import guarded, print_json
from enterotone.cli.progress import with_progress

__all__ = ["command"]


def command(
    only: Annotated[list[str] | None, typer.Option(metavar="ID", help="A claim, e.g. --only C05. Repeat.")] = None,
    quick: Annotated[bool, typer.Option("--quick", help="64 individuals in the place of 256.")] = False,
    members: Annotated[int | None, typer.Option(min=4, max=4096, help="Virtual individuals of the population.")] = None,
    claims: Annotated[Path | None, typer.Option(help="Folder of claim files (.toml); those that ship by default.")] = (
        None
    ),
    seed: Annotated[int, typer.Option(min=0, help="Seed; the same seed gives the same answer.")] = 20260101,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Folder for claims.html, .json and .tsv.")
    ] = None,
    page: Annotated[Path | None, typer.Option(help="File for the page of claims (Markdown).")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the rows as JSON, and nothing else.")] = False,
) -> None:
    """Run 37 statements about the gut and serotonin as experiments.

    Each has two verdicts that are never blended: the literature's, from its grade and sources, and the model's, by a
    stated rule from effect and interval against what was published: reproduced, direction only, not supported, or
    cannot be tested. That the model shows an effect does not make a claim true. A verdict is an answer and no error.

    Try:

      enterotone claims --only C05 --members 16

      enterotone claims --quick -o claims
    """
    with guarded(as_json):
        from enterotone.operations.claims import (
            MEMBERS,
            QUICK,
            ClaimsRequest,
            examine_claims,
            write_outputs,
            write_page,
        )
        from enterotone.report.claims import examination_to_dict

        request = ClaimsRequest(claims, tuple(only or ()), members or (QUICK if quick else MEMBERS), seed)
        found = with_progress(examine_claims, request, quiet=as_json)
        paths = () if output is None else write_outputs(found, output)
        if page is not None:
            paths = (*paths, write_page(found, page))
        if as_json:
            print_json({"ok": True, **examination_to_dict(found)})
            return
        _print(found, paths)


def _print(found: Any, paths: tuple[Path, ...]) -> None:
    from rich.console import Console

    from enterotone.report.claims import claims_table

    console = Console()
    console.print(claims_table(found))
    for path in paths:
        console.print(f"Wrote {path}", highlight=False)
