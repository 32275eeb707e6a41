"""Write example files: the same synthetic sample in every format, a person file to fill in, and its schema.

All are synthetic. Formats that need a second file beside them (mothur, QIIME 2) get a folder of their own.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

from enterotone.errors import DesignError
from enterotone.formats import format_files
from enterotone.population.schema import person_schema
from enterotone.writing import replacing

__all__ = ["example_files", "write_examples"]

_PERSON, _SCHEMA = "person.yaml", "person.schema.json"


def example_files() -> dict[str, bytes]:
    """Give names and contents of all example files, sorted by name."""
    found = {_PERSON: files("enterotone.examples").joinpath(_PERSON).read_bytes()}
    found[_SCHEMA] = (json.dumps(person_schema(), indent=1) + "\n").encode()
    for module in format_files().values():
        found.update(module.example())
    return dict(sorted(found.items()))


def write_examples(folder: Path, force: bool = False) -> list[Path]:
    """Write all example files.

    Parameters
    ----------
    folder : where; made where it is not there.
    force : overwrite files of the same names.

    Raises
    ------
    DesignError
        If a file is there already and `force` is not given (nothing is written then), or if writing fails.
    """
    contents = example_files()
    paths = {name: folder / name for name in contents}
    there = [str(path) for path in paths.values() if path.exists()]
    if there and not force:
        more = f" and {len(there) - 3} more" if len(there) > 3 else ""
        raise DesignError(
            f"{', '.join(there[:3])}{more}: already there; nothing was written. Choose another folder, or overwrite "
            "with --force."
        )
    try:
        for name, path in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with replacing(path) as part:
                part.write_bytes(contents[name])
    except OSError as error:
        raise DesignError(f"{folder}: cannot be written ({error}). Choose another folder.") from error
    return list(paths.values())
