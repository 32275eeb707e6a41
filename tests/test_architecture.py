"""What the code base promises about itself."""

import ast
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "enterotone"
MODULES = sorted(SOURCE.rglob("*.py"))
NUMERICS = ["libsbml", "symengine", "scipy", "pandas", "xarray", "matplotlib", "pint"]
ALL_CODE = [*MODULES, *sorted((ROOT / "tests").rglob("*.py"))]


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def tracked() -> list[Path]:
    found = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip("not a git checkout, so there is no list of tracked files")
    return [ROOT / line for line in found.stdout.splitlines() if (ROOT / line).is_file()]


@pytest.mark.parametrize("path", ALL_CODE, ids=name)
def test_no_file_is_longer_than_500_lines(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 500


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_every_module_says_what_it_is(path: Path) -> None:
    assert len(ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or "") > 20


@pytest.mark.parametrize("path", MODULES, ids=name)
def test_what_is_exported_exists_and_what_is_public_is_exported(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    exported: list[str] | None = None
    public = set()
    for node in tree.body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets):
            exported = ast.literal_eval(node.value)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            public.add(node.name)
    if exported is None:
        return
    assert len(exported) == len(set(exported))
    # The package itself loads its names when they are first asked for.
    if path != SOURCE / "__init__.py":
        assert public - set(exported) <= {"build"} | {n for n in public if path.parent.name in {"engine", "report"}}


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = [
        "libsbml",
        "symengine",
        "scipy",
        "pandas",
        "xarray",
        "matplotlib",
        "pint",
        "pydantic",
        "typer",
        "jinja2",
        "pyarrow",
        "numpy",
    ]
    code = f"import sys, enterotone; print([m for m in {heavy!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_loads_no_numerics() -> None:
    heavy = NUMERICS
    code = (
        "import sys; from enterotone.cli.app import app\n"
        "try: app(['--help'])\n"
        f"except SystemExit: pass\nsys.stderr.write(str([m for m in {heavy!r} if m in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_source_never_asserts_and_never_catches_everything() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not isinstance(node, ast.Assert), name(path)
            if isinstance(node, ast.ExceptHandler):
                assert node.type is not None, name(path)


def test_library_code_never_prints() -> None:
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id != "print", name(path)


def test_tracked_text_names_no_machine_and_no_registry() -> None:
    bad = re.compile(
        "|".join(["/" + "work/", "/" + "root/", "/" + "home/", "pypi" + r"\.org", "files\\.python" + "hosted"])
    )
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".tsv", ".yaml", ".cff", ".j2", ".css", ""}:
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert not bad.search(text), name(path)


def test_open_ends_name_an_issue() -> None:
    for path in ALL_CODE:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not re.search(r"#\s*(TODO|FIXME|XXX)(?!.*#\d)", line), name(path)


def test_the_tables_are_installed_with_the_package() -> None:
    for place in ("organs/liver.tsv", "evidence/references.tsv", "microbiome/traits.tsv", "population/diets.tsv"):
        assert files("enterotone").joinpath(place).is_file()


def test_contributing_maps_every_folder() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for folder in (p for p in SOURCE.iterdir() if (p / "__init__.py").is_file() or p.name == "examples"):
        assert f"`{folder.name}/`" in text, folder.name


def test_the_readme_commands_are_those_of_the_command_line() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    used = set(re.findall(r"enterotone (assess|simulate|export|run-sbml|doctor)\b", text))
    assert used == {"assess", "simulate", "export", "run-sbml", "doctor"}
    from enterotone.cli.app import app

    known = {command.name for command in app.registered_commands} | {group.name for group in app.registered_groups}
    assert used == known
