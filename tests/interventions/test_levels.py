"""What lasts: a level of 0 is nothing, levels act, knowledge is split off and read strictly."""

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from enterotone.engine import compile_system, observe
from enterotone.errors import DesignError, EvidenceError
from enterotone.evidence.table import COLUMNS, EvidenceTable, read_table
from enterotone.interventions import regimen as regimens
from enterotone.interventions._level import lasting
from enterotone.interventions.attach import attach
from enterotone.interventions.intervention import Intervention
from enterotone.interventions.knowledge import known_of, split
from enterotone.interventions.regimen import parse_regimen
from enterotone.organs import load_model
from enterotone.population.baseline import EVEN, resting_states
from enterotone.population.person import Person
from enterotone.population.sampling import nominal_member
from enterotone.sbml.write import write_sbml

ROWS = (
    "level_bran\tmore fibre\t0\t0\t0\tg/day\tnone\tassumed\tmemory\tfixed\t0\t\tassumption\tnothing until it is eaten",
    "f_bran\tshare that ferments\t0.5\t0.3\t0.7\tdimensionless\tnone\tassumed\tmemory\tlogit\t0\t\tassumption\ta test",
    "studied_bran\tusual dose\t10\t5\t20\tg/day\thuman\tassumed\tmemory\tfixed\t0\t\tassumption\ta test",
    "trial_stool\tstool a day\t30\t10\t50\tg/day\thuman\tassumed\tmemory\tfixed\t0\t\tassumption\t"
    "readout: none | population: adults | n: 12 | weeks: 3 | design: crossover",
)


@pytest.fixture
def table(tmp_path: Path) -> EvidenceTable:
    path = tmp_path / "bran.tsv"
    path.write_text("\n".join(["\t".join(COLUMNS), *ROWS]) + "\n")
    return read_table(path)


def module(**words: object) -> ModuleType:
    made = ModuleType("bran")
    for name, value in words.items():
        setattr(made, name, value)
    return made


def bran(table: EvidenceTable) -> Intervention:
    numbers, known = split(table)
    acts = {"J_diet_fermentable": "{before} + f_bran * level_bran"}
    built = lasting("bran", "bran", numbers, acts)
    return replace(built, known=known_of(module(KIND="fibre", GRADE="weak", RISK="low"), known))


def test_no_level_changes_no_bit_and_a_level_acts(table: EvidenceTable) -> None:
    treated = attach(load_model(), [bran(table)])
    system = compile_system(write_sbml(treated.model))
    member = {name: np.repeat(values, 3) for name, values in nominal_member(load_model().parameters, Person()).items()}
    member = {treated.renamed.get(name, name): values for name, values in member.items()}
    member |= {"f_bran": np.full(3, 0.5)}
    member["level_bran"] = np.array([0.0, 10.0, 20.0]) * 1.0 / 24
    rest = resting_states(member, system)
    assert rest.is_ok.all()
    eaten = observe(system, rest.values, ["J_diet_fermentable", "J_diet_fermentable_alone"], {**member, **EVEN})
    assert eaten[0, 0] == eaten[0, 1]
    assert eaten[1:, 0] - eaten[1:, 1] == pytest.approx([5 / 24, 10 / 24])
    scfa = observe(system, rest.values, ["distal__scfa"], {**member, **EVEN})[:, 0]
    assert scfa[0] < scfa[1] < scfa[2]


def test_a_level_is_read_with_its_unit_or_taken_from_the_trials(
    table: EvidenceTable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(regimens, "intervention", lambda name: bran(table))
    ten = 10 / 24
    for text in ("bran=10 g/day", "bran 10 g/day", "bran=240 g/day", "bran"):
        factor = 24 if "240" in text else 1
        assert parse_regimen(text).sets == {"level_bran": pytest.approx(ten * factor)}
    for text in ("bran=10 g/day@8 h", "bran=10 h", "bran=-1 g/day"):
        with pytest.raises(DesignError, match="bran"):
            parse_regimen(text)


def test_knowledge_is_parted_from_the_numbers(table: EvidenceTable) -> None:
    built = bran(table)
    assert set(built.parameters) == {"level_bran", "f_bran"}
    assert built.known.studied is not None
    assert built.known.studied.high == 20
    (trial,) = built.known.trials
    assert (trial.n, trial.weeks, trial.effect.value) == ("12", "3", 30)


@pytest.mark.parametrize("words", [{"KIND": "wish"}, {"GRADE": "certain"}, {"RISK": "none"}])
def test_unknown_words_are_refused(table: EvidenceTable, words: dict[str, str]) -> None:
    with pytest.raises(EvidenceError, match="expected one of"):
        known_of(module(**words), split(table)[1])


def test_a_trial_without_its_people_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bran.tsv"
    path.write_text("\n".join(["\t".join(COLUMNS), ROWS[3].replace(" | n: 12", "")]) + "\n")
    with pytest.raises(EvidenceError, match="lacks n"):
        known_of(module(), split(read_table(path))[1])
