"""exp, log and pow over lanes against extended precision."""

from __future__ import annotations

import ctypes

import llvmlite.binding as llvm
import numpy as np
import pytest

from enterotone.engine.emit_math import MATH_IR, VECTOR
from enterotone.engine.object_cache import target_machine


@pytest.fixture(scope="module")
def lanes():
    """Call a function over lanes with arrays."""
    text = [MATH_IR()]
    for name, count in (("vexp", 1), ("vlog", 1), ("vpow", 2)):
        loads = [f"%a{i} = load {VECTOR}, ptr %p{i}, align 8" for i in range(count)]
        pointers = ", ".join(f"ptr %p{i}" for i in range(count))
        given = ", ".join(f"{VECTOR} %a{i}" for i in range(count))
        call = [f"%r = call {VECTOR} @{name}({given})", f"store {VECTOR} %r, ptr %out, align 8", "ret void", "}"]
        text += [f"define void @t{name}({pointers}, ptr %out) {{", *loads, *call]
    engine = llvm.create_mcjit_compiler(llvm.parse_assembly("\n".join(text)), target_machine())
    engine.finalize_object()

    def call(name: str, *arrays: np.ndarray) -> np.ndarray:
        address = engine.get_function_address(f"t{name}")
        function = ctypes.CFUNCTYPE(None, *[ctypes.c_void_p] * (len(arrays) + 1))(address)
        given = [np.ascontiguousarray(a, dtype=float) for a in arrays]
        out = np.empty_like(given[0])
        for at in range(0, len(out), 4):
            function(*(a[at:].ctypes.data for a in given), out[at:].ctypes.data)
        return out

    return call


def ulps(found: np.ndarray, exact: np.ndarray) -> float:
    near = exact.astype(float)
    return float((np.abs(found.astype(np.longdouble) - exact) / np.spacing(np.abs(near))).max())


def test_exp(lanes):
    x = np.concatenate((np.random.default_rng(1).uniform(-700, 700, 20_000), np.linspace(-1, 1, 20_000)))
    assert ulps(lanes("vexp", x), np.exp(x.astype(np.longdouble))) < 2


def test_log(lanes):
    rng = np.random.default_rng(2)
    x = np.concatenate((np.exp(rng.uniform(-700, 700, 20_000)), rng.uniform(0.5, 2, 20_000)))
    assert ulps(lanes("vlog", x), np.log(x.astype(np.longdouble))) < 2


def test_pow(lanes):
    rng = np.random.default_rng(3)
    x, y = np.exp(rng.uniform(-20, 20, 40_000)), rng.uniform(-15, 15, 40_000)
    assert ulps(lanes("vpow", x, y), x.astype(np.longdouble) ** y.astype(np.longdouble)) < 2


def test_special_values(lanes):
    inf, nan = np.inf, np.nan
    np.testing.assert_array_equal(lanes("vexp", np.array([0, -inf, inf, nan])), [1, 0, inf, nan])
    np.testing.assert_array_equal(lanes("vlog", np.array([0, -1, inf, 1])), [-inf, nan, inf, 0])
    np.testing.assert_array_equal(lanes("vlog", np.array([5e-324, 1, 1, nan])), [np.log(5e-324), 0, 0, nan])
    base, exponent = np.array([-8.0, -0.001, -2.0, 0.0]), np.array([3.0, 2.5, 2.0, 0.7])
    np.testing.assert_allclose(lanes("vpow", base, exponent), [-512, 0, 4, 0], rtol=1e-15)
    np.testing.assert_array_equal(lanes("vpow", np.array([0.0, 2, nan, 0]), np.array([0.0, 0, 1, 2])), [1, 1, nan, 0])
