"""Reading one member of a zip archive without trusting what the archive says about itself.

A member is read up to a cap, whatever size it declares, and its name is looked up, never written to disk.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from enterotone.errors import FormatError
from enterotone.formats._source import WHOLE, read_bytes

__all__ = ["is_zip", "member", "members"]

_MOST = 20_000
_T = TypeVar("_T")


def is_zip(head: bytes) -> bool:
    """Whether the first bytes of a file are a zip archive's."""
    return head[:4] == b"PK\x03\x04"


def members(path: Path) -> tuple[str, ...]:
    """List the names of an archive's members.

    Raises
    ------
    FormatError
        If the archive is broken or has far more members than any profile.
    """
    names = _guarded(path, lambda archive: archive.namelist())
    if len(names) > _MOST:
        raise FormatError(f"{path}: found {len(names)} files in the archive; expected a few. It is no profile.")
    return tuple(names)


def member(path: Path, name: str) -> bytes:
    """Read one member of an archive.

    Parameters
    ----------
    path : the archive.
    name : as in `members`.

    Raises
    ------
    FormatError
        If it is broken, encrypted, or unpacks to more than a profile can be.
    """

    def load(archive: zipfile.ZipFile) -> bytes:
        with archive.open(name) as stream:
            return stream.read(WHOLE + 1)

    data = _guarded(path, load)
    if len(data) > WHOLE:
        raise FormatError(
            f"{path}, {name}: found more than {WHOLE >> 20} MiB when unpacked; expected a profile, which is far "
            "smaller. It is no profile: look at the archive by hand."
        )
    return data


def _guarded(path: Path, action: Callable[[zipfile.ZipFile], _T]) -> _T:
    try:
        with zipfile.ZipFile(io.BytesIO(read_bytes(path))) as archive:
            return action(archive)
    except FormatError:
        raise
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, LookupError, ValueError) as error:
        raise _broken(path, error) from error
    except (RuntimeError, OSError, ArithmeticError) as error:
        raise _broken(path, error) from error


def _broken(path: Path, error: Exception) -> FormatError:
    return FormatError(f"{path}: the archive is broken ({error}); expected a complete one. Copy or download it again.")
