"""Evidence tables: one number a row, with unit, source, organism, kind and range.

Columns (tab-separated, in this order)
--------------------------------------
parameterId
    SId of the number in the model.
name
    What it is, in words.
nominalValue, lowerBound, upperBound
    In `unit`; the bounds hold about 90 % of what the sources allow.
unit
    Written unit; ``dimensionless`` is written out.
organism
    Where it was measured: human, rat, mouse, ..., model, or none.
kind
    measured, fitted (says against what in `note`) or assumed (says why in `note`).
verified
    yes: read at its source. memory: recalled, checked for plausibility only.
prior
    lognormal, normal (truncated at the bounds), logit (between 0 and 1), or fixed.
scaling
    Exponent of body weight that carries the 70-kg number to another person; 0 for none.
evidenceId
    Row of the project's evidence collection it was taken from, or empty.
sourceId
    Key in references.bib; ``assumption`` for an assumption.
note
    Conversion, choice between sources, what it was fitted to.
"""

from __future__ import annotations

import csv
import hashlib
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path

from enterotone.errors import EvidenceError, UnitError, UnknownIdError, nearest
from enterotone.units import Dimension, dimension_of, to_canonical

__all__ = ["COLUMNS", "KINDS", "PRIORS", "EvidenceTable", "Parameter", "read_table"]

COLUMNS = (
    "parameterId",
    "name",
    "nominalValue",
    "lowerBound",
    "upperBound",
    "unit",
    "organism",
    "kind",
    "verified",
    "prior",
    "scaling",
    "evidenceId",
    "sourceId",
    "note",
)
KINDS = ("measured", "fitted", "assumed")
PRIORS = ("lognormal", "normal", "logit", "fixed")


@dataclass(frozen=True)
class Parameter:
    """One row of an evidence table. `value`, `low`, `high` are in the written `unit`."""

    id: str
    name: str
    value: float
    low: float
    high: float
    unit: str
    organism: str
    kind: str
    verified: str
    prior: str
    scaling: float
    evidence_id: str
    source_id: str
    note: str

    @property
    def canonical(self) -> tuple[float, float, float]:
        """Value, low and high in canonical units."""
        return (
            to_canonical(self.value, self.unit),
            to_canonical(self.low, self.unit),
            to_canonical(self.high, self.unit),
        )

    @property
    def dimension(self) -> Dimension:
        return dimension_of(self.unit)

    @property
    def grade(self) -> str:
        """Strength of the number: human, animal, model or assumed, by kind and organism."""
        if self.kind == "assumed":
            return "assumed"
        if "human" in self.organism:
            return "human"
        return "model" if self.organism in {"model", "none"} else "animal"


@dataclass(frozen=True)
class EvidenceTable(Mapping[str, Parameter]):
    """The rows of one table, by id, in the order of the file.

    Parameters
    ----------
    path : where it was read from, for messages.
    rows : parameter id -> row.
    digest : SHA-256 of the file's text.
    """

    path: str
    rows: Mapping[str, Parameter]
    digest: str = ""

    def __getitem__(self, key: str) -> Parameter:
        try:
            return self.rows[key]
        except KeyError:
            raise UnknownIdError(f"{self.path} has no row '{key}'. {nearest(key, self.rows)}") from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def read_table(path: Path | Traversable) -> EvidenceTable:
    """Read and check an evidence table.

    Parameters
    ----------
    path : a ``.tsv`` file with the columns of this module's docstring.

    Raises
    ------
    EvidenceError
        If a column is missing, a cell is blank, a value lies outside its range, or an id comes twice.
    """
    text = path.read_text(encoding="utf-8")
    reader = csv.DictReader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = tuple(reader.fieldnames or ())
    if header != COLUMNS:
        raise EvidenceError(f"{path} line 1: columns are {list(header)}; expected {list(COLUMNS)}.")
    rows: dict[str, Parameter] = {}
    for cells in reader:
        row = _row(cells, f"{path} line {reader.line_num}")
        if row.id in rows:
            raise EvidenceError(f"{path} line {reader.line_num}: '{row.id}' comes twice; join the rows or rename one.")
        rows[row.id] = row
    return EvidenceTable(str(path), rows, hashlib.sha256(text.encode()).hexdigest())


def _row(cells: Mapping[str, str | None], where: str) -> Parameter:
    text = {column: (cells.get(column) or "").strip() for column in COLUMNS}
    for column in COLUMNS:
        if not text[column] and column not in {"evidenceId", "note"}:
            raise EvidenceError(f"{where}, {text['parameterId'] or '?'}: column {column} is blank.")
    for column, allowed in (("kind", KINDS), ("verified", ("yes", "memory")), ("prior", PRIORS)):
        if text[column] not in allowed:
            raise EvidenceError(
                f"{where}, {text['parameterId']}: {column} is '{text[column]}'; expected one of {allowed}."
            )
    try:
        numbers = {c: float(text[c]) for c in ("nominalValue", "lowerBound", "upperBound", "scaling")}
    except ValueError as error:
        raise EvidenceError(f"{where}, {text['parameterId']}: {error}; one plain number a cell.") from error
    row = Parameter(
        text["parameterId"],
        text["name"],
        numbers["nominalValue"],
        numbers["lowerBound"],
        numbers["upperBound"],
        text["unit"],
        text["organism"],
        text["kind"],
        text["verified"],
        text["prior"],
        numbers["scaling"],
        text["evidenceId"],
        text["sourceId"],
        text["note"],
    )
    _check(row, where)
    return row


def _check(row: Parameter, where: str) -> None:
    place = f"{where}, {row.id}"
    try:
        dimension_of(row.unit)
    except UnitError as error:
        raise EvidenceError(f"{place}: {error}") from error
    if not all(math.isfinite(x) for x in (row.value, row.low, row.high)):
        raise EvidenceError(f"{place}: value or bound is not finite.")
    if not row.low <= row.value <= row.high:
        raise EvidenceError(f"{place}: value {row.value} lies outside its range {row.low} to {row.high}.")
    if row.prior == "lognormal" and row.low <= 0:
        raise EvidenceError(f"{place}: a lognormal prior needs a lower bound above 0, found {row.low}.")
    if row.prior == "logit" and not 0 < row.low <= row.high < 1:
        raise EvidenceError(f"{place}: a logit prior needs 0 < low and high < 1, found {row.low} to {row.high}.")
    if row.kind in {"fitted", "assumed"} and not row.note:
        raise EvidenceError(f"{place}: a {row.kind} number says in 'note' why, or against what.")
    if (row.source_id == "assumption") != (row.kind == "assumed") and row.kind == "measured":
        raise EvidenceError(f"{place}: a measured number needs a source, not 'assumption'.")
