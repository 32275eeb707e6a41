"""``enterotone population``: draw virtual individuals."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from enterotone.cli.guard import guarded, print_json
from enterotone.cli.progress import with_progress

__all__ = ["command"]


def command(
    n: Annotated[int, typer.Option("-n", min=1, max=100_000, help="Individuals wanted.")] = 1000,
    output: Annotated[Path, typer.Option("-o", "--output", help="CSV file to write.")] = Path("population.csv"),
    seed: Annotated[int, typer.Option(min=0, help="Seed; the same seed gives the same individuals.")] = 20260101,
    person: Annotated[
        Path | None,
        typer.Option(help="Person file whose diet, age, sex and size all share; all ages and sizes by default."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as JSON, and nothing else.")] = False,
) -> None:
    """Draw individuals from the priors of the tables, keep those whose resting values exist in people.

    Writes every number of every individual as CSV, which `enterotone simulate --population` reads back, and says what
    share of the draws was plausible and how resting values compare with published ranges.

    Try:

      enterotone population -n 200 -o people.csv

      enterotone simulate --population people.csv --days 2
    """
    with guarded(as_json):
        from enterotone.operations.population import PopulationRequest, draw_population, write_population

        found = with_progress(draw_population, PopulationRequest(n, seed, person), quiet=as_json)
        path = write_population(found, output)
        if as_json:
            print_json(
                {
                    "ok": True,
                    "n": len(found.people),
                    "n_draws": found.village.n_draws,
                    "share_plausible": found.share_plausible,
                    "failures": found.village.failures,
                    "summary": list(found.summary),
                    "file": str(path),
                }
            )
            return
        _print(found, path)


def _print(found: Any, path: Path) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    table = Table(title=f"Resting values of {len(found.people)} individuals")
    for heading in ("readout", "unit", "median", "5 %", "95 %", "published range", "inside"):
        table.add_column(heading, justify="left" if heading in {"readout", "unit"} else "right")
    for row in found.summary:
        known = row["human_low"] is not None
        table.add_row(
            row["name"],
            row["unit"],
            *(f"{row[key]:.3g}" for key in ("median", "low", "high")),
            f"{row['human_low']:g} to {row['human_high']:g}" if known else "",
            f"{row['share_inside']:.0%}" if known else "",
        )
    console.print(table)
    fallen = ", ".join(f"{reason} {count}" for reason, count in found.village.failures.items())
    console.print(
        f"{found.share_plausible:.0%} of {found.village.n_draws} draws were plausible"
        + (f"; fell away at: {fallen} (a draw may fail at several)." if fallen else "."),
        highlight=False,
    )
    console.print(f"Wrote {path}", highlight=False)
