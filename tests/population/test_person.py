"""Person files: what is accepted, and how a slip is answered."""

from pathlib import Path

import pytest

from enterotone.errors import PersonError
from enterotone.population.diet import fermentable_g
from enterotone.population.person import Person, read_person


def write(folder: Path, text: str, name: str = "person.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_units_are_converted(tmp_path: Path) -> None:
    person = read_person(write(tmp_path, "age: 30 years\nweight: 150 lb\nheight: 1.8 m\nsex: male\n"))
    assert person.weight == pytest.approx(150 * 0.45359237)
    assert person.height == pytest.approx(180.0)


def test_json_is_read_too(tmp_path: Path) -> None:
    assert read_person(write(tmp_path, '{"age": "50 years"}', "p.json")).age == 50


def test_a_pattern_gives_amounts_that_single_values_override(tmp_path: Path) -> None:
    person = read_person(write(tmp_path, "diet:\n  pattern: vegan\n  fibre: 50 g/day\n"))
    vegan = Person(diet={"pattern": "vegan"}).diet.amounts()  # type: ignore[arg-type]
    assert person.diet.amounts() == {**vegan, "fibre": 50.0}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("weight: 70 cm\n", ["weight", "70 cm", "expected kg", "70 kg"]),
        ("weight: 70\n", ["weight", "bare number 70", "unit"]),
        ("weight: 7 kg\n", ["weight", "7 kg", "expected 35 to 250 kg"]),
        ("weight: heavy\n", ["weight", "heavy", "70 kg"]),
        ("wieght: 70 kg\n", ["unknown key 'wieght'", "Did you mean 'weight'"]),
        ("diet:\n  pattern: vegann\n", ["diet.pattern", "vegann", "vegan"]),
        ("diet:\n  fibre: 25 mg\n", ["diet.fibre", "25 mg", "g/day"]),
        ("sex: f\n", ["sex", "female"]),
        ("- a\n- b\n", ["found list", "age: 42 years"]),
        ("age: [1\n", ["not valid"]),
        ("", ["found NoneType"]),
    ],
)
def test_a_slip_names_file_key_found_expected_and_remedy(tmp_path: Path, text: str, parts: list[str]) -> None:
    path = write(tmp_path, text)
    with pytest.raises(PersonError) as caught:
        read_person(path)
    message = str(caught.value)
    for part in [path.name, *parts]:
        assert part in message


def test_all_slips_come_at_once(tmp_path: Path) -> None:
    with pytest.raises(PersonError) as caught:
        read_person(write(tmp_path, "weight: 7 kg\nheight: 9 km\n"))
    assert "weight" in str(caught.value)
    assert "height" in str(caught.value)


def test_a_missing_file_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(PersonError, match="cannot be read"):
        read_person(tmp_path / "none.yaml")


def test_fermentable_carbohydrate_of_the_british_reference_diet() -> None:
    # 276.8 g carbohydrate, 59 g sugars, 19.9 g fibre (Arnoldini 2025): 0.75 * 19.9 + 0.15 * 197.9
    amounts = {"carbohydrate": 276.8, "sugars": 59.0, "fibre": 19.9}
    assert fermentable_g(amounts) == pytest.approx(44.61, abs=0.01)
