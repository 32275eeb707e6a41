"""A share as a filled bar: how much of the sample was recognised, how much a taxon holds.

The idea: a number with its length beside it; nothing else.
"""

from __future__ import annotations

from markupsafe import Markup

from enterotone.report.figures.svg import element, share

__all__ = ["share_picture"]


def share_picture(fraction: float, whole: float | None = None) -> Markup:
    """Draw a bar. The number stands beside it in the page, so the bar itself is hidden from screen readers.

    Parameters
    ----------
    fraction : what the bar shows.
    whole : what fills it entirely; without it the bar lies on a rail that stands for all.
    """
    filled = min(max(fraction / (whole or 1.0), 0.0), 1.0)
    rail = [] if whole else [element("rect", width="100%", height="100%", rx=2, class_="fig-rail")]
    return element(
        "svg",
        *rail,
        element("rect", width=share(filled), height="100%", rx=2, class_="fig-fill"),
        class_="fig fig-strip",
        aria_hidden="true",
        width="100%",
        height=8,
    )
