"""What to say about a file that no format claims: what it seems to be, what can be read, and what to do."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from enterotone.formats._source import first_lines, is_text

__all__ = ["explain"]

_MAGIC = (
    (b"PK\x03\x04", "a zip archive that is neither a QIIME 2 artifact nor an Excel workbook", "unpack it first"),
    (b"\xff\xfe", "text in UTF-16", "save it as UTF-8 (CSV UTF-8 in Excel)"),
    (b"\xfe\xff", "text in UTF-16", "save it as UTF-8 (CSV UTF-8 in Excel)"),
    (b"\xd0\xcf\x11\xe0", "an old Excel file (.xls)", "save it as .xlsx or CSV"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "unpack it first"),
    (b"%PDF", "a PDF", "ask the laboratory for the table behind the report"),
    (
        b"{",
        "JSON that is neither BIOM 1.0 nor a uBiome export",
        "give a table with names of taxa and one column a sample",
    ),
    (b"@", "raw reads (FASTQ)", "run a profiler first; Enterotone reads profiles, not reads"),
    (b">", "sequences (FASTA)", "run a profiler first; Enterotone reads profiles, not sequences"),
)


_NAMES_ONLY = re.compile(
    r"(^|[;,\t\"|])[dkp]__|(^|[,\t])\"?(phylum|genus|Otu\d+)\"?[,\t]", re.IGNORECASE | re.MULTILINE
)
_NEAR = 4


def explain(path: Path, head: bytes, formats: Mapping[str, ModuleType]) -> str:
    """Write the message for a file of unknown format.

    Parameters
    ----------
    path, head : the file and its first bytes.
    formats : known formats by id.
    """
    seems = next(((what, remedy) for magic, what, remedy in _MAGIC if head.lstrip().startswith(magic)), None)
    if seems:
        found, remedy = seems
    elif is_text(head):
        first = head.decode("utf-8", errors="replace").splitlines()[0][:80]
        found, remedy = f"text that begins '{first}'", "give a table with names of taxa and one column a sample"
        if _NAMES_ONLY.search("\n".join(first_lines(head, 20))):
            found += ", which names taxa without amounts"
    else:
        found, remedy = "a binary file of unknown kind", "give a text table or one of the formats above"
    suffix = "".join(path.suffixes[-2:]).removesuffix(".gz").casefold()
    near = [key for key, module in formats.items() if suffix and suffix.endswith(module.SUFFIXES)]
    hint = f" By its name it would be: {', '.join(near)}." if 0 < len(near) <= _NEAR else ""
    return (
        f"{path}: found {found}; expected one of the known formats ({', '.join(formats)}).{hint} "
        f"Remedy: {remedy}. 'enterotone profile --formats' shows an example of each."
    )
