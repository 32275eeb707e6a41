"""Joining organs, and what the checks say about a bad one."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from enterotone.errors import ModelError, PortError, UnitError, UnknownIdError
from enterotone.evidence.table import COLUMNS, EvidenceTable, read_table
from enterotone.model.check import check_model
from enterotone.model.component import Assignment, Compartment, Reaction, Species
from enterotone.model.compose import Model, compose
from enterotone.model.module import OrganModule


def table(folder: Path, rows: Mapping[str, tuple[float, str]]) -> EvidenceTable:
    lines = ["\t".join(COLUMNS)]
    for name, (value, unit) in rows.items():
        cells = [name, name, str(value), str(value), str(value), unit, "human", "assumed", "memory", "fixed", "0"]
        lines.append("\t".join([*cells, "", "assumption", "for the test"]))
    path = folder / "organ.tsv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return read_table(path)


@pytest.fixture
def spleen(tmp_path: Path) -> OrganModule:
    """One pool that turns into another, carrying one tryptophan each."""
    rows = {"V_spleen": (1.0, "L"), "k": (0.1, "1/h"), "initial_spleen__a": (2.0, "umol/L")}
    rows["initial_spleen__b"] = (0.0, "umol/L")
    carries = {"tryptophan": 1.0}
    return OrganModule(
        id="spleen",
        title="Spleen",
        term="body",
        parameters=table(tmp_path, rows),
        compartments=(Compartment("spleen", "Spleen", "V_spleen", "body"),),
        species=(
            Species("spleen__a", "A", "spleen", "tryptophan", carries),
            Species("spleen__b", "B", "spleen", "serotonin", carries),
        ),
        reactions=(Reaction("spleen__turn", "Turn", {"spleen__a": 1}, {"spleen__b": 1}, "k * spleen__a * spleen"),),
    )


def model(*modules: OrganModule) -> Model:
    return compose(modules)


def test_a_sound_organ_passes(spleen: OrganModule) -> None:
    check_model(model(spleen))


def test_two_organs_may_not_define_one_name(spleen: OrganModule) -> None:
    with pytest.raises(PortError, match="'V_spleen' is defined by organ copy and by organ spleen|'spleen'"):
        model(spleen, replace(spleen, id="copy"))


def test_a_port_that_nobody_offers_names_the_nearest(spleen: OrganModule) -> None:
    with pytest.raises(PortError, match="spleen__aa.*Nearest: spleen__a"):
        model(replace(spleen, ports={"spleen__aa": "umol/L"}))


def test_a_reaction_that_makes_tryptophan_from_nothing_is_refused(spleen: OrganModule) -> None:
    double = replace(spleen.reactions[0], products={"spleen__b": 2.0})
    with pytest.raises(ModelError, match=r"spleen__turn.*\+1 tryptophan"):
        check_model(model(replace(spleen, reactions=(double,))))


def test_a_rate_in_the_wrong_unit_names_both_units(spleen: OrganModule) -> None:
    wrong = replace(spleen.reactions[0], rate="k * spleen__a")
    with pytest.raises(UnitError, match="spleen__turn.*umol/L/h, expected umol/h"):
        check_model(model(replace(spleen, reactions=(wrong,))))


def test_a_misspelt_name_is_reported_with_the_nearest(spleen: OrganModule) -> None:
    wrong = replace(spleen.reactions[0], rate="k * spleen__a * splen")
    with pytest.raises(UnknownIdError, match="no 'splen' anywhere. Nearest: spleen"):
        check_model(model(replace(spleen, reactions=(wrong,))))


def test_a_number_that_nothing_uses_is_refused(spleen: OrganModule, tmp_path: Path) -> None:
    rows = {"V_spleen": (1.0, "L"), "k": (0.1, "1/h"), "idle": (1.0, "h")}
    rows |= {"initial_spleen__a": (2.0, "umol/L"), "initial_spleen__b": (0.0, "umol/L")}
    with pytest.raises(ModelError, match="no formula uses: .'idle'"):
        check_model(model(replace(spleen, parameters=table(tmp_path, rows))))


def test_a_ledger_species_may_only_collect(spleen: OrganModule) -> None:
    sink = replace(spleen.species[1], is_sink=True)
    reading = Assignment("spleen__total", "Total", "umol/L", "spleen__a + spleen__b")
    bad = replace(spleen, species=(spleen.species[0], sink), assignments=(reading,))
    with pytest.raises(ModelError, match="spleen__total reads the ledger species"):
        check_model(model(bad))


def test_a_missing_initial_value_is_named(spleen: OrganModule, tmp_path: Path) -> None:
    rows = {"V_spleen": (1.0, "L"), "k": (0.1, "1/h"), "initial_spleen__a": (2.0, "umol/L")}
    with pytest.raises(UnknownIdError, match="No initial value for .'spleen__b'"):
        check_model(model(replace(spleen, parameters=table(tmp_path, rows))))
