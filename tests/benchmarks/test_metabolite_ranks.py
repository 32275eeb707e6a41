"""The page of rank correlations is current, checked on one study, and the correlation is the usual one."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def ranks() -> ModuleType:
    spec = importlib.util.spec_from_file_location("metabolite_ranks", ROOT / "benchmarks" / "metabolite_ranks.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Dataclasses look their module up by name.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "metabolite_ranks", module)
        spec.loader.exec_module(module)
    return module


def test_page_is_current_for_one_study(ranks, shared_data):
    rows = ranks.study_rows(shared_data / "borenstein", "ERAWIJANTARI_GASTRIC_CANCER_2020")
    lines = (ROOT / "docs" / "explanation" / "metabolite-ranks.md").read_text(encoding="utf-8").splitlines()
    found = [line for line in lines if line.startswith("| ERAWIJANTARI")]
    assert found == [ranks._line(row) for row in rows if not row.reason]
    assert len(found) == 3


def test_every_study_stands_on_the_page(ranks, shared_data):
    text = (ROOT / "docs" / "explanation" / "metabolite-ranks.md").read_text(encoding="utf-8")
    assert all(study in text for study in ranks.studies(shared_data / "borenstein"))


def test_spearman_with_ties_agrees_with_scipy(ranks):
    stats = pytest.importorskip("scipy.stats")
    x, y = np.array([1.0, 2, 2, 3, 5, 0]), np.array([2.0, 1, 4, 4, 9, 0])
    assert ranks.spearman(x, y) == pytest.approx(stats.spearmanr(x, y).statistic)
    assert np.isnan(ranks.spearman(x, np.ones(6)))


def test_interval_holds_the_estimate(ranks):
    rng = np.random.default_rng(0)
    x = rng.standard_normal(60)
    y = x + rng.standard_normal(60)
    rho, low, high = ranks.correlate(pd.Series(x), pd.Series(y), pd.Series(np.repeat(np.arange(20), 3)))
    assert low < rho < high
    assert low > 0
