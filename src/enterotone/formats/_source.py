"""Opening a file: existence, gzip, encoding. Content decides, never the name alone.

What a path may be wrong about is told apart here (missing, a directory, empty, cut gzip, not text), so that the
readers see lines.
"""

from __future__ import annotations

import difflib
import gzip
import zlib
from pathlib import Path

from enterotone.errors import FormatError
from enterotone.formats._problem import problem

__all__ = ["HEAD", "is_text", "read_bytes", "read_head", "read_lines", "stem"]

HEAD = 65536
_GZIP = b"\x1f\x8b"


def read_head(path: Path) -> bytes:
    """Read the first 64 KiB of a file, unpacked if it is gzip.

    Raises
    ------
    FormatError
        If the path is missing, a directory, unreadable, empty, or a broken gzip file.
    """
    _check(path)
    return _read(path, HEAD)


def read_bytes(path: Path) -> bytes:
    """Read a whole file, unpacked if it is gzip; raises as `read_head`."""
    _check(path)
    return _read(path, -1)


def read_lines(path: Path) -> list[str]:
    """Read a text file as lines without their ends; raises as `read_head`, or if it is not UTF-8 text."""
    data = read_bytes(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise problem(
            path,
            f"the byte 0x{data[error.start]:02x}",
            "text in UTF-8",
            "Save the table as UTF-8 text",
            line=line,
        ) from error
    return text.splitlines()


def is_text(head: bytes) -> bool:
    """Whether the head of a file is text: UTF-8 without control characters."""
    if not head or b"\x00" in head:
        return False
    try:
        # The head may end inside a character, hence the incremental habit of ignoring up to three last bytes.
        text = head[: max(len(head) - 3, 1)].decode("utf-8-sig", errors="strict")
    except UnicodeDecodeError as error:
        return error.start > len(head) - 8
    return not any(ord(letter) < 9 for letter in text[:4096])


def stem(path: Path) -> str:
    """File name up to its first dot: the sample's name where the file does not give one."""
    return path.name.split(".")[0] or path.name


def _check(path: Path) -> None:
    if path.is_dir():
        raise FormatError(f"{path}: this is a directory; expected one profile file. Name the file inside it.")
    if not path.exists():
        near: list[str] = []
        if path.parent.is_dir():
            near = difflib.get_close_matches(path.name, [item.name for item in path.parent.iterdir()], n=3)
        hint = f" Nearest in that folder: {', '.join(near)}." if near else " Check the path."
        raise FormatError(f"{path}: no such file.{hint}")


def _read(path: Path, size: int) -> bytes:
    try:
        with path.open("rb") as raw:
            packed = raw.read(2) == _GZIP
        if packed:
            with gzip.open(path, "rb") as stream:
                data = stream.read(size)
        else:
            with path.open("rb") as plain:
                data = plain.read(size)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FormatError(
            f"{path}: the gzip file is broken ({error}); expected a complete one. Copy or download it again."
        ) from error
    except OSError as error:
        raise FormatError(f"{path}: cannot be read ({error.strerror or error}). Check the permissions.") from error
    if not data.strip():
        raise FormatError(f"{path}: the file is empty; expected a stool profile. Run the analysis or the copy again.")
    return data
