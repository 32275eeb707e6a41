"""Write what an assessment found: two editions for people, the result for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from enterotone.assessment.result import Assessment
from enterotone.errors import DesignError
from enterotone.operations.results import keep_result
from enterotone.report.editions import EDITIONS, FORMATS, write_editions
from enterotone.report.tables import assessment_to_dict
from enterotone.writing import replacing

__all__ = ["chosen", "write_outputs"]


def chosen(what: str, asked: str) -> tuple[str, ...]:
    """Turn a word of the command line into editions or formats.

    Parameters
    ----------
    what : ``edition`` or ``format``.
    asked : one of them, or ``both``.

    Raises
    ------
    DesignError
        If the word is neither.
    """
    known = EDITIONS if what == "edition" else FORMATS
    if asked not in (*known, "both"):
        raise DesignError(f"No {what} '{asked}'; choose of {', '.join(known)} and both.")
    return known if asked == "both" else (asked,)


def write_outputs(
    assessment: Assessment, folder: Path, editions: Sequence[str] = EDITIONS, formats: Sequence[str] = FORMATS
) -> list[Path]:
    """Write the reports, ``result.json`` and the result file that later commands read.

    Parameters
    ----------
    assessment : what was found.
    folder : made if it is not there.
    editions, formats : as in `enterotone.report.editions.write_editions`.

    Returns
    -------
    list of Path
        The files, the reports first.

    Raises
    ------
    DesignError
        If the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        result = folder / "result.json"
        # Inside: a report that cannot be written leaves the old result beside the old report.
        with replacing(result) as part:
            part.write_text(json.dumps(assessment_to_dict(assessment), indent=1), encoding="utf-8")
            reports = write_editions(assessment, folder, editions, formats)
    except OSError as error:
        raise DesignError(f"{folder}: cannot write there ({error}). Choose another folder with -o.") from error
    return [*reports, result, keep_result(assessment, folder, [*reports, result])]
