"""What the documents say is so: commands, options, links, folders, versions."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import typer
import yaml

from enterotone.cli.app import app
from enterotone.population.person import read_person

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "enterotone"
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*.md")])
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("*.md"))


def blocks(language: str) -> list[str]:
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    return [text for named, text in fenced if named == language]


def calls() -> list[list[str]]:
    """Every call of the command line in the README, as words without comments."""
    lines = [line for block in blocks("") for line in block.splitlines() if line.startswith("enterotone ")]
    return [shlex.split(line, comments=True)[1:] for line in [*lines, *re.findall(r"`(enterotone [^`]+)`", README)]]


def page(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_the_two_set_up_commands_are_one_line_each() -> None:
    start, dot = "python3 -m venv .venv", ".venv"
    assert f"{start} && {dot}/bin/pip install . && {dot}/bin/enterotone assess --example\n" in README
    assert f"{start}-test && {dot}-test/bin/pip install -e '.[test]' && {dot}-test/bin/python -m pytest\n" in README


@pytest.mark.parametrize("words", calls(), ids=" ".join)
def test_every_command_and_option_of_the_readme_exists(words: list[str]) -> None:
    command = typer.main.get_command(app)
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        word, *rest = words
        if word not in command.commands:
            break
        command, words = command.commands[word], rest
    options = {option for parameter in command.params for option in parameter.opts}
    for word in words:
        # What follows a sign of redirection belongs to the shell.
        if word in {">", "|"}:
            break
        if word.startswith("-"):
            assert word in options, f"{command.name} has no option {word}; it has {sorted(options)}"


def test_the_readme_shows_every_command() -> None:
    known = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    assert {words[0] for words in calls()} == known


def test_the_person_file_of_the_readme_can_be_read(tmp_path: Path) -> None:
    path = tmp_path / "me.yaml"
    path.write_text(blocks("yaml")[0], encoding="utf-8")
    assert read_person(path).diet.pattern == "omnivore"


def test_the_python_example_of_the_readme_is_python() -> None:
    for text in blocks("python"):
        compile(text, "README.md", "exec")


def test_the_readme_says_what_it_is_not() -> None:
    first_screen = " ".join(README.split("## Set-up")[0].split())
    for words in ("makes no diagnosis", "no advice on medicines", "not been validated", "never replaces"):
        assert words in first_screen


def test_contributing_maps_every_part() -> None:
    for part in SOURCE.iterdir():
        if (part / "__init__.py").is_file() or part.name == "examples":
            assert f"`{part.name}/`" in CONTRIBUTING, part.name
        elif part.suffix == ".py" and not part.name.startswith("__"):
            assert f"`{part.name}`" in CONTRIBUTING, part.name


@pytest.mark.parametrize("path", PAGES, ids=page)
def test_every_link_to_a_file_leads_somewhere(path: Path) -> None:
    text = re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    for target in re.findall(r"\]\(([^)#\s]+)", text):
        if "://" not in target:
            assert (path.parent / target).exists(), f"{page(path)} links to {target}"


def test_paths_named_in_contributing_exist() -> None:
    for named in re.findall(r"`([\w./]+\.(?:py|tsv|md|toml)|\.ci/run|tests/\w+)`", CONTRIBUTING):
        if "spleen" not in named:
            assert (ROOT / named).exists() or (SOURCE / named).exists(), named


def test_decisions_are_numbered_without_gaps_and_have_the_template_headings() -> None:
    assert [path.name[:4] for path in DECISIONS] == [f"{number:04}" for number in range(len(DECISIONS))]
    for path in DECISIONS:
        text = path.read_text(encoding="utf-8")
        assert re.findall(r"^## (.*)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"], path.name
        assert path.name.startswith("0000") or text.startswith(f"# {path.name[:4]}: "), path.name


def test_version_and_licence_are_the_same_everywhere() -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert str(cff["version"]) == PROJECT["version"]
    assert f"## {PROJECT['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert set(cff["license"]) == set(PROJECT["license"].split(" AND "))
    assert {"cff-version", "message", "title", "authors", "version"} <= set(cff)
    for named in PROJECT["license-files"]:
        assert (ROOT / named).stat().st_size > 200


def test_change_fragments_are_named_by_their_kind() -> None:
    for path in (ROOT / "changes").glob("*.md"):
        assert path.name == "README.md" or re.fullmatch(r"[\w-]+\.(added|changed|fixed|removed|numbers)\.md", path.name)
