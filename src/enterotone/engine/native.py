"""Machine code of a model: compiled once through LLVM, kept on disk, loaded in milliseconds.

No compiler is needed: llvmlite turns the emitted text into object code for this very processor. A file of the
cache is named by a hash of the equations, the engine's own sources, the processor and llvmlite's version, so a change
of any of them compiles anew. It is written under another name and renamed, which is safe against other processes, and
carries a checksum: a damaged file is compiled again. A folder that cannot be written only costs time.

The folder is ``ENTEROTONE_CACHE``, or ``enterotone`` in the user's cache folder.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import llvmlite
import llvmlite.binding as llvm

from enterotone.engine.emit import ModelCode
from enterotone.engine.emit_math import MATH_IR
from enterotone.engine.graph import ModelGraph
from enterotone.engine.rodas import stepper_ir
from enterotone.sbml.odemodel import OdeModel
from enterotone.writing import replacing

__all__ = ["Native", "cache_folder", "load_native", "target_machine"]

_SOURCES = [
    "graph",
    "differentiate",
    "order",
    "emit",
    "emit_math",
    "lower",
    "tableau",
    "rodas",
    "cohort_loop",
    "native",
]
#: Arguments of `cohort`: p a pointer, i a whole number, d a number.
_ARGUMENTS = "ppp i pppppipi ddd i i p d ppppppp i".replace(" ", "")
_CTYPES = {"p": ctypes.c_void_p, "i": ctypes.c_int64, "d": ctypes.c_double}


@dataclass(frozen=True)
class Native:
    """Compiled code of one model.

    Parameters
    ----------
    order : index of the state at each place in the order of elimination; the time, if it counts, is last.
    n_fixed, n_entries : sizes of the fixed numbers and of L + U.
    cohort : the loop over members, see `enterotone.engine.cohort_loop`; releases the GIL.
    functions : further functions by name.
    keep : what must live as long as the code.
    """

    order: tuple[int, ...]
    n_fixed: int
    n_entries: int
    cohort: Any
    keep: Any

    def function(self, name: str, n_pointers: int) -> Any:
        """Give an emitted function that takes pointers."""
        return ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * n_pointers)(self.keep.get_function_address(name))


def cache_folder() -> Path:
    """Folder of the compiled code."""
    named = os.environ.get("ENTEROTONE_CACHE")
    if named:
        return Path(named)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "enterotone"


def load_native(model: OdeModel, folder: Path | None = None) -> Native:
    """Load the code of a model from the cache, or compile it.

    Parameters
    ----------
    model : the equations.
    folder : cache folder; `cache_folder()` by default.
    """
    machine = target_machine()
    path = (folder or cache_folder()) / f"{_key(model)}.o"
    found = _read(path)
    if found is None:
        sizes, ir = _emit(model)
        module = llvm.parse_assembly(ir)
        found = sizes, machine.emit_object(module)
        _write(path, *found)
    sizes, code = found
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), machine)
    engine.add_object_file(llvm.ObjectFileRef.from_data(code))
    engine.finalize_object()
    kind = ctypes.CFUNCTYPE(None, *[_CTYPES[c] for c in _ARGUMENTS])
    cohort = kind(engine.get_function_address("cohort"))
    return Native(tuple(sizes["order"]), sizes["n_fixed"], sizes["n_entries"], cohort, engine)


def _emit(model: OdeModel) -> tuple[dict[str, Any], str]:
    code = ModelCode(ModelGraph(model))
    sizes = {
        "order": list(code.elimination.order),
        "n_fixed": code.n_fixed,
        "n_entries": len(code.elimination.slot),
    }
    stepper = stepper_ir(code.n, len(model.constants), code.n_fixed, len(code.elimination.slot))
    return sizes, "\n".join([MATH_IR(), code.ir, stepper])


def target_machine() -> Any:
    """LLVM for this very processor."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    target = llvm.Target.from_default_triple()
    features = llvm.get_host_cpu_features().flatten()
    return target.create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=features, opt=1, reloc="pic", codemodel="jitdefault", jit=True
    )


def _key(model: OdeModel) -> str:
    digest = hashlib.sha256()
    for name in _SOURCES:
        digest.update((files("enterotone.engine") / f"{name}.py").read_bytes())
    digest.update(
        f"{llvmlite.__version__} {llvm.get_host_cpu_name()} {llvm.get_host_cpu_features().flatten()}".encode()
    )
    parts = (model.states, tuple(model.constants), model.assignments, model.reactions, model.rates)
    for part in parts:
        digest.update(repr(dict(part) if isinstance(part, Mapping) else part).encode())
    return digest.hexdigest()


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


def _write(path: Path, sizes: dict[str, Any], code: bytes) -> None:
    body = json.dumps(sizes).encode() + b"\n" + code
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part:
            part.write_bytes(hashlib.sha256(body).hexdigest().encode() + body)
    except OSError:
        return
