"""Agreement with libRoadRunner."""

from __future__ import annotations

import gzip
from itertools import pairwise

import numpy as np
import pytest
from numpy.testing import assert_allclose

from enterotone.engine import Settings, compile_system, simulate
from enterotone.model.schedule import Dose, Schedule
from enterotone.organs import load_model
from enterotone.sbml.write import write_sbml

TIGHT = Settings(rtol=1e-9, atol=1e-14, allow_negative=True)

#: BioModels that use no refused feature.
MODELS = (
    "BIOMD0000000010",
    "BIOMD0000000012",
    "BIOMD0000000020",
    "BIOMD0000000055",
    "BIOMD0000000138",
    "BIOMD0000000268",
    "BIOMD0000000372",
    "BIOMD0000000379",
    "BIOMD0000000382",
    "BIOMD0000000517",
    "BIOMD0000000602",
    "BIOMD0000000672",
    "MODEL1502230000",
)


def _road_runner(text, selections):
    roadrunner = pytest.importorskip(
        "roadrunner", reason="libRoadRunner is the reference; it needs the system's libpython", exc_type=ImportError
    )
    runner = roadrunner.RoadRunner(text)
    runner.integrator.relative_tolerance = 1e-10
    runner.integrator.absolute_tolerance = 1e-14
    runner.integrator.maximum_num_steps = 100_000
    runner.timeCourseSelections = ["time", *selections]
    return runner


@pytest.mark.parametrize("name", MODELS)
def test_published_models_agree_with_roadrunner(shared_data, name):
    text = gzip.decompress((shared_data / "sbml" / "biomodels" / f"{name}.xml.gz").read_bytes()).decode()
    system = compile_system(text)
    selections = [f"[{s.id}]" if s.is_concentration else s.id for s in system.model.states]
    expected = np.array(_road_runner(text, selections).simulate(0, 100, 21))
    run = simulate(system, None, expected[:, 0], system.state_ids, settings=TIGHT)
    # Relative to the value; to a millionth of the largest value where a state crosses zero.
    scale = np.abs(expected[:, 1:]) + 1e-6 * np.abs(expected[:, 1:]).max(axis=0) + 1e-300
    assert (np.abs(run.values[0] - expected[:, 1:]) / scale).max() < 1e-5


def test_doses_agree_with_roadrunner_piece_by_piece(document):
    reactions = {
        "absorb": ("gut", "plasma", "ka * gut * v"),
        "use": ("plasma", "product", "Vmax * plasma / (Km + plasma) * v"),
        "lose": ("product", "", "k * product ^ n * v"),
    }
    parameters = {"ka": 1.1, "Vmax": 3.0, "Km": 0.7, "k": 0.2, "n": 1.3}
    text = document({"gut": 1.0, "plasma": 0.5, "product": 0.1}, reactions, parameters, volume=3.0)
    runner = _road_runner(text, ["[gut]", "[plasma]", "[product]"])
    doses = {0.0: 6.0, 4.0: 6.0, 8.0: 6.0, 9.5: 2.0}
    expected, stops = [], [*doses, 12.0]
    for begin, end in pairwise(stops):
        runner.setValue("[gut]", runner.getValue("[gut]") + doses[begin] / 3.0)
        expected.append(np.array(runner.simulate(begin, end, 6))[:-1])
    reference = np.vstack(expected)
    schedule = Schedule((Dose(0.0, "gut", "6", period_h=4.0, until_h=9.0), Dose(9.5, "gut", "2")))
    run = simulate(text, None, reference[:, 0], ["gut", "plasma", "product"], schedule, settings=TIGHT)
    assert_allclose(run.values[0], reference[:, 1:], rtol=1e-6)


def test_our_own_document_agrees_with_roadrunner_meals_included():
    # The same doses once as our schedule and once as events in the document that others run.
    model = load_model()
    targets = [sid for sid in model.species if sid.startswith("stomach__")]
    schedule = Schedule(tuple(Dose(hour, sid, "5000", period_h=24.0) for hour in (8.0, 19.0) for sid in targets))
    system = compile_system(write_sbml(model))
    selections = [f"[{s.id}]" if s.is_concentration else s.id for s in system.model.states]
    runner = _road_runner(write_sbml(model, schedule=schedule, until_h=48.0), selections)
    expected = np.array(runner.simulate(0, 48, 97))
    run = simulate(system, None, expected[:, 0], system.state_ids, schedule, settings=Settings(rtol=1e-9, atol=1e-12))
    # At the very moment of a dose the two may stand on either side of it.
    is_dose = np.isin(expected[:, 0], [8.0, 19.0, 32.0, 43.0])
    assert targets
    scale = np.abs(expected[:, 1:]) + 1e-6 * np.abs(expected[:, 1:]).max(axis=0) + 1e-12
    assert (np.abs(run.values[0] - expected[:, 1:]) / scale)[~is_dose].max() < 1e-5
