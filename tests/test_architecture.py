"""What the code base promises about itself."""

import ast
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

import enterotone

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "enterotone"
MODULES = sorted(SOURCE.rglob("*.py"))
NUMERICS = ["libsbml", "llvmlite", "scipy", "pandas", "xarray", "matplotlib", "pint"]
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
    made, taken, exported = bindings(tree)
    if exported is None:
        # A package may re-export with "as"; organs and interventions have fixed shapes of their own.
        assert path.parent.name in {"organs", "interventions"} or not made
        return
    assert len(exported) == len(set(exported))
    assert made <= set(exported)
    # The package itself loads its names when they are first asked for.
    known = set(enterotone.__all__) if path == SOURCE / "__init__.py" else made | taken
    assert set(exported) <= known


def bindings(tree: ast.Module) -> tuple[set[str], set[str], list[str] | None]:
    """Public functions and classes; names imported or assigned at the top; ``__all__`` or None."""
    made, taken, exported = set(), set(), None
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            made.add(node.name)
        elif isinstance(node, ast.ImportFrom):
            taken |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {target.id for target in targets if isinstance(target, ast.Name)}
            taken |= names
            if "__all__" in names:
                exported = ast.literal_eval(node.value)
    return {n for n in made if not n.startswith("_")}, taken, exported


def test_every_name_of_the_package_can_be_had() -> None:
    for public in enterotone.__all__:
        assert getattr(enterotone, public) is not None
    with pytest.raises(AttributeError, match="it offers"):
        enterotone.no_such_name  # noqa: B018


def test_no_format_imports_another_format() -> None:
    formats = {path.stem for path in (SOURCE / "formats").glob("[!_]*.py")}
    for path in (SOURCE / "formats").glob("[!_]*.py"):
        text = path.read_text(encoding="utf-8")
        used = set(re.findall(r"^(?:from|import) enterotone\.formats\.(\w+)", text, re.MULTILINE))
        assert not used & formats, name(path)


def test_no_module_reads_a_table_when_it_is_imported() -> None:
    modules = [
        ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
        for path in MODULES
        if path.stem != "__main__"
    ]
    code = (
        "import importlib, sys\n"
        "opened = []\n"
        f"root = {str(SOURCE)!r}\n"
        "def watch(event, args):\n"
        "    if event == 'open' and str(args[0]).startswith(root) and not str(args[0]).endswith(('.py', '.pyc')):\n"
        "        opened.append(args[0])\n"
        "sys.addaudithook(watch)\n"
        f"for module in {modules!r}: importlib.import_module(module)\n"
        "print([path for path in opened if '__pycache__' not in str(path)])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_importing_the_package_loads_nothing_heavy() -> None:
    heavy = [
        "libsbml",
        "llvmlite",
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
    folders = ["/" + folder + "/" for folder in ("work", "root", "home", "tmp")]
    bad = re.compile("|".join([*folders, "pypi" + r"\.org", "files\\.python" + "hosted"]))
    for path in tracked():
        if path.suffix in {".py", ".md", ".toml", ".tsv", ".yaml", ".cff", ".j2", ".css", ""}:
            text = path.read_text(encoding="utf-8", errors="ignore")
            assert not bad.search(text), name(path)


def test_open_ends_name_an_issue() -> None:
    for path in ALL_CODE:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert not re.search(r"#\s*(TODO|FIXME|XXX)(?!.*#\d)", line), name(path)


def test_the_tables_are_installed_with_the_package() -> None:
    tables = ("organs/liver.tsv", "evidence/references.tsv", "microbiome/traits.tsv", "population/diets.tsv")
    for place in (*tables, "interventions/ondansetron.tsv", "qualification/experiments/walther2003_tph1.toml"):
        assert files("enterotone").joinpath(place).is_file()
