"""Assess files: read profile and person, run, give the result."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib.resources import as_file, files
from pathlib import Path

from enterotone.assessment.assess import assess_profile
from enterotone.assessment.result import Assessment
from enterotone.errors import DesignError
from enterotone.formats import open_profile
from enterotone.microbiome import Profile
from enterotone.operations.genes import genes_of
from enterotone.population.person import Person, read_person

__all__ = ["AssessRequest", "assess", "assess_files", "profile_of"]

Progress = Callable[[str, int, int], None]

_EXAMPLE_PROFILE, _EXAMPLE_PERSON = "stool_metaphlan.tsv", "person.yaml"


@dataclass(frozen=True)
class AssessRequest:
    """What to assess.

    Parameters
    ----------
    profile : stool profile, or None for the example that ships.
    sample : id of the sample in the file.
    person : person file, or None: the example person for the example profile, else a stated default.
    n_individuals : virtual individuals.
    seed : of all draws.
    workers : processes, or None to choose.
    functions : table of KO or EC numbers of the same sample, or None.
    changes : what-ifs, such as ``"inulin 10 g/day"``.
    is_deep : also leave links out, and say what further measurements would be worth.
    build_reference : simulate the reference people for percentiles where the cache has none yet.
    """

    profile: Path | None = None
    sample: str | None = None
    person: Path | None = None
    n_individuals: int = 256
    seed: int = 20260101
    workers: int | None = None
    functions: Path | None = None
    changes: tuple[str, ...] = ()
    build_reference: bool = False
    is_deep: bool = False


def assess_files(request: AssessRequest, progress: Progress | None = None) -> Assessment:
    """Assess the files of a request.

    Parameters
    ----------
    request : what to assess.
    progress : called with step, done and total.

    Raises
    ------
    FormatError, ProfileError, PersonError
        If a file cannot be read or used; the message says where and what to do.
    SimulationError
        If too few individuals come through.
    """
    person = _person(request)
    profile = profile_of(request)
    genes = genes_of(request.functions, request.sample)
    answer = assess_profile(
        profile,
        person,
        request.n_individuals,
        request.seed,
        request.workers,
        progress,
        genes=genes,
        changes=request.changes,
        build_reference=request.build_reference,
        is_deep=request.is_deep,
    )
    if request.functions is not None:
        told = f"Capacities that its genes tell were taken from {request.functions.name}, not guessed from the taxa."
        answer = replace(answer, warnings=(told, *answer.warnings))
    if request.person is None and request.profile is not None:
        assumed = (
            f"No person file was given: a {person.age:g}-year-old {person.sex} person of {person.weight:g} kg on a "
        )
        answer = replace(answer, warnings=(f"{assumed}mixed diet is assumed.", *answer.warnings))
    return answer


def _person(request: AssessRequest) -> Person:
    if request.person is not None:
        return read_person(request.person)
    if request.profile is not None:
        return Person(name="no person file: defaults")
    with as_file(files("enterotone.examples") / _EXAMPLE_PERSON) as path:
        return read_person(path)


def profile_of(request: AssessRequest) -> Profile:
    """Read the profile of a request, or the example that ships with the package where it names none."""
    if request.profile is not None:
        return open_profile(request.profile, request.sample)
    with as_file(files("enterotone.examples") / _EXAMPLE_PROFILE) as path:
        return open_profile(path, request.sample)


def assess(
    profile: str | Path | Profile | None = None,
    person: str | Path | Person | None = None,
    sample: str | None = None,
    n: int = 256,
    seed: int = 20260101,
    workers: int | None = None,
    changes: Sequence[str] = (),
    is_deep: bool = False,
) -> Assessment:
    """Assess a person from Python.

    Parameters
    ----------
    profile : file or `Profile`; None for the example that ships.
    person : file or `Person`; None for the example person or, with a profile, a stated default.
    sample : id of the sample when the file holds several.
    n : virtual individuals.
    seed : of all draws.
    workers : processes, or None to choose.
    changes : what-ifs, such as ``"inulin 10 g/day"``.
    is_deep : also leave links out, and say what further measurements would be worth.

    Raises
    ------
    DesignError
        If `n` is below 8, or a change makes no sense.
    FormatError, ProfileError, PersonError, SimulationError
        As in `assess_files`.
    """
    if n < 8:
        raise DesignError(f"{n} individuals asked for; at least 8 are needed for an interval.")
    file = Path(profile) if isinstance(profile, (str, Path)) else None
    request = AssessRequest(file, sample, Path(person) if isinstance(person, (str, Path)) else None, n, seed, workers)
    read = profile if isinstance(profile, Profile) else profile_of(request)
    who = person if isinstance(person, Person) else _person(request)
    return assess_profile(read, who, n, seed, workers, changes=changes, is_deep=is_deep)
