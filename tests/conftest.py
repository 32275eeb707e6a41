"""What all tests share: real public data where it is, and how property tests run."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from enterotone.operations import results
from enterotone.population import keeping

settings.register_profile("ci", derandomize=True, deadline=None)
settings.register_profile("local", deadline=None)
settings.load_profile("ci" if os.environ.get("CI") else "local")


@pytest.fixture(scope="session", autouse=True)
def people_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep what follows from people out of the cache of whoever runs the tests; compiled code stays there."""
    folder = tmp_path_factory.mktemp("people")
    with pytest.MonkeyPatch.context() as patch:
        for module in (keeping, results):
            patch.setattr(module, "people_folder", lambda: folder)
        yield folder


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Folder of real public data, named by ENTEROTONE_DATA; tests that need it are skipped without it.

    In continuous integration (CI=true) a missing folder is a failure, so that these tests cannot go silent.
    """
    named = os.environ.get("ENTEROTONE_DATA")
    folder = Path(named).resolve() if named else None
    if folder is not None and (folder / "INDEX.tsv").is_file():
        return folder
    reason = f"ENTEROTONE_DATA is {named!r}; it must name the folder of public data that holds INDEX.tsv"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
