"""Object code on disk: compiled once through LLVM, loaded in milliseconds.

No compiler is needed: llvmlite turns emitted text into object code for this very processor. A file of the cache is
named by a hash of what the code follows from, the engine's own sources, the processor and llvmlite's version, so a
change of any of them compiles anew. It is written under another name and renamed, which is safe against other
processes, and carries a checksum: a damaged file is compiled again. A folder that cannot be written only costs time.
When the folder holds many files, those that were made first are removed.

The folder is ``ENTEROTONE_CACHE``, or ``enterotone`` in the user's cache folder.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import llvmlite
import llvmlite.binding as llvm

from enterotone.writing import replacing

__all__ = ["cache_folder", "load_code", "target_machine"]

_SOURCES = (
    "graph",
    "differentiate",
    "order",
    "emit",
    "emit_formulas",
    "emit_math",
    "emit_model",
    "lower",
    "tableau",
    "rodas",
    "cohort_loop",
    "cohort_parts",
    "native",
    "object_cache",
)
#: Files in the folder at which the oldest are removed, and how many stay.
_MOST_FILES, _KEPT_FILES = 2000, 1500


def cache_folder() -> Path:
    """Folder of the compiled code."""
    named = os.environ.get("ENTEROTONE_CACHE")
    if named:
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "enterotone"


def load_code(
    key: str, emit: Callable[[], tuple[dict[str, Any], str]], folder: Path | None = None
) -> tuple[dict[str, Any], Any]:
    """Load code from the cache, or compile it.

    Parameters
    ----------
    key : what the code follows from, as text.
    emit : gives facts about the code, to be kept beside it as JSON, and its LLVM IR.
    folder : cache folder; `cache_folder()` by default.

    Returns
    -------
    tuple
        The facts, and LLVM's engine, which must live as long as the code is used.
    """
    machine = target_machine()
    path = (folder or cache_folder()) / f"{_hash(key)}.o"
    found = _read(path)
    if found is None:
        facts, ir = emit()
        found = facts, machine.emit_object(llvm.parse_assembly(ir))
        _write(path, *found)
    facts, code = found
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    return facts, engine


def target_machine() -> Any:
    """LLVM for this very processor."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_default_triple()
    features = llvm.get_host_cpu_features().flatten()
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=1, reloc="pic", codemodel="jitdefault", jit=True
    )


@lru_cache(maxsize=1)
def _conditions() -> bytes:
    """Digest of what all code follows from."""
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update((files("enterotone.engine") / f"{name}.py").read_bytes())
    digest.update(f"{llvmlite.__version__} {llvm.get_host_cpu_name()}".encode())
    digest.update(llvm.get_host_cpu_features().flatten().encode())
    return digest.digest()


def _hash(key: str) -> str:
    return hashlib.sha256(_conditions() + key.encode()).hexdigest()


def _read(path: Path) -> tuple[dict[str, Any], bytes] | None:
    try:
        data = path.read_bytes()
    except OSError:
        return None
    checksum, body = data[:64], data[64:]
    if hashlib.sha256(body).hexdigest().encode() != checksum:
        return None
    head, code = body.split(b"\n", 1)
    return json.loads(head), code


def _write(path: Path, facts: dict[str, Any], code: bytes) -> None:
    body = json.dumps(facts).encode() + b"\n" + code
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part:
            part.write_bytes(hashlib.sha256(body).hexdigest().encode() + body)
        _prune(path.parent)
    except OSError:
        return


def _prune(folder: Path) -> None:
    """Remove the oldest files of a folder that holds too many."""
    held = list(folder.glob("*.o"))
    if len(held) <= _MOST_FILES:
        return
    by_age = sorted(held, key=lambda path: path.stat().st_mtime)
    for path in by_age[: max(0, len(by_age) - _KEPT_FILES)]:
        path.unlink(missing_ok=True)
