"""Emitted LU and solves against numpy on random sparse linear systems."""

from __future__ import annotations

import numpy as np

from enterotone.engine.lanes import _aligned
from enterotone.engine.native import load_native
from enterotone.model.expression import parse
from enterotone.sbml.odemodel import OdeModel, OdeState


def test_solves_agree_with_numpy(tmp_path):
    rng, n = np.random.default_rng(11), 30
    matrix = np.where(rng.random((n, n)) < 0.1, rng.normal(size=(n, n)), 0.0)
    rates = {
        f"x{i}": " + ".join(["0", *(f"({v!r}) * x{j}" for j, v in enumerate(row.tolist()) if v)])
        for i, row in enumerate(matrix)
    }
    states = tuple(OdeState(sid, "parameter") for sid in rates)
    model = OdeModel("linear", "", states, {}, {}, {}, {sid: parse(text) for sid, text in rates.items()}, {}, {})
    native = load_native(model, tmp_path)
    order = np.array(native.order)
    y, c, shift, b = _aligned(4 * n), _aligned(4), _aligned(4), _aligned(4 * n)
    a = _aligned(4 * native.n_entries)
    shift[:] = [5.0, 8.0, 20.0, 100.0]
    right = rng.normal(size=(n, 4))
    b[:] = right[order].ravel()
    native.function("jacobian", 5)(*(array.ctypes.data for array in (y, c, c, shift, a)))
    native.function("lu", 1)(a.ctypes.data)
    native.function("solve", 2)(a.ctypes.data, b.ctypes.data)
    found = np.empty((n, 4))
    found[order] = b.reshape(n, 4)
    for lane in range(4):
        expected = np.linalg.solve(shift[lane] * np.eye(n) - matrix, right[:, lane])
        np.testing.assert_allclose(found[:, lane], expected, rtol=1e-9, atol=1e-12)
