"""The reference page of formats, drawn from the docstrings of the format files, so that it cannot drift from them."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

from enterotone.errors import DesignError
from enterotone.formats import format_files, holds
from enterotone.writing import replacing

__all__ = ["PAGE", "formats_page", "write_formats_page"]

PAGE = "formats.md"
_HEAD = """<!-- Generated from the format files by `enterotone profile --docs`; do not edit. -->

# Formats that can be read

The content of a file decides which format it is, never its name; gzip is unpacked on the way. `enterotone profile FILE`
says what was read, `enterotone examples DIR` writes one synthetic file of each. A file is refused, with the place and
what to do, where reading it could mislead: sums that fit no unit, taxa that come twice, ranks that do not nest, cut or
empty files, another body site.

Files with several samples list them; choose one with `--sample`. Memory stays bounded: text is read line by line,
lines end at 64 MiB, and binary files and members of archives at 256 MiB; gzip that unpacks to more than 200 times its
size is refused.

| id | what | holds | usual suffixes |
|---|---|---|---|
"""


def formats_page() -> str:
    """Give the page as Markdown."""
    modules = format_files()
    rows = [
        f"| [{name}](#{name}) | {module.TITLE} | {holds(module)} | {' '.join(f'`{s}`' for s in module.SUFFIXES)} |"
        for name, module in modules.items()
    ]
    sections = [f"## {name}\n\n{_markdown(module)}" for name, module in modules.items()]
    return _HEAD + "\n".join(rows) + "\n\n" + "\n\n".join(sections) + "\n"


def write_formats_page(folder: Path) -> Path:
    """Write the page into a folder, which is made if it is not there.

    Raises
    ------
    DesignError
        If it cannot be written.
    """
    path = folder / PAGE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part:
            part.write_text(formats_page(), encoding="utf-8")
    except OSError as error:
        raise DesignError(f"{folder}: cannot write there ({error}). Choose another folder.") from error
    return path


def _markdown(module: ModuleType) -> str:
    """Turn a docstring into Markdown: headings, the table of support, paragraphs, the example as it is."""
    text = (module.__doc__ or "").strip()
    parts = re.split(r"\n\n([A-Z][^\n]*)\n-{3,}\n", text)
    found = [_prose(parts[0])]
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        found.append(f"### {heading}")
        if heading == "Support table":
            found.append(_table(body))
        elif heading == "Example":
            lines = [line[4:] for line in body.strip("\n").removeprefix("::\n").strip("\n").split("\n")]
            found.append("```\n" + "\n".join(lines) + "\n```")
        else:
            found.append(_prose(body))
    return "\n\n".join(found)


def _prose(text: str) -> str:
    return text.strip().replace("``", "`")


def _table(body: str) -> str:
    """A simple table of two columns as Markdown; lines without a first cell go on with the row above."""
    lines = [line for line in body.strip("\n").split("\n") if line.strip()]
    width = len(lines[0].split(" ")[0])
    rows: list[list[str]] = []
    for line in lines[1:-1]:
        first, second = line[:width].strip(), line[width:].strip()
        if first or not rows:
            rows.append([first, second])
        else:
            rows[-1][1] += " " + second
    cells = [f"| {_prose(first)} | {_prose(second)} |".replace("p__..|", "p__..\\|") for first, second in rows]
    return "\n".join(["| variant | how it is read |", "|---|---|", *cells])
