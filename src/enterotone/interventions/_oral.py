"""One-compartment oral medicines: depot, plasma, unbound concentration, and the share of a target it occupies.

``dA/dt = -ka A``, ``V dC/dt = ka A - CL C``; a dose puts ``F dose`` into the depot. ``C_u = fu C``, and
``share = C_u / (K + C_u)`` of the target is occupied. Rows of the table are named ``<symbol>_<medicine>``: ``F_``,
``M_`` (molar mass), ``ka_``, ``V_``, ``CL_``, ``fu_`` and ``K_`` (unbound concentration for half of the target).
"""

from __future__ import annotations

from collections.abc import Mapping

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions.intervention import DoseInto, Intervention
from enterotone.model.component import Assignment, Compartment, Reaction, Species
from enterotone.model.module import OrganModule

__all__ = ["antagonist", "oral_medicine", "reuptake_inhibitor"]


def oral_medicine(
    name: str,
    title: str,
    parameters: EvidenceTable,
    acts: Mapping[str, str],
    units: Mapping[str, str] | None = None,
    site: str = "{unbound}",
    more: tuple[Assignment, ...] = (),
    otherwise: Mapping[str, str] | None = None,
) -> Intervention:
    """Build a one-compartment oral medicine.

    Parameters
    ----------
    name : its id and the ending of its rows.
    title : name for people.
    parameters : its table.
    acts : as in `Intervention`; ``<name>__occupancy`` is the share of the target that is occupied.
    units : written unit of names in `acts` other than the occupancy.
    site : formula of the concentration at the target [umol/L]; ``{unbound}`` stands for the unbound one in plasma.
    more : further readings.
    otherwise : as in `Intervention`.
    """
    depot, plasma, unbound = f"{name}__depot", f"{name}__plasma", f"{name}__unbound"
    module = OrganModule(
        id=name,
        title=title,
        term="drug",
        parameters=parameters,
        compartments=(Compartment(name, f"Distribution volume of {title}", f"V_{name}", "body"),),
        species=(
            Species(depot, f"{title} still in the gut", name, "drug"),
            Species(plasma, f"{title} in plasma", name, "drug"),
        ),
        assignments=(
            Assignment(f"{name}__amount_per_mass", f"{title} that is absorbed", "umol/g", f"F_{name} / M_{name}"),
            Assignment(unbound, f"Unbound {title} in plasma", "nmol/L", f"fu_{name} * {plasma}"),
            Assignment(f"{name}__site", f"{title} at its target", "nmol/L", site.replace("{unbound}", unbound)),
            Assignment(
                f"{name}__occupancy",
                f"Share of the target of {title} that is occupied",
                "dimensionless",
                f"{name}__site / (K_{name} + {name}__site)",
            ),
            *more,
        ),
        reactions=(
            Reaction(
                f"{name}__absorption",
                f"Absorption of {title}",
                {depot: 1},
                {plasma: 1},
                f"ka_{name} * {depot} * {name}",
                "sbo:transport",
            ),
            Reaction(
                f"{name}__elimination",
                f"Elimination of {title}",
                {plasma: 1},
                {},
                f"CL_{name} * {plasma}",
                "sbo:degradation",
            ),
        ),
    )
    expected = {f"{name}__occupancy": "dimensionless", f"{name}__site": "umol/L", **(units or {})}
    return Intervention(
        name,
        title,
        parameters,
        module,
        acts,
        otherwise or {},
        expected,
        doses=(DoseInto(depot, f"F_{name} / M_{name}"),),
    )


def antagonist(
    name: str,
    title: str,
    parameters: EvidenceTable,
    blocked: str,
    more: tuple[Assignment, ...] = (),
    site: str = "{unbound}",
) -> Intervention:
    """Build an oral medicine that blocks a target; the shares that other blocks leave free multiply with its own.

    Parameters
    ----------
    name, title, parameters, more, site : as in `oral_medicine`.
    blocked : constant of an organ, the share of the target that is blocked.
    """
    acts = {blocked: f"1 - (1 - {{before}}) * (1 - {name}__occupancy)"}
    return oral_medicine(name, title, parameters, acts, site=site, more=more)


def reuptake_inhibitor(name: str, title: str, parameters: EvidenceTable, site: str = "{unbound}") -> Intervention:
    """Build an oral blocker of the serotonin transporter, with the occupancy that PET reads.

    Parameters
    ----------
    name, title, parameters, site : as in `oral_medicine`; the table has a row ``Omax_PET_`` too.
    """
    seen = Assignment(
        f"{name}__occupancy_PET",
        "SERT occupancy as PET reads it",
        "dimensionless",
        f"Omax_PET_{name} * {name}__occupancy",
    )
    return antagonist(name, title, parameters, "block_SERT", (seen,), site)
