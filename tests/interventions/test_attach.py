"""Interventions in the model: shape, no dose no change, closed-form pharmacokinetics, published occupancy."""

import math
import re
from pathlib import Path

import numpy as np
import pytest

from enterotone.engine import compile_system, simulate
from enterotone.errors import DesignError, UnknownIdError
from enterotone.evidence.citation import citation
from enterotone.interventions import intervention, intervention_files
from enterotone.interventions.attach import Treated, attach, missing_names
from enterotone.interventions.regimen import parse_regimen
from enterotone.model.check import check_model, unbalanced
from enterotone.operations.simulate import SimulateRequest, run
from enterotone.organs import load_model
from enterotone.population.baseline import EVEN, compiled_model, resting_states
from enterotone.population.person import Person
from enterotone.population.sampling import nominal_member
from enterotone.sbml.write import write_sbml

NAMES = tuple(intervention_files())
ABLE = tuple(name for name in NAMES if not missing_names(load_model(), intervention(name)))
SECTIONS = ["Mechanism", "Acts on", "Equations", "Assumptions", "Not modelled", "References"]


@pytest.fixture(scope="module")
def treated() -> Treated:
    return attach(load_model(), [intervention(name) for name in ABLE])


@pytest.mark.parametrize("name", NAMES)
def test_every_intervention_has_the_shape(name: str) -> None:
    module = intervention_files()[name]
    assert re.findall(r"^([A-Z][a-z ]+)\n-{3,}$", module.__doc__ or "", re.MULTILINE) == SECTIONS
    built = intervention(name)
    assert built.id == name == module.ID
    assert built.acts or built.sets or built.doses or built.level
    for row in built.parameters.values():
        assert citation(row.source_id).text


def test_the_treated_model_checks_and_conserves(treated: Treated) -> None:
    check_model(treated.model)
    assert list(unbalanced(treated.model)) == []


def test_without_a_dose_nothing_changes(treated: Treated) -> None:
    plain = nominal_member(load_model().parameters, Person())
    system = compile_system(write_sbml(treated.model))
    untouched = nominal_member(treated.model.parameters, Person())
    member = {**untouched, **{treated.renamed.get(name, name): values for name, values in plain.items()}}
    both = resting_states(member, system)
    alone = resting_states(plain)
    assert both.is_ok.all()
    place = {sid: index for index, sid in enumerate(both.state_ids)}
    for index, sid in enumerate(compiled_model().state_ids):
        if not compiled_model().is_sink[index]:
            assert both.values[0, place[sid]] == pytest.approx(alone.values[0, index], rel=1e-6), sid


def test_a_dose_follows_the_bateman_curve(treated: Treated) -> None:
    system = compile_system(write_sbml(treated.model))
    member = nominal_member(treated.model.parameters, Person())
    rest = resting_states(member, system)
    regimen = parse_regimen("escitalopram=10 mg@1 h")
    times = np.array([1.0, 3.0, 8.0, 25.0])
    course = simulate(system, {**member, **EVEN}, times, ["escitalopram__plasma"], regimen.schedule, rest.values)
    v = {row.id: row.canonical[0] for row in regimen.intervention.parameters.values()}
    volume, ka = v["V_escitalopram"], v["ka_escitalopram"]
    k = v["CL_escitalopram"] / volume
    dose = 0.010 * v["F_escitalopram"] / v["M_escitalopram"]
    after = times - 1.0
    expected = dose / volume * ka / (ka - k) * (np.exp(-k * after) - np.exp(-ka * after))
    assert course.values[0, :, 0] == pytest.approx(expected, rel=1e-4, abs=1e-12)


def test_two_medicines_on_one_target_multiply_what_is_free(treated: Treated) -> None:
    system = compile_system(write_sbml(treated.model))
    member = nominal_member(treated.model.parameters, Person())
    rest = resting_states(member, system)
    doses = parse_regimen("sertraline=50 mg@0 h").schedule + parse_regimen("fluoxetine=20 mg@0 h").schedule
    names = ["block_SERT", "sertraline__occupancy", "fluoxetine__occupancy"]
    blocked, one, two = simulate(system, {**member, **EVEN}, [12.0], names, doses, rest.values).values[0, 0]
    assert blocked == pytest.approx(1 - (1 - one) * (1 - two))
    assert 0 < one < 1


def test_alosetron_peak_is_near_the_published_one(treated: Treated) -> None:
    # 1 mg by mouth: 5 ng/mL in men, 9 in women (prescribing information; P291), M 294.4
    v = {row.id: row.canonical[0] for row in intervention("alosetron").parameters.values()}
    k, ka = v["CL_alosetron"] / v["V_alosetron"], v["ka_alosetron"]
    peak_h = math.log(ka / k) / (ka - k)
    top = 0.001 * v["F_alosetron"] / v["V_alosetron"] * math.exp(-k * peak_h) * 1e6
    assert 2.5 < top < 9


def test_a_model_without_the_name_is_refused_by_name() -> None:
    lacking = [name for name in NAMES if name not in ABLE]
    if not lacking:
        pytest.skip("this model carries every intervention")
    with pytest.raises(UnknownIdError, match=f"'{lacking[0]}' needs"):
        attach(load_model(), [intervention(lacking[0])])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("escitalopram", "expected a dose, for example 'escitalopram=10 mg@8 h'"),
        ("germ_free=10 mg@8 h", "expected 'germ_free' alone"),
        ("escitalopram=10 mg", "a dose needs its time"),
        ("escitalopram=10 h@8 h", "escitalopram=10 h@8 h"),
        ("escitalopram=-10 mg@8 h", "negative"),
    ],
)
def test_a_regimen_that_makes_no_sense_is_refused(text: str, message: str) -> None:
    with pytest.raises(DesignError, match=re.escape(message)):
        parse_regimen(text)


def test_an_unknown_medicine_names_the_nearest() -> None:
    with pytest.raises(UnknownIdError, match=r"Nearest: escitalopram"):
        parse_regimen("escitaloprm=10 mg@8 h")


def test_simulate_gives_a_medicine() -> None:
    given = ("sertraline=50 mg@0 h", "germ_free")
    found = run(SimulateRequest(days=1, give=given, observables=["block_SERT", "colonisation"]))
    block, colonisation = found.values[0, -1]
    assert 0.1 < block < 1
    assert colonisation == 0


def test_every_intervention_is_on_its_page() -> None:
    page = Path(__file__).parent.parent.parent / "docs" / "explanation" / "interventions.md"
    text = page.read_text(encoding="utf-8")
    assert [name for name in NAMES if f"| `{name}` |" not in text] == []
