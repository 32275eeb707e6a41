"""Progress bars on stderr for operations that report their steps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

__all__ = ["with_progress"]

Result = TypeVar("Result")


def with_progress(operation: Callable[..., Result], request: object, quiet: bool) -> Result:
    """Run an operation and show its progress.

    Parameters
    ----------
    operation : takes the request and ``progress=``, called with (step, done, all).
    request : what it is asked.
    quiet : show nothing.
    """
    if quiet:
        return operation(request)
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        tasks: dict[str, Any] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bar.add_task(step, total=total)
            bar.update(tasks[step], completed=done, total=total)

        return operation(request, progress=show)
