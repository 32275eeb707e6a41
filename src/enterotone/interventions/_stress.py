"""What stress does to a body, for all interventions that bring stress: one list of targets, one drive.

The drive is what of the stress reaches the body: its intensity times ``weight_stress`` of the hormones, which stress
reduction lowers. Rows of the table are named ``<symbol>_<name>``.
"""

from __future__ import annotations

__all__ = ["UNITS", "felt", "stress_acts"]

#: Names of organs that the formulas read.
UNITS = {"weight_stress": "dimensionless"}


def felt(intensity: str) -> str:
    """Formula of the drive from that of the intensity."""
    return f"({intensity} * weight_stress)"


def stress_acts(name: str, intensity: str) -> dict[str, str]:
    """What stress acts on: target -> formula, ``{before}`` where the intensity is 0.

    Parameters
    ----------
    name : of the intervention.
    intensity : formula of the intensity, 0 without stress; 1 is what the table's rows are given for.
    """
    drive = felt(intensity)
    return {
        # The hormones weigh `stress` themselves.
        "stress": f"{{before}} + E_HPA_{name} * {intensity}",
        "noradrenaline_gut": f"{{before}} + noradrenaline_{name} * {drive}",
        "ens__hapc_ratio": f"{{before}} * (1 + E_hapc_{name} * {drive})",
        "T_small_bowel": f"{{before}} * (1 + E_small_bowel_{name} * {drive})",
        "withdrawal_vagus": f"{{before}} + (1 - {{before}}) * E_vagus_{name} * {drive} / (1 + {drive})",
    }
