"""Text written by others, made safe to show.

The idea: escaping keeps markup out of a page, but control characters (terminal escapes, NUL) and marks
that turn the direction of writing would still let a sample's name act on what stands beside it. Each such
character becomes the replacement sign, so that a reader sees that something was there.
"""

from __future__ import annotations

import re

__all__ = ["clean"]

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def clean(text: str) -> str:
    r"""Replace control, direction and surrogate characters by U+FFFD; tabs and line ends stay.

    Parameters
    ----------
    text : what somebody wrote.

    Examples
    --------
    >>> clean("stool\x1b[31m 1") == "stool\ufffd[31m 1"
    True
    """
    return _ACTING.sub("\ufffd", text)
