"""Tables of foods and fibres say what the tables that they repeat say, and knowledge warns of what was not studied."""

import pytest

from enterotone.errors import DesignError
from enterotone.evidence.foods import food
from enterotone.interventions import intervention, intervention_files
from enterotone.interventions._pool import POOLS, pool
from enterotone.interventions.intervention import Intervention
from enterotone.interventions.knowledge import dose_warning
from enterotone.interventions.regimen import parse_regimen
from enterotone.organs import load_model
from enterotone.population.diet import DIETS, digestible_g, fermentable_g, starch_share
from enterotone.population.eating import Diet

KINDS = ("diet", "food", "fibre", "fermented food", "probiotic")
FED = [each for each in map(intervention, intervention_files()) if each.level and each.known.kind in KINDS]
PATTERNS = [each for each in FED if each.known.kind == "diet"]
FOODS = [each for each in FED if each.known.kind in {"food", "fermented food"}]


def names(each: Intervention) -> str:
    return each.id


def test_the_expected_kinds_are_there() -> None:
    assert {each.known.kind for each in FED} == set(KINDS)
    assert len([each for each in FED if each.known.kind == "probiotic"]) == 9


@pytest.mark.parametrize("name", list(POOLS))
def test_growth_on_a_pool_has_the_coefficients_of_fibre(name: str) -> None:
    rows = load_model().coefficients
    own = [row for row in pool(name).parameters if row.startswith("n_")]
    assert own
    for row in own:
        fibre = rows[row.removesuffix(f"_{name}") + "_fibre"]
        assert pool(name).parameters[row].value == fibre.value


@pytest.mark.parametrize("name", list(POOLS))
def test_a_pool_leaves_out_no_product_of_fibre(name: str) -> None:
    own = pool(name).parameters
    for row in load_model().coefficients:
        for guild in (
            r.removeprefix("preference_").removesuffix(f"_{name}") for r in own if r.startswith("preference")
        ):
            if row.endswith(f"_{guild}_fibre") and row.split(f"_{guild}_fibre")[0][2:] in MADE:
                assert row.replace("_fibre", f"_{name}") in own


MADE = ("biomass", "acetate", "propionate", "butyrate", "lactate", "succinate", "formate", "hydrogen", "carbon_dioxide")


@pytest.mark.parametrize("each", PATTERNS, ids=names)
def test_a_pattern_is_the_diet_of_the_same_name(each: Intervention) -> None:
    assert each.id in DIETS()
    amounts = Diet(pattern=each.id).amounts()
    expected = {
        "protein": amounts["protein"],
        "tryptophan": amounts["tryptophan"],
        "fermentable": fermentable_g(amounts),
        "starch": starch_share(amounts),
        "digestible": digestible_g(amounts),
    }
    for what, value in expected.items():
        assert each.parameters[f"{what}_{each.id}"].value == pytest.approx(value, rel=1e-5)


@pytest.mark.parametrize("each", FOODS, ids=names)
def test_a_food_holds_what_the_food_table_says(each: Intervention) -> None:
    eats, rows = food(each.id), each.parameters
    if eats.fructans:
        fructan = rows[f"fructan_{each.id}"]
        short = rows.rows.get(f"short_{each.id}")
        assert fructan.value == pytest.approx(eats.fructans / 100)
        assert fructan.value * (short.value if short else 1) == pytest.approx(eats.fos / 100, rel=2e-3)
    if eats.live and each.known.kind == "fermented food":
        assert rows[f"live_{each.id}"].value == pytest.approx(10**eats.live, rel=1e-3)
        assert rows[f"serving_{each.id}"].value == eats.serving
    assert each.parameters[f"fibre_{each.id}"].value == pytest.approx(eats.fibre / 100)


@pytest.mark.parametrize("each", FED, ids=names)
def test_each_says_what_is_known_of_it(each: Intervention) -> None:
    assert each.parameters[each.level].value == 0
    assert each.known.limits
    assert each.known.studied is not None
    if each.known.kind == "probiotic":
        assert each.known.risk == "advice"
        assert any("defences" in limit for limit in each.known.limits)
        assert each.known.trials
    for trial in each.known.trials:
        if trial.effect.low == trial.effect.high:
            assert any(word in f"{trial.effect.name} {trial.remark}" for word in ("not seen", "more than"))


def test_a_null_trial_is_kept() -> None:
    (trial,) = intervention("rhamnosus_jb1").known.trials
    assert (trial.effect.value, trial.n, trial.effect.source_id) == (0, "29", "kelly2017")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("inulin 10 g/day", ""),
        ("inulin 20 g/day", ""),
        ("inulin 0 g/day", ""),
        ("inulin 40 g/day", "40 g/day is above what trials studied (3 to 20 g/day)"),
        ("inulin 1 g/day", "1 g/day is below"),
        ("plant_forward 1.5", "1.5 is above what trials studied (0 to 1)"),
        ("rhamnosus_jb1 1e12 CFU/day", "1e+12 CFU/day is above"),
    ],
)
def test_a_dose_that_was_not_studied_is_warned_of(text: str, said: str) -> None:
    regimen = parse_regimen(text)
    warning = dose_warning(regimen.intervention.known, regimen.level)
    assert warning.startswith(said) if said else warning == ""


def test_a_food_is_given_in_servings_too() -> None:
    grams = parse_regimen("yogurt 300 g/day").level
    assert parse_regimen("yogurt 2 servings/day").level == pytest.approx(grams)
    assert parse_regimen("yogurt=14 servings/week").level == pytest.approx(grams)
    with pytest.raises(DesignError, match="servings"):
        parse_regimen("inulin 2 servings/day")


def test_what_has_no_studied_dose_is_not_warned_of() -> None:
    assert dose_warning(intervention("germ_free").known, 1.0) == ""
