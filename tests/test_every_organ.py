"""What every organ must be: found by itself, documented, sourced, balanced."""

import re
from types import ModuleType

import pytest

from enterotone.evidence.citation import citation
from enterotone.model.check import check_model, unbalanced
from enterotone.organs import build_organ, load_model, organ_files
from enterotone.terms import curie

ORGANS = organ_files()
SECTIONS = ["Purpose", "States", "Ports", "Equations", "Assumptions", "Not modelled", "References"]


@pytest.fixture(params=ORGANS.values(), ids=ORGANS.keys())
def organ(request: pytest.FixtureRequest) -> ModuleType:
    module: ModuleType = request.param
    return module


def test_the_docstring_has_its_sections_in_order(organ: ModuleType) -> None:
    headings = re.findall(r"^([A-Z][A-Za-z /]+?)(?: \[.*\])?\n-{3,}$", organ.__doc__ or "", re.MULTILINE)
    assert headings == SECTIONS


def test_the_file_offers_the_five_names_and_nothing_else_of_its_own(organ: ModuleType) -> None:
    public = {
        name
        for name, value in vars(organ).items()
        if not name.startswith("_")
        and name != "annotations"
        and getattr(value, "__module__", organ.__name__) == organ.__name__
    }
    assert {"ID", "TITLE", "TERM", "PORTS", "build"} <= public
    assert public - {"ID", "TITLE", "TERM", "PORTS", "build"} <= {"SEGMENTS", "GROUPS"}


def test_building_twice_gives_the_same_organ(organ: ModuleType) -> None:
    assert build_organ(organ) == build_organ(organ)


def test_rows_are_sorted_and_their_sources_resolve(organ: ModuleType) -> None:
    rows = list(build_organ(organ).parameters.values())
    numbers = [row.id.lower() for row in rows if not row.id.startswith("initial_")]
    assert numbers == sorted(numbers)
    for row in rows:
        assert citation(row.source_id).text


def test_every_part_carries_a_public_term(organ: ModuleType) -> None:
    module = build_organ(organ)
    terms = [module.term, *(c.term for c in module.compartments), *(s.term for s in module.species)]
    terms += [r.catalyst for r in module.reactions if r.catalyst]
    assert all(re.fullmatch(r"[A-Za-z]+:\w+", curie(term)) for term in terms)


def test_the_whole_model_checks_and_conserves_tryptophan_and_carbon() -> None:
    model = load_model()
    check_model(model)
    assert list(unbalanced(model)) == []
    carriers = {moiety for species in model.species.values() for moiety in species.moieties}
    assert carriers == {"tryptophan", "carbon"}


def test_composition_does_not_depend_on_the_order_of_organs() -> None:
    from enterotone.model.compose import compose

    modules = load_model().modules
    assert list(compose(reversed(modules)).species) == list(load_model().species)
