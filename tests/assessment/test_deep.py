"""Links left out, and what a measurement would be worth before it is made."""

import math

import numpy as np
import pytest

import enterotone as et
from enterotone.assessment.assess import assess_profile
from enterotone.assessment.ensemble import Ensemble
from enterotone.assessment.mechanisms import links
from enterotone.assessment.result import Assessment
from enterotone.assessment.worth import affordable, worth
from enterotone.microbiome import Profile, Taxon
from enterotone.organs import load_model
from enterotone.population.labs import lab_specs
from enterotone.population.person import Person
from enterotone.units import factor_to

N = 4000


def toy(spread: float) -> Ensemble:
    """Individuals whose plasma tryptophan is log-normal, and a readout that nothing measures."""
    rng = np.random.default_rng(1)
    blood = np.exp(rng.normal(math.log(50.0), spread, N))
    shown = {name: blood / factor_to("umol/L") if name == "plasma_tryptophan" else np.ones(N) for name in affordable()}
    readouts = {"plasma_tryptophan": np.log(blood), "other": rng.normal(10.0, 1.0, N)}
    places = np.arange(N)
    return Ensemble(places, {}, (), np.empty((N, 0)), np.full(N, 1 / N), places, readouts, readouts, shown, {}, 1)


def test_a_measurement_is_worth_what_the_conjugate_normal_law_says() -> None:
    spec = lab_specs()["plasma_tryptophan"]
    error = math.sqrt(math.log1p(spec.within**2) + math.log1p(spec.shared**2))
    found = {(each.lab, each.readout): each.narrowing for each in worth(toy(0.25), ())}
    expected = 1 - error / math.sqrt(0.25**2 + error**2)
    assert found["plasma_tryptophan", "plasma_tryptophan"].median == pytest.approx(expected, abs=0.03)
    assert found["plasma_tryptophan", "other"].median == pytest.approx(0.0, abs=0.03)


def test_what_tells_nothing_apart_is_worth_nothing_and_what_was_made_is_left_out() -> None:
    found = worth(toy(0.25), {"plasma_tryptophan"})
    assert {each.lab for each in found} == set(affordable()) - {"plasma_tryptophan"}
    assert all(each.narrowing.median == pytest.approx(0.0, abs=1e-6) for each in found)


def test_every_affordable_measurement_is_one_that_the_model_reads() -> None:
    assert len(affordable()) == 8
    assert all(lab_specs()[name].is_target for name in affordable())


def test_every_cut_names_a_constant_of_the_model() -> None:
    known = set(load_model().parameters)
    assert all(set(link.cut) <= known for link in links())


def deep() -> Assessment:
    shares = {"Bacteroides": 0.9, "Blautia": 0.06, "Bifidobacterium": 0.04}
    taxa = [Taxon(name, "genus", (("genus", name),), share) for name, share in shares.items()]
    profile = Profile.from_amounts("made", taxa, kind="relative", depth=50_000, tool="MetaPhlAn")
    return assess_profile(profile, Person(), 12, 3, workers=1, is_deep=True)


def test_what_hangs_on_one_link_goes_with_it() -> None:
    answer = deep()
    changed = {each.id: each for each in answer.readouts}
    told = {(each.readout, each.link): each for each in answer.mechanisms}
    assert abs(changed["colonic_tph1"].change.median) > 0.05
    # TPH1 follows microbes through nothing else.
    assert told["colonic_tph1", "microbes_tph1"].explained == pytest.approx(1.0, abs=0.01)
    assert ("butyrate_distal", "microbes_tph1") not in told
    assert answer.worth


def test_without_deep_neither_is_worked_out() -> None:
    answer = et.assess(n=8, seed=3, workers=1)
    assert answer.mechanisms == ()
    assert answer.worth == ()
