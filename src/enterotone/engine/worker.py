"""The other end of `enterotone.engine.pool`: a process that runs members on request.

It reads pickled messages from its standard input, ``("job", bytes)`` and ``("run", (first, last))``, and
answers each run with ``("result", list)`` or ``("error", text)``. It ends when its input does.
"""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from typing import Any, BinaryIO

__all__ = ["serve"]


def serve() -> None:
    """Answer messages until the input ends."""
    answers = _private_output()
    job: Any = None
    while True:
        try:
            kind, payload = pickle.load(sys.stdin.buffer)
        except (EOFError, KeyboardInterrupt):
            return
        if kind == "job":
            job = pickle.loads(payload)
            continue
        answer: tuple[str, Any]
        try:
            answer = ("result", [job(index) for index in range(*payload)])
        except KeyboardInterrupt:
            return
        except Exception:  # whatever it is, the parent must hear of it instead of waiting
            answer = ("error", traceback.format_exc())
        pickle.dump(answer, answers)
        answers.flush()


def _private_output() -> BinaryIO:
    """Keep standard output for answers; what a library prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers
