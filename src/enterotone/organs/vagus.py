"""Vagus nerve: what the gut tells the brain, and the reflex that holds inflammation back.

Purpose
-------
Joins mucosal serotonin, gut hormones and cytokines into one afferent tone; gives an efferent tone to the immune system,
a small gain to raphe firing, and a port for transit.

States
------
vagus__afferent, vagus__efferent (relative to a healthy day's mean).

Ports
-----
Small-bowel mucosal serotonin, blockade of 5-HT3, GLP-1, PYY, TNF.

Equations
---------
``afferent`` follows the weighted mean of 1, ``R/R_ref``, ``GLP1/ref`` and ``PYY/ref``, plus ``w_TNF (t - 1)/(K + t)``,
with ``R = x^2 / (1 + x^2)`` and ``x`` the serotonin at the ending (``apposition`` x the mean) over the EC50 of 5-HT3;
``efferent`` follows ``1 + g (afferent - 1)``. Both are multiplied by ``vagus_intact`` and moved by
``vagus_stimulation``; stress withdraws efferent tone by a share. Brake on TNF ``(1 + g) / (1 + g efferent)``.

Assumptions
-----------
1. Weights are relative; that of 1 stands for tone that none of these drives.
2. The 5-HT3 receptor is steady: it desensitises within seconds, which its effective EC50 holds.
3. The vagus drives transit little in health: that gain is 0 unless set.

Not modelled
------------
Single fibres, spinal afferents, stretch, the slow rise of raphe firing under stimulation (14 days in rats).

References
----------
See vagus.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, State
from enterotone.model.module import OrganModule

ID = "vagus"
TITLE = "Vagus nerve"
TERM = "vagus nerve"
PORTS = {
    "mucosa_small_bowel__serotonin": "umol/L",
    "block_5HT3": "dimensionless",
    "endocrine__glp1_rel": "dimensionless",
    "endocrine__pyy_rel": "dimensionless",
    "immune__tnf_rel": "dimensionless",
}


def _activation(serotonin: str) -> str:
    """Activation of 5-HT3 at the ending for one concentration of mucosal serotonin."""
    x = f"(apposition_vagus * {serotonin} / EC50_5HT3_vagus)"
    return f"{x}**2 / (1 + {x}**2)"


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        states=(
            State(
                "vagus__afferent",
                "Vagal afferent tone relative to health",
                "dimensionless",
                "ln(2) / t12_afferent * (vagus_intact * (vagus__drive + vagus_stimulation) - vagus__afferent)",
            ),
            State(
                "vagus__efferent",
                "Vagal efferent tone relative to health",
                "dimensionless",
                "ln(2) / t12_efferent * (vagus_intact * (1 - gain_reflex + gain_reflex * vagus__afferent"
                " + vagus_stimulation) * (1 - withdrawal_vagus) - vagus__efferent)",
            ),
        ),
        assignments=_drives(),
    )


def _drives() -> tuple[Assignment, ...]:
    return (
        Assignment(
            "vagus__5HT3",
            "Activation of vagal 5-HT3 by mucosal serotonin",
            "dimensionless",
            f"(1 - block_5HT3) * {_activation('mucosa_small_bowel__serotonin')}",
        ),
        Assignment(
            "vagus__5HT3_reference",
            "The same in the reference person",
            "dimensionless",
            _activation("serotonin_small_bowel_reference"),
        ),
        Assignment(
            "vagus__drive",
            "Drive on vagal afferents relative to health",
            "dimensionless",
            "(w_tone_vagus + w_5HT3_vagus * vagus__5HT3 / vagus__5HT3_reference"
            " + w_GLP1_vagus * endocrine__glp1_rel / glp1_reference + w_PYY_vagus * endocrine__pyy_rel / pyy_reference)"
            " / (w_tone_vagus + w_5HT3_vagus + w_GLP1_vagus + w_PYY_vagus)"
            " + w_TNF_vagus * (immune__tnf_rel - 1) / (K_TNF_vagus + immune__tnf_rel)",
        ),
        Assignment(
            "vagus__brake",
            "Vagal brake on TNF, 1 at rest",
            "dimensionless",
            "(1 + gain_cholinergic) / (1 + gain_cholinergic * vagus__efferent)",
        ),
        Assignment(
            "vagus__transit_gain",
            "Vagal gain on propulsion, 1 at rest",
            "dimensionless",
            "1 + gain_vagal_transit * (vagus__efferent - 1)",
        ),
    )
