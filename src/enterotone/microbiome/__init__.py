"""Microbiome: from a stool profile to functional groups, capacities and their uncertainty.

``profile`` is the type that readers return; ``resolve`` names what is in it; ``summarise`` gives the five groups and
the trait capacities; ``draw_compositions`` and ``draw_average`` give draws of the true composition of this person
and of average Western people.
"""

from __future__ import annotations

from enterotone.microbiome.capacity import Capacity, GroupComposition, ModelGroup, model_groups, summarise, typical
from enterotone.microbiome.profile import Profile, Taxon
from enterotone.microbiome.resolution import Match, Resolved, match, resolve
from enterotone.microbiome.sampling import Draws, draw_average, draw_compositions
from enterotone.microbiome.taxonomy import Target
from enterotone.microbiome.traits import GROUPS, OTHER, TRAITS

__all__ = [
    "GROUPS",
    "OTHER",
    "TRAITS",
    "Capacity",
    "Draws",
    "GroupComposition",
    "Match",
    "ModelGroup",
    "Profile",
    "Resolved",
    "Target",
    "Taxon",
    "draw_average",
    "draw_compositions",
    "match",
    "model_groups",
    "resolve",
    "summarise",
    "typical",
]
