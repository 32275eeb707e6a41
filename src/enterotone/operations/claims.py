"""Examine claims: run each as an experiment, and put the model's verdict beside the literature's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from enterotone.errors import UnknownIdError, nearest
from enterotone.operations.bench import drawn_bench
from enterotone.qualification.claim_result import Examination
from enterotone.qualification.examine import examine
from enterotone.qualification.load import read_claims
from enterotone.writing import refusing, write_text

__all__ = ["MEMBERS", "QUICK", "ClaimsRequest", "examine_claims", "write_outputs", "write_page"]

Progress = Callable[[str, int, int], None]

#: Individuals of a full examination, and of a quick one.
MEMBERS = 256
QUICK = 64


@dataclass(frozen=True)
class ClaimsRequest:
    """What to examine.

    Parameters
    ----------
    claims : folder of claim files; those that ship when None.
    only : ids of claims, all when empty.
    n_members : individuals of the population.
    seed : of the population.
    """

    claims: Path | None = None
    only: tuple[str, ...] = ()
    n_members: int = MEMBERS
    seed: int = 20260101


def examine_claims(request: ClaimsRequest, progress: Progress | None = None) -> Examination:
    """Run and judge claims.

    Parameters
    ----------
    request : what to examine.
    progress : called with a step, done and all.

    Raises
    ------
    FormatError
        If a claim file breaks its contract.
    UnknownIdError
        If a claim is asked for that is not there.
    SimulationError
        If no population can be drawn.
    """
    claims = read_claims(request.claims)
    known = {claim.id: claim for claim in claims}
    for name in request.only:
        if name not in known:
            raise UnknownIdError(f"There is no claim '{name}'. {nearest(name, known)} They go from {min(known)} on.")
    chosen = [claim for claim in claims if not request.only or claim.id in request.only]
    bench, told = drawn_bench(request.n_members, request.seed, progress=progress)
    return Examination(examine(chosen, bench, progress), told)


def write_outputs(found: Examination, folder: Path) -> tuple[Path, ...]:
    """Write ``claims.html``, ``claims.json`` and ``claims.tsv``.

    Parameters
    ----------
    found : what `examine_claims` gave.
    folder : made when it is missing.

    Raises
    ------
    DesignError
        If the folder cannot be written to.
    """
    from enterotone.report.claims import write_claims

    return write_claims(found, folder)


def write_page(found: Examination, path: Path) -> Path:
    """Write the page of claims as Markdown.

    Parameters
    ----------
    found : what `examine_claims` gave.
    path : the file; replaced when it is there.

    Raises
    ------
    DesignError
        If it cannot be written.
    """
    from enterotone.report.claims_page import claims_page

    text = claims_page(found)
    with refusing(path, "place"):
        path.parent.mkdir(parents=True, exist_ok=True)
        return write_text(path, text)
