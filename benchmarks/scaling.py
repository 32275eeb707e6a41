"""Time and memory of our engine over the number of members, of states and of threads.

Each case runs in a process of its own, whose peak of memory is then its own. Times are processor times per member (all
threads together) and wall times; at two threads the gain is the wall time at one over that at two.

Ways      run_cohort (compiled loop, all states kept), simulate (20 observables in memory), simulate_cohort (20
          observables to disk, chunk by chunk), loop (the compiled loop alone, as part of run_cohort).
Cases     synthetic50 with 100 to 100,000 members over a day; chains of 10 to 300 states with 1,000 members;
          Enterotone's own model with 1,000 members over 14 days, and with 10,000 members x 20 observables x 28 days
          hourly to disk.

    python benchmarks/scaling.py --quick          a minute: 100 and 1,000 members, chains of 10 and 100
    python benchmarks/scaling.py --json
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from enterotone.engine import Settings, System, compile_system, lanes, simulate, simulate_cohort
from enterotone.engine.dose import plan_doses
from enterotone.engine.members import lay_out_members
from enterotone.model.schedule import Schedule

_SETTINGS = Settings(1e-4, 1e-7)
_OBSERVABLES = 20
#: run_cohort keeps all states of all members; beyond this it is not asked to.
_MOST_IN_MEMORY = 10_000
_CHUNK = 512


@dataclass(frozen=True)
class Job:
    """One measurement: a model (`own`, `synthetic50`, `chain100`), a way to run it, sizes."""

    model: str
    way: str
    members: int
    threads: int
    days: float


def jobs(quick: bool) -> Iterator[Job]:
    """What is measured."""
    counts = (100, 1000) if quick else (100, 1000, 10_000, 100_000)
    for count in counts:
        for threads in (1, 2):
            for way in ("run_cohort", "simulate"):
                if count <= _MOST_IN_MEMORY:
                    yield Job("synthetic50", way, count, threads, 1.0)
        yield Job("synthetic50", "simulate_cohort", count, 1, 1.0)
    for length in (10, 100) if quick else (10, 30, 100, 300):
        for threads in (1, 2):
            yield Job(f"chain{length}", "run_cohort", 1000, threads, 1.0)
    if not quick:
        for threads in (1, 2):
            yield Job("own", "run_cohort", 1000, threads, 14.0)
        yield Job("own", "simulate_cohort", 10_000, 1, 28.0)


def measure(job: Job) -> dict[str, Any]:
    """Run a job in this process."""
    system, columns, schedule = _model(job)
    times = np.arange(0.0, 24.0 * job.days + 1.0)
    begun = time.perf_counter()
    _ = system.native
    compile_s = time.perf_counter() - begun
    loop = _clocked_loop()
    run = _WAYS[job.way]
    # A first small run, so that imports and pages of code are not billed to the members.
    run(system, {sid: column[:8] for sid, column in columns.items()}, schedule, times, job.threads)
    loop[0] = 0.0
    before_mb = _peak_mb()
    wall, processor = time.perf_counter(), time.process_time()
    run(system, columns, schedule, times, job.threads)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    return {
        **asdict(job),
        "states": system.n_states,
        "compile_s": compile_s,
        "ms": processor / job.members * 1e3,
        "loop_ms": loop[0] / job.members * 1e3,
        "wall_ms": wall / job.members * 1e3,
        "before_mb": before_mb,
        "peak_mb": _peak_mb(),
    }


def _model(job: Job) -> tuple[System, dict[str, np.ndarray], Schedule]:
    if job.model == "own":
        from enterotone.organs import load_model
        from enterotone.population.baseline import compiled_model
        from enterotone.population.diet import meals
        from enterotone.population.person import Person
        from enterotone.population.sampling import draw_members

        drawn = draw_members(load_model().parameters, Person(), range(job.members), seed=1)
        return compiled_model(), {**drawn, "feeding_continuous": np.zeros(job.members)}, meals()
    from synthetic import chain, gut_brain

    chosen = chain(int(job.model[5:])) if job.model.startswith("chain") else gut_brain(int(job.model[9:]))
    return compile_system(chosen.sbml), chosen.people(job.members), chosen.schedule


def _run_cohort(system: System, columns: Any, schedule: Schedule, times: Any, threads: int) -> None:
    members = lay_out_members(system, columns, None, 0.0)
    plan = plan_doses(system, schedule, members, 0.0, float(times[-1]))
    lanes.run_cohort(system, members, plan, times, 0.0, _SETTINGS, threads)


def _simulate(system: System, columns: Any, schedule: Schedule, times: Any, threads: int) -> None:
    observables = system.state_ids[:_OBSERVABLES]
    simulate(system, columns, times, observables, schedule, settings=_SETTINGS, workers=threads)


def _simulate_cohort(system: System, columns: Any, schedule: Schedule, times: Any, threads: int) -> None:
    observables = system.state_ids[:_OBSERVABLES]
    with tempfile.TemporaryDirectory() as folder:
        simulate_cohort(
            system,
            columns,
            times,
            observables,
            Path(folder) / "cohort",
            schedule,
            settings=_SETTINGS,
            chunk=_CHUNK,
            workers=threads,
        )


_WAYS: dict[str, Callable[[System, Any, Schedule, Any, int], None]] = {
    "run_cohort": _run_cohort,
    "simulate": _simulate,
    "simulate_cohort": _simulate_cohort,
}


def _clocked_loop() -> list[float]:
    """Put a clock around the compiled loop; the list holds its processor time [s]."""
    spent, inner = [0.0], lanes._side_by_side

    def clocked(*arguments: Any) -> None:
        begun = time.process_time()
        inner(*arguments)
        spent[0] += time.process_time() - begun

    lanes._side_by_side = clocked
    return spent


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="small numbers only")
    parser.add_argument("--json", action="store_true", help="print everything as JSON instead of a table")
    parser.add_argument("--model", help="only this model, e.g. own, synthetic50, chain100")
    parser.add_argument("--job", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.job:
        print(json.dumps(measure(Job(**json.loads(options.job)))))
        return
    rows = []
    for job in jobs(options.quick):
        if options.model and job.model != options.model:
            continue
        command = [sys.executable, __file__, "--job", json.dumps(asdict(job))]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"{job}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
            continue
        rows.append(json.loads(done.stdout))
        if not options.json:
            _print(rows)
    if options.json:
        print(json.dumps(rows, indent=1))


def _print(rows: list[dict[str, Any]]) -> None:
    if len(rows) == 1:
        head = "model        states way             members threads  days  ms/member  loop  outside  gain  peak MB"
        print(head)
    row = rows[-1]
    same = ("model", "way", "members", "days")
    single = [x for x in rows if x["threads"] == 1 and all(x[key] == row[key] for key in same)]
    gain = f"{single[0]['wall_ms'] / row['wall_ms']:.2f}" if row["threads"] > 1 and single else ""
    outside = row["ms"] - row["loop_ms"]
    print(
        f"{row['model']:12s} {row['states']:6d} {row['way']:15s} {row['members']:7d} {row['threads']:7d} "
        f"{row['days']:5g} {row['ms']:10.3f} {row['loop_ms']:5.2f} {outside:8.3f} {gain:>5s} "
        f"{row['peak_mb']:8.0f} ({row['before_mb']:.0f})",
        flush=True,
    )


if __name__ == "__main__":
    main()
