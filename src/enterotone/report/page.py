"""What every page of its own shares: templates with escaping always on, and the style sheet."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from markupsafe import Markup

from enterotone.report.clean import clean

if TYPE_CHECKING:
    from jinja2 import Environment

__all__ = ["asset", "environment"]


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Templates of the package; what others wrote is cleaned on its way out."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("enterotone.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value,
    )


@lru_cache(maxsize=8)
def asset(name: str) -> str:
    """Give the text of a file beside the templates.

    Parameters
    ----------
    name : of the file.
    """
    return files("enterotone.report").joinpath("templates", name).read_text(encoding="utf-8").strip()
