"""Qualify the model: run published experiments on a population and judge them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from enterotone.operations.bench import drawn_bench
from enterotone.qualification.load import read_experiments
from enterotone.qualification.result import Qualification
from enterotone.qualification.run import run_experiments
from enterotone.writing import refusing, write_text

__all__ = ["QualifyRequest", "qualify", "write_outputs", "write_page"]

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class QualifyRequest:
    """What to qualify against.

    Parameters
    ----------
    experiments : folder of experiment files; those that ship when None.
    n_members : individuals of the population.
    seed : of the population.
    """

    experiments: Path | None = None
    n_members: int = 32
    seed: int = 20260101


def qualify(request: QualifyRequest, progress: Progress | None = None) -> Qualification:
    """Run and judge experiments.

    Parameters
    ----------
    request : what to run.
    progress : called with a step, done and all.

    Raises
    ------
    FormatError
        If an experiment file breaks its contract.
    SimulationError
        If no population can be drawn.
    """
    experiments = read_experiments(request.experiments)
    bench, told = drawn_bench(request.n_members, request.seed, workers=1, progress=progress)
    return Qualification(run_experiments(experiments, bench, progress), told)


def write_outputs(found: Qualification, folder: Path) -> tuple[Path, ...]:
    """Write ``qualification.html``, ``qualification.json`` and ``qualification.tsv``.

    Parameters
    ----------
    found : what `qualify` gave.
    folder : made when it is missing.

    Raises
    ------
    DesignError
        If the folder cannot be written to.
    """
    from enterotone.report.qualification import write_qualification

    return write_qualification(found, folder)


def write_page(found: Qualification, path: Path) -> Path:
    """Write the page of failed rows as Markdown.

    Parameters
    ----------
    found : what `qualify` gave.
    path : the file; replaced when it is there.

    Raises
    ------
    DesignError
        If it cannot be written.
    """
    from enterotone.report.failed_page import failed_page

    text = failed_page(found)
    with refusing(path, "place"):
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_text(path, text)
