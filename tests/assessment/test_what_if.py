"""What-ifs: the same individuals with one change; which are shown follows the rule that is written down."""

from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import enterotone as et
from enterotone.assessment import what_if
from enterotone.assessment.result import Assessment
from enterotone.assessment.what_if import Choice, choices, everyday, what_ifs
from enterotone.errors import DesignError
from enterotone.evidence.table import COLUMNS, read_table
from enterotone.interventions._level import lasting
from enterotone.interventions.intervention import Intervention
from enterotone.interventions.knowledge import known_of, split
from enterotone.population.person import Person

ROWS = (
    "level_{0}\tmore\t0\t0\t0\tg/day\tnone\tassumed\tmemory\tfixed\t0\t\tassumption\tnothing until it is eaten",
    "f_{0}\tshare that ferments\t{1}\t{1}\t{1}\tdimensionless\tnone\tassumed\tmemory\tfixed\t0\t\tassumption\ta test",
    "studied_{0}\tusual dose\t15\t5\t20\tg/day\thuman\tassumed\tmemory\tfixed\t0\t\tassumption\ta test",
    "trial_{0}\tstool a day\t30\t10\t50\tg/day\thuman\tassumed\tmemory\tfixed\t0\t\tassumption\t"
    "readout: none | population: adults | n: 12 | weeks: 3 | design: crossover",
)


def made(folder: Path, name: str, share: float, **words: str) -> Intervention:
    path = folder / f"{name}.tsv"
    path.write_text("\n".join(["\t".join(COLUMNS), *(row.format(name, share) for row in ROWS)]) + "\n")
    numbers, known = split(read_table(path))
    module = ModuleType(name)
    for word, value in {"KIND": "fibre", "GRADE": "weak", "RISK": "low", **words}.items():
        setattr(module, word, value)
    acts = {"J_diet_fermentable": f"{{before}} + f_{name} * level_{name}"}
    return replace(lasting(name, name, numbers, acts), known=known_of(module, known))


@pytest.fixture(scope="module")
def answer() -> Assessment:
    return et.assess(person=Person(medicines={"escitalopram": "10 mg/day"}), n=8, seed=3, workers=1)  # type: ignore[dict-item]


def choice(given: Intervention, grams: float = 15.0) -> Choice:
    return Choice(given, grams / 24)


def test_a_fibre_that_ferments_makes_more_acids_and_one_that_does_not_makes_none(
    answer: Assessment, tmp_path: Path
) -> None:
    offered = [choice(made(tmp_path, "bran", 0.8)), choice(made(tmp_path, "sand", 0.0))]
    bran, sand = what_ifs(answer.individuals, offered, is_chosen=True)
    effects = {effect.readout: effect for effect in bran.effects}
    assert effects["scfa_produced"].verdict == "higher"
    assert effects["scfa_produced"].share_higher == 1
    assert all(abs(effect.change.median) < 1e-3 for effect in sand.effects)
    assert bran.dose == "15 g/day"
    assert bran.weeks == 8
    (trial,) = bran.trials
    assert (trial.outcome, trial.effect, trial.n) == ("stool a day", 30, "12")


def test_one_of_a_kind_is_shown_the_one_that_moves_more_and_nothing_that_moves_nothing(
    answer: Assessment, tmp_path: Path
) -> None:
    offered = [
        choice(made(tmp_path, "little", 0.4)),
        choice(made(tmp_path, "much", 1.0)),
        choice(made(tmp_path, "other", 0.6, KIND="food")),
        choice(made(tmp_path, "sand", 0.0, KIND="exercise")),
    ]
    shown = [found.id for found in what_ifs(answer.individuals, offered, is_chosen=False)]
    assert len(shown) == 2
    assert {"other"} < set(shown) <= {"little", "much", "other"}


def test_what_somebody_takes_already_is_no_option(answer: Assessment) -> None:
    assert set(answer.individuals.exposures) == {"escitalopram"}
    taken = replace(made_like_escitalopram(), level="level_escitalopram")
    assert what_ifs(answer.individuals, [Choice(taken, 1.0)], is_chosen=True) == ()


def made_like_escitalopram() -> Intervention:
    from enterotone.interventions import intervention

    return intervention("escitalopram")


def test_only_low_risks_with_evidence_and_a_dose_are_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = {
        "good": made(tmp_path, "good", 0.5),
        "risky": made(tmp_path, "risky", 0.5, RISK="advice"),
        "contested": made(tmp_path, "contested", 0.5, GRADE="contested"),
    }
    monkeypatch.setattr(what_if, "intervention_files", lambda: known)
    monkeypatch.setattr(what_if, "intervention", known.get)
    assert [found.intervention.id for found in everyday()] == ["good"]


def test_no_medicine_is_ever_an_option() -> None:
    assert all(found.intervention.known.risk == "low" for found in everyday())


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (["inulinn 10 g/day"], "There is no intervention"),
        (["escitalopram=10 mg@8 h"], "does not last"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(texts: list[str], said: str) -> None:
    with pytest.raises((DesignError, Exception), match=said):
        choices(texts)


def test_numbers_of_individuals_stay(answer: Assessment, tmp_path: Path) -> None:
    before = {name: column.copy() for name, column in answer.individuals.members.items()}
    what_ifs(answer.individuals, [choice(made(tmp_path, "bran", 0.8))], is_chosen=True)
    assert all(np.array_equal(before[name], column) for name, column in answer.individuals.members.items())
