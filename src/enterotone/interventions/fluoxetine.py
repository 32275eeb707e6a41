"""Fluoxetine: a blocker of the serotonin transporter, by mouth, with its active metabolite.

Mechanism
---------
Occupies SERT wherever it is. The liver turns a part of it into norfluoxetine, which blocks as well and leaves slowly,
so that after weeks it does about half of the blocking.

Acts on
-------
``block_SERT`` of the body, the share of SERT that is blocked everywhere.

Equations
---------
One compartment each: ``V dC/dt = ka A - CL C`` and ``V dN/dt = f CL C - k_N V N``, in the volume of fluoxetine. At the
transporter ``C_u + potency N_u`` is seen, with one unbound fraction. What PET reads is ``Omax_PET`` times occupancy.

Assumptions
-----------
1. Clearance is constant; in truth fluoxetine slows its own removal, so the table holds the one of repeated doses.
2. Norfluoxetine spreads and binds as fluoxetine does; both enantiomers count as one.

Not modelled
------------
Slow metabolisers as a group, other targets.

References
----------
See fluoxetine.tsv.
"""

from __future__ import annotations

from dataclasses import replace

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._oral import reuptake_inhibitor
from enterotone.interventions.intervention import Intervention
from enterotone.model.component import Reaction, Species

ID = "fluoxetine"
TITLE = "fluoxetine"
KIND = "medicine"
GRADE = "strong"
RISK = "medicine"
LIMITS = (
    "It belongs to those who prescribe it; the model compares mechanisms and says nothing about whom it helps.",
    "Occupancy follows plasma at once; adaptation over weeks is in the organs.",
)

_METABOLITE = "fluoxetine__metabolite"


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    site = f"fu_fluoxetine * (fluoxetine__plasma + potency_norfluoxetine * {_METABOLITE})"
    built = reuptake_inhibitor(ID, TITLE, parameters, site=site)
    module = built.module
    if module is None:
        raise AssertionError("a medicine by mouth brings pools")
    kept = tuple(part for part in module.reactions if part.id != "fluoxetine__elimination")
    removed = "CL_fluoxetine * fluoxetine__plasma"
    plasma = {"fluoxetine__plasma": 1.0}
    more = (
        Reaction(
            "fluoxetine__elimination",
            "Elimination of fluoxetine, but for demethylation",
            plasma,
            {},
            f"(1 - f_norfluoxetine) * {removed}",
            "sbo:degradation",
        ),
        Reaction(
            "fluoxetine__demethylation",
            "Norfluoxetine from fluoxetine",
            plasma,
            {_METABOLITE: 1},
            f"f_norfluoxetine * {removed}",
            "sbo:conversion",
        ),
        Reaction(
            "fluoxetine__metabolite_elimination",
            "Elimination of norfluoxetine",
            {_METABOLITE: 1},
            {},
            f"ln(2) / t12_norfluoxetine * {_METABOLITE} * fluoxetine",
            "sbo:degradation",
        ),
    )
    species = (*module.species, Species(_METABOLITE, "Norfluoxetine in plasma", "fluoxetine", "drug"))
    return replace(built, module=replace(module, species=species, reactions=(*kept, *more)))
