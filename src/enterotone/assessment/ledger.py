"""The tryptophan ledger of a simulated day: from the plate to every place where it ends.

Ends are the model's ledger species, read at the start and the end of the day, so the streams close exactly;
what is left over is what the body's pools gained or lost over the day.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from enterotone.assessment.result import Flow, Interval, Ledger
from enterotone.assessment.statistics import interval
from enterotone.errors import SimulationError
from enterotone.model.compose import Model

__all__ = ["SYNTHESIS", "ends", "ledger", "stock_formula"]

_FOOD, _BLOOD, _COLON = "Food", "Absorbed into blood", "Reached the colon"
_KYNURENINE, _GUT, _BRAIN = "Kynurenine route", "Serotonin made in the gut", "Serotonin made in the brain"

#: End of the ledger -> node that feeds it, and what the end is called.
_ENDS = {
    "ledger__urine_tryptophan": (_BLOOD, "Tryptophan in urine"),
    "ledger__skin": (_BLOOD, "Skin and hair"),
    "ledger__liver_oxidised": (_KYNURENINE, "Burnt in the liver"),
    "ledger__kynurenine_oxidised": (_KYNURENINE, "Burnt in other tissue"),
    "ledger__nad": (_KYNURENINE, "Turned into NAD"),
    "ledger__urine_hydroxykynurenine": (_KYNURENINE, "Kynurenines in urine"),
    "ledger__urine_xanthurenic_acid": (_KYNURENINE, "Kynurenines in urine"),
    "ledger__urine_quinolinic_acid": (_KYNURENINE, "Kynurenines in urine"),
    "ledger__urine_kynurenine": (_KYNURENINE, "Kynurenines in urine"),
    "ledger__urine_kynurenic_acid": (_KYNURENINE, "Kynurenines in urine"),
    "ledger__urine_melatonin": (_BLOOD, "Melatonin"),
    "ledger__conjugates": (_GUT, "Serotonin conjugates"),
    "ledger__urine_serotonin": (_GUT, "Serotonin in urine"),
    "ledger__faecal_serotonin": (_GUT, "Serotonin in stool"),
    "ledger__urine_hiaa": (_GUT, "5-HIAA in urine"),
    "ledger__faecal_tryptophan": (_COLON, "Tryptophan in stool"),
    "ledger__faecal_indole": (_COLON, "Indole"),
    "ledger__indole_absorbed": (_COLON, "Indole"),
    "ledger__microbial_tryptophan": (_COLON, "Other microbial products"),
}
#: Reactions whose daily mean is needed beside the ends.
SYNTHESIS = ("brain__TPH2_flux", "mucosa__TPH1_flux_small_bowel", "mucosa__TPH1_flux_colon")


def ends(model: Model) -> tuple[str, ...]:
    """Ledger species that carry tryptophan; all of them must be known here.

    Raises
    ------
    SimulationError
        If an organ has added an end that this file does not name.
    """
    found = tuple(sid for sid, s in model.species.items() if s.is_sink and s.moieties.get("tryptophan"))
    if unknown := sorted(set(found) - set(_ENDS)):
        raise SimulationError(f"The ledger has no place for {unknown}; add them to assessment/ledger.py.")
    return found


def stock_formula(model: Model) -> str:
    """Formula of all tryptophan that is in the body and the gut [umol]."""
    return " + ".join(
        f"{species.moieties['tryptophan']:g} * {sid} * {species.compartment}"
        for sid, species in model.species.items()
        if not species.is_sink and species.moieties.get("tryptophan")
    )


def ledger(
    intake: NDArray[np.float64],
    collected: Mapping[str, NDArray[np.float64]],
    gained: NDArray[np.float64],
    synthesis: Mapping[str, NDArray[np.float64]],
) -> Ledger:
    """Put the streams of a day together.

    Parameters
    ----------
    intake : tryptophan eaten [umol/day], shape (n_member,).
    collected : end -> what it collected over the day [umol], shape (n_member,).
    gained : what body and gut gained over the day [umol], shape (n_member,).
    synthesis : reactions of `SYNTHESIS` -> daily amount [umol], shape (n_member,).

    Raises
    ------
    SimulationError
        If intake and ends differ by more than what the pools gained (a reaction loses tryptophan).
    """
    gap = np.abs(intake - sum(collected.values()) - gained) / np.maximum(intake, 1.0)
    by_node: dict[str, NDArray[np.float64]] = {}
    flows: dict[tuple[str, str], NDArray[np.float64]] = {}
    brain = synthesis["brain__TPH2_flux"]
    for sid, amount in collected.items():
        node, end = _ENDS[sid]
        if sid == "ledger__urine_hiaa":
            # 5-HIAA of the brain and of the gut mix in plasma; the brain's share is what it made.
            flows[_BRAIN, end] = brain
            amount = amount - brain
        by_node[node] = by_node.get(node, np.zeros_like(intake)) + amount
        flows[node, end] = flows.get((node, end), np.zeros_like(intake)) + amount
    colon = by_node[_COLON]
    absorbed = intake - colon
    flows = {
        (_FOOD, _BLOOD): absorbed,
        (_FOOD, _COLON): colon,
        (_BLOOD, _KYNURENINE): by_node[_KYNURENINE],
        (_BLOOD, _GUT): by_node[_GUT],
        (_BLOOD, _BRAIN): brain,
        **flows,
    }
    stored = absorbed - by_node[_BLOOD] - by_node[_KYNURENINE] - by_node[_GUT] - brain
    if np.median(stored) >= 0:
        flows[_BLOOD, "Gained by the body's stores"] = stored
    else:
        flows["Taken from the body's stores", _BLOOD] = -stored
    return Ledger(
        intake_umol=interval(intake),
        flows=tuple(Flow(source, target, _positive(amount)) for (source, target), amount in flows.items()),
        closure=float(np.max(gap)),
    )


def _positive(amount: NDArray[np.float64]) -> Interval:
    return interval(np.maximum(amount, 0.0))
