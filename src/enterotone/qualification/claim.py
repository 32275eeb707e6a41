"""A statement about the gut and serotonin as data: what the literature says of it, and the experiments that try it.

One TOML file in ``qualification/claims/`` holds one claim. Its experiments have the shape that
`enterotone.qualification.experiment` describes, without ``id``, ``title``, ``species``, ``source`` and ``verified``,
which come from the claim or from the reading.

Example
-------
::

    id = "C07"
    statement = "Gut serotonin fills platelets and takes part in clotting"
    grade = "strong"
    literature = "strong"
    sources = ["J Clin Psychopharmacol 2004 PMID 15349011"]
    species = "human"
    verified = "yes"
    mechanism = "Platelets fill through SERT from portal and systemic plasma, and nothing else fills them."

    [experiments.ssri]
    start = "day"
    days = 19
    arms.paroxetine.give = ["paroxetine=20 mg@8 h every 24 h"]

    [[experiments.ssri.readings]]
    id = "C07.ssri"
    ...

    [[trials]]
    outcome = "risk of upper gastrointestinal bleeding on an SSRI"
    ...

``grade`` is the literature's verdict on the statement for people in one word, ``literature`` the same in full;
``mechanism`` is the sentence that says what in the model makes the effect, or keeps it away, whichever it turns out to
be. ``trials`` are findings that stand beside the model because it has no number for them (mood, sleep, relief). A claim
about the product has ``checked_by``, the test that checks it, and no experiments.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from enterotone.qualification.experiment import Experiment, Reading

__all__ = ["GRADES", "Claim", "Finding"]

#: What the literature may say of a statement; the last is for statements about the product.
GRADES = ("strong", "moderate", "weak", "contested", "contradicted", "product")
_FROM_CLAIM = ("id", "title", "species", "source", "verified")


class Finding(BaseModel):
    """What a trial found, to stand beside the model."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    outcome: str
    effect: str
    population: str
    source: str
    verified: Literal["yes", "memory"]
    n: str = ""


class Claim(BaseModel):
    """One statement."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^C\d\d$")
    statement: str
    grade: Literal["strong", "moderate", "weak", "contested", "contradicted", "product"]
    literature: str
    sources: tuple[str, ...] = Field(min_length=1)
    mechanism: str
    species: str = "human"
    verified: Literal["yes", "memory"] = "memory"
    checked_by: str = ""
    experiments: dict[str, Any] = Field(default_factory=dict)
    trials: tuple[Finding, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Claim:
        if bool(self.checked_by) != (self.grade == "product"):
            raise ValueError("a claim about the product has grade 'product' and 'checked_by', and no other claim has")
        if bool(self.checked_by) == bool(self.experiments):
            raise ValueError("expected experiments, or 'checked_by' for a claim about the product; one of the two")
        for name, given in self.experiments.items():
            if not isinstance(given, dict):
                raise ValueError(f"experiments.{name}: found {given!r}; expected a table")
            for key in _FROM_CLAIM:
                if key in given:
                    raise ValueError(f"experiments.{name}: found '{key}', which comes from the claim; leave it out")
        readings = [reading for _, reading in self.readings]
        if self.experiments and not any(reading.decides for reading in readings):
            raise ValueError("no reading decides; expected one without 'decides = false' at least")
        return self

    @property
    def runs(self) -> tuple[Experiment, ...]:
        """Its experiments, complete.

        Raises
        ------
        ValueError
            If one breaks the contract; names it.
        """
        return tuple(self._experiment(name, given) for name, given in self.experiments.items())

    @property
    def readings(self) -> tuple[tuple[str, Reading], ...]:
        """(experiment, reading), in the order of the file."""
        return tuple((experiment.id, reading) for experiment in self.runs for reading in experiment.readings)

    def _experiment(self, name: str, given: dict[str, Any]) -> Experiment:
        own = {
            "id": f"{self.id}_{name}",
            "title": self.statement,
            "species": self.species,
            "source": "; ".join(self.sources),
            "verified": self.verified,
        }
        try:
            return Experiment.model_validate({**own, **given})
        except ValidationError as error:
            lines = []
            for item in error.errors():
                key = ".".join(str(part) for part in (name, *item["loc"]))
                lines.append(f"experiments.{key}: {item['msg'].removeprefix('Value error, ')}")
            raise ValueError("; ".join(lines)) from error
