"""Agreement with programs that are not ours: libRoadRunner and the SBML Test Suite."""

from __future__ import annotations

import csv
import gzip
import io
import re
import tarfile
from itertools import pairwise

import libsbml
import numpy as np
import pytest
from numpy.testing import assert_allclose

from enterotone.engine import Settings, compile_system, simulate
from enterotone.errors import ModelError, SbmlError
from enterotone.model.schedule import Dose, Schedule
from enterotone.organs import load_model
from enterotone.sbml.read import read_sbml
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


def test_events_of_a_published_model_are_refused_by_name(shared_data):
    with pytest.raises(SbmlError, match=r"An event is not supported: event 'coffecup'"):
        read_sbml(shared_data / "sbml" / "biomodels" / "BIOMD0000000241.xml.gz")


@pytest.fixture(scope="module")
def suite(shared_data):
    """Files of every seventh case of the SBML Test Suite, by case and by what they are."""
    cases: dict[str, dict[str, str]] = {}
    with tarfile.open(shared_data / "sbml" / "sbml-test-suite-semantic-dev.tar.xz") as archive:
        for member in archive:
            found = re.search(r"/(\d{5})/\d{5}-(sbml-l\dv\d\.xml|results\.csv|settings\.txt)$", member.name)
            if found and int(found[1]) % 7 == 0:
                cases.setdefault(found[1], {})[found[2]] = archive.extractfile(member).read().decode()
    return cases


def test_every_suite_case_that_is_not_refused_passes(suite):
    passed, failed = 0, []
    for number, files in suite.items():
        text = files[max(name for name in files if name.startswith("sbml"))]
        try:
            system = compile_system(text)
        except (SbmlError, ModelError):
            continue  # a refusal, which the tests of reading look at; or nothing changes over time
        if _agrees(system, text, files):
            passed += 1
        else:
            failed.append(number)
    assert failed == []
    assert passed > 50


def _agrees(system, text, files):
    settings = dict(re.findall(r"^(\w+):[ \t]*(.*)$", files["settings.txt"], re.MULTILINE))
    head, *rows = [row for row in csv.reader(io.StringIO(files["results.csv"])) if row]
    expected = np.array(rows, dtype=float)
    model = libsbml.readSBMLFromString(text).getModel()
    observables = [_observable(model, name.strip(), settings) for name in head[1:]]
    tolerance = Settings(rtol=1e-8, atol=1e-12, allow_negative=True)
    run = simulate(system, None, expected[:, 0], observables, settings=tolerance)
    limits = {"rtol": float(settings["relative"]), "atol": float(settings["absolute"])}
    return run.is_ok.all() and np.allclose(run.values[0], expected[:, 1:], equal_nan=True, **limits)


def _observable(model, name, settings):
    """The suite says for each species whether it wants the amount or the concentration."""
    species = model.getSpecies(name)
    if species is None:
        return name
    wanted = {kind: [sid.strip() for sid in settings[kind].split(",")] for kind in ("amount", "concentration")}
    home = model.getCompartment(species.getCompartment())
    is_concentration = not species.getHasOnlySubstanceUnits() and home.getSpatialDimensions() > 0
    if is_concentration and name in wanted["amount"]:
        return f"{name} * {home.getId()}"
    if not is_concentration and name in wanted["concentration"]:
        return f"{name} / {home.getId()}"
    return name


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
    scale = np.abs(expected[:, 1:]) + 1e-6 * np.abs(expected[:, 1:]).max(axis=0) + 1e-300
    assert (np.abs(run.values[0] - expected[:, 1:]) / scale)[~is_dose].max() < 1e-5
