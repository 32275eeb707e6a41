"""Turn our errors into one message and an exit code; anything else is a bug and shows its traceback."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import typer

from enterotone.errors import EnterotoneError, SimulationError

__all__ = ["guarded", "print_json"]


def print_json(body: Mapping[str, Any]) -> None:
    """Print one JSON object on one line, and nothing else.

    Parameters
    ----------
    body : what programs read; begins with ``ok``.
    """
    sys.stdout.write(json.dumps(body) + "\n")


@contextmanager
def guarded(as_json: bool = False) -> Iterator[None]:
    """Report an `EnterotoneError` on stderr, or as one JSON object on stdout, and exit.

    Parameters
    ----------
    as_json : the shape ``{"ok": false, "error", "errors", "status", "code"}`` instead of text.
    """
    try:
        yield
    except EnterotoneError as error:
        code = 3 if isinstance(error, SimulationError) else 2
        text = "\n".join([str(error), *getattr(error, "__notes__", [])])
        if as_json:
            body = {
                "ok": False,
                "error": text,
                "errors": text.splitlines(),
                "status": type(error).__name__,
                "code": code,
            }
            print_json(body)
        else:
            sys.stderr.write(f"enterotone: {text}\n")
        raise typer.Exit(code) from error
