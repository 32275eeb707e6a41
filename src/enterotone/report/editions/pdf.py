"""An edition as a tagged PDF, set by typst.

The idea: the tree of blocks goes to typst as data (JSON), and ``templates/edition.typ`` says how each kind of block
looks. Names and notes that others wrote are values there, never source text, so they cannot act. Only fonts that
the typesetter carries in itself and one that matplotlib ships are used, the time is that of the result, and so the
same assessment gives the same file, byte for byte, with the same versions of both.

What is claimed: a tagged PDF that passes typst's own checks for PDF/UA-1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from enterotone.errors import DesignError
from enterotone.report.clean import clean
from enterotone.report.editions.blocks import Document, Picture
from enterotone.report.editions.paper import standalone

__all__ = ["render_pdf"]

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


def render_pdf(document: Document, attached: Mapping[str, tuple[str, str]] | None = None) -> bytes:
    """Set a document.

    Parameters
    ----------
    document : an edition.
    attached : name -> (description, content) of the tables that travel inside the file.

    Raises
    ------
    DesignError
        If typst is not installed.
    """
    try:
        import typst
    except ImportError as error:
        raise DesignError(
            "PDF needs the package typst, which is not installed. Install it with: pip install typst; or ask for "
            "--format html."
        ) from error
    tables = [{"name": name, "about": about, "text": text} for name, (about, text) in (attached or {}).items()]
    data = json.dumps({"document": _plain(document), "attached": tables})
    found: bytes = typst.compile(
        files("enterotone.report").joinpath("templates", "edition.typ").read_bytes(),
        format="pdf",
        sys_inputs={"data": data},
        font_paths=_loaded(),
        pdf_standards=["ua-1"],
        timestamp=_moment(document.created),
    )
    return found


@lru_cache(maxsize=1)
def _loaded() -> Any:
    """Fonts of the typesetter with those of matplotlib, read once; none of the system, which differ."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[_fonts()[0]])


def _moment(created: str) -> datetime:
    """Time of the result; what is no ISO date becomes a fixed day."""
    try:
        moment = datetime.fromisoformat(created)
    except ValueError:
        return _EPOCH
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)


@lru_cache(maxsize=1)
def _fonts() -> tuple[str, frozenset[int]]:
    """Folder of matplotlib's fonts, and the characters that its DejaVu Sans can show."""
    from matplotlib import get_data_path
    from matplotlib.ft2font import FT2Font

    folder = Path(get_data_path()) / "fonts" / "ttf"
    return str(folder), frozenset(FT2Font(str(folder / "DejaVuSans.ttf")).get_charmap())


def _shown(text: str) -> str:
    """Text without signs that no font has: a file for screen readers must not hold a missing letter."""
    known = _fonts()[1]
    return "".join(sign if ord(sign) in known or sign in "\n\t" else "\ufffd" for sign in clean(text))


def _plain(part: object) -> Any:
    """Blocks as dictionaries with their kind, pictures as files."""
    if isinstance(part, Picture):
        svg = _shown(standalone(part))
        return {"svg": svg, "alt": _shown(part.alt), "width": part.width, "height": part.height}
    if is_dataclass(part) and not isinstance(part, type):
        body = {field.name: _plain(getattr(part, field.name)) for field in fields(part) if field.name != "value"}
        return {"kind": type(part).__name__.lower(), **body}
    if isinstance(part, tuple):
        return [_plain(item) for item in part]
    return _shown(part) if isinstance(part, str) else part
