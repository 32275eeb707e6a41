"""The compiled engine: closed forms, agreement with LSODA, independence of lanes, ends of bad members, the cache."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enterotone.engine import Settings, Status, compile_system, simulate
from enterotone.engine.native import load_native
from enterotone.errors import DesignError
from enterotone.model.expression import number, parse
from enterotone.model.schedule import Dose, Schedule
from enterotone.population.baseline import compiled_model
from enterotone.population.diet import meals
from enterotone.sbml.odemodel import OdeConstant, OdeEvent, OdeModel, OdeState

RODAS = Settings(method="rodas5p")
TIGHT = Settings(rtol=1e-9, atol=1e-12, method="rodas5p")


def model(rates: dict[str, str], start: dict[str, float], **constants: float) -> OdeModel:
    return OdeModel(
        id="small",
        name="",
        states=tuple(OdeState(sid, "species") for sid in rates),
        constants={sid: OdeConstant(sid, value) for sid, value in constants.items()},
        assignments={},
        reactions={},
        rates={sid: parse(text) for sid, text in rates.items()},
        initial={sid: number(value) for sid, value in start.items()},
        units={},
    )


def test_decay_with_doses_follows_the_closed_form():
    decay = model({"x": "-k * x"}, {"x": 1.0}, k=0.5)
    schedule = Schedule((Dose(2.0, "x", "3"),))
    found = simulate(decay, {"k": [0.1, 0.5, 2.0]}, [0, 1, 2, 5], ["x"], schedule, settings=TIGHT).values[:, :, 0]
    for k, row in zip((0.1, 0.5, 2.0), found, strict=True):
        at_dose = np.exp(-2 * k) + 3
        np.testing.assert_allclose(row, [1, np.exp(-k), at_dose, at_dose * np.exp(-3 * k)], rtol=1e-7)


def test_a_rate_that_depends_on_time():
    found = simulate(model({"x": "cos(time)"}, {"x": 2.0}), None, [0, 1, 2], ["x"], settings=TIGHT)
    np.testing.assert_allclose(found.values[0, :, 0], 2 + np.sin([0, 1, 2]), rtol=1e-8)


def people(count: int) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(5)
    system = compiled_model()
    names = ["J_diet_tryptophan", "J_diet_protein"]
    nominal = system.model.constants
    columns = {name: nominal[name].value * rng.uniform(0.5, 2.0, count) for name in names}
    return {**columns, "feeding_continuous": np.zeros(count)}


def test_agrees_with_lsoda_on_the_whole_model_with_meals():
    system, times = compiled_model(), np.arange(0.0, 49.0, 2.0)
    names = list(system.state_ids)
    ours, other = (
        simulate(system, people(2), times, names, meals(), workers=1, settings=Settings(1e-9, 1e-12, method=method))
        for method in ("rodas5p", "lsoda")
    )
    error = np.abs(ours.values - other.values) / (np.abs(other.values) + 1e-3)
    assert error.max() < 1e-6


def clocks() -> OdeModel:
    """Each member at its own pace: a state that is emptied at a threshold, and a rate that switches with the time."""
    return replace(
        model({"x": "k * piecewise(1, time < 2, 3) - 0.1 * x", "n": "0 * n"}, {"x": 0.0, "n": 0.0}, k=1.0, top=1.0),
        events=(OdeEvent("full", parse("x > top"), {"x": number(0.0), "n": parse("n + 1")}),),
    )


@settings(max_examples=10, deadline=None)
@given(
    paces=st.lists(st.floats(0.05, 20.0), min_size=1, max_size=9),
    order=st.randoms(use_true_random=False),
    threads=st.sampled_from([1, 2, 3]),
)
def test_a_member_with_events_has_the_same_bits_in_any_company(paces, order, threads):
    system, times = compile_system(clocks()), np.linspace(0.0, 6.0, 13)
    alone = [simulate(system, {"k": [k]}, times, ["x", "n"]).values[0] for k in paces]
    places = list(range(len(paces)))
    order.shuffle(places)
    together = simulate(system, {"k": [paces[p] for p in places]}, times, ["x", "n"], workers=threads)
    for row, place in enumerate(places):
        np.testing.assert_array_equal(together.values[row], alone[place])


def test_events_of_members_follow_the_closed_form():
    # Without loss x climbs with k, then 3 k after 2 h, and begins anew at 1.
    plain = replace(clocks(), rates={"x": parse("k * piecewise(1, time < 2, 3)"), "n": parse("0 * n")})
    paces = np.array([0.3, 0.7, 2.5])
    found = simulate(plain, {"k": paces}, [0.0, 1.9, 5.0], ["x", "n"], settings=TIGHT).values
    total = np.stack([0 * paces, 1.9 * paces, 2 * paces + 9 * paces], axis=1)
    np.testing.assert_allclose(found[:, :, 1], np.floor(total), atol=1e-12)
    np.testing.assert_allclose(found[:, :, 0], total - np.floor(total), atol=1e-6)


def test_numbers_do_not_depend_on_lane_order_or_threads():
    system, columns, times = compiled_model(), people(7), np.arange(0.0, 25.0)
    whole = simulate(system, columns, times, None, meals(), workers=1, settings=RODAS)
    turned = simulate(system, {k: v[::-1] for k, v in columns.items()}, times, None, meals(), workers=2, settings=RODAS)
    np.testing.assert_array_equal(whole.values, turned.values[::-1])
    alone = simulate(system, {k: v[3:4] for k, v in columns.items()}, times, None, meals(), settings=RODAS)
    np.testing.assert_array_equal(whole.values[3:4], alone.values)


@pytest.mark.parametrize(
    ("rate", "start", "expected"),
    [
        ("x * x", 1.0, {Status.STEP_TOO_SMALL, Status.NOT_FINITE}),
        ("k / y - x", 1.0, {Status.NOT_FINITE}),
        ("ln(-k) - x", 1.0, {Status.NOT_FINITE}),
    ],
)
def test_a_bad_member_has_a_status(rate, start, expected):
    bad = model({"x": rate, "y": "0 * x"}, {"x": start, "y": 0.0}, k=1.0)
    found = simulate(bad, {"k": [1.0, np.nan]}, [0, 5], ["x"], settings=Settings(max_steps=10_000, method="rodas5p"))
    assert found.statuses[0] in expected
    assert found.statuses[1] in {Status.BAD_PARAMETERS, *expected}
    assert np.isnan(found.values[0]).all()


def test_a_bad_neighbour_changes_nothing():
    growth = model({"x": "k * x * x - x"}, {"x": 1.0}, k=0.5)
    alone = simulate(growth, {"k": [0.5]}, [0, 1, 5], ["x"], settings=RODAS)
    beside = simulate(
        growth, {"k": [50.0, 0.5, 80.0]}, [0, 1, 5], ["x"], settings=Settings(max_steps=5_000, method="rodas5p")
    )
    assert not beside.statuses[0].is_ok
    np.testing.assert_array_equal(alone.values[0], beside.values[1])


def test_a_damaged_cache_is_compiled_again(tmp_path):
    decay = model({"x": "-k * x"}, {"x": 1.0}, k=0.5)
    first = load_native(decay, tmp_path)
    (file,) = tmp_path.iterdir()
    sound = file.read_bytes()
    for damaged in (sound[:50], sound[:-5], b"", sound[:200] + b"?" + sound[201:]):
        file.write_bytes(damaged)
        assert load_native(decay, tmp_path).place == first.place
        assert len(file.read_bytes()) == len(sound)


def test_compile_system_needs_no_cache_folder(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("ENTEROTONE_CACHE", str(tmp_path / "file" / "below"))
    system = compile_system(model({"x": "-2.5 * x"}, {"x": 1.0}))
    assert simulate(system, None, [0, 1], ["x"], settings=RODAS).statuses[0].is_ok


def test_a_rate_that_jumps_with_a_state():
    jumping = model({"x": "piecewise(1, x < 2, 0.1)"}, {"x": 0.0})
    system = compile_system(jumping)
    assert system.has_jumps
    assert not compiled_model().has_jumps
    times = np.linspace(0, 12, 13)
    # 1 per unit of time up to 2, then a tenth of it
    expected = np.where(times < 2, times, 2 + 0.1 * (times - 2))
    found = simulate(system, None, times, ["x"], settings=TIGHT).values[0, :, 0]
    assert found == pytest.approx(expected, rel=1e-8)


def test_a_rate_that_switches_to_and_fro_comes_to_an_end():
    sliding = model({"x": "piecewise(-1, x > 1, 1)"}, {"x": 0.0})
    found = simulate(sliding, None, [0, 1, 3], ["x"], settings=Settings(max_steps=20_000))
    # No solution in the usual sense goes on from x = 1: sliding along it, or a status, but no hang.
    if found.statuses[0] not in {Status.BUDGET, Status.STEP_TOO_SMALL}:
        np.testing.assert_allclose(found.values[0, :, 0], [0, 1, 1], atol=1e-4)


def test_each_member_has_its_own_tolerance():
    decay = model({"x": "-k * x"}, {"x": 1.0}, k=0.5)
    apart = [simulate(decay, {"k": [2.0]}, [0, 5], ["x"], settings=Settings(rtol, 1e-12)) for rtol in (1e-3, 1e-9)]
    each = {"rtol": [1e-3, 1e-9]}
    both = simulate(decay, {"k": [2.0, 2.0]}, [0, 5], ["x"], settings=Settings(atol=1e-12), tolerances=each)
    np.testing.assert_array_equal(both.values, np.concatenate([run.values for run in apart]))
    assert both.n_steps[0] < both.n_steps[1]
    with pytest.raises(DesignError, match=r"rtol has shape \(2,\); expected \(3,\)"):
        simulate(decay, {"k": [1.0, 2.0, 3.0]}, [0, 5], tolerances=each)


def test_lsoda_runs_no_events():
    timed = model({"x": "piecewise(1, time < 2, 0)"}, {"x": 0.0})
    with pytest.raises(DesignError, match="use 'rodas5p'"):
        simulate(timed, None, [0, 5], settings=Settings(method="lsoda"))
