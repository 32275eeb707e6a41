"""Read, compare and remove results of people.

Where results were written is noted in the user's cache, so that they can be found again and removed together: a line
a result, its file first and then what was written beside it. What is removed: those files, and what the cache keeps of
people. Other files of a folder stay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from enterotone.assessment.comparison import Change, compare
from enterotone.assessment.result import Assessment
from enterotone.errors import DesignError
from enterotone.population.keeping import kept_files, people_folder
from enterotone.report.result_file import SUFFIX, read_result, write_result
from enterotone.writing import replacing

__all__ = ["RESULT_FILE", "Personal", "compare_results", "forget", "keep_result", "personal_files", "show_result"]

RESULT_FILE = f"result{SUFFIX}"
_NOTE = "written.txt"
#: What is looked for beside a result file that no note tells of, e.g. one that was moved.
_BESIDE = ("result.json", "report*.html", "report*.pdf")


def show_result(path: Path) -> Assessment:
    """Read a result.

    Parameters
    ----------
    path : result file, or its folder.

    Raises
    ------
    FormatError
        If it cannot be read.
    """
    return read_result(path)


def compare_results(before: Path, after: Path) -> tuple[Change, ...]:
    """Compare two results of one person.

    Parameters
    ----------
    before, after : result files, or their folders.

    Raises
    ------
    FormatError
        If one cannot be read.
    DesignError
        If they cannot be compared.
    """
    return compare(read_result(before), read_result(after))


def keep_result(assessment: Assessment, folder: Path, beside: Sequence[Path] = ()) -> Path:
    """Write the result file of an assessment into a folder and note where.

    Parameters
    ----------
    assessment : what was found.
    folder : made if it is not there.
    beside : reports and tables of the same assessment that were written.

    Raises
    ------
    DesignError
        If the folder cannot be written to.
    """
    path = folder / RESULT_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_result(assessment, path)
    except OSError as error:
        raise DesignError(f"{folder}: cannot write there ({error}). Choose another folder with -o.") from error
    _note({**_noted(), path.resolve(): tuple(each.resolve() for each in beside)})
    return path


def _noted() -> dict[Path, tuple[Path, ...]]:
    """Result file -> what was written beside it."""
    try:
        lines = (people_folder() / _NOTE).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}
    listed = [[Path(cell) for cell in line.split("\t")] for line in lines if line]
    return {first: tuple(rest) for first, *rest in listed}


def _note(written: Mapping[Path, tuple[Path, ...]]) -> None:
    """Write the list of results; a cache that cannot be written only makes them harder to find again."""
    lines = ["\t".join(map(str, (file, *beside))) for file, beside in written.items() if file.is_file()]
    goal = people_folder() / _NOTE
    try:
        goal.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with replacing(goal) as part:
            part.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    except OSError:
        return


@dataclass(frozen=True)
class Personal:
    """Files that hold something about a person.

    Parameters
    ----------
    results : result files and what was written beside them.
    cached : what the cache keeps of people.
    """

    results: tuple[Path, ...]
    cached: tuple[Path, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """All of them."""
        return (*self.results, *self.cached)


def personal_files(path: Path | None = None) -> Personal:
    """List what `forget` would remove.

    Parameters
    ----------
    path : a result file or its folder; every result that was noted when None. What the cache keeps cannot be told
        apart by person and is always listed whole.

    Raises
    ------
    DesignError
        If there is no result.
    """
    noted = _noted()
    if path is None:
        found = [file for file in noted if file.is_file()]
    else:
        file = path / RESULT_FILE if path.is_dir() else path
        if not file.is_file() or file.suffix != SUFFIX:
            raise DesignError(f"{path}: no result of 'enterotone assess' is there; expected {RESULT_FILE}.")
        found = [file]
    results: dict[Path, None] = {}
    for file in found:
        results[file] = None
        known = noted.get(file.resolve()) or [each for name in _BESIDE for each in sorted(file.parent.glob(name))]
        results.update(dict.fromkeys(each for each in known if each.is_file()))
    return Personal(tuple(results), tuple(kept_files()))


def forget(personal: Personal) -> None:
    """Remove files, and folders that are empty then.

    Parameters
    ----------
    personal : from `personal_files`.

    Raises
    ------
    DesignError
        If the system refuses; what could be removed is gone then.
    """
    refused = []
    for file in personal.files:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            refused.append(f"{file} ({error.strerror})")
    for folder in {file.parent for file in personal.results}:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
    _note(_noted())
    if refused:
        raise DesignError(f"Could not be removed: {', '.join(refused)}. Remove by hand.")
