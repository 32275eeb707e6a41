"""Qualify the model: run published experiments on a population and judge them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from enterotone.errors import DesignError
from enterotone.organs import load_model
from enterotone.population.baseline import compiled_model
from enterotone.population.person import Person
from enterotone.population.village import draw_village
from enterotone.qualification.clinic import Bench
from enterotone.qualification.load import read_experiments
from enterotone.qualification.result import Provenance, Qualification
from enterotone.qualification.run import run_experiments
from enterotone.sbml.write import write_sbml
from enterotone.writing import replacing

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
    model = load_model()
    village = draw_village(
        compiled_model(), model.parameters, Person(), request.n_members, request.seed, workers=1, progress=progress
    )
    rows = run_experiments(experiments, Bench(model, village, request.seed), progress)
    return Qualification(
        rows,
        Provenance(
            version("enterotone"),
            hashlib.sha256(write_sbml(model).encode()).hexdigest(),
            model.evidence_hash,
            request.seed,
            request.n_members,
            village.n_draws,
        ),
    )


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
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with replacing(path) as part:
            part.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        reason = error.strerror or str(error)
        raise DesignError(f"{path} cannot be written: {reason}. Choose a place that you may write to.") from error
    return path
