"""``enterotone doctor``: is everything here that is needed, and does it work?"""

from __future__ import annotations

from typing import Annotated

import typer

from enterotone.cli.guard import guarded, print_json

__all__ = ["command"]


def command(as_json: Annotated[bool, typer.Option("--json", help="Print the findings as JSON.")] = False) -> None:
    """Check the installation: libraries, compiler, model, a short run. Exit code 1 if something is broken."""
    with guarded(as_json):
        from enterotone.operations.doctor import examine

        findings = examine()
        if as_json:
            rows = [{"check": f.check, "ok": f.ok, "found": f.found, "remedy": f.remedy} for f in findings]
            print_json({"ok": all(f.ok for f in findings), "rows": rows})
        else:
            from rich.console import Console

            console = Console()
            for finding in findings:
                mark = "[green]ok [/green]" if finding.ok else "[red]bad[/red]"
                console.print(f"{mark} {finding.check}: {finding.found}", highlight=False)
                if not finding.ok:
                    console.print(f"    {finding.remedy}", highlight=False)
        if not all(finding.ok for finding in findings):
            raise typer.Exit(1)
