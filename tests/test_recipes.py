"""The recipe "add an organ by copying two files", done on a scratch copy."""

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
