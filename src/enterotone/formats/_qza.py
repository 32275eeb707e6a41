"""QIIME 2 artifacts: a zip with one folder, what it says it is, and its data. QIIME 2 itself is not needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from enterotone.formats._problem import problem
from enterotone.formats._zip import member, members

__all__ = ["Artifact", "open_artifact"]

_UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")


@dataclass(frozen=True)
class Artifact:
    """What an artifact says about itself: semantic type, format of its data, version of QIIME 2, and its folder."""

    path: Path
    folder: str
    type: str
    format: str
    framework: str

    def data(self, name: str) -> bytes:
        """Read a file of the data folder.

        Raises
        ------
        FormatError
            If it is not there or broken.
        """
        return member(self.path, f"{self.folder}/data/{name}")


def open_artifact(path: Path) -> Artifact:
    """Read what an artifact says about itself.

    Raises
    ------
    FormatError
        If the zip is no artifact.
    """
    folder = next((name.split("/")[0] for name in members(path) if _UUID.match(name.split("/")[0])), "")
    metadata = f"{folder}/metadata.yaml"
    if not folder or metadata not in members(path):
        remedy = "Give the .qza that QIIME 2 wrote, or the table exported from it"
        raise problem(path, "a zip without a QIIME 2 folder", "a QIIME 2 artifact", remedy)
    facts = _facts(member(path, metadata))
    version = f"{folder}/VERSION"
    framework = _facts(member(path, version)).get("framework", "") if version in members(path) else ""
    return Artifact(path, folder, facts.get("type", ""), facts.get("format", ""), framework)


def _facts(data: bytes) -> dict[str, str]:
    """Lines of ``key: value``; these small files use nothing else of YAML."""
    lines = [line.partition(":") for line in data.decode("utf-8", errors="replace").splitlines()]
    return {key.strip(): value.strip().strip("'\"") for key, mark, value in lines if mark}
