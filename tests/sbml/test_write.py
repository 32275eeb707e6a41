"""The document: valid, complete, sourced; and gut serotonin never reaches the brain."""

import libsbml
import pytest

from enterotone.model.schedule import Dose, Schedule
from enterotone.organs import load_model
from enterotone.sbml.annotate import read_evidence
from enterotone.sbml.validate import validate_sbml
from enterotone.sbml.write import write_sbml


@pytest.fixture(scope="module")
def text() -> str:
    return write_sbml(load_model())


@pytest.fixture(scope="module")
def model(text: str) -> libsbml.Model:
    document = libsbml.readSBMLFromString(text)
    # The model lives in its document; keep both.
    model = document.getModel()
    model.keep = document
    return model


def test_libsbml_finds_nothing_units_included(text: str) -> None:
    assert validate_sbml(text) == ()


def test_libsbml_would_find_a_unit_error(text: str) -> None:
    broken = text.replace('<parameter metaid="meta_Km_TPH1"', '<parameter metaid="meta_Km_TPH1" ', 1)
    position = broken.index('id="Km_TPH1"')
    broken = broken[:position] + broken[position:].replace('units="umol_per_L"', 'units="h"', 1)
    assert any("unit" in finding.message.lower() for finding in validate_sbml(broken))


def test_it_is_level_3_version_2_without_packages(text: str) -> None:
    document = libsbml.readSBMLFromString(text)
    assert (document.getLevel(), document.getVersion()) == (3, 2)
    assert ":required=" not in text


def test_every_species_compartment_and_parameter_has_a_unit_a_name_and_an_sbo_term(model: libsbml.Model) -> None:
    for group in (model.getListOfSpecies(), model.getListOfCompartments(), model.getListOfParameters()):
        for element in group:
            assert element.getName()
            assert element.getSBOTerm() >= 0
    assert all(p.isSetUnits() for p in model.getListOfParameters())
    assert all(r.getSBOTerm() >= 0 for r in model.getListOfReactions())


def test_every_species_compartment_and_reaction_points_to_a_public_term(model: libsbml.Model) -> None:
    for group in (model.getListOfSpecies(), model.getListOfCompartments(), model.getListOfReactions()):
        assert all(element.getNumCVTerms() > 0 for element in group)


def test_every_number_carries_its_source(model: libsbml.Model) -> None:
    rows = load_model().parameters
    for parameter in model.getListOfParameters():
        if parameter.getId() not in rows:
            continue
        evidence = read_evidence(parameter.getAnnotationString())
        row = rows[parameter.getId()]
        assert evidence["source"] == row.source_id
        assert float(evidence["value"]) == row.value
        assert evidence["kind"] == row.kind


def test_every_number_in_a_formula_has_a_unit(text: str) -> None:
    import re

    assert re.findall(r"<cn(?![^>]*sbml:units)", text) == []


def test_meals_are_written_as_valid_events() -> None:
    schedule = Schedule((Dose(8.0, "stomach__protein", "0.5 * J_diet_protein / M_residue * period_meals", 24.0),))
    text = write_sbml(load_model(), schedule=schedule, until_h=72.0)
    assert validate_sbml(text) == ()
    assert libsbml.readSBMLFromString(text).getModel().getNumEvents() == 3


def test_initial_values_can_be_given(text: str) -> None:
    given = write_sbml(load_model(), initial={"plasma__tryptophan": 61.5, "ens__adaptation": 1.25})
    model = libsbml.readSBMLFromString(given).getModel()
    assert model.getSpecies("plasma__tryptophan").getInitialConcentration() == 61.5
    assert model.getParameter("ens__adaptation").getValue() == 1.25


def test_no_chain_of_reactions_carries_serotonin_from_blood_to_brain(model: libsbml.Model) -> None:
    """Serotonin stays serotonin along a path; what it is broken down to does not count."""
    serotonin = {s.getId() for s in model.getListOfSpecies() if "serotonin" in s.getId()}
    edges: dict[str, set[str]] = {}
    for reaction in model.getListOfReactions():
        sources = {r.getSpecies() for r in reaction.getListOfReactants()} & serotonin
        targets = {p.getSpecies() for p in reaction.getListOfProducts()} & serotonin
        for source in sources:
            edges.setdefault(source, set()).update(targets)
    brain = {s for s in serotonin if s.startswith(("terminal__", "brain__"))}
    start = {s for s in serotonin if s.startswith(("plasma__", "portal__", "platelet__"))}
    assert brain
    assert start
    reached, queue = set(start), list(start)
    while queue:
        for target in edges.get(queue.pop(), ()):
            if target not in reached:
                reached.add(target)
                queue.append(target)
    assert not reached & brain
    # And the other way: brain serotonin leaves only as 5-HIAA.
    assert all(edges.get(s, set()) <= brain for s in brain)
