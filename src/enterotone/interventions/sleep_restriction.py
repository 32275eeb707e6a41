"""Sleep restriction: hours of sleep lost each night, for as long as the level lasts.

Mechanism
---------
Inflammation rises a little; cortisol stays higher in the evening; light in the hours awake holds melatonin back; the
colon, which rests in sleep, moves in the hours that are now awake.

Acts on
-------
``tnf_source`` of the immune system, ``A_cortisol`` and ``CL_pineal`` of the hormones, ``ens__hapc_ratio``.

Equations
---------
With ``x`` the hours lost over the reference of 4 h: ``tnf_source = before + E x``, the amplitude of cortisol and the
synthesis of melatonin ``before / (1 + E x)``, contractions ``before (1 + E x)``.

Assumptions
-----------
1. Interleukin-6 rises by a part of the spread between people, as in disturbed sleep; trials of restriction alone found
   no significant change.
2. Waking motility is three times that in sleep, over 16 and 8 h.

Not modelled
------------
Sleep itself, its quality and stages, mood, appetite and what is eaten at night, glucose, shift of the clock. Recovery
is the level back at 0: every target follows at its own pace.

References
----------
See sleep_restriction.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention
from enterotone.model.component import Assignment

ID = "sleep_restriction"
TITLE = "sleep restriction"
KIND = "sleep"
GRADE = "weak"
RISK = "medicine"
LIMITS = (
    "Trials of sleep restriction alone found no significant rise of inflammatory markers; the rise here is that of "
    "disturbed sleep in cohorts.",
    "Effects on microbes were null or small in trials of nine people, and are left out.",
)


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    lost = f"{ID}__lost"
    acts = {
        "tnf_source": f"{{before}} + E_TNF_{ID} * {lost}",
        "A_cortisol": f"{{before}} / (1 + E_cortisol_{ID} * {lost})",
        "CL_pineal": f"{{before}} / (1 + E_melatonin_{ID} * {lost})",
        "ens__hapc_ratio": f"{{before}} * (1 + E_hapc_{ID} * {lost})",
    }
    more = (Assignment(lost, "Sleep lost over the reference", "dimensionless", f"level_{ID} / reference_{ID}"),)
    return lasting(ID, TITLE, parameters, acts, more=more)
