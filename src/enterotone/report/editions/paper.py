"""Pictures for paper: the same drawings as on the screen, with their looks written into them.

The idea: on a page, a drawing takes its colours from the style sheet and its width from the column. Paper has
neither, so the rules about pictures are taken out of that same style sheet, with the colours of its block for print,
and are put inside the drawing; a drawing as wide as its column is given the width that it has on paper.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

from enterotone.report.editions.blocks import Picture

__all__ = ["FONTS", "standalone"]

FONTS = "'Libertinus Serif', 'DejaVu Sans'"
"""What the typesetter brings along, and what matplotlib ships for every other letter."""

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COLOUR = re.compile(r"--([a-z-]+):\s*(#[0-9a-f]{6})")


@lru_cache(maxsize=1)
def _looks() -> str:
    """Rules of the style sheet about pictures, with the colours of paper."""
    css = files("enterotone.report").joinpath("templates", "report.css").read_text(encoding="utf-8")
    screen, _, paper = css.partition("/* Paper */")
    colours = dict(_COLOUR.findall(paper))
    rules = []
    for selectors, body in _RULE.findall(screen.partition("/* Pictures */")[2].partition("/* Phone */")[0]):
        if ".fig" not in selectors or ":hover" in selectors:
            continue
        body = re.sub(r"var\(--([a-z-]+)\)", lambda match: colours[match[1]], body)
        # A shorthand for fonts is not read inside drawings; size and family are said apart.
        body = re.sub(r"font:\s*([\d.]+px)[^;]*", rf"font-size: \1; font-family: {FONTS}", body)
        rules.append(f"{selectors.strip()} {{{body.strip()}}}")
    return " ".join(rules)


def standalone(picture: Picture) -> str:
    """Write a picture as a file of its own.

    Parameters
    ----------
    picture : a drawing with its size.

    Returns
    -------
    str
        An SVG document that needs no style sheet and loads nothing.
    """
    head, _, rest = str(picture.svg).partition(">")
    head = re.sub(r' (?:width|height|role|aria-label|aria-hidden)="[^"]*"', "", head)
    if "viewBox" not in head:
        head += f' viewBox="0 0 {picture.width:g} {picture.height:g}"'
    head += f' width="{picture.width:g}" height="{picture.height:g}" xmlns="http://www.w3.org/2000/svg"'
    return f"{head}><style>{_looks()}</style>{rest}"
