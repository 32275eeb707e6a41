"""Antibiotics: the old switch stays what it was, a course ends and the colon recovers within published weeks."""

from typing import Any

import numpy as np
import pytest

from enterotone.interventions import intervention
from enterotone.operations.simulate import SimulateRequest, run

SHARES = (
    "distal__share_butyrate",
    "distal__share_lactate",
    "distal__share_bacteroides",
    "distal__guild_facultative",
)
SEEN = (*SHARES, "distal__scfa", "distal__biomass")


def test_a_course_of_four_days_passes_within_the_published_weeks(trial: Any) -> None:
    published = trial("antibiotic_course", "recovery")
    request = SimulateRequest(
        days=published.value, step_h=6.0, give=("antibiotic_course=4 day@0 h",), observables=list(SEEN)
    )
    found = run(request).values[0]
    change = dict(zip(SEEN, (found / found[0]).T, strict=True))
    end, week = 4 * 5, 4 * 7
    assert change["distal__share_butyrate"][end] < 0.6
    assert change["distal__share_lactate"][end] < 0.5
    assert change["distal__guild_facultative"][end] > 2
    assert change["distal__scfa"][end] < 0.7
    # Still far from usual a week after the start, near it after six.
    assert abs(np.log(change["distal__share_butyrate"][week])) > 0.5
    for name in SEEN:
        assert change[name][-1] == pytest.approx(1, abs=0.2), name
    assert change["distal__scfa"][-1] == pytest.approx(1, abs=0.05)


def test_the_switch_for_mice_is_as_it_was() -> None:
    assert dict(intervention("antibiotics").sets) == {"colonisation": 0.0}
    assert intervention("antibiotics").doses == ()
