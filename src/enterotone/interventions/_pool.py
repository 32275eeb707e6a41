"""Pools of oligosaccharides in the colon: inulin, fructo-oligosaccharides (FOS), galacto-oligosaccharides (GOS).

They are in the model only where something brings them, and several foods and supplements feed the same pool. A guild
takes them up at ``preference G_fibre S / (K + S)``: the rate that it reaches on fibre, times how well it lives on this
one. Coefficients are those of the guild on fibre, so carbon is conserved; a test compares them with the microbiota's
table. What the guilds leave moves on with the contents and ends in stool.

A pool holds what is eaten *beside* the usual diet. The oligosaccharides of the usual diet are part of its fibre, and
whom they favour is part of the fitness that is matched to the person's stool.

Leaves out: arrival with meals (it comes in evenly), small-bowel bacteria that take their share, competition of a
pool with fibre for one cell's uptake, and repression of protein use and indole formation by these sugars.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from enterotone.evidence.table import EvidenceTable, read_table
from enterotone.interventions.intervention import Intervention
from enterotone.model.component import Assignment, Reaction, Species
from enterotone.model.module import OrganModule

__all__ = ["POOLS", "SEGMENTS", "pool"]

SEGMENTS = ("proximal", "transverse", "distal")
#: Pool -> name.
POOLS = {"inulin": "long inulin", "fos": "fructo-oligosaccharides", "gos": "galacto-oligosaccharides"}
_GUILDS = ("lactate", "bacteroides", "butyrate_acetate", "butyrate_formate", "butyrate_lactate")
#: What a guild makes or takes beside the pool.
_MADE = ("acetate", "propionate", "butyrate", "lactate", "succinate", "formate", "hydrogen", "carbon_dioxide")
_SCFA = ("acetate", "propionate", "butyrate")
_CARBON = 6.0


@lru_cache(maxsize=1)
def _table() -> EvidenceTable:
    return read_table(files("enterotone.interventions") / "_pool.tsv")


@lru_cache
def pool(name: str) -> Intervention:
    """Build what a model needs to carry one kind of oligosaccharide.

    Parameters
    ----------
    name : one of `POOLS`; ``J_<name>`` is what is eaten of it, 0 until something adds to it.
    """
    table = _table()
    rows = EvidenceTable(table.path, {k: row for k, row in table.items() if k.endswith(f"_{name}")}, table.digest)
    module = OrganModule(
        id=f"pool_{name}",
        title=f"{POOLS[name].capitalize()} in the colon",
        term="polysaccharide",
        parameters=rows,
        ports={
            "M_hexose": "g/mol",
            "ens__transit_colon": "h",
            "ledger__faecal_residue": "umol/L",
            **_ports(rows, name),
        },
        species=tuple(
            Species(
                f"{segment}__{name}",
                f"{segment.capitalize()} {POOLS[name]} (hexose units)",
                segment,
                "polysaccharide",
                {"carbon": _CARBON},
            )
            for segment in SEGMENTS
        ),
        assignments=(Assignment(f"{name}__eaten", f"{POOLS[name].capitalize()} eaten", "g/day", f"J_{name}"),),
        reactions=tuple(_reactions(rows, name)),
    )
    acts = {"ens__load": f"{{before}} + J_{name} / (J_residue + J_fermentable_reference)"}
    acts |= {f"{segment}__scfa_made": f"{{before}} + {_scfa(rows, name, segment)}" for segment in SEGMENTS}
    units = {
        f"J_{name}": "g/day",
        **{f"{s}__growth_{g}_{name}": "umol/h" for s in SEGMENTS for g in _eaters(rows, name)},
    }
    return Intervention(module.id, module.title, rows, module, acts, units=units)


def _eaters(rows: EvidenceTable, name: str) -> list[str]:
    return [guild for guild in _GUILDS if f"preference_{guild}_{name}" in rows.rows]


def _coefficients(rows: EvidenceTable, guild: str, name: str) -> dict[str, float]:
    """Per hexose unit: pool -> coefficient, negative for what is taken."""
    ids = {made: f"n_{made}_{guild}_{name}" for made in ("biomass", *_MADE)}
    return {made: rows[row].value for made, row in ids.items() if row in rows.rows}


def _reactions(rows: EvidenceTable, name: str) -> list[Reaction]:
    first, *others = SEGMENTS
    found = [
        Reaction(
            f"{first}__inflow_{name}",
            f"Arrival of {POOLS[name]} in the colon",
            {},
            {f"{first}__{name}": 1},
            f"f_reach_{name} * J_{name} / M_hexose",
            "sbo:transport",
        )
    ]
    for segment, following in zip(SEGMENTS, [*others, ""], strict=True):
        found += [_growth(rows, guild, name, segment) for guild in _eaters(rows, name)]
        found.append(
            Reaction(
                f"{segment}__passage_{name}",
                f"Passage of {POOLS[name]} from the {segment} colon",
                {f"{segment}__{name}": 1},
                {f"{following}__{name}": 1.0} if following else {"ledger__faecal_residue": _CARBON},
                f"{segment}__{name} * {segment} / (share_{segment} * ens__transit_colon)",
                "sbo:transport",
            )
        )
    return found


def _growth(rows: EvidenceTable, guild: str, name: str, segment: str) -> Reaction:
    n = _coefficients(rows, guild, name)
    used = f"{segment}__{name}"
    reactants, products = {used: 1.0}, {f"{segment}__biomass_{guild}": n["biomass"]}
    supply = f"{used} / (K_{name} + {used})"
    for made, count in n.items():
        if made == "biomass":
            continue
        if count > 0:
            products[f"{segment}__{made}"] = count
        else:
            # A consumed acid stops the path when it runs out.
            reactants[f"{segment}__{made}"] = -count
            supply += f" * {segment}__{made} / (K_acid + {segment}__{made})"
    return Reaction(
        f"{segment}__growth_{guild}_{name}",
        f"Growth on {POOLS[name]}: {guild.replace('_', ' ')}, {segment} colon",
        reactants,
        products,
        f"preference_{guild}_{name} * G_{guild}_fibre / {n['biomass']:.6g} * {segment}__active_{guild} * {supply}",
    )


def _scfa(rows: EvidenceTable, name: str, segment: str) -> str:
    """Short-chain fatty acids made of a pool, net [umol/h]."""
    terms = []
    for guild in _eaters(rows, name):
        n = _coefficients(rows, guild, name)
        terms.append(f"{sum(n.get(acid, 0.0) for acid in _SCFA):.6g} * {segment}__growth_{guild}_{name}")
    return " + ".join(terms)


def _ports(rows: EvidenceTable, name: str) -> dict[str, str]:
    """Names of the organs that the growth laws and the passage read."""
    found: dict[str, str] = {}
    for segment in SEGMENTS:
        found |= {segment: "L", f"share_{segment}": "dimensionless"}
        for guild in _eaters(rows, name):
            found |= {f"{segment}__active_{guild}": "umol", f"{segment}__biomass_{guild}": "umol/L"}
            found[f"G_{guild}_fibre"] = "1/day"
            for made, count in _coefficients(rows, guild, name).items():
                if made != "biomass":
                    found[f"{segment}__{made}"] = "umol/L"
                    if count < 0:
                        found["K_acid"] = "umol/L"
    return found
