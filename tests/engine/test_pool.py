"""Running members in other processes."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass

import pytest

from enterotone.engine import Workers
from enterotone.engine.evaluate import Evaluator
from enterotone.engine.pool import run_members
from enterotone.errors import DesignError, SimulationError
from enterotone.model.expression import parse


def test_results_keep_their_order():
    # A bound method of a class of the package: worker processes do not import this file.
    job = Evaluator({}, {index: parse(str(index * index)) for index in range(40)})
    assert run_members(job, 40, 1) == [index**2 for index in range(40)]
    assert run_members(job, 40, 2) == [index**2 for index in range(40)]
    assert run_members(job, 40, None) == [index**2 for index in range(40)]


def test_a_failure_in_a_worker_is_told():
    job = Evaluator({}, {0: parse("1")})
    with Workers(2) as workers:
        with pytest.raises(SimulationError, match=r"failed at members 1 to 1"):
            run_members(job, 2, workers)
        # The processes were given up; the next run starts new ones.
        assert run_members(job, 1, workers) == [1.0]


@dataclass
class _Exit:
    """Ends the process that runs it, whether or not it can be found by name there."""

    def __call__(self, index: int) -> int:
        os._exit(7)


def test_a_worker_that_ends_is_told():
    with pytest.raises(SimulationError, match="worker process ended"):
        run_members(_Exit(), 3, 2)


def test_no_workers_is_refused():
    with pytest.raises(DesignError, match="workers is -1"):
        Workers(-1)


def test_a_script_needs_no_guard(tmp_path, elimination):
    (tmp_path / "model.xml").write_text(elimination)
    script = tmp_path / "script.py"
    script.write_text(
        "from enterotone.engine import simulate\n"
        "run = simulate('model.xml', {'k': [0.1, 0.2, 0.3]}, [1.0], ['drug'], workers=2)\n"
        "print(run.is_ok.all())\n"
    )
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == "True\n"
