"""The page of formats is current and whole."""

from pathlib import Path

from typer.testing import CliRunner

from enterotone.cli.app import app
from enterotone.formats import format_files
from enterotone.operations.formats_page import PAGE, formats_page

DOCS = Path(__file__).parents[2] / "docs" / "reference"


def test_the_page_is_current() -> None:
    assert (DOCS / PAGE).read_text(encoding="utf-8") == formats_page(), "run: enterotone profile --docs docs/reference"


def test_the_page_tells_of_each_format_what_is_not_read() -> None:
    sections = formats_page().split("\n## ")[1:]
    assert [section.split("\n")[0] for section in sections] == list(format_files())
    for section in sections:
        assert "| not read |" in section
        assert "### Specification" in section


def test_the_command_writes_it(tmp_path: Path) -> None:
    assert CliRunner().invoke(app, ["profile", "--docs", str(tmp_path)]).exit_code == 0
    assert (tmp_path / PAGE).read_text(encoding="utf-8") == formats_page()
