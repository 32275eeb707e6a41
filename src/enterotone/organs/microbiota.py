"""Microbiota: five functional groups in three colon segments, their substrates and products.

Purpose
-------
Turns what escapes digestion into short-chain fatty acids (SCFA), biomass, gas and indole, with group shares
that can be matched to a stool sample.

States [umol/L]
---------------
Per segment (proximal, transverse, distal): carbohydrate (hexose units), protein (residues), tryptophan (free
and bound), indole, acetate, propionate, butyrate, lactate, and the carbon of five groups: bacteroides,
butyrate producers, fibre degraders and acetogens, lactate producers, protein fermenters.

Ports
-----
Colonic transit; ileal outflow arrives as substrate of the proximal segment.

Equations
---------
Growth of group g on its substrate S: ``fitness_g q_g S / (K + S) X / (1 + X / X_self)``; carbon splits into
biomass, acids and gas by fixed coefficients that conserve it (rows ``n_*``). Every content moves on with
1 / (share_k T_colon). Tryptophan goes to indole and to other microbial use by Michaelis-Menten per biomass.

Assumptions
-----------
1. Half-saturations are effective: hydrolysis of polymers, not uptake of sugars, limits growth.
2. Self-limitation per group (niche) and a small immigration let the groups of a sample coexist.
3. The volume of each segment is constant; water is not followed.
4. Acids are absorbed at a first-order rate that is the same for all acids and differs between segments.
5. Coefficients start from microPop and are adjusted to the molar ratio 60:20:20.

Not modelled
------------
pH effect on growth, H2, CH4, H2S, formate, succinate, branched-chain acids, bile acids, tryptamine.

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
GROUPS = {
    # id: (name, term)
    "bacteroides": ("Bacteroides and relatives", "Bacteroidales"),
    "butyrate": ("butyrate producers", "Clostridia"),
    "fibre": ("fibre degraders and acetogens", "Clostridia"),
    "lactate": ("lactate producers", "Bifidobacteriaceae"),
    "protein": ("protein fermenters", "bacteria"),
}
#: Path of fermentation -> group and substrate. Protein fermenters and facultatives live on both.
_PATHS = {group: (group, "carbohydrate") for group in GROUPS if group != "protein"}
_PATHS |= {"protein": ("protein", "protein"), "protein_carbohydrate": ("protein", "carbohydrate")}
_CARBON = {"acetate": 2.0, "propionate": 3.0, "butyrate": 4.0, "lactate": 3.0}
_ACIDS = tuple(_CARBON)


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    reactions: list[Reaction] = []
    for segment in SEGMENTS:
        for path in _PATHS:
            reactions.append(_growth(parameters, segment, path))
        reactions.append(_lactate_use(parameters, segment))
        reactions += _tryptophan(segment) + _absorption(segment) + _passage(segment)
    reactions += _inflow()
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
        reactions=tuple(reactions),
        assignments=_readings(parameters),
    )


def _species() -> tuple[Species, ...]:
    pools: list[tuple[str, str, str, dict[str, float]]] = [
        ("carbohydrate", "fermentable carbohydrate", "hexose", {"carbon": 6.0}),
        ("protein", "protein residues", "protein", {"carbon": 5.0}),
        ("tryptophan", "tryptophan, free and in protein", "tryptophan", {"tryptophan": 1.0}),
        ("indole", "indole", "indole", {"tryptophan": 1.0}),
    ]
    pools += [(acid, acid, acid, {"carbon": n}) for acid, n in _CARBON.items()]
    pools += [
        (f"biomass_{group}", f"carbon of {name}", term, {"carbon": 1.0}) for group, (name, term) in GROUPS.items()
    ]
    found = [
        Species(f"{segment}__{pool}", f"{segment.capitalize()} {name}", segment, term, moieties)
        for segment in SEGMENTS
        for pool, name, term, moieties in pools
    ]
    carbon, trp = {"carbon": 1.0}, {"tryptophan": 1.0}
    found += [
        Species("ledger__gas", "Carbon lost as gas", "ledger", "carbon dioxide", carbon, is_sink=True),
        Species("ledger__acids_absorbed", "Carbon of absorbed acids", "ledger", "carbon", carbon, is_sink=True),
        Species("ledger__faecal_acids", "Faecal carbon of acids", "ledger", "carbon", carbon, is_sink=True),
        Species("ledger__faecal_biomass", "Faecal carbon of bacteria", "ledger", "bacteria", carbon, is_sink=True),
        Species("ledger__faecal_residue", "Faecal carbon left unfermented", "ledger", "carbon", carbon, is_sink=True),
        Species("ledger__faecal_tryptophan", "Faecal tryptophan", "ledger", "tryptophan", trp, is_sink=True),
        Species("ledger__faecal_indole", "Faecal indole", "ledger", "indole", trp, is_sink=True),
        Species("ledger__indole_absorbed", "Indole absorbed", "ledger", "indole", trp, is_sink=True),
        Species(
            "ledger__microbial_tryptophan",
            "Tryptophan in other microbial use",
            "ledger",
            "tryptophan",
            trp,
            is_sink=True,
        ),
    ]
    return tuple(found)


def _rate(segment: str, group: str, gain: str, substrate: str, half: str) -> str:
    x, s = f"{segment}__biomass_{group}", f"{segment}__{substrate}"
    return f"colonisation * {gain} * {s} / ({half} + {s}) * {x} * {segment} / (1 + {x} / X_self)"


def _growth(parameters: EvidenceTable, segment: str, path: str) -> Reaction:
    """Fermentation along one path; coefficients are per unit of substrate and conserve carbon."""
    group, substrate = _PATHS[path]
    n = {product: parameters[f"n_{product}_{path}"].value for product in ("biomass", *_ACIDS, "gas")}
    reactants = {f"{segment}__{substrate}": 1.0}
    products = {f"{segment}__biomass_{group}": n["biomass"], "ledger__gas": n["gas"]}
    for acid in _ACIDS:
        if n[acid] > 0:
            products[f"{segment}__{acid}"] = n[acid]
        elif n[acid] < 0:
            reactants[f"{segment}__{acid}"] = -n[acid]
    rate = _rate(segment, group, f"fitness_{group} * q_{path}", substrate, f"K_{substrate}")
    if n["acetate"] < 0:
        # A consumed acid stops the path when it runs out.
        rate += f" * {segment}__acetate / (K_acid + {segment}__acetate)"
    title = f"Fermentation of {substrate} by {GROUPS[group][0]}, {segment} colon"
    return Reaction(f"{segment}__growth_{path}", title, reactants, products, rate)


def _lactate_use(parameters: EvidenceTable, segment: str) -> Reaction:
    n = {product: parameters[f"n_{product}_crossfeeding"].value for product in ("biomass", "butyrate", "gas")}
    return Reaction(
        f"{segment}__crossfeeding",
        f"Lactate to butyrate, {segment} colon",
        {f"{segment}__lactate": 1.0},
        {f"{segment}__butyrate": n["butyrate"], "ledger__gas": n["gas"], f"{segment}__biomass_butyrate": n["biomass"]},
        _rate(segment, "butyrate", "fitness_butyrate * q_crossfeeding", "lactate", "K_acid"),
    )


def _tryptophan(segment: str) -> list[Reaction]:
    trp = f"{segment}__tryptophan"
    biomass = " + ".join(f"{segment}__biomass_{group}" for group in GROUPS)
    law = f"({biomass}) * {segment} * {trp} / (Km_TNA + {trp})"
    return [
        Reaction(
            f"{segment}__tryptophanase",
            f"Tryptophan to indole, {segment} colon",
            {trp: 1},
            {f"{segment}__indole": 1},
            f"colonisation * capacity_indole * q_TNA * {law}",
        ),
        Reaction(
            f"{segment}__tryptophan_use",
            f"Other microbial use of tryptophan, {segment} colon",
            {trp: 1},
            {"ledger__microbial_tryptophan": 1},
            f"colonisation * q_tryptophan_use * {law}",
        ),
    ]


def _absorption(segment: str) -> list[Reaction]:
    reactions = [
        Reaction(
            f"{segment}__absorption_{acid}",
            f"Absorption of {acid}, {segment} colon",
            {f"{segment}__{acid}": 1},
            {"ledger__acids_absorbed": carbon},
            f"k_absorption_acids_{segment} * {segment}__{acid} * {segment}",
            "sbo:transport",
        )
        for acid, carbon in _CARBON.items()
    ]
    reactions.append(
        Reaction(
            f"{segment}__absorption_indole",
            f"Absorption of indole, {segment} colon",
            {f"{segment}__indole": 1},
            {"ledger__indole_absorbed": 1},
            f"k_absorption_indole * {segment}__indole * {segment}",
            "sbo:transport",
        )
    )
    return reactions


def _passage(segment: str) -> list[Reaction]:
    """Movement of contents to the next segment, or out."""
    order = list(SEGMENTS)
    following = order[order.index(segment) + 1] if segment != order[-1] else None
    ends = {"carbohydrate": ("ledger__faecal_residue", 6.0), "protein": ("ledger__faecal_residue", 5.0)}
    ends |= {"tryptophan": ("ledger__faecal_tryptophan", 1.0), "indole": ("ledger__faecal_indole", 1.0)}
    ends |= {acid: ("ledger__faecal_acids", carbon) for acid, carbon in _CARBON.items()}
    ends |= {f"biomass_{group}": ("ledger__faecal_biomass", 1.0) for group in GROUPS}
    reactions = []
    for pool, (end, count) in ends.items():
        target = {f"{following}__{pool}": 1.0} if following else {end: count}
        reactions.append(
            Reaction(
                f"{segment}__passage_{pool}",
                f"Passage of {pool} from the {segment} colon",
                {f"{segment}__{pool}": 1},
                target,
                f"{segment}__{pool} * {segment} / (share_{segment} * ens__transit_colon)",
                "sbo:transport",
            )
        )
    return reactions


def _inflow() -> list[Reaction]:
    reactions = [
        Reaction(
            f"proximal__immigration_{group}",
            f"Immigration of {name}",
            {},
            {f"proximal__biomass_{group}": 1},
            "colonisation * J_immigration",
            "sbo:transport",
        )
        for group, (name, _) in GROUPS.items()
    ]
    for pool, flow in (("carbohydrate", "J_mucin_carbohydrate / M_hexose"), ("protein", "J_mucin_protein / M_residue")):
        reactions.append(
            Reaction(
                f"proximal__host_{pool}",
                f"Host {pool} (mucin, enzymes) into the colon",
                {},
                {f"proximal__{pool}": 1},
                flow,
                "sbo:transport",
            )
        )
    return reactions


def _made(parameters: EvidenceTable, segment: str) -> str:
    """Acids that people measure (no lactate), net of what cross-feeding takes."""
    terms = []
    for path in _PATHS:
        net = sum(parameters[f"n_{acid}_{path}"].value for acid in ("acetate", "propionate", "butyrate"))
        terms.append(f"{net:.6g} * {segment}__growth_{path}")
    crossfeeding = parameters["n_butyrate_crossfeeding"].value
    return " + ".join([*terms, f"{crossfeeding:.6g} * {segment}__crossfeeding"])


def _readings(parameters: EvidenceTable) -> tuple[Assignment, ...]:
    found = []
    for segment in SEGMENTS:
        acids = " + ".join(f"{segment}__{acid}" for acid in ("acetate", "propionate", "butyrate"))
        total = " + ".join(f"{segment}__biomass_{group}" for group in GROUPS)
        found += [
            Assignment(f"{segment}__scfa", f"{segment.capitalize()} SCFA", "mmol/L", acids),
            Assignment(
                f"{segment}__scfa_made",
                f"{segment.capitalize()} SCFA production",
                "mmol/day",
                _made(parameters, segment),
            ),
            Assignment(f"{segment}__biomass", f"{segment.capitalize()} bacterial carbon", "mmol/L", total),
            Assignment(
                f"{segment}__ph",
                f"{segment.capitalize()} pH",
                "dimensionless",
                f"min(max(pH_intercept - pH_slope * {segment}__scfa, pH_low), pH_high)",
            ),
        ]
    found += [
        Assignment(
            f"distal__share_{group}",
            f"Share of {name} in the distal colon",
            "dimensionless",
            f"distal__biomass_{group} / (distal__biomass + X_trace)",
        )
        for group, (name, _) in GROUPS.items()
    ]
    volume = "(proximal + transverse + distal)"
    stimulus = " + ".join(f"({s}__acetate + {s}__butyrate) * {s}" for s in SEGMENTS)
    found += [
        Assignment(
            "colon__scfa",
            "SCFA over the whole colon",
            "mmol/L",
            "(" + " + ".join(f"{s}__scfa * {s}" for s in SEGMENTS) + f") / {volume}",
        ),
        Assignment("colon__scfa_stimulus", "Acetate and butyrate over the colon", "mmol/L", f"({stimulus}) / {volume}"),
        Assignment(
            "colon__colonised",
            "Colonisation, 0 for germ-free to 1",
            "dimensionless",
            "proximal__biomass / (X_colonised + proximal__biomass)",
        ),
    ]
    return tuple(found)
