"""Symptoms that a person reports: what the model has a reading for may weigh, everything else is only shown.

Stool form and the number of stools are readings of the model, so that they weigh individuals like a measurement. Pain
and the scores of questionnaires are never a target: no model of serotonin says how somebody feels.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from enterotone.population.labs import Lab, read_lab

__all__ = ["Symptoms"]

_DAYS_A_WEEK = 7.0


class Symptoms(BaseModel):
    """Symptoms of the last weeks.

    Parameters
    ----------
    stool_form : Bristol type of one stool or of several, 1 to 7.
    stools_per_week : how many.
    pain : abdominal pain, own rating from 0 to 10.
    phq9, gad7 : scores of two questionnaires on mood and worry; context only.
    sleep_quality : own rating from 0 to 10; context only.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    stool_form: tuple[float, ...] = Field(default=(), description="Bristol type of one stool or several, 1 to 7")
    stools_per_week: float | None = Field(default=None, ge=0.5, le=100)
    pain: float | None = Field(default=None, ge=0, le=10, description="0 to 10")
    phq9: int | None = Field(default=None, ge=0, le=27, description="0 to 27; shown, never a target")
    gad7: int | None = Field(default=None, ge=0, le=21, description="0 to 21; shown, never a target")
    sleep_quality: float | None = Field(default=None, ge=0, le=10, description="0 to 10; shown, never a target")

    @field_validator("stool_form", mode="before")
    @classmethod
    def _types(cls, value: object) -> tuple[float, ...]:
        return read_lab("stool_form", list(value) if isinstance(value, tuple) else value).values if value else ()

    @field_validator("stools_per_week", "pain", "phq9", "gad7", "sleep_quality", mode="before")
    @classmethod
    def _number(cls, value: object, info: Any) -> object:
        if value is None or (isinstance(value, (int, float)) and not isinstance(value, bool)):
            return value
        raise ValueError(f"found {value!r}; write a bare number, for example '{info.field_name}: 3'")

    def as_labs(self) -> dict[str, Lab]:
        """What of them the model has a reading for, as measurements."""
        found = {}
        if self.stool_form:
            found["stool_form"] = Lab(values=self.stool_form, assay="own report")
        if self.stools_per_week is not None:
            found["stools"] = Lab(values=(self.stools_per_week / _DAYS_A_WEEK,), assay="own report")
        return found

    def described(self) -> dict[str, str]:
        """What is shown and never a target, in words."""
        words = {
            "pain": ("Abdominal pain, own rating", " of 10"),
            "phq9": ("PHQ-9", " of 27"),
            "gad7": ("GAD-7", " of 21"),
            "sleep_quality": ("Sleep quality, own rating", " of 10"),
        }
        return {
            title: f"{getattr(self, name):g}{scale}"
            for name, (title, scale) in words.items()
            if getattr(self, name) is not None
        }
