"""The food table: plausible, public, and found by the names that people use."""

from pathlib import Path

import pytest

from enterotone.errors import UnknownIdError
from enterotone.evidence.citation import citation
from enterotone.evidence.foods import food, foods

#: Share of tryptophan in protein [%]; cereals poor in it and seeds rich in it lie at the ends (USDA as listed).
TRYPTOPHAN_SHARE = (0.3, 2.7)


def test_there_are_as_many_everyday_foods_as_a_diet_needs() -> None:
    assert 80 <= len(foods()) <= 200


@pytest.mark.parametrize("name", list(foods()))
def test_every_food_is_plausible(name: str) -> None:
    each = foods()[name]
    assert citation(each.source_id).text
    assert each.verified in {"yes", "memory"}
    assert each.fermentable_known in {"memory", "no"}
    assert bool(each.fdc_ids) == (each.verified == "yes")
    # Labels round; a little more than 100 g is rounding, more is a slip. Live microbes are counted, not weighed.
    assert each.protein + each.fat + each.carbohydrate <= 103
    assert each.fos <= each.fructans
    assert each.resistant_starch <= each.carbohydrate
    assert each.live <= 10
    if each.protein > 3:
        share = each.tryptophan / each.protein / 10
        assert TRYPTOPHAN_SHARE[0] < share < TRYPTOPHAN_SHARE[1]
        if not 0.8 <= share <= 1.6:
            assert "tryptophan" in each.note
        assert 0.015 < each.tryptophan / each.lnaa < 0.09


def test_names_are_found_however_they_are_written() -> None:
    assert food("Yoghurt").id == food("YOGURT plain").id == food("yogurt, plain").id == "yogurt"
    assert food("kidney-beans").id == "kidney_beans"


def test_an_unknown_food_names_the_nearest() -> None:
    with pytest.raises(UnknownIdError, match="Nearest: broccoli"):
        food("brocoli")


def test_amounts_agree_with_the_public_data(shared_data: Path) -> None:
    import pandas as pd

    table = pd.read_parquet(shared_data / "food_usda" / "usda_amino_acids.parquet").set_index("fdc_id")
    for each in foods().values():
        if len(each.fdc_ids) != 1:
            continue
        row = table.loc[int(each.fdc_ids[0])]
        assert each.protein == pytest.approx(row["Protein_(G)"], abs=0.006), each.id
        assert each.carbohydrate == pytest.approx(row["Carbohydrate, by difference_(G)"], abs=0.006), each.id
        assert each.fat == pytest.approx(row["Total lipid (fat)_(G)"], abs=0.006), each.id
        if "of protein (milk" not in each.note:
            assert each.tryptophan == pytest.approx(row.trp_g_per_100g * 1000, rel=0.03, abs=1), each.id
        if row.lnaa_g_per_100g == row.lnaa_g_per_100g:
            assert each.lnaa == pytest.approx(row.lnaa_g_per_100g * 1000, rel=0.03, abs=5), each.id
