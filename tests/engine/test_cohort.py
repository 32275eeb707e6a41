"""Cohorts in chunks: the same numbers whoever runs them, resumed after a crash, nothing lost and nothing twice."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from enterotone.engine import cohort as cohorts
from enterotone.engine import compile_system, simulate
from enterotone.engine.cohort import simulate_cohort
from enterotone.errors import DesignError, SimulationError
from enterotone.model.schedule import Dose, Schedule

zarr = pytest.importorskip("zarr")

TIMES = np.linspace(0.0, 48.0, 25)
DOSES = Schedule((Dose(8.0, "drug", "dose", period_h=24.0),))
MODEL = """<?xml version='1.0' encoding='UTF-8'?>
<sbml xmlns='http://www.sbml.org/sbml/level3/version2/core' level='3' version='2'>
 <model id='one'>
  <listOfCompartments><compartment id='c' size='1' constant='true' spatialDimensions='3'/></listOfCompartments>
  <listOfSpecies><species id='drug' compartment='c' initialAmount='1' hasOnlySubstanceUnits='true'
    boundaryCondition='false' constant='false'/></listOfSpecies>
  <listOfParameters><parameter id='k' value='0.01' constant='true'/>
    <parameter id='dose' value='5' constant='true'/></listOfParameters>
  <listOfReactions><reaction id='loss' reversible='false'>
   <listOfReactants><speciesReference species='drug' stoichiometry='1' constant='true'/></listOfReactants>
   <kineticLaw><math xmlns='http://www.w3.org/1998/Math/MathML'><apply><times/><ci>k</ci><ci>drug</ci></apply></math>
   </kineticLaw></reaction></listOfReactions>
 </model>
</sbml>"""
MEMBERS = {"k": np.geomspace(0.001, 1.0, 23), "dose": np.linspace(0.0, 9.0, 23)}


def whole() -> np.ndarray:
    return simulate(MODEL, MEMBERS, TIMES, ["drug"], DOSES).values


def run(folder: Path, **options: object) -> cohorts.Cohort:
    return simulate_cohort(MODEL, MEMBERS, TIMES, ["drug"], folder, DOSES, chunk=5, **options)  # type: ignore[arg-type]


def test_chunks_on_disk_are_the_run_in_memory_to_the_last_bit(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    found = run(tmp_path / "c", progress=lambda done, total: seen.append((done, total)))
    assert np.array_equal(found.values[:], whole())
    assert seen == [(5, 23), (10, 23), (15, 23), (20, 23), (23, 23)]
    assert found.status["member"].tolist() == list(range(23))
    assert found.failed.empty


def test_an_executor_changes_no_bit(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as pool:
        assert np.array_equal(run(tmp_path / "c", executor=pool).values[:], whole())


def test_a_broken_run_goes_on_and_runs_nothing_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original, ran = cohorts._run_slice, []

    def breaking(request: object, piece: object) -> object:
        if len(ran) == 2:
            raise KeyboardInterrupt
        ran.append(piece.first)  # type: ignore[attr-defined]
        return original(request, piece)  # type: ignore[arg-type]

    monkeypatch.setattr(cohorts, "_run_slice", breaking)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path / "c")
    ran_first = list(ran)
    ran.clear()
    monkeypatch.setattr(cohorts, "_run_slice", lambda r, p: (ran.append(p.first), original(r, p))[1])
    found = run(tmp_path / "c")
    assert ran_first == [0, 5]
    assert ran == [10, 15, 20]
    assert np.array_equal(found.values[:], whole())


def test_a_bad_member_is_listed_and_leaves_the_others(tmp_path: Path) -> None:
    bad = {**MEMBERS, "k": np.where(np.arange(23) == 7, np.nan, MEMBERS["k"])}
    found = simulate_cohort(MODEL, bad, TIMES, ["drug"], tmp_path / "c", DOSES, chunk=5)
    assert found.failed["member"].tolist() == [7]
    keep = np.arange(23) != 7
    assert np.array_equal(found.values[:][keep], whole()[keep])
    assert np.isnan(found.values[7]).all()


def test_a_folder_of_another_request_is_refused(tmp_path: Path) -> None:
    run(tmp_path / "c")
    with pytest.raises(DesignError, match="another request"):
        simulate_cohort(MODEL, MEMBERS, TIMES, ["drug"], tmp_path / "c", None, chunk=5)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").write_text("x")
    with pytest.raises(DesignError, match="holds no cohort"):
        run(tmp_path / "other")


def test_an_executor_that_gives_up_is_told_and_keeps_what_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    original = cohorts._run_slice

    def failing(request: object, piece: object) -> object:
        if piece.first == 10:  # type: ignore[attr-defined]
            raise MemoryError("out of memory")
        return original(request, piece)  # type: ignore[arg-type]

    monkeypatch.setattr(cohorts, "_run_slice", failing)
    with ThreadPoolExecutor(1) as pool, pytest.raises(SimulationError, match="Members 10 to 14"):
        run(tmp_path / "c", executor=pool)
    assert len(list((tmp_path / "c" / "status").glob("*.parquet"))) >= 1


@pytest.mark.filterwarnings("ignore")
def test_a_dask_worker_killed_in_the_middle_costs_nothing(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    system = compile_system(MODEL)
    killed = []
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        pids = list(client.run(os.getpid).values())

        def kill_one(done: int, total: int) -> None:
            if not killed:
                killed.append(pids[0])
                os.kill(pids[0], signal.SIGKILL)
                time.sleep(0.2)

        found = simulate_cohort(
            system, MEMBERS, TIMES, ["drug"], tmp_path / "c", DOSES, chunk=2, executor=client, progress=kill_one
        )
    assert killed
    assert np.array_equal(found.values[:], whole())
    assert found.status["member"].tolist() == list(range(23))
