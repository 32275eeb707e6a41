"""An SSRI with and without inflammation, with and without the vagus: the difference has the sign of its mechanism."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from enterotone.engine import compile_system, simulate
from enterotone.interventions import intervention
from enterotone.interventions.attach import attach
from enterotone.interventions.regimen import parse_regimen
from enterotone.organs import load_model
from enterotone.population.baseline import EVEN, resting_states
from enterotone.population.person import Person
from enterotone.population.sampling import nominal_member
from enterotone.sbml.write import write_sbml

SEEN = ("brain__serotonin_dialysate", "brain__TPH2_flux", "brain__firing", "vagus__afferent", "brain__tryptophan")


@lru_cache(maxsize=1)
def weeks() -> NDArray[np.float64]:
    """Shape (healthy, inflamed, without vagus), (before, after three weeks of escitalopram), observable."""
    treated = attach(load_model(), [intervention("escitalopram"), intervention("chronic_inflammation")])
    system = compile_system(write_sbml(treated.model))
    one = nominal_member(treated.model.parameters, Person())
    member = {name: np.repeat(values, 3) for name, values in one.items()}
    member["level_chronic_inflammation"] = np.array([0.0, 1.0, 0.0])
    member["vagus_intact"] = np.array([1.0, 1.0, 0.0])
    rest = resting_states(member, system)
    doses = parse_regimen("escitalopram=10 mg@8 h every 24 h").schedule
    times = np.array([0.0, 21 * 24.0])
    found = simulate(system, {**member, **EVEN}, times, list(SEEN), doses, rest.values, workers=1)
    assert found.is_ok.all()
    return np.asarray(found.values)


def course(observable: str) -> NDArray[np.float64]:
    return np.asarray(weeks()[:, :, SEEN.index(observable)])


def test_an_ssri_raises_extracellular_serotonin_in_everybody() -> None:
    before, after = course("brain__serotonin_dialysate").T
    assert (after > 2 * before).all()


def test_inflammation_leaves_less_tryptophan_so_that_serotonin_rises_less() -> None:
    healthy, inflamed = course("brain__serotonin_dialysate")[:2]
    assert inflamed[1] < healthy[1]
    assert inflamed[1] - inflamed[0] < healthy[1] - healthy[0]
    for cause in ("brain__tryptophan", "brain__TPH2_flux"):
        assert course(cause)[1, 1] < course(cause)[0, 1]


def test_the_vagus_carries_gut_serotonin_to_the_raphe() -> None:
    afferent = course("vagus__afferent")
    assert afferent[0, 1] > afferent[0, 0]
    assert afferent[2, 1] == 0
    with_vagus, without = course("brain__serotonin_dialysate")[[0, 2]]
    assert without[1] - without[0] < with_vagus[1] - with_vagus[0]
    assert course("brain__firing")[2, 1] < course("brain__firing")[0, 1]
