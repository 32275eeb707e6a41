"""Guilds of the colon: they stay, they feed a person like a person, and they agree with the sample's division.

Sources at each test (rows GO... and GP... of the project's building observations).
"""

import numpy as np
import pytest

import enterotone as et
from enterotone.microbiome import GUILDS
from enterotone.microbiome.traits import trait_table
from enterotone.organs.microbiota import GROUPS
from enterotone.units import factor_to

MODEL = et.load()
COLON = ("proximal", "transverse", "distal")
#: Carbon of bacteria per gram of dry mass: about 0.47 g/g, 12 g/mol.
UMOL_C_PER_G = 0.47 / 12 * 1e6


def test_model_and_sample_divide_the_groups_alike() -> None:
    assert {row.guild: row.group for row in trait_table().rows if row.guild != "other"} == {
        guild: group for group, guilds in GROUPS.items() for guild in guilds
    }
    assert {guild for guilds in GROUPS.values() for guild in guilds} == set(GUILDS)


def test_guilds_coexist_for_180_days() -> None:
    names = [f"distal__guild_{guild}" for guild in GUILDS]
    run = MODEL.simulate(days=180, observables=names, step_h=24)
    shares = run.values[0]
    # Every guild is still there, and nowhere near the share that immigration alone would keep (0.00003).
    assert (shares[-1] > 3e-4).all()
    np.testing.assert_allclose(shares[-1], shares[0], rtol=0.02)


def test_a_guild_that_was_nearly_lost_comes_back() -> None:
    # Immigration and self-limitation (gut notes section 9): nine tenths of all butyrate producers taken away.
    from enterotone.engine import simulate
    from enterotone.population.baseline import EVEN, compiled_model, resting_states
    from enterotone.population.person import Person
    from enterotone.population.sampling import nominal_member

    system, member = compiled_model(), nominal_member(MODEL.model.parameters, Person(sex="male"))
    rest = resting_states(member)
    start = rest.values.copy()
    for place, sid in enumerate(system.state_ids):
        if "__biomass_butyrate" in sid:
            start[:, place] *= 0.1
    even = {name: np.array([value]) for name, value in EVEN.items()}
    run = simulate(system, {**member, **even}, [0.0, 24.0 * 30], initial=start, observables=["distal__share_butyrate"])
    first, last = run.values[0, :, 0]
    assert first < 0.05
    assert last == pytest.approx(0.24, rel=0.1)


def test_thirty_six_grams_give_the_measured_bacteria_and_products() -> None:
    # Arnoldini 2025: 35.7 g give 16.2 g/day (12.4 to 19.9) and 467 mmol/day (359 to 575).
    bacteria = " + ".join(f"distal__passage_biomass_{guild}" for guild in GUILDS)
    found = MODEL.rest({"J_diet_fermentable": 35.7}, [bacteria, "colon__products"])
    assert found[bacteria] * 24 / UMOL_C_PER_G == pytest.approx(16.2, rel=0.15)
    assert found["colon__products"] * factor_to("mmol/day") == pytest.approx(467, rel=0.15)


@pytest.mark.parametrize("grams", [36.0, 50.0])
def test_bacteria_and_products_from_36_to_50_grams(grams: float) -> None:
    # Gut notes, check h: 16 to 21 g/day of bacteria; 450 to 470 mmol/day of products from 36 g (5 % either way here).
    bacteria = " + ".join(f"distal__passage_biomass_{guild}" for guild in GUILDS)
    found = MODEL.rest({"J_diet_fermentable": grams}, [bacteria, "colon__products"])
    assert 16 < found[bacteria] * 24 / UMOL_C_PER_G < 21.5
    if grams == 36.0:
        assert found["colon__products"] * factor_to("mmol/day") == pytest.approx(460, rel=0.05)


def test_slow_transit_lowers_distal_acids_and_raises_phenols() -> None:
    # Gut notes, check b: transit from 1 to 2 days.
    observables = ["distal__scfa", "distal__phenols", "distal__branched"]
    fast, slow = (MODEL.rest({"T_colon_reference": t}, observables) for t in (24.0, 48.0))
    assert slow["distal__scfa"] < fast["distal__scfa"]
    assert slow["distal__phenols"] > fast["distal__phenols"]


def test_ph_rises_along_the_colon_and_suppresses_bacteroides_more_than_lactate_producers() -> None:
    # GO006: 5.7 (5.4 to 6.2), 6.2 (5.9 to 6.8), 6.6 (6.3 to 7.2)
    ph = [MODEL.rest(observables=[f"{segment}__ph"])[f"{segment}__ph"] for segment in COLON]
    assert ph == sorted(ph)
    assert 5.4 <= ph[0] <= 6.2
    assert 5.9 <= ph[1] <= 6.8
    assert 6.3 <= ph[2] <= 7.2
    shares = ["distal__guild_bacteroides", "distal__guild_lactate"]
    usual, acid = MODEL.rest(observables=shares), MODEL.rest({"pH_intercept": 7.6}, shares)
    assert acid[shares[0]] / usual[shares[0]] < acid[shares[1]] / usual[shares[1]]


def test_bile_acids_are_those_of_a_caecum_and_a_stool() -> None:
    # GP0226: secondary share 0.84 (0.66 to 0.95) in the caecum; GP0227: 0.94 (0.45 to 0.99) in stool;
    # GP0228: 50 to 380 mg/day of 393 g/mol.
    names = [f"{s}__bile_{kind}" for s in ("proximal", "distal") for kind in ("primary", "secondary")]
    lost = "distal__passage_bile_primary + distal__passage_bile_secondary"
    found = MODEL.rest(observables=[*names, lost])
    caecum, stool = ([found[f"{s}__bile_{kind}"] for kind in ("primary", "secondary")] for s in ("proximal", "distal"))
    assert 0.66 < caecum[1] / sum(caecum) < 0.95
    assert 0.45 < stool[1] / sum(stool) < 0.99
    assert 50 < found[lost] * 24 * 393e-3 < 380


def test_without_the_operon_there_are_hardly_any_secondary_bile_acids() -> None:
    found = MODEL.rest({"capacity_bile": 0.0}, ["distal__bile_secondary"])
    assert found["distal__bile_secondary"] < 1e-6


def test_gases_and_indoles_have_the_order_of_what_was_measured() -> None:
    # Methane producers lose 4 to 20 mmol/day; GP0236: faecal indole 8.5 to 170 umol/L; GP0238: tryptamine 0.05 to 46
    found = MODEL.rest(observables=["colon__methane", "colon__sulfide", "distal__indole", "distal__tryptamine"])
    assert 4 < found["colon__methane"] * factor_to("mmol/day") < 20
    assert 8.5 < found["distal__indole"] < 170
    assert 0.05 < found["distal__tryptamine"] < 46
