"""Opening a file: existence, gzip, encoding, size. Content decides, never the name alone.

What a path may be wrong about is told apart here (missing, a directory, empty, cut gzip, not text, larger than any
profile), so that the readers see lines. Text is streamed: a reader keeps what it needs of a line and lets it go.

Three caps keep memory bounded whatever comes: bytes of a file that must be held whole, length of one line, and how
far gzip may unpack. A table of zeros packs about a hundredfold; what packs much further is not a table.
"""

from __future__ import annotations

import difflib
import gzip
import io
import zlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from enterotone.errors import FormatError
from enterotone.formats._problem import problem

__all__ = ["HEAD", "WHOLE", "first_lines", "is_text", "iter_lines", "read_bytes", "read_head", "read_lines", "stem"]

HEAD = 1 << 20
WHOLE = 256 << 20
"""Most bytes of a file that is held whole, after unpacking."""

_GZIP = b"\x1f\x8b"
_LINE = 64 << 20
_FREE = 64 << 20  # unpacked bytes below which no ratio is asked for
_RATIO = 200


def read_head(path: Path) -> bytes:
    """Read the first 1 MiB of a file, unpacked if it is gzip.

    Raises
    ------
    FormatError
        If the path is missing, a directory, unreadable, empty, or a broken gzip file.
    """
    _check(path)
    return _read(path, HEAD)


def read_bytes(path: Path) -> bytes:
    """Read a whole file, unpacked if it is gzip; raises as `read_head`, or if it is larger than 256 MiB."""
    _check(path)
    data = _read(path, WHOLE + 1)
    if len(data) > WHOLE:
        raise FormatError(
            f"{path}: found more than {WHOLE >> 20} MiB; expected a profile, which is far smaller. "
            "Cut the table to the samples you need."
        )
    return data


def read_lines(path: Path) -> list[str]:
    """Read a text file as lines without their ends; raises as `iter_lines`, or if it is larger than 256 MiB."""
    found, size = [], 0
    for text in iter_lines(path):
        size += len(text) + 1
        if size > WHOLE:
            read_bytes(path)
        found.append(text)
    return found


def iter_lines(path: Path) -> Iterator[str]:
    """Give the lines of a text file one by one, without their ends; gzip is unpacked on the way.

    Raises
    ------
    FormatError
        As `read_head`, if the text is not UTF-8 (names the line), if a line is longer than any table's, or if gzip
        unpacks to far more than a table does.
    """
    _check(path)
    line, seen = 0, False
    try:
        with _Counted(path) as raw:
            buffered = io.BufferedReader(raw, 1 << 16)
            for piece in iter(lambda: buffered.readline(_LINE), b""):
                if len(piece) >= _LINE:
                    remedy = "Give a table with one taxon or one sample a line"
                    raise problem(path, f"more than {_LINE >> 20} MiB", "a shorter line", remedy, line=line + 1)
                # Old Macintosh ends and Windows ends are both line ends.
                for part in piece.rstrip(b"\n").rstrip(b"\r").split(b"\r"):
                    line += 1
                    seen = seen or bool(part.strip())
                    yield _decode(part, path, line)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _broken(path, error) from error
    except OSError as error:
        raise FormatError(f"{path}: cannot be read ({error.strerror or error}). Check the permissions.") from error
    if not seen:
        raise _empty(path)


def _decode(part: bytes, path: Path, line: int) -> str:
    try:
        return part.decode("utf-8-sig" if line == 1 else "utf-8")
    except UnicodeDecodeError as error:
        raise problem(
            path,
            f"the byte 0x{part[error.start]:02x}",
            "text in UTF-8",
            "Save the table as UTF-8 text",
            line=line,
        ) from error


class _Counted(io.RawIOBase):
    """The bytes of a file, unpacked if it is gzip, that stops when it unpacks to far more than a table does."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._raw = path.open("rb")
        is_packed = self._raw.read(2) == _GZIP
        self._raw.seek(0)
        self._stream = gzip.GzipFile(fileobj=self._raw) if is_packed else self._raw
        self._packed = is_packed
        self._given = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._given += len(data)
        if self._packed and self._given > _FREE and self._given > _RATIO * max(self._raw.tell(), 1):
            raise FormatError(
                f"{self._path}: found gzip that unpacks to more than {_RATIO} times its size; expected a packed "
                "table. It is no profile: unpack it by hand and look at it."
            )
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._stream.close()
            self._raw.close()
        super().close()


@lru_cache(maxsize=2)
def first_lines(head: bytes, n: int = 50) -> tuple[str, ...]:
    """Give the first lines of a head that is text, without their ends; empty where it is not text.

    Parameters
    ----------
    head : first bytes of a file.
    n : most lines.
    """
    if not is_text(head):
        return ()
    text = head.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if len(head) >= HEAD and len(lines) > 1:
        lines = lines[:-1]
    return tuple(lines[:n])


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
        with _Counted(path) as raw:
            data = io.BufferedReader(raw, 1 << 20).read(size)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _broken(path, error) from error
    except OSError as error:
        raise FormatError(f"{path}: cannot be read ({error.strerror or error}). Check the permissions.") from error
    if not data.strip():
        raise _empty(path)
    return data


def _broken(path: Path, error: Exception) -> FormatError:
    return FormatError(
        f"{path}: the gzip file is broken ({error}); expected a complete one. Copy or download it again."
    )


def _empty(path: Path) -> FormatError:
    return FormatError(f"{path}: the file is empty; expected a stool profile. Run the analysis or the copy again.")
