"""Exports of direct-to-consumer tests that list taxa with NCBI ranks: uBiome, Thryve/Ombre, Biomesight, BIOHM.

Support table
-------------
==============================  ===========================================================================
uBiome JSON                     ``ubiome_bacteriacounts``: ``tax_name``, ``tax_rank``, ``count``, ``taxon``,
                                ``parent``, ``count_norm``
uBiome CSV                      ``tax_name,tax_rank,count,count_norm,taxon,parent``
Thryve, Ombre, Biomesight       ``taxon_id,rank,name,parent,count`` and like columns; a name, a rank, and counts
                                or percent; the parent by name or id, or not at all
BIOHM and like lists            the same with ``genus`` and ``species`` rows alone
not read                        PDF reports, percentiles without abundances, raw reads
==============================  ===========================================================================

Specification
-------------
The columns are found by their names, whatever their order: the name of the taxon (``tax_name``, ``name``, ``taxon``
where it is text), its rank (``tax_rank``, ``rank``), the amount (``count``, ``reads``, ``percentage``, ``percent``,
``abundance``, ``relative_abundance``; ``count_norm`` only where nothing else is there), and if given its id and its
parent. Amounts repeat the same reads at each rank. With parents, a taxon keeps what its finer taxa do not explain;
without, one rank is taken: the finest whose sum is at least 90 % of the largest sum of a rank, and what it lacks is
unclassified. A taxon that comes twice is refused, as are finer taxa that exceed their parent. A ``site`` that is not
the gut is refused. These exports were written by hand for the tests from their documented columns.

Example
-------
::

    tax_name,tax_rank,count,count_norm,taxon,parent
    Bacteria,superkingdom,57510,1000000,2,131567

References
----------
uBiome: columns as shown by Richard Sprague, Personal Science Guide to the Microbiome (2018); others: Microbiome
Prescription, page "3rd Party Upload File Format".
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from enterotone.formats._amounts import kind_of
from enterotone.formats._community import SAMPLE, clades, community
from enterotone.formats._partition import Row, partition
from enterotone.formats._pieces import profile_of, species_lineage
from enterotone.formats._problem import amount, first_time, problem
from enterotone.formats._sample import choose
from enterotone.formats._source import first_lines, read_bytes, stem
from enterotone.formats._table import header_of, read_table
from enterotone.microbiome.lineage import RANKS, is_placeholder
from enterotone.microbiome.profile import Profile

__all__ = ["ID", "SUFFIXES", "TITLE", "example", "read", "samples", "sniff"]

ID = "consumer"
TITLE = "export of a consumer test (uBiome, Thryve/Ombre, Biomesight, BIOHM)"
SUFFIXES = (".json", ".csv", ".tsv")

_COLUMNS = {
    "name": ("tax_name", "taxon_name", "name", "organism", "bacteria", "microbe"),
    "rank": ("tax_rank", "taxon_rank", "taxonomic_rank", "rank", "level"),
    "amount": (
        "count",
        "counts",
        "reads",
        "read_count",
        "percentage",
        "percent",
        "relative_abundance",
        "abundance",
        "count_norm",
    ),
    "id": ("taxon", "taxon_id", "tax_id", "taxid", "ncbi_tax_id"),
    "parent": ("parent", "parent_id", "parent_taxon"),
}
_KEY = "ubiome_bacteriacounts"
_GUT = {"", "gut", "stool", "fecal", "faecal", "feces", "faeces"}
_SUPER = {"superkingdom": "kingdom", "domain": "kingdom"}
_FULL = 0.9
_DEEP = 60


@dataclass(frozen=True)
class _Entry:
    name: str
    rank: str
    amount: float
    id: str
    parent: str
    line: int


def sniff(head: bytes) -> bool:
    """Whether the first bytes of a file are those of such an export."""
    start = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return _KEY.encode() in head
    header = header_of(head)
    found = _places(header)
    return {"name", "rank", "amount"} <= set(found) and bool(first_lines(head)) and "lineage" not in header


def samples(path: Path) -> tuple[str, ...]:
    """Give the one sample, named after the file."""
    return (stem(path),)


def read(path: Path, sample: str | None) -> Profile:
    """Read the sample.

    Raises
    ------
    FormatError
        If the export breaks the specification above, or `sample` is not its name.
    ProfileError
        If all amounts are 0.
    """
    name = choose(samples(path), sample, path)
    entries, tool = _entries(path)
    has_parents = any(entry.parent for entry in entries)
    rows, rest, notes = _by_parent(entries, path) if has_parents else _by_rank(entries, path)
    kind, depth = kind_of([row.amount for row in rows] + [rest], path, name)
    return profile_of(
        rows, rest=rest, path=path, sample=name, format=ID, kind=kind, depth=depth, tool=tool, warnings=notes
    )


def example() -> dict[str, bytes]:
    """Write the example community as uBiome's JSON and CSV, and as a list of names, ranks and percent."""
    total = sum(member.count for member in community())
    ids = {key: n for n, key in enumerate(clades(), 2)}
    rows = []
    for key, count in clades().items():
        rank = "superkingdom" if len(key) == 1 else key[-1][0]
        parent = ids.get(key[:-1], 1)
        norm = round(1e6 * count / total)
        rows.append(
            {
                "taxon": ids[key],
                "parent": parent,
                "count": count,
                "count_norm": norm,
                "tax_name": key[-1][1],
                "tax_rank": rank,
            }
        )
    body = {"sequencing_revision": "0", "site": "gut", _KEY: rows}
    order = ("tax_name", "tax_rank", "count", "count_norm", "taxon", "parent")
    table = [",".join(order), *(",".join(str(row[column]) for column in order) for row in rows)]
    genera = ["name,rank,percentage", *(f"{m.genus},genus,{100 * m.count / total:.4f}" for m in community() if m.genus)]
    return {
        f"{SAMPLE}.ubiome.json": (json.dumps(body, indent=1) + "\n").encode(),
        f"{SAMPLE}.ubiome.csv": ("\n".join(table) + "\n").encode(),
        f"{SAMPLE}.names.csv": ("\n".join(genera) + "\n").encode(),
    }


def _places(header: Sequence[str]) -> dict[str, int]:
    names = [name.strip().casefold().replace(" ", "_") for name in header]
    found = {}
    for what, known in _COLUMNS.items():
        place = next((names.index(name) for name in known if name in names), None)
        if place is not None:
            found[what] = place
    return found


def _entries(path: Path) -> tuple[list[_Entry], str]:
    data = read_bytes(path)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _from_json(data, path), "uBiome"
    table = read_table(path)
    places = _places(table.header)
    found = []
    for line, cells in table.rows:
        record = {what: cells[place] for what, place in places.items()}
        found.append(_entry(record, path, line))
    return found, "uBiome" if table.place("count_norm") is not None else ""


def _from_json(data: bytes, path: Path) -> list[_Entry]:
    remedy = "Download the export again"
    try:
        body = json.loads(data.decode("utf-8-sig"))
        items = list(body[_KEY])
        site = str(body.get("site") or "")
        records = [
            {what: str(item[key]) for what, keys in _COLUMNS.items() for key in keys[::-1] if item.get(key) is not None}
            for item in items
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise problem(path, f"JSON that cannot be read ({error!r})", f"a list '{_KEY}'", remedy) from error
    if site.casefold() not in _GUT:
        raise problem(path, f"a sample of the site '{site[:30]}'", "gut", "Give the export of the stool sample")
    return [_entry(record, path, number) for number, record in enumerate(records, 1)]


def _entry(record: Mapping[str, Any], path: Path, line: int) -> _Entry:
    for what in ("name", "rank", "amount"):
        if not str(record.get(what, "")).strip():
            raise problem(path, f"an entry without {what}", "one", "Download the export again", line=line)
    text = str(record["amount"]).strip().removesuffix("%").strip()
    rank = str(record["rank"]).strip().casefold()
    return _Entry(
        str(record["name"]).strip(),
        _SUPER.get(rank, rank),
        amount(text, path, line=line, column="amount"),
        str(record.get("id", "")).strip(),
        str(record.get("parent", "")).strip(),
        line,
    )


def _by_parent(entries: Sequence[_Entry], path: Path) -> tuple[list[Row], float, list[str]]:
    by_key: dict[str, _Entry] = {}
    has_ids = any(entry.parent.isdigit() for entry in entries)
    for entry in entries:
        key = entry.id if has_ids else entry.name
        if key in by_key:
            found = f"the taxon '{entry.name[:60]}' as in entry {by_key[key].line}"
            raise problem(path, found, "each taxon once", "Take the second one out", line=entry.line)
        by_key[key] = entry
    rows = []
    for entry in entries:
        chain, at = [entry], entry
        while (above := by_key.get(at.parent)) is not None and above is not at and len(chain) < _DEEP:
            chain.append(above)
            at = above
        if len(chain) >= _DEEP:
            raise problem(
                path, f"'{entry.name[:60]}' below itself", "parents that end", "Download it again", line=entry.line
            )
        levels: list[tuple[str, str]] = []
        for item in reversed(chain):
            if item.rank in RANKS and (not levels or RANKS.index(item.rank) > RANKS.index(levels[-1][0])):
                levels.append((item.rank, item.name))
        if entry.rank in RANKS and levels and entry.amount > 0:
            rows.append(Row(tuple(levels), entry.amount, entry.line, int(entry.id) if entry.id.isdigit() else None))
    if len({row.lineage for row in rows}) < len(rows):
        raise problem(path, "two entries of one lineage", "each taxon once", "Download the export again")
    root = max((entry.amount for entry in entries if entry.rank in {"root", "no_rank", "kingdom"}), default=0.0)
    pieces = partition(rows, path)
    return pieces, max(root - sum(piece.amount for piece in pieces), 0.0), []


def _by_rank(entries: Sequence[_Entry], path: Path) -> tuple[list[Row], float, list[str]]:
    sums: dict[str, float] = {}
    seen: dict[tuple[str, str], int] = {}
    for entry in entries:
        first_time(seen, (entry.rank, entry.name), entry.line, path, f"the taxon '{entry.name[:60]}'")
        if entry.rank in RANKS:
            sums[entry.rank] = sums.get(entry.rank, 0.0) + entry.amount
    whole = max(sums.values(), default=0.0)
    full = [rank for rank in RANKS if whole > 0 and sums.get(rank, 0.0) >= _FULL * whole]
    if not full:
        remedy = "Give an export that lists genera or species with their amounts"
        raise problem(path, f"the ranks {', '.join(sorted({e.rank for e in entries}))[:80]}", "ranks of taxa", remedy)
    rank = full[-1]
    rows = [
        Row(species_lineage(entry.name, rank), entry.amount, entry.line, int(entry.id) if entry.id.isdigit() else None)
        for entry in entries
        if entry.rank == rank and entry.amount > 0 and not is_placeholder(entry.name)
    ]
    # A list of percent that stops short of 100 left the rest out.
    if 0 < whole < 100 and any(entry.amount != int(entry.amount) for entry in entries):
        whole = 100.0 if whole > 1.02 else 1.0
    rest = max(whole - sum(row.amount for row in rows), 0.0)
    others = sorted(set(sums) - {rank}, key=RANKS.index)
    notes = [f"Of the ranks in the file, '{rank}' was taken, as rows name no parents."] if others else []
    return rows, rest, notes
