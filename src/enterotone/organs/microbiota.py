"""Microbiota: fourteen guilds in three colon segments, what they eat, what they make, and how that is absorbed.

Purpose
-------
Turns what escapes digestion into short-chain fatty acids (SCFA), biomass, gas, indole, tryptamine and secondary
bile acids, with shares of guilds that can be matched to a stool sample.

States [umol/L]
---------------
Per segment (proximal, transverse, distal): fibre and starch (hexose units), protein (residues), acetate, propionate,
butyrate, lactate, succinate, formate, branched-chain fatty acids, hydrogen and carbon dioxide (dissolved and in
bubbles), tryptophan (free and bound), indole, tryptamine, primary and secondary bile acids, and the carbon of
fourteen guilds: the ten of microPop, sulfate reducers, protein fermenters, facultatives and bile converters.

Ports
-----
Colonic transit; ileal outflow arrives as substrate of the proximal segment.

Equations
---------
Active carbon of guild g: ``fitness_g X V h(pH) / ((1 + X / (X_self niche_g)) (1 + D / K_bile))`` with
``h = 1 / (1 + exp(s (pH_g - pH)))`` and D the secondary bile acids. It grows along each path at ``G S / (K + S)``;
fibre and starch compete for one uptake, ``S / (K + fibre + starch)``. Coefficients (rows ``n_*``, per unit of
substrate) share the carbon between biomass, acids and gas and conserve it. ``pH = 8.02 - 0.0174 SCFA``, a fit to
measured values that holds what bicarbonate does. Every content moves on with 1 / (share_k T_colon). Mucin is opened
by Bacteroides and fibre degraders, ``J B / (K + B)`` per segment.
Tryptophan goes to indole, tryptamine and other microbial use by Michaelis-Menten per biomass; indole formation is
repressed by carbohydrate. Bile acids: ``k_7a`` times the sample's capacity, colonisation and h(pH).

Assumptions
-----------
1. Half-saturations are effective: hydrolysis of polymers, not uptake of sugars, limits growth.
2. Self-limitation (a niche in proportion to the usual share) and a small immigration let guilds coexist.
3. The volume of each segment is constant; absorption of water is a readout (organ ens).
4. Acids with one carboxyl group are absorbed at one first-order rate per segment; succinate is not absorbed.
5. Only the acid side of microPop's pH window is used: fermenting contents do not reach the other side.
6. Hydrogen leaves at one first-order rate (blood, breath, flatus); ethanol is counted as acetate and sulfate is not
   limiting. Sulfate reducers take hydrogen at the lowest level, methanogens next, acetogens last.
7. Dehydroxylation follows the capacity of the sample, not the carbon of the bile converters: carriers are so rare
   that their share is mostly below what a sample can show. Deconjugation is complete in the caecum.
8. Phenols are formed in proportion to branched-chain fatty acids.

Not modelled
------------
Free sugars, indole acids as a pool of their own, hydrogen sulfide as a pool (its formation is a readout), ammonia,
luminal serotonin acting on spore formers.

References
----------
See microbiota.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Compartment, Reaction, Species
from enterotone.model.module import OrganModule

ID = "microbiota"
TITLE = "Colonic microbiota"
TERM = "bacteria"
PORTS = {"ledger": "L", "ens__transit_colon": "h", "M_hexose": "g/mol", "M_residue": "g/mol"}

SEGMENTS = {"proximal": "ascending colon", "transverse": "transverse colon", "distal": "descending colon"}
#: Group that a stool report shows -> its guilds.
GROUPS = {
    "bacteroides": ("bacteroides", "propionate"),
    "butyrate": ("butyrate_acetate", "butyrate_formate", "butyrate_lactate"),
    "fibre": ("starch", "fibre", "acetogen", "methanogen", "sulfate"),
    "lactate": ("lactate",),
    "protein": ("protein", "facultative", "bile"),
}
_GUILDS = {
    # id: (name, term)
    "bacteroides": ("Bacteroides and relatives", "Bacteroidales"),
    "propionate": ("propionate producers", "Veillonellaceae"),
    "butyrate_acetate": ("butyrate producers that use acetate", "Clostridia"),
    "butyrate_formate": ("butyrate producers that release formate", "Clostridia"),
    "butyrate_lactate": ("butyrate producers that use lactate", "Clostridia"),
    "starch": ("starch degraders", "Clostridia"),
    "fibre": ("fibre degraders", "Clostridia"),
    "acetogen": ("acetogens", "Clostridia"),
    "methanogen": ("methanogens", "Methanobacteriaceae"),
    "sulfate": ("sulfate reducers", "Desulfovibrionaceae"),
    "lactate": ("lactate producers", "Bifidobacteriaceae"),
    "protein": ("protein fermenters", "bacteria"),
    "facultative": ("facultative anaerobes", "Enterobacteriaceae"),
    "bile": ("bile acid converters", "Clostridia"),
}
_HEXOSES = ("fibre", "starch")
#: Guild -> substrates it grows on.
_DIETS = {
    "bacteroides": (*_HEXOSES, "protein", "succinate"),
    "propionate": (*_HEXOSES, "lactate", "succinate"),
    "butyrate_acetate": _HEXOSES,
    "butyrate_formate": _HEXOSES,
    "butyrate_lactate": (*_HEXOSES, "lactate"),
    "starch": _HEXOSES,
    "fibre": _HEXOSES,
    "acetogen": (*_HEXOSES, "hydrogen", "formate"),
    "methanogen": ("hydrogen", "formate"),
    "sulfate": ("hydrogen", "lactate"),
    "lactate": _HEXOSES,
    "protein": ("protein", "starch"),
    "facultative": ("protein", "starch"),
    "bile": ("protein", "starch"),
}
#: Guilds that take up acetate with sugars where there is some, and grow more slowly without it.
_BOOSTED = ("butyrate_acetate", "butyrate_formate")
#: Guilds that turn to protein only when carbohydrate runs out.
_SACCHAROLYTIC = ("bacteroides", "facultative")
#: Pool -> name, term, carbon per molecule.
_POOLS = {
    "fibre": ("fibre (hexose units)", "polysaccharide", 6.0),
    "starch": ("resistant starch (hexose units)", "starch", 6.0),
    "protein": ("protein residues", "protein", 5.0),
    "acetate": ("acetate", "acetate", 2.0),
    "propionate": ("propionate", "propionate", 3.0),
    "butyrate": ("butyrate", "butyrate", 4.0),
    "lactate": ("lactate", "lactate", 3.0),
    "succinate": ("succinate", "succinate", 4.0),
    "formate": ("formate", "formate", 1.0),
    "branched": ("branched-chain fatty acids", "branched-chain fatty acid", 5.0),
    "carbon_dioxide": ("carbon dioxide", "carbon dioxide", 1.0),
    "hydrogen": ("hydrogen", "hydrogen", 0.0),
}
#: Path -> guild and substrate.
_PATHS = {f"{guild}_{food}": (guild, food) for guild, diet in _DIETS.items() for food in diet}
_PATHS |= {f"{guild}_{food}_alone": (guild, food) for guild in _BOOSTED for food in _DIETS[guild]}
_SCFA = ("acetate", "propionate", "butyrate")
_ABSORBED = (*_SCFA, "lactate", "formate", "branched")
_INDOLES = ("tryptophan", "indole", "tryptamine")
_BILE = {"bile_primary": "primary bile acids", "bile_secondary": "secondary bile acids"}


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    reactions: list[Reaction] = []
    assignments: list[Assignment] = []
    for segment in SEGMENTS:
        reactions += [_growth(parameters, segment, path) for path in _PATHS]
        reactions += _tryptophan(segment) + _bile(segment) + _absorption(segment) + _mucin(segment) + _passage(segment)
        assignments += _segment_readings(parameters, segment)
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        compartments=tuple(
            Compartment(segment, f"Lumen of the {segment} colon", f"V_{segment}", term)
            for segment, term in SEGMENTS.items()
        ),
        species=_species(),
        reactions=(*reactions, *_inflow()),
        assignments=(*assignments, *_shares(), *_colon_readings(parameters)),
    )


def _species() -> tuple[Species, ...]:
    pools = [(pool, name, term, {"carbon": n} if n else {}) for pool, (name, term, n) in _POOLS.items()]
    pools += [("tryptophan", "tryptophan, free and in protein", "tryptophan", {"tryptophan": 1.0})]
    pools += [(pool, pool, pool, {"tryptophan": 1.0}) for pool in _INDOLES[1:]]
    pools += [(pool, name, "bile acid", {}) for pool, name in _BILE.items()]
    pools += [
        (f"biomass_{guild}", f"carbon of {name}", term, {"carbon": 1.0}) for guild, (name, term) in _GUILDS.items()
    ]
    found = [
        Species(f"{segment}__{pool}", f"{segment.capitalize()} {name}", segment, term, moieties)
        for segment in SEGMENTS
        for pool, name, term, moieties in pools
    ]
    carbon, trp = {"carbon": 1.0}, {"tryptophan": 1.0}
    nothing: dict[str, float] = {}
    ends: list[tuple[str, str, str, dict[str, float]]] = [
        ("gas", "Carbon dioxide that leaves", "carbon dioxide", carbon),
        ("methane", "Methane that leaves", "methane", carbon),
        ("hydrogen", "Hydrogen that leaves", "hydrogen", nothing),
        ("acids_absorbed", "Carbon of absorbed acids", "carbon", carbon),
        ("faecal_acids", "Faecal carbon of acids", "carbon", carbon),
        ("faecal_biomass", "Faecal carbon of bacteria", "bacteria", carbon),
        ("faecal_residue", "Faecal carbon left unfermented", "carbon", carbon),
        ("faecal_bile", "Faecal bile acids", "bile acid", nothing),
        ("bile_absorbed", "Bile acids absorbed in the colon", "bile acid", nothing),
        ("faecal_tryptophan", "Faecal tryptophan", "tryptophan", trp),
        ("faecal_indole", "Faecal indole", "indole", trp),
        ("indole_absorbed", "Indole absorbed", "indole", trp),
        ("microbial_tryptophan", "Tryptophan in other microbial use", "tryptophan", trp),
    ]
    found += [Species(f"ledger__{end}", name, "ledger", term, m, is_sink=True) for end, name, term, m in ends]
    return tuple(found)


def _growth(parameters: EvidenceTable, segment: str, path: str) -> Reaction:
    """Growth of a guild along one path; coefficients are per unit of substrate and conserve carbon."""
    guild, substrate = _PATHS[path]
    reactants, products = {f"{segment}__{substrate}": 1.0}, {}
    for pool in ("biomass", "methane", *_POOLS):
        row = parameters.rows.get(f"n_{pool}_{path}")
        sid = {"biomass": f"{segment}__biomass_{guild}", "methane": "ledger__methane"}.get(pool, f"{segment}__{pool}")
        if row is not None and row.value < 0:
            reactants[sid] = -row.value
        elif row is not None:
            products[sid] = row.value
    used = f"{segment}__{substrate}"
    if substrate in _HEXOSES:
        supply = f"{used} / (K_carbohydrate + {segment}__fibre + {segment}__starch)"
    elif substrate == "hydrogen":
        supply = f"{used} / (K_hydrogen_{guild} + {used})"
    else:
        supply = f"{used} / ({'K_protein' if substrate == 'protein' else 'K_acid'} + {used})"
    if substrate == "protein" and guild in _SACCHAROLYTIC:
        supply += f" * K_switch / (K_switch + {segment}__fibre + {segment}__starch)"
    for consumed in ("acetate", "carbon_dioxide"):
        if f"{segment}__{consumed}" in reactants and consumed != substrate:
            # What is consumed beside the substrate stops the path when it runs out.
            supply += f" * {segment}__{consumed} / (K_acid + {segment}__{consumed})"
    if path.endswith("_alone"):
        supply += f" * f_without_acetate * K_acid / (K_acid + {segment}__acetate)"
    if guild == "acetogen" and substrate not in _HEXOSES:
        supply += " * f_hydrogenotroph"
    n = parameters[f"n_biomass_{path}"].value
    return Reaction(
        f"{segment}__growth_{path}",
        f"Growth of {_GUILDS[guild][0]} on {path.removeprefix(guild)[1:].replace('_', ' ')}, {segment} colon",
        reactants,
        products,
        f"G_{guild}_{substrate} / {n:.6g} * {segment}__active_{guild} * {supply}",
    )


def _tryptophan(segment: str) -> list[Reaction]:
    trp = f"{segment}__tryptophan"
    law = f"{segment}__biomass * {segment} * {trp} / (Km_TNA + {trp})"
    sugars = f"({segment}__fibre + {segment}__starch)"
    return [
        Reaction(
            f"{segment}__tryptophanase",
            f"Tryptophan to indole, {segment} colon",
            {trp: 1},
            {f"{segment}__indole": 1},
            f"colonisation * capacity_indole * q_TNA * {law} * K_switch / (K_switch + {sugars})",
        ),
        Reaction(
            f"{segment}__tryptophan_decarboxylation",
            f"Tryptophan to tryptamine, {segment} colon",
            {trp: 1},
            {f"{segment}__tryptamine": 1},
            f"colonisation * capacity_tryptamine * q_TDC * {law}",
        ),
        Reaction(
            f"{segment}__tryptophan_use",
            f"Other microbial use of tryptophan, {segment} colon",
            {trp: 1},
            {"ledger__microbial_tryptophan": 1},
            f"colonisation * q_tryptophan_use * {law}",
        ),
    ]


def _bile(segment: str) -> list[Reaction]:
    primary = f"{segment}__bile_primary"
    return [
        Reaction(
            f"{segment}__dehydroxylation",
            f"Primary to secondary bile acids, {segment} colon",
            {primary: 1},
            {f"{segment}__bile_secondary": 1},
            f"colonisation * capacity_bile * k_7a * {segment}__biomass / (X_colonised + {segment}__biomass)"
            f" * {primary} * {segment} / (1 + exp(pH_steepness * (pH_half_7a - {segment}__ph)))",
        )
    ]


def _absorption(segment: str) -> list[Reaction]:
    routes: list[tuple[str, str, float, str]] = [
        (acid, "ledger__acids_absorbed", _POOLS[acid][2], f"k_absorption_acids_{segment}") for acid in _ABSORBED
    ]
    routes += [
        ("carbon_dioxide", "ledger__gas", 1.0, "k_loss_gas"),
        ("hydrogen", "ledger__hydrogen", 1.0, "k_loss_gas"),
        ("indole", "ledger__indole_absorbed", 1.0, "k_absorption_indole"),
        ("tryptamine", "ledger__microbial_tryptophan", 1.0, "k_absorption_indole"),
    ]
    routes += [(pool, "ledger__bile_absorbed", 1.0, "k_absorption_bile") for pool in _BILE]
    return [
        Reaction(
            f"{segment}__absorption_{pool}",
            f"Absorption of {pool.replace('_', ' ')}, {segment} colon",
            {f"{segment}__{pool}": 1},
            {end: n},
            f"{rate} * {segment}__{pool} * {segment}",
            "sbo:transport",
        )
        for pool, end, n, rate in routes
    ]


def _mucin(segment: str) -> list[Reaction]:
    """Mucin opened by those that can; half of its sugar behaves like starch, half like fibre."""
    openers = f"({segment}__biomass_bacteroides + {segment}__biomass_fibre)"
    flow = f"f_mucin_{segment} * J_mucin_carbohydrate / M_hexose * {openers} / (K_mucin + {openers})"
    shares = {"starch": "f_mucin_starch", "fibre": "(1 - f_mucin_starch)"}
    return [
        Reaction(
            f"{segment}__mucin_{pool}",
            f"Mucin opened as {pool}, {segment} colon",
            {},
            {f"{segment}__{pool}": 1},
            f"{share} * {flow}",
            "sbo:transport",
        )
        for pool, share in shares.items()
    ]


def _passage(segment: str) -> list[Reaction]:
    """Movement of contents to the next segment, or out."""
    order = list(SEGMENTS)
    following = order[order.index(segment) + 1] if segment != order[-1] else None
    ends = {pool: ("ledger__faecal_acids", n) for pool, (_, _, n) in _POOLS.items()}
    ends |= {pool: ("ledger__faecal_residue", _POOLS[pool][2]) for pool in (*_HEXOSES, "protein")}
    ends |= {"carbon_dioxide": ("ledger__gas", 1.0), "hydrogen": ("ledger__hydrogen", 1.0)}
    ends |= {"tryptophan": ("ledger__faecal_tryptophan", 1.0), "indole": ("ledger__faecal_indole", 1.0)}
    ends |= {"tryptamine": ("ledger__microbial_tryptophan", 1.0)}
    ends |= dict.fromkeys(_BILE, ("ledger__faecal_bile", 1.0))
    ends |= {f"biomass_{guild}": ("ledger__faecal_biomass", 1.0) for guild in _GUILDS}
    return [
        Reaction(
            f"{segment}__passage_{pool}",
            f"Passage of {pool.replace('_', ' ')} from the {segment} colon",
            {f"{segment}__{pool}": 1},
            {f"{following}__{pool}": 1.0} if following else {end: count},
            f"{segment}__{pool} * {segment} / (share_{segment} * ens__transit_colon)",
            "sbo:transport",
        )
        for pool, (end, count) in ends.items()
    ]


def _inflow() -> list[Reaction]:
    flows = {f"immigration_{guild}": (f"biomass_{guild}", "colonisation * J_immigration") for guild in _GUILDS}
    flows["host_protein"] = ("protein", "J_mucin_protein / M_residue")
    flows["ileal_bile"] = ("bile_primary", "J_bile / M_bile")
    return [
        Reaction(
            f"proximal__{flow}",
            f"Inflow into the colon: {flow.replace('_', ' ')}",
            {},
            {f"proximal__{pool}": 1},
            rate,
            "sbo:transport",
        )
        for flow, (pool, rate) in flows.items()
    ]


def _sum(parameters: EvidenceTable, segment: str, pools: tuple[str, ...], foods: tuple[str, ...] = ()) -> str:
    """Formation of some pools: net over all paths, or gross over the paths that start from `foods`."""
    terms = []
    for path, (_, food) in _PATHS.items():
        rows = [parameters.rows.get(f"n_{pool}_{path}") for pool in pools]
        values = [row.value for row in rows if row is not None]
        total = sum(value for value in values if value > 0 or not foods)
        if total and (food in foods or not foods):
            terms.append(f"{total:.6g} * {segment}__growth_{path}")
    return " + ".join(terms)


def _segment_readings(parameters: EvidenceTable, segment: str) -> list[Assignment]:
    found = [
        Assignment(
            f"{segment}__scfa",
            f"{segment.capitalize()} SCFA",
            "mmol/L",
            " + ".join(f"{segment}__{acid}" for acid in _SCFA),
        ),
        Assignment(
            f"{segment}__scfa_made",
            f"{segment.capitalize()} SCFA production",
            "mmol/day",
            _sum(parameters, segment, _SCFA),
        ),
        Assignment(
            f"{segment}__biomass",
            f"{segment.capitalize()} bacterial carbon",
            "mmol/L",
            " + ".join(f"{segment}__biomass_{guild}" for guild in _GUILDS),
        ),
        Assignment(
            f"{segment}__ph",
            f"{segment.capitalize()} pH",
            "dimensionless",
            f"min(max(pH_intercept - pH_slope * {segment}__scfa, pH_low), pH_high)",
        ),
    ]
    for guild, (name, _) in _GUILDS.items():
        x = f"{segment}__biomass_{guild}"
        found.append(
            Assignment(
                f"{segment}__active_{guild}",
                f"Active carbon of {name}, {segment} colon",
                "mmol",
                f"colonisation * fitness_{guild} * {x} * {segment} / (1 + {x} / (X_self * niche_{guild}))"
                f" / (1 + exp(pH_steepness * (pH_half_{guild} - {segment}__ph)))"
                f" / (1 + {segment}__bile_secondary / K_bile_growth)",
            )
        )
    return found


def _shares() -> list[Assignment]:
    found = [
        Assignment(
            f"distal__guild_{guild}",
            f"Share of {name} in the distal colon",
            "dimensionless",
            f"distal__biomass_{guild} / (distal__biomass + X_trace)",
        )
        for guild, (name, _) in _GUILDS.items()
    ]
    found += [
        Assignment(
            f"distal__share_{group}",
            f"Share of the {group} group in the distal colon",
            "dimensionless",
            " + ".join(f"distal__guild_{guild}" for guild in guilds),
        )
        for group, guilds in GROUPS.items()
    ]
    return found


def _over(formula: str) -> str:
    """Sum of a formula with {s} for the segment over the segments."""
    return " + ".join(formula.format(s=segment) for segment in SEGMENTS)


def _colon_readings(parameters: EvidenceTable) -> list[Assignment]:
    volume = f"({_over('{s}')})"
    primary = (*_SCFA, "lactate", "succinate", "formate")
    eaten = (*_HEXOSES, "protein")
    methane, sulfide, products = (
        " + ".join(_sum(parameters, segment, pools, foods) for segment in SEGMENTS)
        for pools, foods in ((("methane",), ()), (("sulfide",), ()), (primary, eaten))
    )
    return [
        Assignment("colon__scfa", "SCFA over the whole colon", "mmol/L", f"({_over('{s}__scfa * {s}')}) / {volume}"),
        Assignment(
            "colon__colonised",
            "Colonisation, 0 for germ-free to 1",
            "dimensionless",
            "proximal__biomass / (X_colonised + proximal__biomass)",
        ),
        Assignment("colon__products", "Acids formed before cross-feeding", "mmol/day", products),
        Assignment(
            "colon__hydrogen_loss", "Hydrogen in breath and flatus", "mmol/day", _over("{s}__absorption_hydrogen")
        ),
        Assignment("colon__methane", "Methane formed", "mmol/day", methane),
        Assignment("colon__sulfide", "Hydrogen sulfide formed", "mmol/day", sulfide),
        Assignment("distal__phenols", "Distal phenols", "umol/L", "ratio_phenols * distal__branched"),
    ]
