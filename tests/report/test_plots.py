"""Plots are files that hold what they should, and refuse what they cannot draw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from enterotone.errors import DesignError
from enterotone.report import plot_trajectories


@pytest.fixture
def trajectories() -> xr.DataArray:
    rng = np.random.default_rng(7)
    values = rng.lognormal(size=(5, 9, 4)).cumsum(axis=1)
    values[2] = np.nan
    return xr.DataArray(
        values,
        dims=("member", "time", "observable"),
        coords={
            "time": np.linspace(0, 24, 9),
            "observable": ["plasma__tryptophan", "a", "b", "c"],
            "unit": ("observable", ["umol/L", "1/week", "dimensionless", "h"]),
        },
    )


@pytest.mark.parametrize(("name", "head"), [("plot.png", b"\x89PNG"), ("plot.svg", b"<?xml"), ("plot.pdf", b"%PDF")])
def test_file_is_of_its_kind(trajectories: xr.DataArray, tmp_path: Path, name: str, head: bytes) -> None:
    path = plot_trajectories(trajectories, tmp_path / name)
    assert path.read_bytes().startswith(head)
    assert [p.name for p in tmp_path.iterdir()] == [name]


def test_svg_names_observables_and_units_and_repeats(trajectories: xr.DataArray, tmp_path: Path) -> None:
    first = plot_trajectories(trajectories, tmp_path / "a.svg").read_text()
    second = plot_trajectories(trajectories, tmp_path / "b.svg").read_text()
    assert first == second
    assert "plasma__tryptophan" in first
    assert "µmol/L" in first
    assert "per week" in first


def test_names_replace_ids_where_given(trajectories: xr.DataArray, tmp_path: Path) -> None:
    named = trajectories.assign_coords(name=("observable", ["Plasma tryptophan", "A", "B", "C"]))
    text = plot_trajectories(named, tmp_path / "a.svg").read_text()
    assert "Plasma tryptophan" in text
    assert "plasma__tryptophan" not in text


def test_order_of_dims_does_not_matter(trajectories: xr.DataArray, tmp_path: Path) -> None:
    one = plot_trajectories(trajectories, tmp_path / "a.svg").read_text()
    other = plot_trajectories(trajectories.transpose("observable", "time", "member"), tmp_path / "b.svg").read_text()
    assert one == other


def test_all_members_failed_is_said(trajectories: xr.DataArray, tmp_path: Path) -> None:
    text = plot_trajectories(trajectories * np.nan, tmp_path / "a.svg").read_text()
    assert "no member was simulated" in text


def test_refusals_name_the_remedy(trajectories: xr.DataArray, tmp_path: Path) -> None:
    with pytest.raises(DesignError, match=r"\.png, \.svg or \.pdf"):
        plot_trajectories(trajectories, tmp_path / "plot.docx")
    with pytest.raises(DesignError, match="expected"):
        plot_trajectories(trajectories.isel(member=0), tmp_path / "plot.png")
    with pytest.raises(DesignError, match="empty"):
        plot_trajectories(trajectories.isel(observable=slice(0)), tmp_path / "plot.png")
    with pytest.raises(DesignError, match="another folder"):
        plot_trajectories(trajectories, tmp_path / "absent" / "plot.png")
