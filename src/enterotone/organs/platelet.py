"""Platelets: filled with gut serotonin over nine days, emptied by age and leak.

Purpose
-------
Gives platelet and whole-blood serotonin, the commonest serotonin measurements, and the measured "plasma"
serotonin, most of which leaks from platelets in the tube.

States [umol/L]
---------------
platelet__serotonin (in platelet volume).

Ports
-----
Free serotonin of portal, arterial and venous plasma.

Equations
---------
Each bed is seen in proportion to its share of blood volume. Uptake
``Vmax w_bed C_bed / (Km + C_seen) (1 - content / capacity) (1 - block_SERT)``; loss ``(k_age + k_leak) P``.
Measured platelet-poor plasma = free + ``leak_assay`` x platelet serotonin of blood.

Assumptions
-----------
1. SERT occupancy of a blocking drug is complete in blood (maximum 1), unlike the plateau of 0.85 seen by PET.
2. Serotonin of aged platelets is oxidised; leaked serotonin returns to plasma.
3. Spleen platelets exchange freely with blood.

Not modelled
------------
Activation, clotting, production of platelets by thrombopoietin.

References
----------
See platelet.tsv.
"""

from __future__ import annotations

from enterotone.evidence.table import EvidenceTable
from enterotone.model.component import Assignment, Compartment, Reaction, Species
from enterotone.model.module import OrganModule

ID = "platelet"
TITLE = "Platelets"
TERM = "platelet"
PORTS = {
    "body__blood_volume": "L",
    "portal__serotonin": "umol/L",
    "plasma__serotonin": "umol/L",
    "plasma__hiaa": "umol/L",
    "lung__arterial_serotonin": "umol/L",
    "block_SERT": "dimensionless",
}

_UPTAKE = (
    "N_platelet * Vmax_SERT_platelet * (1 - block_SERT) * platelet__room / (Km_SERT_platelet + platelet__exposure)"
)


def build(parameters: EvidenceTable) -> OrganModule:
    """Build the module from its table."""
    return OrganModule(
        id=ID,
        title=TITLE,
        term=TERM,
        parameters=parameters,
        ports=PORTS,
        compartments=(Compartment("platelet", "Platelets", "V_platelet", "platelet"),),
        species=(
            Species("platelet__serotonin", "Serotonin in platelets", "platelet", "serotonin", {"tryptophan": 1.0}),
        ),
        assignments=_readings(),
        reactions=(
            Reaction(
                "platelet__uptake_portal",
                "Uptake by platelets in portal blood",
                {"portal__serotonin": 1},
                {"platelet__serotonin": 1},
                f"{_UPTAKE} * w_portal * portal__serotonin",
                "sbo:transport",
                "SERT",
            ),
            Reaction(
                "platelet__uptake_systemic",
                "Uptake by platelets in arterial and venous blood",
                {"plasma__serotonin": 1},
                {"platelet__serotonin": 1},
                f"{_UPTAKE}"
                " * (w_arterial * lung__arterial_serotonin + (1 - w_portal - w_arterial) * plasma__serotonin)",
                "sbo:transport",
                "SERT",
            ),
            Reaction(
                "platelet__leak",
                "Leak from platelets",
                {"platelet__serotonin": 1},
                {"plasma__serotonin": 1},
                "k_leak * platelet__serotonin * platelet",
                "sbo:transport",
            ),
            Reaction(
                "platelet__ageing",
                "Serotonin of aged platelets oxidised",
                {"platelet__serotonin": 1},
                {"plasma__hiaa": 1},
                "k_age * platelet__serotonin * platelet",
                "sbo:degradation",
                "MAOA",
            ),
        ),
    )


def _readings() -> tuple[Assignment, ...]:
    return (
        Assignment(
            "platelet__exposure",
            "Free serotonin that platelets see on average",
            "nmol/L",
            "w_portal * portal__serotonin + w_arterial * lung__arterial_serotonin"
            " + (1 - w_portal - w_arterial) * plasma__serotonin",
        ),
        Assignment(
            "platelet__content",
            "Platelet serotonin per 10^9 platelets",
            "nmol",
            "platelet__serotonin * platelet / N_platelet",
        ),
        Assignment("platelet__room", "Free storage capacity", "dimensionless", "1 - platelet__content / content_max"),
        Assignment(
            "platelet__blood_serotonin",
            "Whole-blood serotonin",
            "umol/L",
            "platelet__content * count_platelet",
        ),
        Assignment(
            "platelet__measured_plasma_serotonin",
            "Platelet-poor plasma serotonin as assays read it",
            "nmol/L",
            "plasma__serotonin + leak_assay * platelet__blood_serotonin",
        ),
        Assignment(
            "N_platelet",
            "Platelets of blood and spleen, in 10^9",
            "dimensionless",
            "count_platelet * body__blood_volume / (1 - f_spleen)",
        ),
    )
