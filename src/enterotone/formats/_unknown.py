"""What to say about a file that no format claims: what it seems to be, what can be read, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

from enterotone.formats._source import is_text

__all__ = ["explain"]

_MAGIC = (
    (b"PK\x03\x04", "a zip archive (QIIME 2 .qza, Excel .xlsx)", "export the table from it as TSV"),
    (b"\x89HDF", "an HDF5 file (BIOM 2.1)", "convert it with 'biom convert --to-tsv'"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "unpack it first"),
    (b"%PDF", "a PDF", "ask the laboratory for the table behind the report"),
    (b"{", "JSON (BIOM 1.0 or other)", "convert it with 'biom convert --to-tsv'"),
    (b"@", "raw reads (FASTQ)", "run a profiler first; Enterotone reads profiles, not reads"),
    (b">", "sequences (FASTA)", "run a profiler first; Enterotone reads profiles, not sequences"),
)


def explain(path: Path, head: bytes, formats: Mapping[str, ModuleType]) -> str:
    """Write the message for a file of unknown format.

    Parameters
    ----------
    path, head : the file and its first bytes.
    formats : known formats by id.
    """
    known = "; ".join(f"{key}: {module.TITLE}" for key, module in formats.items())
    seems = next(((what, remedy) for magic, what, remedy in _MAGIC if head.lstrip().startswith(magic)), None)
    if seems:
        found, remedy = seems
    elif is_text(head):
        first = head.decode("utf-8", errors="replace").splitlines()[0][:80]
        found, remedy = f"text that begins '{first}'", "give a table with names of taxa and one column a sample"
    else:
        found, remedy = "a binary file of unknown kind", "give a text table or one of the formats above"
    suffix = "".join(path.suffixes[-2:]).removesuffix(".gz").casefold()
    near = [key for key, module in formats.items() if suffix and suffix.endswith(module.SUFFIXES)]
    hint = f" By its name it would be: {', '.join(near)}." if near else ""
    return f"{path}: found {found}; expected one of the known formats ({known}).{hint} Remedy: {remedy}."
