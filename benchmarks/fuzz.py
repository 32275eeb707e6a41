"""Hard cases for the engine: parameter sets far outside their ranges, and models that cannot be solved.

Counts how members end (`Status`); a crash or a hang would be the finding. Parameters of Enterotone's own model are
drawn log-uniform from a tenth of the low bound to ten times the high bound of their tables, all at once, and run over
days with meals; logit-scaled shares stay below 1, because beyond it they are no shares. Set i depends on the seed and
on i alone. The models that cannot be solved are written here: a singular Jacobian, a division by zero at time 0, an
explosion in finite time, a parameter that is NaN.

    python benchmarks/fuzz.py --members 300
    nice -n 15 python benchmarks/fuzz.py --members 10000 --json
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from network import Network

from enterotone.engine import Settings, compile_system, simulate
from enterotone.evidence.table import Parameter
from enterotone.organs import load_model
from enterotone.population.baseline import MEALS, compiled_model
from enterotone.population.diet import meals

_REACH = 10.0
_CHUNK = 500


def draw(rows: Mapping[str, Parameter], numbers: range, seed: int) -> dict[str, np.ndarray]:
    """Draw sets of parameters, in canonical units.

    Parameters
    ----------
    rows : parameters of the model.
    numbers : of the sets.
    seed : of all.
    """
    names = sorted(rows)
    uniform = np.array(
        [np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(i,))).random(len(names)) for i in numbers]
    )
    drawn = {}
    for column, name in enumerate(names):
        value, low, high = rows[name].canonical
        if value <= 0 or low <= 0:
            drawn[name] = np.full(len(numbers), value)
            continue
        ceiling = min(high * _REACH, 1.0) if rows[name].prior == "logit" else high * _REACH
        floor = low / _REACH
        drawn[name] = floor * (ceiling / floor) ** uniform[:, column]
    return drawn


def fuzz_own(count: int, days: float, seed: int, settings: Settings) -> dict[str, Any]:
    """Run Enterotone's own model with wild parameters."""
    rows, system = load_model().parameters, compiled_model()
    times = np.arange(0.0, 24.0 * days + 1.0, 6.0)
    observables = ["plasma__tryptophan", "plasma__kynurenine"]
    ends: Counter[str] = Counter()
    steps: list[int] = []
    slowest, begun = 0.0, time.process_time()
    for first in range(0, count, _CHUNK):
        numbers = range(first, min(first + _CHUNK, count))
        chunk = time.process_time()
        columns = {**draw(rows, numbers, seed), **MEALS}
        found = simulate(system, columns, times, observables, meals(), settings=settings, workers=1)
        slowest = max(slowest, (time.process_time() - chunk) / len(numbers))
        ends.update(status.value for status in found.statuses)
        steps += found.n_steps.tolist()
        is_finite = np.isfinite(found.values).all(axis=(1, 2))
        ends["ok but not finite"] += int((found.is_ok & ~is_finite).sum())
        ends["failed but finite"] += int((~found.is_ok & is_finite).sum())
    seconds = time.process_time() - begun
    return {
        "model": "own",
        "members": count,
        "days": days,
        "method": settings.method,
        "ends": {end: number for end, number in ends.most_common() if number},
        "median_steps": float(np.median(steps)),
        "most_steps": int(max(steps)),
        "ms_a_member": seconds / count * 1e3,
        "ms_in_the_slowest_chunk": slowest * 1e3,
    }


def _singular() -> Network:
    """Two pools that exchange without loss: the Jacobian has a zero eigenvalue, and a third pool never moves."""
    network = Network(1)
    network.pool("a", 1.0)
    network.pool("b", 0.0)
    network.pool("c", 1.0)
    network.react(["a"], ["b"], "1e6*a")
    network.react(["b"], ["a"], "1e6*b")
    network.react(["c"], [], "0*c")
    return network


def _division() -> Network:
    """A rate that is 0/0 at time 0."""
    network = Network(1)
    network.pool("a", 0.0)
    network.pool("b", 0.0)
    network.make("a", "a/(a+b)")
    network.make("b", "1")
    return network


def _pole() -> Network:
    """A rate that is 1/0 at time 0."""
    network = Network(1)
    network.pool("a", 0.0)
    network.make("a", "1/a")
    return network


def _explosion() -> Network:
    """Growth with the square: infinite at time 1."""
    network = Network(1)
    network.pool("a", 1.0)
    network.make("a", "a^2")
    return network


def _missing() -> Network:
    """A parameter that is NaN."""
    network = Network(1)
    network.pool("a", 1.0)
    network.constants["q"] = float("nan")
    network.react(["a"], [], "q*a")
    return network


_IMPOSSIBLE = {
    "singular Jacobian": _singular,
    "0/0 at time 0": _division,
    "1/0 at time 0": _pole,
    "explosion at time 1": _explosion,
    "NaN parameter": _missing,
}


def fuzz_impossible(settings: Settings) -> list[dict[str, Any]]:
    """Run models that cannot be solved, each beside a member of another start, to see that it is left alone."""
    found = []
    for title, make in _IMPOSSIBLE.items():
        begun = time.process_time()
        network = make()
        first = next(iter(network.pools))
        system = compile_system(network.sbml("impossible"))
        starts = {first: [network.pools[first], np.nan, network.pools[first]]}
        result = simulate(system, None, np.linspace(0.0, 10.0, 11), None, None, starts, settings, workers=1)
        found.append(
            {
                "model": title,
                "method": settings.method,
                "ends": [status.value for status in result.statuses],
                "steps": result.n_steps.tolist(),
                "ms": (time.process_time() - begun) * 1e3,
            }
        )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, default=300, help="sets of parameters (300)")
    parser.add_argument("--days", type=float, default=3.0, help="length of a run (3)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=int, default=100_000, help="steps that one member may take (100,000)")
    parser.add_argument("--json", action="store_true", help="print everything as JSON")
    options = parser.parse_args()
    settings = Settings(max_steps=options.budget)
    own = fuzz_own(options.members, options.days, options.seed, settings)
    impossible = fuzz_impossible(settings) + fuzz_impossible(replace(settings, method="lsoda"))
    if options.json:
        print(json.dumps([own, *impossible], indent=1))
        return
    print(f"own model, {own['members']} sets of parameters, {own['days']:g} days:")
    for end, number in own["ends"].items():
        print(f"{number:8d}  {end}")
    print(
        f"steps: median {own['median_steps']:.0f}, most {own['most_steps']}; {own['ms_a_member']:.2f} ms a member, "
        f"{own['ms_in_the_slowest_chunk']:.2f} in the slowest chunk"
    )
    print("\nmodels that cannot be solved (third member as the first, second starts at NaN):")
    for row in impossible:
        ends = ", ".join(row["ends"])
        print(f"{row['model']:20s} {row['method']:8s} {ends}; steps {row['steps']}; {row['ms']:.0f} ms")


if __name__ == "__main__":
    main()
