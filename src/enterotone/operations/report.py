"""Write what an assessment found: the report for people, the result for programs."""

from __future__ import annotations

import json
from pathlib import Path

from enterotone.assessment.result import Assessment
from enterotone.errors import DesignError
from enterotone.operations.results import keep_result
from enterotone.report.document import write_report
from enterotone.report.tables import assessment_to_dict
from enterotone.writing import replacing

__all__ = ["write_outputs"]


def write_outputs(assessment: Assessment, folder: Path) -> list[Path]:
    """Write ``report.html``, ``result.json`` and the result file that later commands read.

    Parameters
    ----------
    assessment : what was found.
    folder : made if it is not there.

    Returns
    -------
    list of Path
        The files, the report first.

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
            report = write_report(assessment, folder)
    except OSError as error:
        raise DesignError(f"{folder}: cannot write there ({error}). Choose another folder with -o.") from error
    return [report, result, keep_result(assessment, folder, [report, result])]
