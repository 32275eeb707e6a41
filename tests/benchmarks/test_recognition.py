"""Published tables are recognised as far as the page says, and the page is current."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def benchmark():
    spec = importlib.util.spec_from_file_location("recognition", ROOT / "benchmarks/recognition.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "recognition", module)
        spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def rows(benchmark, shared_data):
    return [benchmark.judge(*item) for item in benchmark.tables(shared_data)]


def test_reads_assigned_to_a_genus_are_recognised(rows):
    shares = np.array([row.recognised for row in rows if row.assigned > 0])
    assert len(shares) >= 20
    assert np.median(shares) > 0.95
    assert shares.min() > 0.90


def test_tables_of_families_are_recognised_too(rows):
    assert all(row.all_recognised > 0.9 for row in rows)


def test_the_page_is_current(benchmark, rows):
    assert benchmark.PAGE.read_text(encoding="utf-8") == benchmark.page(rows, 5)
