"""``enterotone profile``: what a stool profile holds, and how sure it is."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from enterotone.cli.guard import guarded, print_json

__all__ = ["command"]

_SHOWN = 12


def command(
    path: Annotated[
        Path | None, typer.Argument(metavar="FILE", help="Stool profile or table of genes.", show_default=False)
    ] = None,
    sample: Annotated[str | None, typer.Option(help="Which sample, when the file holds several.")] = None,
    functions: Annotated[
        Path | None, typer.Option(help="Table of KO or EC numbers of the same sample; overrides traits of taxa.")
    ] = None,
    reference: Annotated[
        Path | None, typer.Option(help="Table of your own reference samples, instead of the synthetic set.")
    ] = None,
    plot: Annotated[Path | None, typer.Option(help="Write a picture (.png, .svg or .pdf).")] = None,
    unmatched: Annotated[Path | None, typer.Option(help="Write the names not recognised as CSV.")] = None,
    formats: Annotated[bool, typer.Option("--formats", help="List the formats that can be read.")] = False,
    docs: Annotated[Path | None, typer.Option("--docs", help="Write the page of formats into this folder.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON, and nothing else.")] = False,
) -> None:
    """Say what a file holds: tool, samples, share recognised, functional groups with intervals, warnings.

    Nothing is simulated. Exit code 0: read; 2: refused, with the reason.

    Try:

      enterotone profile --formats

      enterotone examples my-examples

      enterotone profile my-examples/stool_1.kreport --plot profile.png
    """
    with guarded(as_json):
        from enterotone.errors import DesignError
        from enterotone.operations.profile import (
            ProfileRequest,
            known_formats,
            profile_file,
            summary_to_dict,
            write_unmatched,
        )

        if docs is not None:
            from enterotone.operations.formats_page import write_formats_page

            typer.echo(f"Wrote {write_formats_page(docs)}")
            return
        if formats:
            _print_formats(known_formats(), as_json)
            return
        if path is None:
            raise DesignError("Give one file, or --formats. See: enterotone profile --help")
        summary = profile_file(ProfileRequest(path, sample, functions, reference))
        written = []
        if summary.position is None:
            if plot is not None or unmatched is not None:
                raise DesignError(
                    f"{path}: a picture or list of names needs a sample of taxa. Choose one with --sample."
                )
        elif plot is not None:
            from enterotone.report.profile_plot import plot_profile

            groups, traits = ([vars(row) for row in rows] for rows in (summary.groups, summary.traits))
            title = f"{summary.file}, sample {summary.sample}"
            written.append(plot_profile(title, groups, traits, summary.position, plot))
        if unmatched is not None:
            written.append(write_unmatched(summary, unmatched))
        if as_json:
            print_json({"ok": True, **summary_to_dict(summary)})
            return
        _print(summary)
        for done in written:
            typer.echo(f"Wrote {done}")


def _print_formats(entries: Any, as_json: bool) -> None:
    if as_json:
        print_json({"ok": True, "formats": [vars(entry) for entry in entries]})
        return
    for entry in entries:
        typer.echo(f"{entry.id}: {entry.title} [{entry.holds}; usually {', '.join(entry.suffixes)}]")
        for line in entry.example:
            typer.echo(f"    {line}")
    typer.echo("'enterotone examples DIR' writes a file of each.")


def _print(summary: Any) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console(highlight=False)
    tool = " ".join(part for part in (summary.tool, summary.version) if part) or "tool not named in the file"
    console.print(f"[bold]{summary.file}[/bold]: {summary.title}", soft_wrap=True)
    if not summary.sample:
        console.print(f"{len(summary.samples)} samples; choose one with --sample:", soft_wrap=True)
        for name in summary.samples:
            console.print(f"  {name}", markup=False)
        return
    of = f" of {len(summary.samples)}" if len(summary.samples) > 1 else ""
    depth = f", depth {summary.depth:.0f}" if summary.depth is not None else ""
    database = f", database {summary.database}" if summary.database else ""
    console.print(f"Sample {summary.sample}{of}; {tool}{database}; {summary.kind}{depth}", markup=False, soft_wrap=True)
    if summary.recognised:
        _print_recognised(console, summary)
    if summary.groups:
        table = Table(title="Functional groups, % of the five", title_justify="left")
        for heading in ("group", "counted", "usual", "90 % interval", "average"):
            table.add_column(heading, justify="left" if heading == "group" else "right")
        for row in summary.groups:
            span = f"{100 * row.low:.1f} to {100 * row.high:.1f}"
            cells = (f"{100 * row.counted:.1f}", f"{100 * row.median:.1f}", span, f"{100 * row.average:.1f}")
            table.add_row(row.name, *cells)
        console.print(table)
    if summary.traits:
        table = Table(title="Capacities, times the average microbiota", title_justify="left")
        for heading in ("capacity", "usual", "90 % interval", "from"):
            table.add_column(heading, justify="left" if heading in {"capacity", "from"} else "right")
        for row in summary.traits:
            span = f"{row.low:.2g} to {row.high:.2g}" if row.low is not None else "measured"
            table.add_row(row.trait, f"{row.median:.2g}", span, row.source)
        console.print(table)
    if summary.diversity is not None:
        _print_ecology(console, summary)
    for warning in summary.warnings:
        console.print("[yellow]Note:[/yellow] ", end="")
        console.print(warning, markup=False, soft_wrap=True)


def _print_recognised(console: Any, summary: Any) -> None:
    shares = summary.recognised
    console.print(
        f"Most of it is given by {summary.rank}; {summary.unclassified:.1%} was not classified by the tool. Of the "
        f"named part, {shares['total']:.1%} was recognised: {shares['genus']:.1%} at genus or species, "
        f"{shares['family']:.1%} at family, {shares['above']:.1%} above.",
        soft_wrap=True,
    )
    for item in summary.unmatched[:_SHOWN]:
        near = f" (near: {', '.join(item.near)})" if item.near else ""
        console.print(f"  not recognised: {item.name} {item.share:.2%}{near}", markup=False, soft_wrap=True)
    if len(summary.unmatched) > _SHOWN:
        console.print(f"  and {len(summary.unmatched) - _SHOWN} more; --unmatched FILE.csv lists them")


def _print_ecology(console: Any, summary: Any) -> None:
    found, position = summary.diversity, summary.position
    high = f"{found.richness.high:.0f}" if found.richness.high is not None else "more"
    nearer = f"{position.percentile:.0%} of it lies nearer."
    if position.synthetic:
        nearer = "drawn people lack no genus, so measured samples lie far from them."
    console.print(
        f"Diversity of the named part by {found.rank}: {found.richness.value:.0f} seen (90 % up to {high}), Shannon "
        f"{found.shannon.value:.2f} ({found.shannon.low:.2f} to {found.shannon.high:.2f}), Simpson "
        f"{found.simpson.value:.2f} ({found.simpson.low:.2f} to {found.simpson.high:.2f}). Aitchison distance from the "
        f"centre of the reference ({position.reference}): {position.distance:.1f}; {nearer}",
        soft_wrap=True,
        markup=False,
    )
