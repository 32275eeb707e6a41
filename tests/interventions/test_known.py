"""What is known of every intervention: kind, grade, risk and limits are said, and trials name readouts that exist."""

import pytest

from enterotone.assessment.readout import readout_specs
from enterotone.evidence.citation import citation
from enterotone.interventions import intervention, intervention_files

NAMES = tuple(intervention_files())


@pytest.mark.parametrize("name", NAMES)
def test_every_file_says_its_kind_grade_risk_and_limits(name: str) -> None:
    module = intervention_files()[name]
    assert all(hasattr(module, word) for word in ("KIND", "GRADE", "RISK"))
    known = intervention(name).known
    assert known.limits or known.kind not in {"stress", "sleep", "exercise", "condition", "medicine", "challenge"}
    assert all(limit.endswith(".") for limit in known.limits)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_known_has_sources(name: str) -> None:
    known = intervention(name).known
    for row in (known.studied, *(trial.effect for trial in known.trials)):
        assert row is None or citation(row.source_id).text


@pytest.mark.parametrize("name", NAMES)
def test_trials_point_at_readouts_that_exist(name: str) -> None:
    ids = {spec.id for spec in readout_specs()} | {"none"}
    for trial in intervention(name).known.trials:
        assert trial.readout in ids, trial.effect.id


def test_medicines_challenges_and_conditions_are_never_options() -> None:
    for name in NAMES:
        known = intervention(name).known
        if known.kind in {"medicine", "challenge", "condition"}:
            assert known.risk == "medicine", name


def test_a_level_that_can_be_given_alone_has_a_studied_one_inside_its_range() -> None:
    for name in NAMES:
        built = intervention(name)
        if built.level:
            studied = built.known.studied
            assert studied is not None, name
            assert studied.dimension == built.parameters[built.level].dimension
            assert studied.low <= studied.value <= studied.high


def test_everyday_habits_are_low_risk_and_what_harms_is_no_option() -> None:
    risk = {name: intervention(name).known.risk for name in NAMES}
    assert {risk["aerobic_training"], risk["stress_reduction"]} == {"low"}
    assert risk["long_event"] == "advice"
    assert {risk["chronic_stress"], risk["acute_stress"], risk["sleep_restriction"]} == {"medicine"}
