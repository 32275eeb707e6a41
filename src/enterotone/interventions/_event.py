"""What happens at a time and ends by itself: a run, a speech before strangers, a course of days.

A dose starts it. The amount in the pool ``<name>__ahead`` is what of the event is still to come (its compartment is
bookkeeping: 1 L). It either runs down at a steady pace, ``pace on`` with ``on = a / (K_on + a)``, so that ``on`` is 1
while the event lasts and 0 before and after, or it fades with a half-life. Rows of the table are named
``<symbol>_<name>``: ``V_clock_``, ``amount_`` (amount for one unit of the dose), and ``pace_`` with ``K_on_``, or
``t12_``.
"""

from __future__ import annotations

from collections.abc import Mapping

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions.intervention import DoseInto, Intervention
from enterotone.model.component import Assignment, Compartment, Reaction, Species, State
from enterotone.model.module import OrganModule

__all__ = ["event"]


def event(
    name: str,
    title: str,
    parameters: EvidenceTable,
    acts: Mapping[str, str],
    unit: str,
    fades: bool = False,
    units: Mapping[str, str] | None = None,
    more: tuple[Assignment, ...] = (),
    states: tuple[State, ...] = (),
) -> Intervention:
    """Build an event.

    Parameters
    ----------
    name : its id and the ending of its rows.
    title : name for people.
    parameters : its table.
    acts : as in `Intervention`; formulas read ``<name>__on`` (0 to 1) of an event that lasts, or ``<name>__drive``
        (in units of the dose) of one that fades.
    unit : in which a dose is written; blank for a pure number.
    fades : fades with a half-life instead of running down.
    units : written unit of names of the model that `acts` reads beside the table's rows.
    more : readings of its own, over the table's rows and its own pools.
    states : slow states of its own.
    """
    ahead, clock = f"{name}__ahead", f"{name}__clock"
    if fades:
        reading = Assignment(f"{name}__drive", f"Intensity of {title}", "dimensionless", f"{ahead} / {name}__full")
        rate = f"ln(2) / t12_{name} * {ahead} * {clock}"
    else:
        share = f"{ahead} / (K_on_{name} + {ahead})"
        reading = Assignment(f"{name}__on", f"{title} under way, 0 to 1", "dimensionless", share)
        rate = f"pace_{name} * {name}__on"
    own = {row: parameter.unit for row, parameter in parameters.items()} | {reading.id: "dimensionless"}
    own |= {part.id: part.unit for part in more} | {part.id: part.unit for part in states}
    full = Assignment(f"{name}__full", "Concentration of one unit of the dose", "umol/L", f"amount_{name} / {clock}")
    module = OrganModule(
        id=name,
        title=title,
        term="drug",
        parameters=parameters,
        compartments=(Compartment(clock, f"Bookkeeping volume of {title}", f"V_clock_{name}", "body"),),
        species=(Species(ahead, f"What of {title} is to come", clock, "drug"),),
        states=states,
        assignments=(full, reading, *more),
        reactions=(Reaction(f"{name}__passing", f"Passing of {title}", {ahead: 1}, {}, rate, "sbo:degradation"),),
    )
    dose = DoseInto(ahead, f"amount_{name}")
    return Intervention(
        name, title, parameters, module, acts, units={**own, **(units or {})}, doses=(dose,), dose_unit=unit
    )
