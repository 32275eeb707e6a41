"""Lumen of stomach and small bowel: meals, digestion, absorption, and what reaches the colon.

Purpose
-------
Turns meals into tryptophan and amino acids in blood, and into the residue that feeds colonic microbes.

States [umol/L]
---------------
stomach: protein (amino-acid residues), tryptophan bound in it, fermentable carbohydrate (hexose units).
small bowel: protein, bound tryptophan, free tryptophan, carbohydrate, carbon of its bacteria (overgrowth; near zero in
health).

Ports
-----
Gives absorbed tryptophan to portal blood and absorbed large neutral amino acids (LNAA) to plasma;
ileal outflow is taken up by the proximal colon.

Equations
---------
Emptying, digestion and ileal outflow are first order; free tryptophan is absorbed by B0AT1:
``v = Vmax T / (Km + T)``. Meals are doses into the stomach; with ``feeding_continuous = 1`` the same
daily amounts flow in evenly instead (tube feeding), which is how a steady state is found. Bacteria of the small bowel
grow at ``overgrowth mu C / (K + C) / (1 + B / X)`` and leave with its contents: below a growth of 1/T they wash out.

Assumptions
-----------
1. One mixed small bowel; its rates are fitted so that 0.90 of dietary tryptophan is absorbed.
2. Protein and the tryptophan bound in it are digested at one rate.
3. LNAA make up a constant share of absorbed residues and reach plasma without first-pass loss.
4. Fermentable carbohydrate (fibre and starch that escapes) is not touched before the colon, but by overgrowth. A
   constant share of it is starch.
5. Small-bowel bacteria join the facultatives of the colon; their acetate is absorbed where it is formed.

Not modelled
------------
Fat, bile acids, gastric acid, enterocyte metabolism of tryptophan, tryptophan and bile salts
used by small-bowel bacteria.

References
----------
See lumen.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Compartment, Reaction, Species
from enterotone.model.module import OrganModule

ID = "lumen"
TITLE = "Lumen of stomach and small bowel"
TERM = "small intestine"
PORTS = {
    "ledger": "L",
    "portal__tryptophan": "umol/L",
    "plasma__lnaa": "umol/L",
    "proximal__protein": "umol/L",
    "proximal__tryptophan": "umol/L",
    "proximal__fibre": "umol/L",
    "proximal__starch": "umol/L",
    "proximal__biomass_facultative": "umol/L",
    "ledger__acids_absorbed": "umol/L",
    "ledger__gas": "umol/L",
    "colonisation": "dimensionless",
    "ledger__hydrogen": "umol/L",
}

_EMPTYING = "ln(2) / t12_gastric_emptying"
_FOODS = (
    # substance, name, moieties, term, intake [umol/h]
    ("protein", "protein (amino-acid residues)", {"carbon": 5.0}, "protein", "J_diet_protein / M_residue"),
    (
        "tryptophan_bound",
        "tryptophan in protein",
        {"tryptophan": 1.0},
        "tryptophan",
        "J_diet_tryptophan / M_tryptophan",
    ),
    (
        "carbohydrate",
        "fermentable carbohydrate (hexose units)",
        {"carbon": 6.0},
        "hexose",
        "J_diet_fermentable / M_hexose",
    ),
)


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    species = []
    reactions = []
    for substance, name, moieties, term, intake in _FOODS:
        species.append(Species(f"stomach__{substance}", f"Stomach {name}", "stomach", term, moieties))
        species.append(Species(f"small_bowel__{substance}", f"Small-bowel {name}", "small_bowel", term, moieties))
        reactions.append(
            Reaction(
                f"lumen__feeding_{substance}",
                f"Even feeding of {name}",
                {},
                {f"stomach__{substance}": 1},
                f"feeding_continuous * {intake}",
                "sbo:transport",
            )
        )
        reactions.append(
            Reaction(
                f"lumen__emptying_{substance}",
                f"Gastric emptying of {name}",
                {f"stomach__{substance}": 1},
                {f"small_bowel__{substance}": 1},
                f"{_EMPTYING} * stomach__{substance} * stomach",
                "sbo:transport",
            )
        )
    species.append(
        Species(
            "small_bowel__tryptophan", "Small-bowel free tryptophan", "small_bowel", "tryptophan", {"tryptophan": 1.0}
        )
    )
    species.append(
        Species("small_bowel__bacteria", "Small-bowel carbon of bacteria", "small_bowel", "bacteria", {"carbon": 1.0})
    )
    species.append(
        Species("ledger__protein_absorbed", "Residues absorbed", "ledger", "protein", {"carbon": 5.0}, is_sink=True)
    )
    reactions += _digestion() + _outflow() + _overgrowth(parameters)
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        compartments=(
            Compartment("stomach", "Stomach lumen", "V_stomach", "stomach"),
            Compartment("small_bowel", "Small-bowel lumen", "V_small_bowel", "small intestine"),
        ),
        species=tuple(species),
        reactions=tuple(reactions),
        assignments=(
            Assignment(
                "lumen__tryptophan_per_day",
                "Tryptophan eaten in a day",
                "umol",
                "J_diet_tryptophan / M_tryptophan * period_meals",
            ),
            Assignment(
                "lumen__nutrients",
                "Nutrients in the small bowel (residues and hexose units)",
                "umol/L",
                "small_bowel__protein + small_bowel__carbohydrate",
            ),
            Assignment(
                "lumen__hydrogen",
                "Hydrogen from the small bowel",
                "mmol/day",
                f"{parameters['n_hydrogen_overgrowth'].value:.6g} * lumen__bacterial_growth",
            ),
        ),
    )


def _digestion() -> list[Reaction]:
    return [
        Reaction(
            "lumen__absorption_protein",
            "Digestion and absorption of protein residues",
            {"small_bowel__protein": 1},
            {"ledger__protein_absorbed": 1},
            "k_digestion * small_bowel__protein * small_bowel",
            "sbo:transport",
        ),
        Reaction(
            "lumen__absorption_lnaa",
            "LNAA reaching plasma",
            {},
            {"plasma__lnaa": 1},
            "f_lnaa * k_digestion * small_bowel__protein * small_bowel",
            "sbo:transport",
        ),
        Reaction(
            "lumen__digestion_tryptophan",
            "Digestion of protein-bound tryptophan",
            {"small_bowel__tryptophan_bound": 1},
            {"small_bowel__tryptophan": 1},
            "k_digestion * small_bowel__tryptophan_bound * small_bowel",
        ),
        Reaction(
            "lumen__absorption_tryptophan",
            "Absorption of free tryptophan by B0AT1",
            {"small_bowel__tryptophan": 1},
            {"portal__tryptophan": 1},
            "Vmax_B0AT1 * small_bowel__tryptophan / (Km_B0AT1 + small_bowel__tryptophan)",
            "sbo:transport",
            "B0AT1",
        ),
    ]


def _outflow() -> list[Reaction]:
    # name -> small-bowel pool, colonic pool, share of the pool
    routes = {
        "protein": ("protein", "protein", ""),
        "tryptophan_bound": ("tryptophan_bound", "tryptophan", ""),
        "tryptophan": ("tryptophan", "tryptophan", ""),
        "starch": ("carbohydrate", "starch", "f_starch * "),
        "fibre": ("carbohydrate", "fibre", "(1 - f_starch) * "),
    }
    return [
        Reaction(
            f"lumen__ileal_outflow_{name}",
            f"Ileal outflow of {name.replace('_', ' ')}",
            {f"small_bowel__{pool}": 1},
            {f"proximal__{target}": 1},
            f"{share}small_bowel__{pool} * small_bowel / T_small_bowel",
            "sbo:transport",
        )
        for name, (pool, target, share) in routes.items()
    ]


def _overgrowth(parameters: EvidenceTable) -> list[Reaction]:
    n = {pool: parameters[f"n_{pool}_overgrowth"].value for pool in ("biomass", "acetate_carbon", "gas", "hydrogen")}
    return [
        Reaction(
            "lumen__bacterial_growth",
            "Growth of small-bowel bacteria",
            {"small_bowel__carbohydrate": 1},
            {
                "small_bowel__bacteria": n["biomass"],
                "ledger__acids_absorbed": n["acetate_carbon"],
                "ledger__gas": n["gas"],
                "ledger__hydrogen": n["hydrogen"],
            },
            f"overgrowth * mu_overgrowth / {n['biomass']:.6g} * small_bowel__bacteria * small_bowel"
            " * small_bowel__carbohydrate / (K_overgrowth_carbohydrate + small_bowel__carbohydrate)"
            " / (1 + small_bowel__bacteria / X_overgrowth)",
        ),
        Reaction(
            "lumen__bacteria_swallowed",
            "Bacteria from the mouth",
            {},
            {"small_bowel__bacteria": 1},
            "colonisation * J_oral",
            "sbo:transport",
        ),
        Reaction(
            "lumen__ileal_outflow_bacteria",
            "Ileal outflow of bacteria",
            {"small_bowel__bacteria": 1},
            {"proximal__biomass_facultative": 1},
            "small_bowel__bacteria * small_bowel / T_small_bowel",
            "sbo:transport",
        ),
    ]
