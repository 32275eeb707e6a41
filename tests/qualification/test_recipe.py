"""The recipe "add an experiment by one file", done on a scratch copy of the package."""

import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).parent.parent.parent / "src" / "enterotone"

# Smith 1900 is made up for the recipe: no tryptophan in food for a week lowers plasma tryptophan.
EXPERIMENT = """
id = "smith1900_no_tryptophan"
title = "A week without dietary tryptophan"
species = "human"
n = "3"
source = "made up for the recipe"
verified = "memory"
start = "day"
days = 7

[arms.without]
set = { J_diet_tryptophan = "0 mg/day" }

[[readings]]
id = "smith1900.tryptophan"
observable = "plasma__tryptophan"
arm = "without"
at = "mean last day"
contrast = "percent change"
sign = "down"
"""
CHECK = """
from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model
from enterotone.population.person import Person
from enterotone.population.village import draw_village
from enterotone.qualification.clinic import Bench
from enterotone.qualification.load import read_experiments
from enterotone.qualification.run import run_experiments
found = {experiment.id: experiment for experiment in read_experiments()}
model = load_model()
bench = Bench(model, draw_village(compiled_model(), model.parameters, Person(), 4, 1, workers=1), 1)
print(run_experiments([found["smith1900_no_tryptophan"]], bench)[0].verdict)
"""


def test_an_experiment_is_added_by_one_file(tmp_path: Path) -> None:
    copy = tmp_path / "enterotone"
    shutil.copytree(SOURCE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    (copy / "qualification" / "experiments" / "smith1900.toml").write_text(EXPERIMENT, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{CHECK}"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == "right sign", done.stderr
