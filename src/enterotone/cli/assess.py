"""``enterotone assess``: a stool profile in, two reports out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from enterotone.cli.guard import guarded, print_json
from enterotone.cli.progress import with_progress

__all__ = ["command"]

_EPILOG = """
Examples:

  enterotone assess --example

  enterotone assess stool_profile.tsv --person me.yaml -o my-report

  enterotone assess merged_table.txt --sample Stool_profile --json > result.json

A person file is YAML: [dim]age: 42 years, sex: female, weight: 66 kg, height: 168 cm, diet: {pattern: omnivore}[/dim].
Without one, a 40-year-old woman of 70 kg on a mixed diet is assumed, and the report says so.
"""


def command(
    profile: Annotated[
        Path | None,
        typer.Argument(
            help="Stool profile: MetaPhlAn table, or a genus table as TSV, CSV or Parquet.", show_default=False
        ),
    ] = None,
    example: Annotated[
        bool, typer.Option("--example", help="Use the synthetic example that ships with Enterotone.")
    ] = False,
    sample: Annotated[str | None, typer.Option(help="Which sample, when the file holds several.")] = None,
    person: Annotated[Path | None, typer.Option(help="Person file (YAML or JSON).")] = None,
    functions: Annotated[
        Path | None,
        typer.Option(help="Table of KO or EC numbers of the same sample; its genes replace guesses from the taxa."),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Folder for the reports and the result files.")
    ] = None,
    edition: Annotated[str, typer.Option(help="Which report: professional, consumer or both.")] = "both",
    form: Annotated[str, typer.Option("--format", help="Form of the reports: html, pdf or both.")] = "both",
    individuals: Annotated[int, typer.Option(min=8, max=4096, help="Virtual individuals to simulate.")] = 256,
    what_if: Annotated[
        list[str] | None,
        typer.Option("--what-if", help="A change to simulate in the same individuals, e.g. 'inulin 10 g/day'."),
    ] = None,
    deep: Annotated[
        bool,
        typer.Option("--deep", help="Also leave links out one by one, and say which measurement would narrow what."),
    ] = False,
    reference: Annotated[
        bool,
        typer.Option("--reference", help="Simulate 2000 reference people for percentiles, once; takes minutes."),
    ] = False,
    seed: Annotated[int, typer.Option(min=0, help="Seed; the same seed gives the same answer.")] = 20260101,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; all cores by default.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON, and nothing else.")] = False,
) -> None:
    """Turn a stool profile into a personal simulation and a report.

    Reads the file, says what it is, draws what the true composition may be, matches virtual individuals to it,
    and compares them with the same individuals carrying an average microbiota.
    """
    with guarded(as_json):
        from enterotone.errors import DesignError
        from enterotone.operations.assess import AssessRequest, assess_files
        from enterotone.operations.report import chosen, write_outputs

        if example == (profile is not None):
            raise DesignError("Give one stool profile, or --example. See: enterotone assess --help")
        editions, formats = chosen("edition", edition), chosen("format", form)
        request = AssessRequest(
            profile=profile,
            sample=sample,
            person=person,
            n_individuals=individuals,
            seed=seed,
            workers=workers,
            functions=functions,
            changes=tuple(what_if or ()),
            build_reference=reference,
            is_deep=deep,
        )
        result = with_progress(assess_files, request, quiet=as_json)
        folder = output or Path("enterotone-report")
        if output is not None or not as_json:
            paths = write_outputs(result, folder, editions, formats)
        if as_json:
            from enterotone.report.tables import assessment_to_dict

            print_json({"ok": True, **assessment_to_dict(result)})
            return
        _print(result, paths)


command.__doc__ = (command.__doc__ or "") + _EPILOG


def _print(result: Any, paths: list[Path]) -> None:
    from rich.console import Console

    from enterotone.report.tables import readout_table

    console = Console()
    console.print(readout_table(result))
    for question in result.questions:
        console.print(f"[yellow]Check:[/yellow] {question}", highlight=False)
    for warning in result.warnings:
        console.print(f"[yellow]Note:[/yellow] {warning}", highlight=False)
    for path in paths:
        console.print(f"Wrote {path}", highlight=False)
