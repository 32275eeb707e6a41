"""Foods in a diet: units, servings, what they add, and how a slip is answered."""

import pytest

from enterotone.evidence.foods import food
from enterotone.organs import load_model
from enterotone.population.diet import digestible_g, fermentable_g, starch_share
from enterotone.population.eating import Diet
from enterotone.population.person import Person
from enterotone.population.sampling import nominal_member


def diet(**given: object) -> Diet:
    return Diet(**given)  # type: ignore[arg-type]


def test_foods_come_on_top_of_a_pattern() -> None:
    plain, more = diet().amounts(), diet(foods={"lentils": "100 g/day"}).amounts()
    lentils = food("lentils")
    for amount in ("protein", "carbohydrate", "sugars", "fibre", "tryptophan"):
        assert more[amount] - plain[amount] == pytest.approx(getattr(lentils, amount))
    assert more["gos"] == pytest.approx(lentils.gos)


def test_without_a_pattern_foods_are_all_there_is() -> None:
    assert not any(diet(pattern="none").amounts().values())
    amounts = diet(pattern="none", foods={"egg": "50 g/day"}).amounts()
    assert amounts["protein"] == pytest.approx(food("egg").protein / 2)
    assert amounts["tryptophan"] == pytest.approx(food("egg").tryptophan / 2)


def test_given_nutrients_take_the_place_of_the_pattern_and_foods_still_add() -> None:
    amounts = diet(fibre="10 g/day", foods={"apple": "100 g/day"}).amounts()
    assert amounts["fibre"] == pytest.approx(10 + food("apple").fibre)


@pytest.mark.parametrize(
    ("written", "grams"),
    [
        ("80 g/day", 80),
        ("560 g/week", 80),
        ("1 serving/day", 50),
        ("3.5 servings per week", 25),
        ("2 servings a day", 100),
    ],
)
def test_grams_and_servings(written: str, grams: float) -> None:
    assert diet(foods={"oats": written}).foods == {"oats": pytest.approx(grams)}


def test_two_names_of_one_food_add_up() -> None:
    assert diet(foods={"yogurt": "100 g/day", "yoghurt": "50 g/day"}).foods == {"yogurt": pytest.approx(150)}


def test_oligosaccharides_and_resistant_starch_reach_the_colon() -> None:
    # By hand: 10 g of garlic hold 1.25 g of fructans (0.88 arrive), 0.21 g of fibre (0.75) and 1.73 g of starch (0.15).
    garlic = food("garlic")
    amounts = diet(pattern="none", foods={"garlic": "10 g/day"}).amounts()
    fibre, starch = 0.88 * 1.25 + 0.75 * 0.21, 0.15 * garlic.starch / 10
    assert fermentable_g(amounts) == pytest.approx(fibre + starch)
    assert starch_share(amounts) == pytest.approx(starch / (fibre + starch))
    assert digestible_g(amounts) == pytest.approx((garlic.sugars + garlic.starch) / 10 - starch)
    # Raw potato starch escapes by its resistant part, which is more than the usual share.
    raw = diet(pattern="none", foods={"potato starch": "20 g/day"}).amounts()
    assert fermentable_g(raw) == pytest.approx(20 * 0.65)


def test_cooling_a_potato_gives_the_colon_more_and_blood_less() -> None:
    hot, cold = (diet(foods={name: "300 g/day"}).amounts() for name in ("potato", "potato_cooled"))
    assert fermentable_g(cold) > fermentable_g(hot)
    assert digestible_g(cold) < digestible_g(hot)


def test_foods_reach_the_model() -> None:
    rows = load_model().parameters
    plain, more = (nominal_member(rows, Person(diet=d)) for d in (diet(), diet(foods={"onion": "1 serving/day"})))
    for name in ("J_diet_protein", "J_diet_tryptophan", "J_diet_fermentable"):
        assert more[name] > plain[name]


@pytest.mark.parametrize(
    ("foods", "parts"),
    [
        ({"brocoli": "80 g/day"}, ["no food 'brocoli'", "Nearest: broccoli"]),
        ({"oats": 80}, ["oats", "bare number 80", "unit"]),
        ({"oats": "80"}, ["oats", "found '80'", "2 servings/week"]),
        ({"oats": "80 kg/day"}, ["oats", "expected 0 to 3000 g/day"]),
        ({"oats": "90 servings/day"}, ["oats", "4500 g/day", "50 g a serving"]),
        (["oats"], ["found list", "oats: 50 g/day"]),
    ],
)
def test_a_slip_is_answered(foods: object, parts: list[str]) -> None:
    with pytest.raises(ValueError, match="foods") as caught:
        diet(foods=foods)
    for part in parts:
        assert part in str(caught.value)
