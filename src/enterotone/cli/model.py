"""``enterotone model``: read the model without opening a file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from enterotone.cli.guard import guarded, print_json

__all__ = ["app", "list_model", "show"]

app = typer.Typer(invoke_without_command=True, help="List organs, or explain one name of the model.")


@app.callback(invoke_without_command=True)
def list_model(
    context: typer.Context,
    docs: Annotated[Path | None, typer.Option("--docs", help="Write the reference pages into this folder.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the organs as JSON.")] = False,
) -> None:
    """List the organs with their states, reactions and numbers, or write the reference pages."""
    if context.invoked_subcommand:
        return
    with guarded(as_json):
        if docs is not None:
            from enterotone.operations.reference import write_reference

            for path in write_reference(docs):
                typer.echo(f"Wrote {path}")
            return
        from enterotone.operations.reference import organ_rows

        _print_organs(organ_rows(), as_json)


def _print_organs(rows: list[dict[str, str | int]], as_json: bool) -> None:
    if as_json:
        print_json({"ok": True, "rows": rows})
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title="Organs of the model", caption="enterotone model show NAME explains any organ's names")
    for heading in rows[0]:
        table.add_column(heading, justify="left" if heading in {"organ", "title"} else "right")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    Console().print(table)


@app.command("show")
def show(
    name: Annotated[str, typer.Argument(help="Any id of the model, e.g. plasma__serotonin or Km_TPH1.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Explain one name: what it is, where it comes from, where it goes, which numbers act on it."""
    with guarded(as_json):
        from enterotone.operations.reference import explain

        found = explain(name)
        if as_json:
            print_json({"ok": True, **found})
            return
        for key, value in found.items():
            label = key.replace("_", " ")
            if isinstance(value, list):
                if value:
                    typer.echo(f"{label}:")
                    for line in value:
                        typer.echo(f"  {line}")
            else:
                typer.echo(f"{label}: {value}")
