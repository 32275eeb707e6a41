"""Person files that are wrong, missing something, contradictory or absurd: each is named, with what to do."""

import json
from pathlib import Path

import pytest
import yaml

from enterotone.errors import PersonError
from enterotone.operations.examples import example_files
from enterotone.population.labs import lab_specs
from enterotone.population.person import Person, read_person
from enterotone.population.questions import assumed, questions
from enterotone.population.schema import person_schema


def read(folder: Path, text: str, name: str = "me.yaml") -> Person:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read_person(path)


REFUSED = {
    "labs: {plasma_tryptophan: 0 umol/L}": ["labs", "0 umol/L", "5 to 300"],
    "labs: {plasma_tryptophan: -50 umol/L}": ["labs", "-50 umol/L", "Check number and unit"],
    "labs: {plasma_tryptophan: nan umol/L}": ["labs", "nan"],
    "labs: {serotonin: 50 nmol/L}": ["unknown measurement 'serotonin'", "known are"],
    "labs: {plasma_serotonin: 3 umol/L}": ["plasma_serotonin", "3000 nmol/L", "0.05 to 2000"],
    "labs: {transit_time: 30}": ["transit_time", "bare number 30", "h"],
    "labs: {faecal_butyrate: 12 mmol/L}": ["faecal_butyrate", "expected umol/g"],
    "labs: {calprotectin: 5 kg}": ["calprotectin", "5 kg"],
    "labs: [plasma_tryptophan]": ["labs", "found list"],
    "labs: {urinary_hiaa: {foods_before: [banana]}}": ["urinary_hiaa", "no value"],
    "symptoms: {stool_form: 8}": ["symptoms.stool_form", "8", "1 to 7"],
    "symptoms: {stool_form: hard}": ["symptoms.stool_form", "hard"],
    "symptoms: {pain: 11}": ["symptoms.pain", "10"],
    "symptoms: {phq9: 28}": ["symptoms.phq9", "27"],
    "symptoms: {gad7: low}": ["symptoms.gad7", "bare number"],
    "symptoms: {stools_per_week: 0}": ["symptoms.stools_per_week", "0.5"],
    "symptoms: {mood: 3}": ["unknown key 'symptoms.mood'"],
    "symptoms: sad": ["symptoms"],
    "medicines: {escitalopram: 10}": ["escitalopram", "bare number 10", "mg/day"],
    "medicines: {escitalopram: 10 kg/day}": ["escitalopram", "10 kg/day", "Check number and unit"],
    "medicines: {escitalopram: -10 mg/day}": ["escitalopram", "-10 mg/day"],
    "medicines: {escitalopram: {amount: 3}}": ["escitalopram", "unknown key 'amount'"],
    "medicines: escitalopram": ["medicines", "found str", "escitalopram: 10 mg/day"],
    "habits: {exercise: 150}": ["exercise", "150", "min/week"],
    "habits: {exercise: 200 h/day}": ["exercise", "0 to 2400"],
    "habits: {sleep: 30 h/day}": ["sleep", "30 h/day", "2 to 16"],
    "habits: {stress: high}": ["stress", "high"],
    "habits: {excercise: 150 min/week}": ["unknown habit 'excercise'", "did you mean 'exercise'"],
    "age: 12 years": ["age", "12 years", "18 to 100"],
    "age: 42 years\nage: [": ["not valid"],
    "medicine: {escitalopram: 10 mg/day}": ["unknown key 'medicine'", "Did you mean 'medicines'"],
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_is_refused_by_name_with_a_remedy(tmp_path: Path, text: str) -> None:
    with pytest.raises(PersonError) as caught:
        read(tmp_path, text + "\n")
    message = str(caught.value)
    for part in ["me.yaml", *REFUSED[text]]:
        assert part in message


QUESTIONED = {
    "labs: {plasma_tryptophan: 10 umol/L}": ["outside the usual", "In mg/L the same number would be usual"],
    "labs: {urinary_hiaa: {value: 4 mg/day, foods_before: [two bananas]}}": ["bananas", "two days"],
    "labs: {urinary_hiaa: 4 mg/day}": ["no foods_before given"],
    "labs: {platelet_serotonin: 1 nmol}\nmedicines: {Lexapro: 10 mg/day}": [
        "Lexapro empties platelets",
        "is simulated",
    ],
    "labs: {serum_serotonin: 300 nmol/L}\nmedicines: {duloxetine: 60 mg/day}": ["duloxetine", "not simulated in full"],
    "labs: {urinary_hiaa: 4 mg/day}\nmedicines: {5-HTP: 100 mg/day}": ["5-HTP raises it"],
    "labs: {transit_time: 10 h}\nsymptoms: {stool_form: 1}": ["contradict", "Bristol type 1", "10 h"],
    "labs: {transit_time: 90 h, stool_form: [6, 7]}": ["contradict"],
    "labs: {stool_form: 3}\nsymptoms: {stool_form: 4}": ["under labs and under symptoms"],
    "labs: {faecal_scfa: 20 umol/g, faecal_acetate: 60 umol/g}": ["less than its parts"],
    "medicines: {escitalopram: }": ["no dose given"],
    "medicines: {Prozac: 20 mg/day, fluoxetine: 20 mg/day}": ["fluoxetine is there twice"],
    "medicines: {rifaximin: 1100 mg/day}": ["taken before it"],
    "weight: 200 kg\nheight: 150 cm": ["body-mass index of 88.9"],
    "diet: {fibre: 100 g/day, carbohydrate: 120 g/day}": ["100 g of fibre in 120 g"],
}


@pytest.mark.parametrize("text", QUESTIONED)
def test_what_is_unusual_is_questioned_and_runs(tmp_path: Path, text: str) -> None:
    asked = " ".join(questions(read(tmp_path, text + "\n")))
    for part in QUESTIONED[text]:
        assert part in asked


def test_a_usual_person_is_not_questioned(tmp_path: Path) -> None:
    text = "labs: {plasma_tryptophan: 52 umol/L, transit_time: 30 h}\nsymptoms: {stool_form: [3, 4], pain: 2}\n"
    assert questions(read(tmp_path, text)) == ()


def test_what_is_left_out_is_said_to_be_assumed(tmp_path: Path) -> None:
    (told,) = assumed(read(tmp_path, "age: 30 years\nsex: male\n"))
    assert "weight (70 kg)" in told
    assert "age" not in told
    assert assumed(Person()) == ()


class TestUse:
    def test_symptoms_that_the_model_reads_weigh_and_scores_never_do(self, tmp_path: Path) -> None:
        person = read(tmp_path, "symptoms: {stool_form: [3, 5], stools_per_week: 14, phq9: 9, gad7: 8, pain: 4}\n")
        assert set(person.targets()) == {"stool_form", "stools"}
        assert person.targets()["stools"].values == (2.0,)
        assert set(person.context()) == {"PHQ-9", "GAD-7", "Abdominal pain, own rating"}

    def test_what_the_model_has_no_reading_for_is_context(self, tmp_path: Path) -> None:
        person = read(tmp_path, "labs: {calprotectin: 20 ug/g}\n")
        assert person.targets() == {}
        assert "never a target" in person.context()["Faecal calprotectin"]

    def test_a_sum_and_its_parts_weigh_once(self, tmp_path: Path) -> None:
        person = read(tmp_path, "labs: {faecal_scfa: 90 mmol/kg, faecal_butyrate: 12 mmol/kg}\n")
        assert set(person.targets()) == {"faecal_butyrate"}
        assert person.labs["faecal_scfa"].values == pytest.approx((90.0,))

    def test_trade_names_are_known_and_what_the_model_lacks_is_shown(self, tmp_path: Path) -> None:
        person = read(tmp_path, "medicines: {Lexapro: 10 mg/day, omeprazole: 20 mg/day, unheard: 1 g/day}\n")
        # 10 mg a day in grams an hour.
        assert person.exposures() == {"escitalopram": pytest.approx(0.010 / 24)}
        assert "not simulated" in person.context()["omeprazole"]
        assert "not simulated" in person.context()["unheard"]


class TestSchema:
    def test_it_knows_every_key_of_the_reader(self) -> None:
        properties = person_schema()["properties"]
        assert set(properties) == set(Person.model_fields)
        assert set(properties["labs"]["properties"]) == set(lab_specs())

    def test_the_template_filled_in_whole_is_read_and_known_to_the_schema(self, tmp_path: Path) -> None:
        files = example_files()
        lines = files["person.yaml"].decode().splitlines()
        start = next(number for number, line in enumerate(lines) if line.startswith("# labs:"))
        whole = (
            "\n".join([*lines[:start], *(line.removeprefix("#").removeprefix(" ") for line in lines[start:])]) + "\n"
        )
        person = read(tmp_path, whole)
        assert {"urinary_hiaa", "calprotectin"} <= set(person.labs)
        assert set(person.medicines) == {"escitalopram", "omeprazole"}
        assert set(person.habits) == {"exercise", "sleep", "stress"}
        properties = json.loads(files["person.schema.json"])["properties"]
        for key, value in yaml.safe_load(whole).items():
            inside = properties[key].get("properties")
            assert inside is None or set(value) <= set(inside)
