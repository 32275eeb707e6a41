"""The rule by which the model's verdict on a claim is reached. It knows nothing of what the claim is about.

Of one reading, with ``p`` the median effect over individuals, ``[l, h]`` the central 90 % of individuals, and what was
published a number with its range, or a direction:

- *reproduced*: a number was published and ``p`` lies in its range; and, where the published range does not reach over
  no effect, all of ``[l, h]`` lies on the published side of no effect.
- *direction only*: all of ``[l, h]`` lies on the published side of no effect, and ``p`` is at least 1 % of what it is
  compared with. Where only a direction was published this is the most that can be reached.
- *not supported*: the rest. A published absence of effect is reproduced or not supported; so is a level that is no
  comparison, unless the file names the level that would mean nothing (``null``, half for "most of").
- *cannot be tested*: the model lacks what it takes, or too few individuals could be run.

Of a claim, from those of its readings that decide and could be tested: *not supported* if one is not supported; else
*reproduced* if a number was published and every such reading is reproduced; else *direction only*. A claim none of
whose deciding readings could be tested cannot be tested. The reading that is shown first is the first one that brought
the verdict about.
"""

from __future__ import annotations

from collections.abc import Sequence

from enterotone.qualification.result import Row
from enterotone.qualification.verdict import UNTESTED

__all__ = ["DIRECTION", "REPRODUCED", "UNSUPPORTED", "UNTESTED", "VERDICTS", "of_claim", "of_reading"]

REPRODUCED = "reproduced"
DIRECTION = "direction only"
UNSUPPORTED = "not supported"
#: The model's verdicts, the best first.
VERDICTS = (REPRODUCED, DIRECTION, UNSUPPORTED, UNTESTED)

_NULL = {"difference": 0.0, "percent change": 0.0, "ratio": 1.0, "standardised difference": 0.0, "correlation": 0.0}


def of_reading(row: Row, null: float | None = None) -> str:
    """Judge one reading.

    Parameters
    ----------
    row : the reading, predicted; `Row.sign_ok` says whether its effect has the published direction and is no less
        than 1 % of what it is compared with.
    null : of a level, what would mean nothing; None where there is no such level.
    """
    if row.verdict == UNTESTED or row.predicted is None or row.low is None or row.high is None:
        return UNTESTED
    null = _NULL.get(row.contrast, null)
    if row.published is not None and row.published_low is not None and row.published_high is not None:
        inside = row.published_low <= row.predicted <= row.published_high
        if null is None or row.published == null or row.published_low < null < row.published_high:
            return REPRODUCED if inside else UNSUPPORTED
    else:
        inside = False
    is_clear = null is not None and (row.low > null if row.predicted > null else row.high < null)
    has_sign = row.sign_ok if row.contrast in _NULL else _same_side(row, null)
    if not (has_sign and is_clear):
        return UNSUPPORTED
    return REPRODUCED if inside else DIRECTION


def _same_side(row: Row, null: float | None) -> bool:
    """Tell whether a level lies on the published side of the level that would mean nothing."""
    if null is None or row.published is None or row.predicted is None:
        return False
    return (row.predicted - null) * (row.published - null) > 0


def of_claim(judged: Sequence[tuple[Row, str]]) -> tuple[str, Row | None]:
    """Judge a claim.

    Parameters
    ----------
    judged : readings that decide with their verdicts, in the order of the file.

    Returns
    -------
    tuple
        The verdict, and the reading to show first; None where there is none.
    """
    tested = [(verdict, row) for row, verdict in judged if verdict != UNTESTED]
    if not tested:
        return UNTESTED, next((row for row, _ in judged), None)
    verdict = UNSUPPORTED
    if all(found != UNSUPPORTED for found, _ in tested):
        numbers = [found for found, row in tested if row.published is not None]
        verdict = REPRODUCED if numbers and all(found == REPRODUCED for found in numbers) else DIRECTION
    return verdict, next(row for found, row in tested if found == verdict)
