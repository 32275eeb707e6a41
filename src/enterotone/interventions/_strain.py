"""Live microbes that are swallowed and pass: cells in the three colon segments, what they ferment, how they leave.

Of the cells swallowed a share survives to the colon. They keep alive on sugars that others release, without growing in
number, make lactate and acetate of them, and leave with the contents: nothing colonises, so the strain is gone a few
transit times after the last dose. Rows ``survival_``, ``carbon_`` (of one cell), ``q_`` (hexose that a cell uses for
each carbon it holds), ``n_acetate_`` and ``n_lactate_`` (per hexose; six carbons) and the starting values.

At trial doses the cells are a ten-thousandth of the colon's; what they make is as small. The model has no other way
for a strain to act, so an effect that trials find beyond this is not explained here.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._pool import SEGMENTS
from enterotone.model.component import Assignment, Reaction, Species
from enterotone.model.module import OrganModule

__all__ = ["passing_strain"]


def passing_strain(name: str, title: str, parameters: EvidenceTable, swallowed: str) -> OrganModule:
    """Build the module of microbes that pass.

    Parameters
    ----------
    name : ending of its rows.
    title : name for people.
    parameters : its table.
    swallowed : name of the constant that holds the live cells swallowed [CFU/day].
    """
    reactions = [
        Reaction(
            f"proximal__inflow_{name}",
            f"Arrival of {title} in the colon",
            {},
            {f"proximal__{name}": 1},
            f"survival_{name} * carbon_{name} * {swallowed}",
            "sbo:transport",
        )
    ]
    following = dict(zip(SEGMENTS, [*SEGMENTS[1:], ""], strict=True))
    for segment in SEGMENTS:
        reactions += [
            _fermentation(name, title, parameters, segment),
            _passage(name, title, segment, following[segment]),
        ]
    ports = {"ens__transit_colon": "h", "K_carbohydrate": "umol/L", "ledger__faecal_biomass": "umol/L"}
    for segment in SEGMENTS:
        ports |= {segment: "L", f"share_{segment}": "dimensionless"}
        ports |= {f"{segment}__{sugar}": "umol/L" for sugar in ("starch", "fibre", *_made(name, parameters))}
    return OrganModule(
        id=name,
        title=title,
        term="bacteria",
        parameters=parameters,
        ports=ports,
        species=tuple(
            Species(f"{s}__{name}", f"{s.capitalize()} carbon of {title}", s, "bacteria", {"carbon": 1.0})
            for s in SEGMENTS
        ),
        assignments=(
            Assignment(
                f"{name}__stool", f"Live cells of {title} in stool", "CFU/mL", f"distal__{name} / carbon_{name}"
            ),
        ),
        reactions=tuple(reactions),
    )


def _made(name: str, parameters: EvidenceTable) -> dict[str, float]:
    """Acid -> molecules for each hexose."""
    ids = {acid: f"n_{acid}_{name}" for acid in ("acetate", "lactate")}
    return {acid: parameters[row].value for acid, row in ids.items() if row in parameters.rows}


def _fermentation(name: str, title: str, parameters: EvidenceTable, segment: str) -> Reaction:
    sugar = f"{segment}__starch"
    return Reaction(
        f"{segment}__fermentation_{name}",
        f"Sugars to acids by {title}, {segment} colon",
        {sugar: 1},
        {f"{segment}__{acid}": n for acid, n in _made(name, parameters).items()},
        f"q_{name} * {segment}__{name} * {segment} * {sugar} / (K_carbohydrate + {segment}__fibre + {sugar})",
    )


def _passage(name: str, title: str, segment: str, following: str) -> Reaction:
    return Reaction(
        f"{segment}__passage_{name}",
        f"Passage of {title} from the {segment} colon",
        {f"{segment}__{name}": 1},
        {f"{following}__{name}" if following else "ledger__faecal_biomass": 1.0},
        f"{segment}__{name} * {segment} / (share_{segment} * ens__transit_colon)",
        "sbo:transport",
    )
