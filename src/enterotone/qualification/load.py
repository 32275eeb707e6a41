"""Read experiment and claim files, strictly: every mistake names file, key, what was found and what was expected."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from enterotone.errors import FormatError
from enterotone.qualification.claim import Claim, Finding
from enterotone.qualification.experiment import Arm, Experiment, Reading

__all__ = ["CLAIMS", "SHIPPED", "read_claim", "read_claims", "read_experiment", "read_experiments"]

#: Folders of the experiments and of the claims that ship, below the package.
SHIPPED = "experiments"
CLAIMS = "claims"
_KNOWN = [
    name
    for kind in (Experiment, Arm, Reading, Claim, Finding)
    for name in (field.alias or key for key, field in kind.model_fields.items())
]
Kind = TypeVar("Kind", Experiment, Claim)


def read_experiments(folder: Path | None = None) -> tuple[Experiment, ...]:
    """Read every ``.toml`` file of a folder, sorted by name.

    Parameters
    ----------
    folder : where the files are; those that ship when None.

    Raises
    ------
    FormatError
        If there is no file, one cannot be read or breaks the contract, or an id comes twice.
    """
    found = _toml_files(folder, SHIPPED, "experiment")
    experiments = tuple(read_experiment(path) for path in found)
    _unique((e.id, path.name) for e, path in zip(experiments, found, strict=True))
    _unique((r.id, path.name) for e, path in zip(experiments, found, strict=True) for r in e.readings)
    return experiments


def read_claims(folder: Path | None = None) -> tuple[Claim, ...]:
    """Read every ``.toml`` file of a folder as a claim, sorted by name.

    Parameters
    ----------
    folder : where the files are; those that ship when None.

    Raises
    ------
    FormatError
        If there is no file, one cannot be read or breaks the contract, or an id comes twice.
    """
    found = _toml_files(folder, CLAIMS, "claim")
    claims = tuple(read_claim(path) for path in found)
    _unique((claim.id, path.name) for claim, path in zip(claims, found, strict=True))
    _unique((reading.id, path.name) for c, path in zip(claims, found, strict=True) for _, reading in c.readings)
    return claims


def _toml_files(folder: Path | None, shipped: str, kind: str) -> list[Traversable]:
    where: Traversable = files("enterotone.qualification") / shipped if folder is None else folder
    if folder is not None and not folder.is_dir():
        raise FormatError(f"{folder}: no such folder. Give a folder that holds {kind} files (.toml).")
    found = sorted((path for path in where.iterdir() if path.name.endswith(".toml")), key=lambda path: path.name)
    if not found:
        raise FormatError(f"{folder}: holds no .toml file. One file is one {kind}; see CONTRIBUTING.md.")
    return found


def _unique(named: Iterable[tuple[str, str]]) -> None:
    seen: dict[str, str] = {}
    for name, file in named:
        if name in seen:
            raise FormatError(f"{file}: id '{name}' is already used in {seen[name]}; rename one.")
        seen[name] = file


def read_experiment(path: Path | Traversable) -> Experiment:
    """Read one experiment file.

    Parameters
    ----------
    path : a ``.toml`` file as described in `enterotone.qualification.experiment`.

    Raises
    ------
    FormatError
        If it is no TOML, or breaks the contract.
    """
    return _read(path, Experiment)


def read_claim(path: Path | Traversable) -> Claim:
    """Read one claim file.

    Parameters
    ----------
    path : a ``.toml`` file as described in `enterotone.qualification.claim`.

    Raises
    ------
    FormatError
        If it is no TOML, or breaks the contract.
    """
    return _read(path, Claim)


def _read(path: Path | Traversable, kind: type[Kind]) -> Kind:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise FormatError(f"{path}: cannot be read ({error}). Give a TOML text file.") from error
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"{path}: not valid TOML: {error}.") from error
    try:
        return kind(**content)
    except ValidationError as error:
        raise FormatError("\n".join(_lines(path, error))) from error


def _lines(path: Path | Traversable, error: ValidationError) -> list[str]:
    lines = []
    for item in error.errors():
        key = ".".join(str(part) for part in item["loc"])
        if item["type"] == "extra_forbidden":
            near = difflib.get_close_matches(str(item["loc"][-1]), _KNOWN, n=1)
            lines.append(f"{path}: unknown key '{key}'." + (f" Did you mean '{near[0]}'?" if near else ""))
            continue
        place = f"{path}, {key}" if key else f"{path}"
        message = item["msg"].removeprefix("Value error, ").rstrip(".")
        given = item.get("input")
        shown = f" (found {given!r})" if isinstance(given, (str, int, float)) and "found" not in message else ""
        lines.append(f"{place}: {message}{shown}.")
    return lines
