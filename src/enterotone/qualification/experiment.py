"""A published experiment as data: what was done, what was measured, what came out.

One TOML file holds one experiment. Arms say what is done to the body; each reading names a formula over the model's
ids, when it is read, with which arm it is compared, and what was published.

Example
-------
::

    id = "walther2003_tph1_knockout"
    title = "Lifelong loss of TPH1"
    species = "mouse"
    source = "Walther 2003 Science 299:76"
    verified = "yes"
    start = "rest"

    [arms.knockout]
    set = { activity_TPH1 = 0 }

    [[readings]]
    id = "O063.blood"
    observable = "platelet__content"
    arm = "knockout"
    contrast = "percent change"
    published = -93
    low = -97
    high = -85

``start``: ``rest`` (settled for good under each arm, fed evenly) or ``day`` (the periodic day with three meals, from
midnight, for ``days``). An arm may ``set`` constants (a number in the table's unit, or text with its own), ``multiply``
them, give ``doses`` (``"SPECIES=AMOUNT@TIME"``), ``give`` medicines and challenges of `enterotone.interventions`
(``"escitalopram=10 mg@8 h every 24 h"``), and leave out ``meals``. With ``until`` (``"28 day"``) what is set,
multiplied or given at a level ends then, and the rest of the days is a washout. ``background`` holds for all arms and
for the time before. The arm ``untouched`` is always there and has nothing done to it.

``at``: ``end``, ``8 h``, ``2 day``, or ``mean``, ``min``, ``max`` or ``area`` of a window (``mean 0 h to 24 h``,
``mean last day``). ``contrast``: ``value``, or against ``against`` (an arm; ``untouched`` by default) ``difference``,
``ratio``, ``percent change`` or ``standardised difference`` (of means, over the spread between members; with
``per_group`` over trials of so many in each group, whose measurements have the relative error ``noise``);
``against_at`` reads the other side at another time. ``correlation`` is taken across the members, with the formula
``with``. ``arm`` and ``observable`` may be lists: the first that the model can do is taken, so that a file can ask for
an organ that is still to come. What was published is a number with ``low`` and ``high`` in ``unit``, or a
``sign``: ``up`` or ``down``. ``cannot_be_tested`` says what the model lacks. ``fitted = false`` keeps a
contested reading out of calibration; it is judged like any other. In files of claims, a reading with
``decides = false`` is shown and does not decide, and ``null`` is the value that would mean nothing.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from enterotone.errors import ModelError
from enterotone.model.expression import names, parse
from enterotone.qualification.window import Window, parse_window

__all__ = ["ALONE_CONTRASTS", "UNTOUCHED", "Arm", "Experiment", "Reading"]

#: The arm that is always there.
UNTOUCHED = "untouched"

_STRICT = ConfigDict(extra="forbid", frozen=True)
Contrast = Literal["value", "difference", "ratio", "percent change", "standardised difference", "correlation"]

#: Contrasts that compare no arms.
ALONE_CONTRASTS = ("value", "correlation")


class Arm(BaseModel):
    """What is done in one arm, from time 0."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    constants: dict[str, float | str] = Field(default_factory=dict, alias="set")
    multiply: dict[str, float] = Field(default_factory=dict)
    doses: tuple[str, ...] = ()
    give: tuple[str, ...] = ()
    meals: bool = True
    until: str = ""

    @field_validator("until")
    @classmethod
    def _moment(cls, value: str) -> str:
        if value and parse_window(value).kind != "at":
            raise ValueError(f"found '{value}'; expected a time, for example '28 day'")
        return value

    @property
    def until_h(self) -> float | None:
        """When what lasts ends [h]; None for never."""
        return parse_window(self.until).start_h if self.until else None


class Reading(BaseModel):
    """What was measured and published."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    id: str = Field(pattern=r"^[\w.+-]+$")
    title: str = ""
    observable: str | tuple[str, ...] = ""
    other: str = Field(default="", alias="with")
    arm: str | tuple[str, ...] = UNTOUCHED
    at: str = "end"
    contrast: Contrast = "value"
    against: str = UNTOUCHED
    against_at: str = ""
    per_group: int | None = Field(default=None, ge=3, le=100_000)
    noise: float = Field(default=0.0, ge=0, le=5)
    decides: bool = True
    null: float | None = None
    published: float | None = None
    low: float | None = None
    high: float | None = None
    unit: str = ""
    sign: Literal["", "up", "down"] = ""
    species: str = ""
    n: str = ""
    source: str = ""
    verified: Literal["", "yes", "memory"] = ""
    note: str = ""
    explanation: str = ""
    cannot_be_tested: str = ""
    fitted: bool = True

    @field_validator("observable", "other")
    @classmethod
    def _formula(cls, value: str | tuple[str, ...]) -> str | tuple[str, ...]:
        for text in (value,) if isinstance(value, str) else value:
            try:
                names(parse(text or "0"))
            except ModelError as error:
                raise ValueError(f"found '{text}'; expected a formula over ids of the model ({error})") from error
        return value

    @field_validator("at", "against_at")
    @classmethod
    def _when(cls, value: str) -> str:
        if value:
            parse_window(value)
        return value

    @model_validator(mode="after")
    def _complete(self) -> Reading:
        if self.cannot_be_tested:
            return self
        if not self.observable:
            raise ValueError("found no 'observable'; expected a formula over ids of the model, or 'cannot_be_tested'")
        if (self.published is None) == (not self.sign):
            raise ValueError("expected either 'published' with 'low' and 'high', or 'sign' (up or down)")
        if self.published is not None:
            if self.low is None or self.high is None:
                raise ValueError("found 'published' alone; expected its range 'low' and 'high' too")
            if not self.low <= self.published <= self.high:
                raise ValueError(f"found published {self.published:g} outside low {self.low:g} to high {self.high:g}")
        if self.contrast in {"value", "difference"} and not self.unit and not self.sign:
            raise ValueError(f"found no 'unit'; a {self.contrast} needs one ('dimensionless' for a bare number)")
        if self.contrast not in {"value", "difference"} and self.unit:
            raise ValueError(f"found unit '{self.unit}'; a {self.contrast} has none, leave it out")
        if self.sign and self.contrast == "value":
            raise ValueError("found a sign for a value; a sign needs a contrast: difference, ratio or percent change")
        if self.per_group is not None and self.contrast != "standardised difference":
            raise ValueError(f"found 'per_group' with a {self.contrast}; only a standardised difference has groups")
        if self.null is not None and self.contrast != "value":
            raise ValueError(f"found 'null' with a {self.contrast}, which has its own; only a value may name one")
        if self.noise and self.per_group is None:
            raise ValueError("found 'noise' alone; expected 'per_group' too, the size of a group")
        if (self.contrast == "correlation") != bool(self.other):
            raise ValueError("a correlation needs 'with', the second formula, and nothing else does")
        return self

    @property
    def observables(self) -> tuple[str, ...]:
        """Formulas to choose from, the preferred one first."""
        return (self.observable,) if isinstance(self.observable, str) else self.observable

    @property
    def arms(self) -> tuple[str, ...]:
        """Arms to choose from, the preferred one first."""
        return (self.arm,) if isinstance(self.arm, str) else self.arm

    @property
    def window(self) -> Window:
        """When it is read."""
        return parse_window(self.at)

    @property
    def other_window(self) -> Window:
        """When the other side of the contrast is read."""
        return parse_window(self.against_at or self.at)


class Experiment(BaseModel):
    """One published experiment."""

    model_config = _STRICT

    id: str = Field(pattern=r"^\w+$")
    title: str
    species: str
    source: str
    verified: Literal["yes", "memory"]
    n: str = ""
    role: Literal["building", "verification"] = "verification"
    start: Literal["rest", "day"] = "rest"
    days: float = Field(default=1.0, gt=0, le=730)
    step_h: float = Field(default=0.5, gt=0, le=24)
    background: dict[str, float | str] = Field(default_factory=dict)
    arms: dict[str, Arm] = Field(default_factory=dict)
    readings: tuple[Reading, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _consistent(self) -> Experiment:
        known = {UNTOUCHED, *self.arms}
        if UNTOUCHED in self.arms:
            raise ValueError(f"arm '{UNTOUCHED}' is always there and cannot be written; rename yours")
        for reading in self.readings:
            for named in (*reading.arms, reading.against):
                if named not in known:
                    raise ValueError(f"reading {reading.id}: found arm '{named}'; expected one of {sorted(known)}")
            for window in () if reading.cannot_be_tested else (reading.window, reading.other_window):
                self._check_window(reading.id, window)
            if reading.contrast not in ALONE_CONTRASTS and not reading.cannot_be_tested:
                same_time = (reading.against_at or reading.at) == reading.at
                if reading.against in reading.arms and same_time:
                    raise ValueError(
                        f"reading {reading.id}: compares arm '{reading.against}' with itself at the same time"
                    )
        for name, arm in self.arms.items():
            if arm.until_h is not None and not 0 < arm.until_h < self.days * 24:
                raise ValueError(f"arm {name}, until: found '{arm.until}'; expected a time within the days")
        if self.start == "rest":
            for name, arm in self.arms.items():
                if arm.doses or any("@" in text for text in arm.give) or not arm.meals or arm.until:
                    raise ValueError(f"arm {name}: doses and meals need a course in time; write start = 'day'")
        return self

    def _check_window(self, reading: str, window: Window) -> None:
        if self.start == "rest" and window.kind != "end":
            raise ValueError(f"reading {reading}, at: with start = 'rest' only 'end' is there to be read")
        if self.start == "day" and max(window.start_h, window.end_h) > self.days * 24:
            raise ValueError(f"reading {reading}, at: lies beyond the {self.days:g} days of the experiment")
