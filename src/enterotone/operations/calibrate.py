"""Calibrate: fit typical values of uncertain numbers to the building experiments, and say what the data can tell."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from enterotone.calibration.fit import Fit, FitSettings, fit
from enterotone.calibration.numbers import moved
from enterotone.errors import DesignError
from enterotone.evidence.table import Parameter
from enterotone.qualification.load import read_experiments
from enterotone.writing import write_rows, write_text

__all__ = ["CalibrateRequest", "calibrate", "number_rows", "write_outputs"]

Progress = Callable[[str, int, int], None]

#: Change of a misfit per score [standard deviations] from which a reading is named beside a number.
_TELLS = 0.2
_NAMED = 5


@dataclass(frozen=True)
class CalibrateRequest:
    """What to calibrate.

    Parameters
    ----------
    folder : where steps and results are kept; what is there is gone on with.
    experiments : folder of experiment files; those that ship when None. Only building experiments are fitted.
    settings : of the fit.
    """

    folder: Path
    experiments: Path | None = None
    settings: FitSettings = field(default_factory=FitSettings)


def calibrate(request: CalibrateRequest, progress: Progress | None = None) -> Fit:
    """Run or go on with a calibration.

    Parameters
    ----------
    request : what to fit.
    progress : called with a step, done and all.

    Raises
    ------
    DesignError
        If the folder cannot be used, or there is no building experiment.
    FormatError
        If an experiment file breaks its contract.
    """
    given = [each for each in read_experiments(request.experiments) if each.role == "building"]
    if not given:
        raise DesignError(f"{request.experiments}: no experiment says role = 'building'; only those are fitted.")
    try:
        return fit(given, request.settings, request.folder, progress)
    except OSError as error:
        raise DesignError(f"{request.folder}: cannot write there ({error}). Choose another folder with -o.") from error


def write_outputs(found: Fit, folder: Path) -> list[Path]:
    """Write ``calibration.tsv`` (numbers), ``readings.tsv`` (before and after) and ``calibration.json`` (both).

    Parameters
    ----------
    found : what `calibrate` gave.
    folder : made when it is missing.
    """
    numbers, readings = number_rows(found), _readings(found)
    paths = [folder / "calibration.tsv", folder / "readings.tsv", folder / "calibration.json"]
    folder.mkdir(parents=True, exist_ok=True)
    for path, rows in zip(paths[:2], (numbers, readings), strict=True):
        write_rows(path, list(rows[0]) if rows else [], rows)
    content = {
        "seed": found.seed,
        "costs": list(found.costs),
        "told_directions": int((found.step.told > 1).sum()),
        "numbers": numbers,
        "readings": readings,
    }
    write_text(paths[2], json.dumps(content, indent=1))
    return paths


def number_rows(found: Fit) -> list[dict[str, Any]]:
    """What became of each number: before, after, range, score, how far the data tell it and which readings do.

    Parameters
    ----------
    found : what `calibrate` gave.
    """
    after = moved(found.rows, found.scores)
    spreads = np.sqrt(np.diag(found.step.covariance))
    rows: list[dict[str, Any]] = []
    for place, name in enumerate(found.names):
        row: Parameter = found.rows[name]
        slopes = np.abs(found.slopes[:, place])
        tells = [found.targets[i].id for i in np.argsort(-slopes)[:_NAMED] if slopes[i] >= _TELLS]
        rows.append(
            {
                "parameterId": name,
                "unit": row.unit,
                "before": row.value,
                "after": float(f"{after[name].value:.4g}"),
                "low": row.low,
                "high": row.high,
                "score": round(float(found.step.scores[place]), 3),
                "spread": round(float(spreads[place]), 3),
                "told": "yes" if spreads[place] < 0.5 else "in part" if spreads[place] < 0.9 else "no",
                "readings": ", ".join(tells),
            }
        )
    return rows


def _readings(found: Fit) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = []
    for target, before, after in zip(found.targets, found.before, found.after, strict=True):
        misfits = target.misfit(np.array([before, after]))
        rows.append(
            {
                "id": target.id,
                "species": target.species,
                "before": float(f"{before:.4g}"),
                "after": float(f"{after:.4g}"),
                "misfit_before": round(float(misfits[0]), 2),
                "misfit_after": round(float(misfits[1]), 2),
            }
        )
    return rows
