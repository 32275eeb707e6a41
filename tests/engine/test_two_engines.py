"""The exported document gives the same two weeks in an independent simulator, meals and doses included."""

import re
from pathlib import Path

import numpy as np
import pytest

from enterotone.engine import Settings, simulate
from enterotone.operations.export import ExportRequest, export_sbml
from enterotone.organs import load_model
from enterotone.population.diet import meals

DAYS = 14


@pytest.mark.parametrize("method", ["lsoda", "rodas5p"])
def test_libroadrunner_and_our_engine_agree_on_two_weeks(tmp_path: Path, method: str) -> None:
    roadrunner = pytest.importorskip(
        "roadrunner", reason="libRoadRunner is the reference; it needs the system's libpython", exc_type=ImportError
    )
    path = export_sbml(ExportRequest(tmp_path / "model.xml", meals=True, days=DAYS))
    pools = [sid for sid, species in load_model().species.items() if not species.is_sink]
    other = roadrunner.RoadRunner(str(path))
    other.integrator.relative_tolerance, other.integrator.absolute_tolerance = 1e-10, 1e-13
    other.integrator.maximum_num_steps = 10**7
    other.timeCourseSelections = ["time", *(f"[{sid}]" for sid in pools)]
    theirs = np.array(other.simulate(0, 24 * DAYS, 24 * DAYS + 1))

    # The same document; its events are given as a schedule.
    bare = re.sub(r"<listOfEvents>.*</listOfEvents>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    ours = simulate(
        bare, None, theirs[:, 0], pools, meals(), settings=Settings(rtol=1e-9, atol=1e-12, method=method)
    ).values[0]

    # At the moment of a meal the other engine reports the value before it and ours the value after it.
    between = ~np.isin(theirs[:, 0] % 24, (8, 13, 19))
    reference = theirs[between, 1:]
    # Pools that only a dose fills stay empty in both; the absolute tolerance keeps their quotient defined.
    scale = np.abs(reference) + 1e-3 * np.abs(reference).max(axis=0) + 1e-12
    assert (np.abs(ours[between] - reference) / scale).max() < 1e-5
