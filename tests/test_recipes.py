"""The recipes for an organ (two files) and a file format (one file), done on scratch copies."""

import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parent.parent / "src" / "enterotone"

ORGAN = '''"""Spleen.

Purpose
-------
Shows that two files are enough.
"""

from enterotone.model.component import Compartment, Reaction, Species
from enterotone.model.module import OrganModule

ID = "spleen"
TITLE = "Spleen"
TERM = "body"
PORTS = {"plasma__serotonin": "umol/L", "plasma__hiaa": "umol/L"}


def build(parameters):
    return OrganModule(
        id=ID, title=TITLE, term=TERM, parameters=parameters, ports=PORTS,
        compartments=(Compartment("spleen", "Spleen", "V_spleen", "body"),),
        species=(Species("spleen__serotonin", "Spleen serotonin", "spleen", "serotonin", {"tryptophan": 1}),),
        reactions=(
            Reaction("spleen__uptake", "Uptake", {"plasma__serotonin": 1}, {"spleen__serotonin": 1},
                     "CL_spleen * plasma__serotonin", "sbo:transport"),
            Reaction("spleen__oxidation", "Oxidation", {"spleen__serotonin": 1}, {"plasma__hiaa": 1},
                     "k_spleen * spleen__serotonin * spleen", "sbo:degradation", "MAOA"),
        ),
    )
'''
ROWS = (
    ("V_spleen", "L", 0.15),
    ("CL_spleen", "L/h", 3.0),
    ("k_spleen", "1/h", 1.0),
    ("initial_spleen__serotonin", "umol/L", 0.001),
)
CHECK = """
from enterotone.organs import load_model, organ_files
from enterotone.operations.simulate import load
assert "spleen" in organ_files()
values = load().rest(observables=["spleen__serotonin", "spleen__uptake", "spleen__oxidation"])
assert values["spleen__uptake"] > 0
assert abs(values["spleen__uptake"] / values["spleen__oxidation"] - 1) < 1e-6
from enterotone.sbml.validate import validate_sbml
assert validate_sbml(load().sbml()) == ()
print("found, composed, valid, at rest")
"""


def test_an_organ_is_added_by_two_files(tmp_path: Path) -> None:
    copy = tmp_path / "enterotone"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "organs" / "spleen.py").write_text(ORGAN, encoding="utf-8")
    header = (copy / "organs" / "lung.tsv").read_text(encoding="utf-8").splitlines()[0]
    lines = [header]
    for name, unit, value in ROWS:
        numbers = [str(value)] * 3
        cells = [
            name,
            name,
            *numbers,
            unit,
            "human",
            "assumed",
            "memory",
            "fixed",
            "0",
            "",
            "assumption",
            "for the recipe",
        ]
        lines.append("\t".join(cells))
    (copy / "organs" / "spleen.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{CHECK}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "found, composed, valid, at rest", done.stderr


FORMAT = '''"""Tables of the imaginary tool Taxameter.

Support table
-------------
========  ====================================
all       a line ``TAXAMETER``, then name=count
not read  anything else
========  ====================================

Specification
-------------
One genus a line.

References
----------
None.
"""

from enterotone.formats._community import SAMPLE, community
from enterotone.formats._partition import Row
from enterotone.formats._pieces import profile_of
from enterotone.formats._problem import amount
from enterotone.formats._sample import choose
from enterotone.formats._source import iter_lines, stem

ID = "taxameter"
TITLE = "Taxameter list"
SUFFIXES = (".meter",)


def sniff(head):
    return head.startswith(b"TAXAMETER")


def samples(path):
    return (stem(path),)


def read(path, sample):
    rows = []
    for line, text in enumerate(iter_lines(path), start=1):
        name, mark, cell = text.partition("=")
        if mark:
            rows.append(Row((("genus", name),), amount(cell, path, line=line), line))
    depth = sum(row.amount for row in rows)
    return profile_of(rows, rest=0.0, path=path, sample=choose(samples(path), sample, path), format=ID,
                      kind="counts", depth=depth, tool="Taxameter")


def example():
    lines = [f"{member.genus}={member.count}" for member in community() if member.genus]
    return {f"{SAMPLE}.meter": "\\n".join(["TAXAMETER", *lines]).encode()}
'''
FORMAT_CHECK = """
import sys
from pathlib import Path
from typer.testing import CliRunner
from enterotone.cli.app import app
from enterotone.formats import format_files, open_profile
from enterotone.operations.formats_page import formats_page
assert "taxameter" in format_files()
folder = Path(sys.argv[1])
run = CliRunner().invoke
assert run(app, ["examples", str(folder)]).exit_code == 0
profile = open_profile(folder / "stool_1.meter")
assert (profile.format, profile.tool) == ("taxameter", "Taxameter")
other = open_profile(folder / "stool_1.bracken.tsv")
assert {t.name: round(t.abundance, 9) for t in profile.taxa} == {t.name: round(t.abundance, 9) for t in other.taxa}
assert "Taxameter list" in run(app, ["profile", "--formats"]).stdout
assert "## taxameter" in formats_page()
assert run(app, ["profile", str(folder / "stool_1.meter")]).exit_code == 0
print("found, written, read, listed")
"""


def test_a_format_is_added_by_one_file(tmp_path: Path) -> None:
    copy = tmp_path / "enterotone"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "formats" / "taxameter.py").write_text(FORMAT, encoding="utf-8")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{FORMAT_CHECK}",
            str(tmp_path / "examples"),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "found, written, read, listed", done.stderr
