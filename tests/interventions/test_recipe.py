"""The recipe "something eaten or swallowed by two files", on a scratch copy, for a food, a fibre and a strain."""

import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parent.parent.parent / "src" / "enterotone"

# new name -> what is copied, title, example of a dose that was studied, and one far above it
NEW = {
    "shallot": ("garlic", "shallot", "shallot 20 g/day", "shallot 900 g/day"),
    "guar_gum": ("psyllium", "guar gum", "guar_gum 10 g/day", "guar_gum 90 g/day"),
    "casei_example": ("rhamnosus_gg", "L. casei Example", "casei_example 1e10 CFU/day", "casei_example 1e13 CFU/day"),
}
CHECK = """
import sys
from enterotone.interventions import intervention, intervention_files
from enterotone.interventions.attach import attach
from enterotone.interventions.knowledge import dose_warning
from enterotone.interventions.regimen import parse_regimen
from enterotone.model.check import check_model
from enterotone.organs import load_model
from enterotone.sbml.validate import validate_sbml
from enterotone.sbml.write import write_sbml
new = sys.argv[1].split("|")
given = [parse_regimen(text) for text in sys.argv[2].split("|")]
assert set(new) <= set(intervention_files())
assert all(dose_warning(each.intervention.known, each.level) == "" for each in given)
beyond = [parse_regimen(text) for text in sys.argv[3].split("|")]
assert all("above what trials studied" in dose_warning(each.intervention.known, each.level) for each in beyond)
model = attach(load_model(), [intervention(name) for name in [*new, "inulin"]]).model
check_model(model)
assert validate_sbml(write_sbml(model)) == ()
print("found, known, attached, conserved, valid")
"""


def test_a_food_a_fibre_and_a_strain_are_added_by_two_files_each(tmp_path: Path) -> None:
    copy = tmp_path / "enterotone"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    folder = copy / "interventions"
    for name, (like, title, _, _) in NEW.items():
        lines = (folder / f"{like}.py").read_text(encoding="utf-8").replace(like, name).splitlines()
        lines = [f'TITLE = "{title}"' if line.startswith("TITLE") else line for line in lines]
        (folder / f"{name}.py").write_text("\n".join(lines) + "\n", encoding="utf-8")
        table = (folder / f"{like}.tsv").read_text(encoding="utf-8").replace(like, name)
        (folder / f"{name}.tsv").write_text(table, encoding="utf-8")
    words = ["|".join(NEW), "|".join(each[2] for each in NEW.values()), "|".join(each[3] for each in NEW.values())]
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{CHECK}", *words],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "found, known, attached, conserved, valid", done.stderr
