"""Writing SVG: one function for an element, escaped by construction.

It leaves out everything SVG can do that no picture here needs.
"""

from __future__ import annotations

from markupsafe import Markup, escape

from enterotone.report.clean import clean

__all__ = ["element", "picture", "share", "text"]


def _value(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return clean(str(value))


def element(tag: str, *children: str, **attributes: object) -> Markup:
    """Write one element.

    Parameters
    ----------
    tag : name of the element.
    children : text (escaped) or markup.
    attributes : underscores become hyphens, one at the end is dropped (``class_``); None is left out.

    Examples
    --------
    >>> element("text", "a < b", class_="tick", x=1.5)
    Markup('<text class="tick" x="1.5">a &lt; b</text>')
    """
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(_value(value))}"'
        for name, value in attributes.items()
        if value is not None
    )
    inside = "".join(child if isinstance(child, Markup) else escape(clean(child)) for child in children)
    return Markup(f"<{tag}{written}>{inside}</{tag}>")


def share(fraction: float) -> str:
    """Write a place along the width as per cent, so that it follows the width of the picture."""
    return f"{100 * fraction:.2f}%"


def text(content: str, x: object, y: float, *, class_: str, anchor: str = "start") -> Markup:
    """Write one line of lettering."""
    return element("text", content, x=x, y=y, class_=class_, text_anchor=anchor)


def picture(description: str, *children: str, class_: str, **attributes: object) -> Markup:
    """Wrap elements into a picture that a screen reader announces as one image.

    Parameters
    ----------
    description : what the picture shows, in words.
    children : the elements.
    class_ : class that the style sheet knows.
    attributes : size or ``viewBox``.
    """
    return element("svg", *children, role="img", aria_label=description, class_=f"fig {class_}", **attributes)
