"""Regular aerobic training, in sessions a week.

Mechanism
---------
Muscle grows in kynurenine aminotransferase, which turns kynurenine into kynurenic acid; in lean people butyrate
producers gain a little; the colon moves faster; low-grade inflammation falls a little.

Acts on
-------
``training`` of muscle, ``fitness_<guild>`` of butyrate producers, ``ens__hapc_ratio``, ``tnf_source``.

Equations
---------
With ``x = n / (K + n)``, ``n`` the sessions a week: ``training = before + (1 - before) x``; fitness and contractions
``before (1 + E x)``; ``tnf_source = before - E x``.

Assumptions
-----------
1. Three sessions a week of 30 to 60 minutes make half of an endurance-trained muscle.
2. How training raises faecal SCFA is not known; a gain of butyrate producers stands for it. It raises butyrate but not
   the sum, which what is eaten bounds and faster transit lowers a little.

Not modelled
------------
The session itself (see `long_event`), weight, fitness, mood; that SCFA did not rise in obese people; vagal tone.

References
----------
See aerobic_training.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention
from enterotone.model.component import Assignment

ID = "aerobic_training"
TITLE = "regular aerobic training"
KIND = "exercise"
GRADE = "weak"
RISK = "low"
LIMITS = (
    "Faecal SCFA rose in lean people, not in obese ones, and fell back when training stopped; the model does not know "
    "weight here.",
    "The model raises butyrate but not the sum of SCFA that the trial saw rise: that is bounded by what is eaten.",
    "Effects on inflammation were not significant in healthy people.",
)
_BUTYRATE = ("butyrate_acetate", "butyrate_formate", "butyrate_lactate")


def build(parameters: EvidenceTable) -> Intervention:
    """Build the intervention from its table."""
    share = f"{ID}__share"
    acts = {
        "training": f"{{before}} + (1 - {{before}}) * {share}",
        "ens__hapc_ratio": f"{{before}} * (1 + E_hapc_{ID} * {share})",
        "tnf_source": f"{{before}} - E_TNF_{ID} * {share}",
    }
    acts |= {f"fitness_{guild}": f"{{before}} * (1 + E_butyrate_{ID} * {share})" for guild in _BUTYRATE}
    effect = f"level_{ID} / (K_{ID} + level_{ID})"
    more = (Assignment(share, "Share of the full effect of training", "dimensionless", effect),)
    return lasting(ID, TITLE, parameters, acts, more=more)
