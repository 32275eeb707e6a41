"""Time of one member on one core, by engine, on Enterotone's own model with three meals a day.

Every engine gets the same document, doses and output times. The error is |x - ref| / (|ref| + 1e-3) over all states
that something depends on and all times, against SciPy's LSODA at a relative tolerance of 1e-10. Runs are interleaved;
the table gives medians. Nothing is asserted.

Leaves out: the synthetic models; AMICI, COPASI and scikit-sundae.

    python benchmarks/engine.py [--quick] [--json]
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Callable

import numpy as np

from enterotone.engine import Settings
from enterotone.engine.dose import plan_doses
from enterotone.engine.lanes import run_cohort
from enterotone.engine.members import lay_out_members
from enterotone.engine.solver import Member, integrate
from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model
from enterotone.population.diet import meals
from enterotone.sbml.write import write_sbml

Run = Callable[[], np.ndarray]


def road_runner(times, stops, start, state_ids, rtol: float) -> Run | None:
    """LibRoadRunner with doses between stretches; None where it is not installed."""
    try:
        import roadrunner
    except ImportError:
        return None
    engine = roadrunner.RoadRunner(write_sbml(load_model()))
    engine.integrator.relative_tolerance, engine.integrator.absolute_tolerance = rtol, rtol * 1e-3
    engine.integrator.setValue("maximum_num_steps", 1_000_000)
    engine.timeCourseSelections = ["time", *state_ids]

    def run() -> np.ndarray:
        engine.resetAll()
        engine["feeding_continuous"] = 0.0
        for sid, value in zip(state_ids, start, strict=True):
            engine[sid] = value
        out, now, at = np.empty((len(times), len(state_ids))), 0.0, 0
        for moment, added in [*stops, (times[-1] + 1.0, [])]:
            target = min(moment, times[-1])
            inside = times[(times >= now) & (times < moment)]
            grid = np.unique([now, *inside, target])
            if len(grid) > 1:
                found = np.asarray(engine.simulate(times=list(grid)))
                out[at : at + len(inside)] = found[np.isin(grid, inside), 1:]
                at += len(inside)
            for index, amount in added:
                engine[state_ids[index]] = engine[state_ids[index]] + amount
            now = target
        return out

    return run


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    days, repeats, people = (3, 2, 32) if options.quick else (14, 5, 64)
    system, times = compiled_model(), np.arange(0.0, 24.0 * days + 1)
    members = lay_out_members(system, {"feeding_continuous": np.zeros(people)}, None, 0.0)
    plan = plan_doses(system, meals(), members, 0.0, float(times[-1]))
    member, start, stops = Member(system, members.constants[0]), members.start[0], plan.stops(plan.amounts[0])
    truth = integrate(member, start, 0.0, times, stops, Settings(1e-10, 1e-13)).states
    _ = system.native
    runs: dict[str, tuple[Run, int]] = {}
    for rtol in (1e-4, 1e-5, 1e-6, 1e-8):
        chosen = Settings(rtol, rtol * 1e-3)
        runs[f"enterotone {rtol:g}"] = (
            lambda s=chosen: run_cohort(system, members, plan, times, 0.0, s).states[0],
            people,
        )
    for rtol in (1e-4, 1e-6, 1e-8):
        chosen = Settings(rtol, rtol * 1e-3)
        runs[f"LSODA {rtol:g}"] = (lambda s=chosen: integrate(member, start, 0.0, times, stops, s).states, 1)
        run = road_runner(times, stops, start, system.state_ids, rtol)
        if run is not None:
            runs[f"libRoadRunner {rtol:g}"] = (run, 1)
    taken: dict[str, list[float]] = {name: [] for name in runs}
    errors: dict[str, tuple[float, float]] = {}
    for _repeat in range(repeats):
        for name, (run, count) in runs.items():
            begun = time.perf_counter()
            found = run()
            taken[name].append((time.perf_counter() - begun) / count * 1e3)
            error = (np.abs(found - truth) / (np.abs(truth) + 1e-3))[:, ~system.is_sink]
            errors[name] = float(error.max()), float(np.sqrt((error**2).mean()))
    table = [
        {"engine": name, "ms": statistics.median(taken[name]), "worst": errors[name][0], "rms": errors[name][1]}
        for name in runs
    ]
    if options.json:
        print(json.dumps({"days": days, "members": people, "rows": table}, indent=1))
        return
    print(f"{days} days, {people} members at once, one core")
    for row in table:
        print(f"{row['engine']:24s} {row['ms']:9.2f} ms   worst {row['worst']:.1e}   rms {row['rms']:.1e}")


if __name__ == "__main__":
    main()
