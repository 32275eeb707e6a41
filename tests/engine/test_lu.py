"""Emitted LU and solves against numpy on random sparse linear systems."""

from __future__ import annotations

import numpy as np

from enterotone.engine.native import aligned, load_native
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
    place = np.array(native.place[:n])
    y, c, shift, b = aligned(4 * n), aligned(4), aligned(4), aligned(4 * n)
    a = aligned(4 * native.n_entries)
    shift[:] = [5.0, 8.0, 20.0, 100.0]
    right = rng.normal(size=(n, 4))
    b.reshape(n, 4)[place] = right
    native.function("jacobian", 5)(*(array.ctypes.data for array in (y, c, c, shift, a)))
    weak = aligned(4)
    native.function("lu", 2)(a.ctypes.data, weak.ctypes.data)
    assert (weak > 1e-3).all()
    native.function("solve", 2)(a.ctypes.data, b.ctypes.data)
    found = b.reshape(n, 4)[place]
    for lane in range(4):
        expected = np.linalg.solve(shift[lane] * np.eye(n) - matrix, right[:, lane])
        np.testing.assert_allclose(found[:, lane], expected, rtol=1e-9, atol=1e-12)


def test_a_pivot_that_lost_its_digits_is_told(tmp_path):
    # [[s, -1], [-1, s]] with s = 1 + 1e-14: the second pivot is s - 1 / s, all but nothing.
    states = tuple(OdeState(sid, "parameter") for sid in ("x", "y"))
    rates = {"x": parse("y"), "y": parse("x")}
    native = load_native(OdeModel("pair", "", states, {}, {}, {}, rates, {}, {}), tmp_path)
    y, c, shift, weak, a = aligned(8), aligned(4), aligned(4), aligned(4), aligned(4 * native.n_entries)
    shift[:] = [1.0 + 1e-14, 1.0, 2.0, 1.5]
    native.function("jacobian", 5)(*(array.ctypes.data for array in (y, c, c, shift, a)))
    native.function("lu", 2)(a.ctypes.data, weak.ctypes.data)
    pivot = shift - 1.0 / shift
    np.testing.assert_allclose(weak, pivot / (shift + 1.0 / shift), atol=1e-15)
