"""What a run gives: observables over time for every member, with units and a status for each.

The numbers are plain arrays; the labelled forms (xarray, pandas) are made when they are asked for, so that
reading a result costs no import that nobody needs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from enterotone.errors import UnknownIdError, nearest

if TYPE_CHECKING:
    import pandas as pd
    import xarray as xr

__all__ = ["Trajectories"]

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Trajectories:
    """Observables over time.

    Parameters
    ----------
    members : label of each member, shape (member,).
    times_h : output times [h], shape (time,). At the moment of a dose the value is the one after it.
    observables : what was asked for.
    units : written unit of each observable; empty where unknown.
    values : shape (member, time, observable); NaN for members that failed.
    statuses : shape (member,), of `Status`.
    state_ids : SIds along the state axis of `final_states`.
    final_states : amounts and other states at the last time, shape (member, state); fit to start a further run.
    n_steps : solver steps of each member, shape (member,).
    """

    members: NDArray[Any]
    times_h: Floats
    observables: tuple[str, ...]
    units: tuple[str, ...]
    values: Floats
    statuses: NDArray[np.object_]
    state_ids: tuple[str, ...]
    final_states: Floats
    n_steps: NDArray[np.int64] = field(repr=False)

    @cached_property
    def data(self) -> xr.DataArray:
        """Labelled array with dimensions (member, time, observable) and the units along observable."""
        import xarray as xr

        array = xr.DataArray(
            self.values,
            dims=("member", "time", "observable"),
            coords={
                "member": self.members,
                "time": ("time", self.times_h, {"units": "h"}),
                "observable": list(self.observables),
                "unit": ("observable", list(self.units)),
            },
            name="value",
        )
        return array

    @cached_property
    def status(self) -> xr.DataArray:
        """Labelled array with dimension (member,), of `Status`."""
        import xarray as xr

        return xr.DataArray(self.statuses, dims=("member",), coords={"member": self.members}, name="status")

    @property
    def is_ok(self) -> NDArray[np.bool_]:
        """Shape (member,)."""
        return np.array([status.is_ok for status in self.statuses], dtype=bool)

    @property
    def failed(self) -> pd.DataFrame:
        """Members that could not be solved: member, status, advice."""
        import pandas as pd

        rows = [
            (member, status.value, status.advice)
            for member, status in zip(self.members, self.statuses, strict=True)
            if not status.is_ok
        ]
        return pd.DataFrame(rows, columns=["member", "status", "advice"])

    def index(self, observable: str) -> int:
        """Place of an observable along its axis.

        Raises
        ------
        UnknownIdError
            If it was not asked for; names the three nearest.
        """
        if observable not in self.observables:
            raise UnknownIdError(
                f"'{observable}' is not among the observables of this run. {nearest(observable, self.observables)}"
            )
        return self.observables.index(observable)

    def unit(self, observable: str) -> str:
        """Written unit of an observable."""
        return self.units[self.index(observable)]

    def __getitem__(self, observable: str) -> Floats:
        """Values of one observable, shape (member, time)."""
        found: Floats = self.values[:, :, self.index(observable)]
        return found

    def __len__(self) -> int:
        return len(self.members)

    def to_frame(self) -> pd.DataFrame:
        """Long format: one row for each member, time and observable."""
        import pandas as pd

        n_member, n_time, n_observable = self.values.shape
        return pd.DataFrame(
            {
                "member": np.repeat(self.members, n_time * n_observable),
                "time_h": np.tile(np.repeat(self.times_h, n_observable), n_member),
                "observable": np.tile(np.array(self.observables, dtype=object), n_member * n_time),
                "value": self.values.reshape(-1),
                "unit": np.tile(np.array(self.units, dtype=object), n_member * n_time),
            }
        )

    def __str__(self) -> str:
        """Table of the medians over members at the first and the last time, and the range at the last."""
        n_ok = int(self.is_ok.sum())
        first, last = self.times_h[0], self.times_h[-1]
        lines = [f"{len(self)} members ({n_ok} ok), {len(self.times_h)} times from {first:g} to {last:g} h"]
        head = ("observable", "unit", f"median at {first:g} h", f"median at {last:g} h", "lowest", "highest")
        rows = [head, *(self._row(index) for index in range(len(self.observables)))]
        widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
        lines += [_line(row, widths) for row in rows]
        lines += [f"{len(self) - n_ok} failed; see .failed"] if n_ok < len(self) else []
        return "\n".join(lines)

    def _row(self, index: int) -> tuple[str, ...]:
        values = self.values[self.is_ok][:, :, index]
        numbers = ["-"] * 4
        if len(values):
            first, last = values[:, 0], values[:, -1]
            numbers = [f"{x:.4g}" for x in (np.median(first), np.median(last), last.min(), last.max())]
        return (self.observables[index], self.units[index] or "?", *numbers)


def _line(row: Sequence[str], widths: Sequence[int]) -> str:
    left = [text.ljust(width) for text, width in zip(row[:2], widths[:2], strict=True)]
    right = [text.rjust(width) for text, width in zip(row[2:], widths[2:], strict=True)]
    return "  ".join([*left, *right]).rstrip()
