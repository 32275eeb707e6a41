"""What happens to a person over time: doses into species, at exact times.

A dose is instantaneous: at `time_h` the amount is added to the target. Its amount is a formula over
parameters (``"share_breakfast * J_diet_tryptophan * day_length"``), so one schedule serves a whole
population. A repeated dose returns every `period_h` until `until_h`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from enterotone.errors import DesignError
from enterotone.model.expression import Expr, parse

__all__ = ["Dose", "Schedule"]


@dataclass(frozen=True)
class Dose:
    """An amount that enters a species at once.

    Parameters
    ----------
    time_h : first time of the dose [h].
    target : SId of the species.
    amount : formula of the amount [umol]; names are parameters of the model.
    period_h : time between repeats [h]; 0 for a single dose.
    until_h : no repeat at or after this time [h].

    Raises
    ------
    DesignError
        If a time or a plain number for the amount is negative.
    """

    time_h: float
    target: str
    amount: str
    period_h: float = 0.0
    until_h: float = float("inf")

    def __post_init__(self) -> None:
        for label, value in (("time_h", self.time_h), ("period_h", self.period_h)):
            if not 0 <= value < float("inf"):
                raise DesignError(f"Dose into {self.target}: {label} is {value}; it must be 0 or more, in h.")
        expr = self.amount_expr
        if expr.op == "neg" or (expr.op == "number" and expr.value < 0):
            raise DesignError(
                f"Dose into {self.target} at {self.time_h} h: amount {self.amount} umol is negative; "
                "a dose adds to a pool. Write 0 or more."
            )

    @property
    def amount_expr(self) -> Expr:
        return parse(self.amount)

    def times_h(self, start_h: float, end_h: float) -> Iterator[float]:
        """Iterate over the times of this dose in [start_h, end_h)."""
        index = 0
        while True:
            time = self.time_h + index * self.period_h
            if time >= min(end_h, self.until_h):
                return
            if time >= start_h:
                yield time
            if not self.period_h:
                return
            index += 1


@dataclass(frozen=True)
class Schedule:
    """A set of doses.

    Parameters
    ----------
    doses : in any order.
    """

    doses: tuple[Dose, ...] = ()

    def __add__(self, other: Schedule) -> Schedule:
        return Schedule(self.doses + other.doses)

    def events(self, start_h: float, end_h: float) -> list[tuple[float, tuple[Dose, ...]]]:
        """Group the doses of [start_h, end_h) by time, in order of time."""
        at: dict[float, list[Dose]] = {}
        for dose in self.doses:
            for time in dose.times_h(start_h, end_h):
                at.setdefault(time, []).append(dose)
        return [(time, tuple(at[time])) for time in sorted(at)]
