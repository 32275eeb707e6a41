"""Low-FODMAP diet: the share of the way from the own diet.

Mechanism
---------
Less fermentable carbohydrate reaches the colon, and what is left lacks the oligosaccharides that bifidobacteria favour.

Acts on
-------
Protein, tryptophan and fermentable carbohydrate of the diet, with its share of starch and the ratio of digestible to
fermentable; and `G_<guild>_fibre`, how fast guilds grow on the fibre that is left.

Equations
---------
Those of `_pattern`. With a share s of oligosaccharides in the usual fibre, on which a guild grows at a rate p times
that on the whole, the rest gives it ``(1 - s p) / (1 - s)`` of that rate; at level l,
``G := G (1 + l s (1 - p) / (1 - s))``.

Assumptions
-----------
1. All parts of the diet move together, in proportion to the level.
2. The pattern leaves no oligosaccharides; guilds without a preference of their own do not live on them (p = 0).
3. Oligosaccharides eaten beside the diet are taken at the rates on the fibre that is left.

Not modelled
------------
Lactose, fructose and polyols, their water in the small bowel and their gas.

References
----------
See low_fodmap.tsv.
"""

from __future__ import annotations

from dataclasses import replace

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._pattern import diet_pattern
from enterotone.interventions.intervention import Intervention

ID = "low_fodmap"
TITLE = "low-FODMAP diet"
KIND = "diet"
GRADE = "moderate"
RISK = "advice"
LIMITS = (
    "Meant for irritable bowel, for a few weeks, with a dietitian who brings foods back one by one.",
    "It lowers bifidobacteria consistently (so2022).",
)

_OTHERS = ("propionate", "starch", "fibre", "acetogen")


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    built = diet_pattern(ID, TITLE, parameters)
    prefix, ending = "preference_", f"_{ID}"
    preferences = {
        row.removeprefix(prefix).removesuffix(ending): row for row in parameters if row.startswith(prefix)
    } | dict.fromkeys(_OTHERS, "0")
    gain = f"level_{ID} * share_{ID} / (1 - share_{ID})"
    acts = {f"G_{guild}_fibre": f"{{before}} * (1 + {gain} * (1 - {p}))" for guild, p in preferences.items()}
    return replace(built, acts={**built.acts, **acts})
