"""Export the model as SBML, with meals and a resting baseline."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from enterotone.engine import observe
from enterotone.errors import DesignError, SimulationError
from enterotone.organs import load_model
from enterotone.population.baseline import EVEN, MEALS, compiled_model, daily_states, resting_states
from enterotone.population.diet import meals
from enterotone.sbml.validate import validate_sbml
from enterotone.sbml.write import write_sbml
from enterotone.writing import replacing

__all__ = ["ExportRequest", "export_sbml"]


@dataclass(frozen=True)
class ExportRequest:
    """What to write where.

    Parameters
    ----------
    output : file.
    meals : write three meals a day as events.
    days : for how many days.
    baseline : start from the resting baseline of the tables' person.
    """

    output: Path
    meals: bool = True
    days: int = 28
    baseline: bool = True


def export_sbml(request: ExportRequest) -> Path:
    """Write the document; it is validated first, and nothing is written if a check finds anything.

    Raises
    ------
    SimulationError
        If no baseline is found.
    DesignError
        If the file cannot be written.
    """
    initial = _baseline(request.meals) if request.baseline else None
    schedule = meals() if request.meals else None
    text = write_sbml(load_model(), initial, schedule, until_h=24.0 * request.days)
    findings = validate_sbml(text)
    if findings:
        raise SimulationError(f"The document does not validate ({findings[0].message}); please report this.")
    try:
        request.output.parent.mkdir(parents=True, exist_ok=True)
        with replacing(request.output) as part:
            part.write_text(text, encoding="utf-8")
    except OSError as error:
        raise DesignError(f"{request.output}: cannot be written ({error}). Choose another file with -o.") from error
    return request.output


def _baseline(with_meals: bool) -> dict[str, float]:
    """Values at midnight of the periodic day, or at rest under even feeding, by SId in the sense of formulas."""
    model, system = load_model(), compiled_model()
    # The document keeps the tables' numbers, so its baseline is that of the 70-kg person of the tables.
    member = {name: np.array([row.canonical[0]]) for name, row in model.parameters.items()}
    rest = resting_states(member)
    if not rest.is_ok[0]:
        raise SimulationError(f"No resting baseline: {rest.statuses[0]}. {rest.statuses[0].advice}")
    found, switch = (daily_states(member, rest.values), MEALS) if with_meals else (rest, EVEN)
    if not found.is_ok[0]:
        raise SimulationError(f"No periodic day: {found.statuses[0]}. {found.statuses[0].advice}")
    values = observe(system, found.values, list(system.state_ids), {**member, **switch})[0]
    return {
        sid: float(value) for sid, value, sink in zip(system.state_ids, values, system.is_sink, strict=True) if not sink
    }
