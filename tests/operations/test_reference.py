"""Reference pages: drawn from the model, current, complete."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from enterotone.cli.app import app
from enterotone.errors import UnknownIdError
from enterotone.operations.reference import explain, pages
from enterotone.organs import load_model

DOCS = Path(__file__).parent.parent.parent / "docs" / "reference"


@pytest.mark.parametrize("name", pages().keys())
def test_the_pages_in_docs_are_current(name: str) -> None:
    path = DOCS / name
    assert path.is_file(), f"run: enterotone model --docs docs/reference (missing {name})"
    assert path.read_text(encoding="utf-8") == pages()[name], "run: enterotone model --docs docs/reference"


def test_every_number_of_an_organ_stands_on_its_page_with_its_source() -> None:
    model = load_model()
    for module in model.modules:
        text = pages()[f"organs/{module.id}.md"]
        for row in module.parameters.values():
            if not row.id.startswith("initial_"):
                assert f"`{row.id}`" in text


def test_every_state_has_its_equation() -> None:
    model = load_model()
    text = "".join(pages().values())
    for sid in [*model.species, *model.states]:
        assert f"d {sid} / dt = " in text


def test_a_species_says_where_it_comes_from_and_goes() -> None:
    found = explain("plasma__serotonin")
    assert any("portal__serotonin_out" in line for line in found["comes_from"])  # type: ignore[attr-defined]
    assert any("lung__serotonin_clearance" in line for line in found["goes_to"])  # type: ignore[attr-defined]
    assert any(line.startswith("E_liver") for line in found["numbers"])  # type: ignore[attr-defined]


def test_a_number_says_its_source_and_what_uses_it() -> None:
    found = explain("Km_TPH1")
    assert "Stavrum" in str(found["source"])
    assert found["used_by"] == [
        f"mucosa__TPH1_flux_{segment}" for segment in ("small_bowel", "proximal_colon", "distal_colon")
    ]


def test_an_unknown_name_names_the_nearest() -> None:
    with pytest.raises(UnknownIdError, match="plasma__serotonin"):
        explain("plasma__serotonine")


def test_the_command_line_lists_and_shows(tmp_path: Path) -> None:
    runner = CliRunner()
    rows = json.loads(runner.invoke(app, ["model", "--json"]).output)["rows"]
    assert {row["organ"] for row in rows} == {module.id for module in load_model().modules}
    assert "goes to" in runner.invoke(app, ["model", "show", "plasma__serotonin"]).output
    done = runner.invoke(app, ["model", "show", "plasma__serotonine"])
    assert done.exit_code == 2
    assert "Nearest" in done.output
    assert runner.invoke(app, ["model", "--docs", str(tmp_path)]).exit_code == 0
    assert (tmp_path / "system.md").is_file()
