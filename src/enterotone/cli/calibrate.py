"""``enterotone calibrate``: fit uncertain numbers to published experiments."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from enterotone.cli.guard import guarded, print_json
from enterotone.cli.progress import with_progress

__all__ = ["command"]


def command(
    output: Annotated[
        Path, typer.Option("-o", "--output", help="Folder for steps and results; what is there is gone on with.")
    ] = Path("calibration"),
    experiments: Annotated[
        Path | None, typer.Option(help="Folder of experiment files (.toml); those that ship by default.")
    ] = None,
    people: Annotated[int, typer.Option(min=8, max=1024, help="Individuals whose medians are fitted.")] = 40,
    steps: Annotated[int, typer.Option(min=1, max=20, help="Steps at most.")] = 2,
    most: Annotated[int, typer.Option(min=1, max=200, help="Numbers moved at most.")] = 40,
    only: Annotated[list[str] | None, typer.Option(help="Move this number; may be given several times.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Seed of the population.")] = 20260101,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON, and nothing else.")] = False,
) -> None:
    """Fit the typical values of uncertain numbers to the building experiments.

    Moves as few numbers as possible, never out of the range that the evidence gives, and none that was measured in
    people and read at its source. Says for each how far the data tell it. Steps are kept in the folder: a run that was
    stopped goes on where it stopped. Nothing in the package is changed.

    Try:

      enterotone calibrate -o calibration

      enterotone calibrate -o other-seed --seed 7
    """
    with guarded(as_json):
        from enterotone.calibration.fit import FitSettings
        from enterotone.operations.calibrate import CalibrateRequest, calibrate, write_outputs

        settings = FitSettings(people, seed, steps, most=most, only=tuple(sorted(only or ())))
        found = with_progress(calibrate, CalibrateRequest(output, experiments, settings), quiet=as_json)
        paths = write_outputs(found, output)
        if as_json:
            import json

            print_json({"ok": True, **json.loads(paths[2].read_text(encoding="utf-8"))})
            return
        _print(found, paths)


def _print(found: Any, paths: list[Path]) -> None:
    from rich.console import Console
    from rich.table import Table

    from enterotone.operations.calibrate import number_rows

    console = Console()
    table = Table(title="Numbers that the fit moved", title_justify="left")
    for heading in ("number", "before", "after", "unit", "told by the data", "readings"):
        table.add_column(heading)
    for row in number_rows(found):
        before, after = f"{row['before']:.4g}", f"{row['after']:.4g}"
        table.add_row(row["parameterId"], before, after, row["unit"], row["told"], row["readings"])
    console.print(table)
    costs = ", ".join(f"{value:.1f}" for value in found.costs)
    console.print(f"Cost at the start and after each step: {costs}", highlight=False)
    for path in paths:
        console.print(f"Wrote {path}", highlight=False)
