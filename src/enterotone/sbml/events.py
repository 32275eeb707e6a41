"""Read the events of an SBML document.

Leaves out nothing of SBML Level 2 and 3; what a formula is missing from counts as SBML says: an event without
trigger never fires, an assignment, delay or priority without formula is not there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from enterotone.model.expression import Expr
from enterotone.sbml.odemodel import OdeEvent

__all__ = ["jumping", "read_events"]


def _has_math(part: Any) -> bool:
    return part is not None and part.getMath() is not None


def jumping(model: Any) -> set[str]:
    """Give the SIds that events assign to.

    Parameters
    ----------
    model : ``libsbml.Model``.
    """
    return {
        part.getVariable()
        for event in model.getListOfEvents()
        for part in event.getListOfEventAssignments()
        if _has_math(part) and _has_math(event.getTrigger())
    }


def read_events(model: Any, to_expr: Callable[[Any, str], Expr]) -> tuple[OdeEvent, ...]:
    """Read the events, in the order of the document.

    Parameters
    ----------
    model : ``libsbml.Model``.
    to_expr : turns an element with a formula into an expression; the text says what it is.
    """
    found = []
    for index, event in enumerate(model.getListOfEvents()):
        trigger = event.getTrigger()
        if not _has_math(trigger):
            continue
        sid = event.getId() or f"event {index + 1}"
        delay, priority = event.getDelay(), event.getPriority()
        is_level_3 = model.getLevel() >= 3
        found.append(
            OdeEvent(
                id=sid,
                trigger=to_expr(trigger, f"The trigger of event '{sid}'"),
                assignments={
                    part.getVariable(): to_expr(part, f"Event '{sid}' in its assignment to '{part.getVariable()}'")
                    for part in event.getListOfEventAssignments()
                    if _has_math(part)
                },
                delay=to_expr(delay, f"The delay of event '{sid}'") if _has_math(delay) else None,
                priority=to_expr(priority, f"The priority of event '{sid}'") if _has_math(priority) else None,
                # Level 2 knows neither attribute; the values are what it means.
                initial_value=bool(trigger.getInitialValue()) if is_level_3 else True,
                is_persistent=bool(trigger.getPersistent()) if is_level_3 else True,
                uses_trigger_values=bool(event.getUseValuesFromTriggerTime()),
            )
        )
    return tuple(found)
