"""Microbiome: from a stool profile to functional groups, capacities and their uncertainty.

``profile`` is the type that readers return; ``resolve`` names what is in it; ``summarise`` gives the five groups and
the trait capacities; ``draw_compositions`` and ``draw_average`` give draws of the true composition of this person
and of average Western people; ``diversity`` and ``place`` are ecology read-outs; ``capacities_from_functions`` and
``override`` (or ``override_draws``) put measured genes in place of guessed traits.
"""

from __future__ import annotations

from enterotone.microbiome.capacity import Capacity, GroupComposition, ModelGroup, model_groups, summarise, typical
from enterotone.microbiome.ecology import Diversity, Position, Readout, diversity, place
from enterotone.microbiome.functions import FunctionProfile, capacities_from_functions, override, override_draws
from enterotone.microbiome.profile import Profile, Taxon
from enterotone.microbiome.reference_set import ReferenceSet, own_reference, synthetic_reference
from enterotone.microbiome.resolution import Match, Resolved, match, resolve
from enterotone.microbiome.sampling import Draws, draw_average, draw_compositions, draw_repeat
from enterotone.microbiome.taxonomy import Target
from enterotone.microbiome.traits import GROUPS, GUILDS, OTHER, TRAITS

__all__ = [
    "GROUPS",
    "GUILDS",
    "OTHER",
    "TRAITS",
    "Capacity",
    "Diversity",
    "Draws",
    "FunctionProfile",
    "GroupComposition",
    "Match",
    "ModelGroup",
    "Position",
    "Profile",
    "Readout",
    "ReferenceSet",
    "Resolved",
    "Target",
    "Taxon",
    "capacities_from_functions",
    "diversity",
    "draw_average",
    "draw_compositions",
    "draw_repeat",
    "match",
    "model_groups",
    "override",
    "override_draws",
    "own_reference",
    "place",
    "resolve",
    "summarise",
    "synthetic_reference",
    "typical",
]
