"""Verdicts, intervals, weak links and the ledger on small cases."""

import numpy as np
import pytest

from enterotone.assessment.ledger import SYNTHESIS, ends, ledger
from enterotone.assessment.readout import contested_statements, readout, readout_specs
from enterotone.assessment.statistics import interval, rank_correlation
from enterotone.assessment.weakness import weak_links
from enterotone.engine import observe
from enterotone.organs import load_model
from enterotone.population.baseline import EVEN, compiled_model, resting_states
from enterotone.population.person import Person
from enterotone.population.sampling import nominal_member
from enterotone.units import dimension_of

SPEC = next(spec for spec in readout_specs() if spec.id == "plasma_tryptophan")


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        (np.linspace(0.06, 0.30, 21), "higher"),
        (np.linspace(-0.30, -0.06, 21), "lower"),
        (np.linspace(-0.10, 0.60, 21), "cannot tell"),
        (np.linspace(0.001, 0.02, 21), "cannot tell"),
        (np.zeros(21), "cannot tell"),
    ],
)
def test_a_verdict_needs_the_whole_interval_on_one_side_and_a_change_worth_naming(
    changes: np.ndarray, verdict: str
) -> None:
    reference = np.full(21, 50.0)
    assert readout(SPEC, reference * (1 + changes), reference).verdict == verdict


def test_pairs_count_and_not_medians() -> None:
    """Wide spread between individuals, the same 10 % in each pair."""
    reference = np.geomspace(10, 1000, 41)
    found = readout(SPEC, reference * 1.1, reference)
    assert found.verdict == "higher"
    assert found.share_higher == 1.0
    assert found.person.low < found.reference.high


def test_the_interval_is_the_central_90_percent() -> None:
    found = interval(np.arange(101.0), factor=2.0)
    assert (found.low, found.median, found.high) == (10.0, 100.0, 190.0)


def test_every_readout_is_an_observable_in_its_unit() -> None:
    member = nominal_member(load_model().parameters, Person())
    rest = resting_states(member)
    even = {name: np.array([value]) for name, value in EVEN.items()}
    formulas = [spec.observable for spec in readout_specs()]
    values = observe(compiled_model(), rest.values, formulas, {**member, **even})[0]
    assert np.isfinite(values).all()
    from enterotone.engine import simulate

    found = simulate(compiled_model(), None, [0.0], formulas)
    for spec, unit in zip(readout_specs(), found.units, strict=True):
        assert dimension_of(unit) == dimension_of(spec.unit), spec.id


def test_every_readout_says_what_it_rests_on_and_the_grades_are_known() -> None:
    for spec in readout_specs():
        assert spec.grade in {"strong", "moderate", "weak", "contested"}
        assert spec.rests_on
        assert spec.explanation
        assert spec.plain
        assert bool(spec.human_range) == bool(spec.human_range_source)


def test_contested_statements_follow_the_readouts() -> None:
    assert any("C05" in text for text in contested_statements(["transit_colon"]))
    assert contested_statements(["no such readout"]) == ()


def test_rank_correlation_of_a_monotone_map_is_one() -> None:
    x = np.arange(10.0)
    assert rank_correlation(x[:, None], np.exp(x)[:, None])[0, 0] == pytest.approx(1.0)
    assert rank_correlation(x[:, None], -(x**3)[:, None])[0, 0] == pytest.approx(-1.0)


def test_weak_links_name_the_thin_number_that_drives_a_readout_and_no_other() -> None:
    rows = load_model().parameters
    rng = np.random.default_rng(1)
    drawn = {name: rng.lognormal(size=400) for name in rows}
    found = weak_links(rows, drawn, {"transit_colon": drawn["apposition"] * 3})
    assert [link.parameter for link in found] == ["apposition"]
    assert found[0].correlation == pytest.approx(1.0)
    assert weak_links(rows, {k: v[:10] for k, v in drawn.items()}, {"x": drawn["apposition"][:10]}) == ()


def test_a_measured_human_number_is_no_weak_link() -> None:
    rows = load_model().parameters
    rng = np.random.default_rng(1)
    drawn = {name: rng.lognormal(size=200) for name in rows}
    assert weak_links(rows, drawn, {"x": drawn["Km_TPH1"]}) == ()


def test_the_ledger_closes_and_a_leak_would_show() -> None:
    model = load_model()
    one = np.ones(3)
    collected = dict.fromkeys(ends(model), 10 * one) | {"ledger__urine_hiaa": 20 * one}
    synthesis = dict.fromkeys(SYNTHESIS, one)
    intake = sum(collected.values()) + 5 * one
    assert ledger(intake, collected, 5 * one, synthesis).closure < 1e-12
    assert ledger(intake, collected, 4 * one, synthesis).closure == pytest.approx(1 / intake[0])
    found = ledger(intake, collected, 5 * one, synthesis)
    into = sum(f.umol_per_day.median for f in found.flows if f.target == "Absorbed into blood")
    out = sum(f.umol_per_day.median for f in found.flows if f.source == "Absorbed into blood")
    assert into == pytest.approx(out)
