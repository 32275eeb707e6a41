"""One model that carries everything that lasts, and people who differ only in what lasts for them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pytest
from numpy.typing import NDArray

from enterotone.engine import System, compile_system, simulate
from enterotone.evidence.table import Parameter
from enterotone.interventions import intervention
from enterotone.interventions.attach import Treated, attach
from enterotone.organs import load_model
from enterotone.population.baseline import MEALS, daily_states, resting_states
from enterotone.population.diet import meals
from enterotone.population.person import Person
from enterotone.population.sampling import nominal_member
from enterotone.sbml.write import write_sbml
from enterotone.units import to_canonical

#: Condition or habit -> level in the unit of its table.
CASES: dict[str, dict[str, float]] = {
    "nothing": {},
    "ibs_d": {"ibs_d": 1},
    "ibs_c": {"ibs_c": 1},
    "post_infectious_ibs": {"post_infectious_ibs": 1},
    "sibo": {"sibo": 1},
    "slow_transit": {"slow_transit": 1},
    "diarrhoea": {"diarrhoea": 1},
    "chronic_inflammation": {"chronic_inflammation": 1},
    "obesity": {"obesity": 1},
    "hyperserotonaemia": {"hyperserotonaemia": 1},
    "dysbiosis_after_antibiotics": {"dysbiosis_after_antibiotics": 0.5},
    "chronic_stress": {"chronic_stress": 1},
    "relieved": {"chronic_stress": 1, "stress_reduction": 1},
    "relaxed": {"stress_reduction": 1},
    "sleep_restriction": {"sleep_restriction": 4},
    "aerobic_training": {"aerobic_training": 3},
    "endurance_athlete": {"endurance_athlete": 1},
}
#: All of them.
LASTING = tuple(sorted({name for levels in CASES.values() for name in levels}))
#: What the tests look at.
SEEN = (
    "T_small_bowel",
    "barrier__lactulose_mannitol",
    "barrier__permeability",
    "brain__TPH2_flux",
    "brain_ecf__quinolinic_acid",
    "distal__butyrate",
    "distal__guild_facultative",
    "distal__guild_propionate",
    "distal__scfa",
    "distal__share_lactate",
    "endocrine__cortisol",
    "endocrine__melatonin",
    "ens__afferent",
    "ens__hapc",
    "ens__stool_form",
    "ens__stool_water_share",
    "ens__stools",
    "ens__transit_colon",
    "immune__crp",
    "immune__il6_rel",
    "lumen__hydrogen",
    "muscle__KAT",
    "plasma__kynurenic_acid",
    "plasma__kynurenine_ratio",
    "plasma__serotonin",
    "platelet__blood_serotonin",
    "platelet__content",
    "proximal__propionate",
    "small_bowel__bacteria",
    "vagus__efferent",
)


@dataclass(frozen=True)
class Settled:
    """Everybody of `CASES`, settled at their levels; a member each, in that order (`cases`)."""

    treated: Treated
    system: System
    member: Mapping[str, NDArray[np.float64]]
    states: NDArray[np.float64]
    values: NDArray[np.float64]
    cases: tuple[str, ...] = tuple(CASES)
    lasting: tuple[str, ...] = LASTING

    def day(self, observable: str) -> dict[str, NDArray[np.float64]]:
        """Course over a day with three meals, every half hour from midnight."""
        return dict(zip(CASES, self.values[:, :, SEEN.index(observable)], strict=True))

    def ratio(self, case: str, observable: str) -> float:
        """Mean over the day, over that of the same person without."""
        found = self.day(observable)
        return float(found[case].mean() / found["nothing"].mean())


@pytest.fixture(scope="session")
def settled() -> Settled:
    treated = attach(load_model(), [intervention(name) for name in LASTING])
    system = compile_system(write_sbml(treated.model))
    one = nominal_member(treated.model.parameters, Person())
    member = {name: np.repeat(values, len(CASES)) for name, values in one.items()}
    for place, levels in enumerate(CASES.values()):
        for name, level in levels.items():
            row = intervention(name).parameters[f"level_{name}"]
            member[f"level_{name}"][place] = to_canonical(level, row.unit)
    rest = resting_states(member, system)
    daily = daily_states(member, rest.values, system)
    assert daily.is_ok.all()
    times = np.arange(0.0, 24.01, 0.5)
    found = simulate(system, {**member, **MEALS}, times, list(SEEN), meals(), daily.values, workers=1)
    assert found.is_ok.all()
    return Settled(treated, system, member, daily.values, found.values)


class FindTrial(Protocol):
    """Finds what a trial found by intervention and effect."""

    def __call__(self, name: str, effect: str) -> Parameter: ...


@pytest.fixture(scope="session")
def trial() -> FindTrial:
    def find(name: str, effect: str) -> Parameter:
        (found,) = (each for each in intervention(name).known.trials if each.effect.id == f"trial_{effect}")
        return found.effect

    return find
