"""Our engine against others at equal error, per person and core.

Cases     own (Enterotone's model with three meals a day), synthetic50, synthetic150, and three stiff models of
          BioModels (found through ENTEROTONE_DATA, else skipped).
Engines   enterotone (compiled Rodas5P), roadrunner, amici, amici_solver (AMICI by its own clock, without what it does
          around outputs), copasi, lsoda (SciPy), sundae (scikit-sundae). What is not installed is left out:
          pip install libroadrunner copasi-basico scikit-sundae amici   (amici needs swig, BLAS, a C++ compiler)

Every engine runs the same people down a ladder of tolerances. The error of a run is |x - ref| / (|ref| + 1e-3), at
worst over all states, times and people; the reference is LSODA at 1e-10, and how far an independent engine
(libRoadRunner, else AMICI) at 1e-10 is from it is printed. Times are processor times, medians of interleaved rounds,
read off at the same error for all: "x ours" above 1 says how many times faster ours is. '-' means that no run came
near that error.

    python benchmarks/engine.py --quick                       under a minute: two models, libRoadRunner
    python benchmarks/engine.py                               everything that is installed
    python benchmarks/engine.py --models synthetic150 --engines amici --cache built --json
"""

# ruff: noqa: E402 - threads of linear algebra are settled before it is loaded
from __future__ import annotations

import os

# Libraries of linear algebra that spin idle threads would be billed for them.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import event_rivals
import numpy as np
import rivals
from cases import CASES, Case
from equal_error import TARGETS, Rung, climb, distance, needed, time_at
from rivals import Solve

OURS = "enterotone"
ENGINES: dict[str, Callable[[Case, Path], Solve]] = {
    OURS: rivals.enterotone,
    "roadrunner": rivals.roadrunner,
    "amici": event_rivals.amici,
    "amici_solver": event_rivals.amici_solver,
    "sundae": rivals.sundae,
    "lsoda": rivals.lsoda,
    "copasi": event_rivals.copasi,
}
_REFERENCE_RTOL = 1e-10


@dataclass
class Measured:
    """One engine on one case: its rungs, those that are timed again, its note."""

    engine: str
    solve: Solve | None
    rungs: list[Rung] = field(default_factory=list)
    note: str = ""


def main() -> None:
    options = _options()
    names = options.models or (["own", "synthetic50"] if options.quick else list(CASES))
    engines = [OURS, *(e for e in options.engines or (["roadrunner"] if options.quick else ENGINES) if e != OURS)]
    days, rounds, people = (3.0, 3, 4) if options.quick else (options.days, options.rounds, options.people)
    with tempfile.TemporaryDirectory() as folder:
        cache = options.cache or Path(folder)
        cache.mkdir(parents=True, exist_ok=True)
        reports = []
        for name in names:
            case = CASES[name](max(people, options.batch), days)
            if case is None:
                _say(f"{name}: no data (ENTEROTONE_DATA); skipped")
                continue
            reports.append(_measure(case, engines, cache, rounds, min(people, len(case)), options.budget))
            if not options.json:
                print(_table(reports[-1]), end="\n\n", flush=True)
    if options.json:
        print(json.dumps(reports, indent=1))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="3 days of own and synthetic50 against libRoadRunner")
    parser.add_argument("--json", action="store_true", help="print everything as JSON instead of tables")
    parser.add_argument("--models", type=_list_of(CASES), help=f"some of: {','.join(CASES)}")
    parser.add_argument("--engines", type=_list_of(ENGINES), help=f"some of: {','.join(ENGINES)}; ours always runs")
    parser.add_argument("--days", type=float, default=14.0, help="length of a run with meals (14)")
    parser.add_argument("--people", type=int, default=6, help="people whose error is checked (6)")
    parser.add_argument("--batch", type=int, default=64, help="people that our engine runs at once (64)")
    parser.add_argument("--rounds", type=int, default=5, help="interleaved repeats (5)")
    parser.add_argument("--budget", type=float, default=6.0, help="seconds for one run of one engine (6)")
    parser.add_argument("--cache", type=Path, help="folder for AMICI's compiled models; else they are built anew")
    return parser.parse_args()


def _list_of(known: dict[str, Any]) -> Callable[[str], list[str]]:
    def read(text: str) -> list[str]:
        unknown = [name for name in text.split(",") if name not in known]
        if unknown:
            raise argparse.ArgumentTypeError(f"{unknown[0]!r} is none of {', '.join(known)}")
        return text.split(",")

    return read


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _measure(case: Case, engines: list[str], cache: Path, rounds: int, people: int, budget_s: float) -> dict[str, Any]:
    """Run one case through every engine."""
    solves = {name: _prepare(case, name, cache) for name in engines}
    reference, _ = rivals.lsoda(case, cache)(people, _REFERENCE_RTOL)
    confirmed = _confirm(case, cache, solves, reference)
    measured = []
    for name, (solve, note) in solves.items():
        found = Measured(name, solve, note=note)
        if solve is not None:
            found.rungs, found.note = climb(solve, reference, case, budget_s)
            _say(f"{case.name} {name}: {len(found.rungs)} tolerances {found.note}")
        measured.append(found)
    _time(case, measured, rounds, budget_s)
    return _report(case, people, confirmed, measured)


def _prepare(case: Case, name: str, cache: Path) -> tuple[Solve | None, str]:
    try:
        return ENGINES[name](case, cache), ""
    except ImportError as error:
        return None, f"not installed ({error.name})"
    except Exception as error:  # a document that an engine refuses is a result
        return None, f"refuses: {str(error).splitlines()[0][:110] if str(error) else type(error).__name__}"


def _confirm(case: Case, cache: Path, solves: dict[str, tuple[Solve | None, str]], reference: np.ndarray) -> str:
    """Say how far an independent engine is from the reference."""
    for name in ("roadrunner", "amici"):
        solve = solves[name][0] if name in solves else None
        if solve is None:
            continue
        try:
            other, _ = solve(min(2, len(reference)), _REFERENCE_RTOL)
        except Exception as error:  # the next one may do it
            _say(f"{case.name}: {name} fails at {_REFERENCE_RTOL:g}: {error}")
            continue
        worst, rms = distance(other, reference)
        return f"{name} at {_REFERENCE_RTOL:g} lies {worst:.1e} at worst (rms {rms:.1e}) from it"
    return "not confirmed by an independent engine"


def _time(case: Case, measured: list[Measured], rounds: int, budget_s: float) -> None:
    """Repeat the rungs that matter, engines in turn; one that takes longer than the budget keeps its one time."""
    again = [(part, rung) for part in measured for rung in needed(part.rungs) if rung.median < budget_s]
    for _, rung in again:
        rung.seconds.clear()
    for _ in range(rounds):
        for part, rung in again:
            assert part.solve is not None
            count = len(case) if part.engine == OURS else rung.people
            if rung.seconds:
                count = max(1, min(count, int(budget_s / rung.seconds[-1])))
            _, seconds = part.solve(count, rung.rtol)
            rung.seconds.append(seconds / count)


def _report(case: Case, people: int, confirmed: str, measured: list[Measured]) -> dict[str, Any]:
    at = {part.engine: [time_at(part.rungs, target) for target in TARGETS] for part in measured}
    return {
        "case": case.name,
        "states": case.system.n_states,
        "people_checked": people,
        "people_at_once": len(case),
        "reference": f"LSODA at {_REFERENCE_RTOL:g}; {confirmed}",
        "engines": [
            {
                "engine": part.engine,
                "note": part.note,
                "at_equal_error": [
                    {"worst": target, "ms": _number(at[part.engine][i] * 1e3),
                     "times_ours": _number(at[part.engine][i] / at[OURS][i])}
                    for i, target in enumerate(TARGETS)
                ],
                "rungs": [
                    {"rtol": rung.rtol, "worst": rung.worst, "rms": rung.rms, "ms": rung.median * 1e3,
                     "people": rung.people}
                    for rung in part.rungs
                ],
            }
            for part in measured
        ],
    }  # fmt: skip


def _number(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _table(report: dict[str, Any]) -> str:
    lines = [
        f"{report['case']}: {report['states']} states, error over {report['people_checked']} people, ours runs "
        f"{report['people_at_once']} at once",
        f"reference: {report['reference']}",
        "engine          " + "".join(f"{f'ms at {target:g}':>16s}{'x ours':>8s}" for target in TARGETS) + "  errors",
    ]
    for part in report["engines"]:
        cells = "".join(_cell(x["ms"], 16, 2) + _cell(x["times_ours"], 8, 1) for x in part["at_equal_error"])
        errors = [rung["worst"] for rung in part["rungs"]]
        span = f"{max(errors):.0e} to {min(errors):.0e}" if errors else ""
        lines.append(f"{part['engine']:16s}{cells}  {span} {part['note']}".rstrip())
    return "\n".join(lines)


def _cell(value: float | None, width: int, digits: int) -> str:
    return f"{'-' if value is None else f'{value:.{digits}f}':>{width}s}"


if __name__ == "__main__":
    main()
