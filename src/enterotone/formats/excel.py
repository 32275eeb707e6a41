"""Excel workbooks (``.xlsx``) with a table of taxa on one sheet.

Support table
-------------
==============================  ===========================================================================
Office Open XML (``.xlsx``)     the first sheet that holds a table of taxa; numbers, text, shared strings
orientation, taxa, amounts      as the plain table
not read                        ``.xls`` (save it as ``.xlsx``), formulas without stored values, dates
==============================  ===========================================================================

Specification
-------------
The sheet's used cells are a table with a header in its first row: names of taxa on one side and samples on the other,
in either orientation; blank rows and columns are passed over, and blank cells inside the table are refused. Columns
of text other than the names are refused, because a number might be meant. Numbers are read as stored, not as shown.
A taxon that comes twice is refused, unless the last column is ``taxonomy``. XML with a document type is refused. No
spreadsheet library is needed.

Example
-------
::

    genus        | stool_1 | stool_2
    Bacteroides  | 0.31    | 0.22

References
----------
ECMA-376, Office Open XML file formats, part 1, chapter 18.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from enterotone.formats._community import SAMPLE, community
from enterotone.formats._grid import ENOUGH, duplicates, taxon_score, to_profile
from enterotone.formats._problem import amount, problem
from enterotone.formats._sample import choose
from enterotone.formats._zip import is_zip, member, members
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "excel"
TITLE = "Excel workbook with a table of taxa (.xlsx)"
SUFFIXES = (".xlsx",)

_CELL = re.compile(r"^([A-Z]{1,3})(\d{1,7})$")
_TAXONOMY = {"taxonomy", "taxon", "lineage"}
_MOST = 5_000_000
_SHEET = re.compile(r"^xl/worksheets/[^/]+\.xml$")


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a workbook."""
    name = head[30:80]
    return is_zip(head) and name.startswith((b"[Content_Types].xml", b"_rels/", b"xl/", b"docProps/", b"mimetype"))


def samples(path: Path) -> tuple[str, ...]:
    """List the samples of the sheet."""
    return _orient(_sheet(path), path)[1]


def read(path: Path, sample: str | None) -> Profile:
    """Read one sample.

    Raises
    ------
    FormatError
        If no sheet holds a table of taxa, the table breaks the specification above, or `sample` is not in it.
    ProfileError
        If all abundances are 0.
    """
    grid = _sheet(path)
    taxa, names, columns, has_variants = _orient(grid, path)
    name = choose(names, sample, path)
    cells = columns[names.index(name)]
    amounts = [amount(cell, path, line=n, column=name) for n, cell in enumerate(cells, 2)]
    lines = list(range(2, len(taxa) + 2))
    return to_profile(taxa, amounts, lines, path, name, may_merge=has_variants, format_id=ID)


def example() -> dict[str, bytes]:
    """Write the genera of the example community as a workbook."""
    rows = [("genus", SAMPLE), *((";".join(f"{rank[0]}__{n}" for rank, n in m.named), m.count) for m in community())]
    body = ""
    for number, (name, value) in enumerate(rows, 1):
        first = f'<c r="A{number}" t="inlineStr"><is><t>{name}</t></is></c>'
        second = f'<c r="B{number}"><v>{value}</v></c>'
        if isinstance(value, str):
            second = f'<c r="B{number}" t="inlineStr"><is><t>{value}</t></is></c>'
        body += f'<row r="{number}">{first}{second}</row>'
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/package/2006/content-types"
    form = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}"><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" '
        f'ContentType="{form}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" '
        f'ContentType="{form}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{links}"><Relationship Id="r1" Type="{office}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets><sheet name="genera" sheetId="1" '
        'r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{links}"><Relationship Id="r1" Type='
        f'"{office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{body}</sheetData></worksheet>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
            archive.writestr(zipfile.ZipInfo(name, (2024, 1, 1, 0, 0, 0)), head + text)
    return {f"{SAMPLE}.xlsx": buffer.getvalue()}


def _sheet(path: Path) -> list[list[str]]:
    """Cells of the first sheet that holds taxa; all rows equally wide."""
    names = members(path)
    sheets = sorted((name for name in names if _SHEET.match(name)), key=lambda name: (len(name), name))
    shared = _strings(path) if "xl/sharedStrings.xml" in names else []
    for sheet in sheets:
        grid = _grid(path, sheet, shared)
        if len(grid) > 1 and len(grid[0]) > 1:
            score = max(taxon_score([row[0] for row in grid[1:]]), taxon_score(grid[0][1:]))
            if max(score, taxon_score([row[-1] for row in grid[1:]])) >= ENOUGH:
                return grid
    remedy = "Put names of taxa into the first column and one sample into each other column"
    raise problem(path, f"{len(sheets)} sheets without a table of taxa", "one", remedy)


def _events(path: Path, name: str, wanted: str) -> Iterator[ElementTree.Element]:
    data = member(path, name)
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise problem(path, "XML with a document type", "a plain workbook", "Save the workbook again")
    try:
        for _, element in ElementTree.iterparse(io.BytesIO(data)):
            if element.tag.rpartition("}")[2] == wanted:
                yield element
                element.clear()
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise problem(path, f"broken XML in {name} ({error})", "a complete workbook", "Save it again") from error


def _strings(path: Path) -> list[str]:
    return [
        "".join(part.text or "" for part in item.iter() if part.tag.rpartition("}")[2] == "t")
        for item in _events(path, "xl/sharedStrings.xml", "si")
    ]


def _grid(path: Path, sheet: str, shared: list[str]) -> list[list[str]]:
    cells: dict[tuple[int, int], str] = {}
    for element in _events(path, sheet, "c"):
        match = _CELL.match(element.get("r", ""))
        if match is None:
            raise problem(
                path, f"a cell '{element.get('r', '')[:20]}'", "a place such as B2", "Save the workbook again"
            )
        text = _value(element, shared, path)
        if text:
            column = 0
            for letter in match[1]:
                column = 26 * column + ord(letter) - 64
            cells[int(match[2]), column] = text
        if len(cells) > _MOST:
            raise problem(path, f"more than {_MOST} cells", "a smaller table", "Cut it to the samples you need")
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    if len(rows) * len(columns) > _MOST:
        raise problem(path, "cells far apart", "one table", "Keep the table alone on its sheet")
    return [[cells.get((row, column), "") for column in columns] for row in rows]


def _value(element: ElementTree.Element, shared: list[str], path: Path) -> str:
    texts = {part.tag.rpartition("}")[2]: part.text or "" for part in element.iter()}
    kind = element.get("t", "n")
    if kind == "s":
        place = texts.get("v", "")
        if not place.isdigit() or int(place) >= len(shared):
            raise problem(path, f"a shared string '{place[:20]}'", "one of the workbook", "Save the workbook again")
        return shared[int(place)].strip()
    if kind == "inlineStr":
        return "".join(part.text or "" for part in element.iter() if part.tag.rpartition("}")[2] == "t").strip()
    if kind == "e":
        raise problem(path, f"an error value '{texts.get('v', '')[:20]}'", "a number", "Correct the sheet")
    return texts.get("v", "").strip()


def _orient(grid: list[list[str]], path: Path) -> tuple[list[str], tuple[str, ...], list[list[str]], bool]:
    """Taxa, names of samples, and one column of cells for each sample."""
    header, body = grid[0], grid[1:]
    has_variants = header[-1].casefold() in _TAXONOMY and len(header) > 2
    label = len(header) - 1 if has_variants else 0
    places = [place for place in range(len(header)) if place not in {0, label}]
    labels = [row[label] for row in body]
    tops = [header[place] for place in places]
    if has_variants or taxon_score(labels) >= taxon_score(tops):
        taxa, names = labels, tops
        columns = [[row[place] for row in body] for place in places]
    else:
        taxa, names = tops, labels
        columns = [[row[place] for place in places] for row in body]
    if doubled := duplicates(names):
        raise problem(path, f"the sample '{doubled[0][:60]}' twice", "one name a sample", "Rename one")
    return taxa, tuple(names), columns, has_variants
