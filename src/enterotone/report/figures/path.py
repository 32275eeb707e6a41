"""How the answers came about, in four pictures: sample, list of bacteria, computer, simulated people.

The idea: a reader who reads nothing else should see that the end of the way is a simulation and not a measurement:
the last two steps stand behind a dashed line.
"""

from __future__ import annotations

from markupsafe import Markup

from enterotone.report.figures.svg import element, picture, text

__all__ = ["PATH_SIZE", "path_picture"]

PATH_SIZE = (640.0, 168.0)
_STEP = 160.0


def path_picture(n: int) -> Markup:
    """Draw the way.

    Parameters
    ----------
    n : simulated individuals.
    """
    parts = [*_tube(80), *_bars(80 + _STEP), *_screen(80 + 2 * _STEP), *_people(80 + 3 * _STEP)]
    for k in range(3):
        x = 80 + _STEP * (k + 0.5)
        parts.append(element("path", d=f"M{x - 12:g} 62 h18 m-7 -7 l8 7 l-8 7", class_="fig-arrow"))
    titles = (
        ("Your stool sample", "one day, one moment"),
        ("Its bacteria", "shares, not amounts"),
        ("A computer model", "of the gut and body"),
        (f"{n} simulated people", "like you"),
    )
    for k, (above, below) in enumerate(titles):
        parts.append(text(above, 80 + _STEP * k, 128, class_="fig-name", anchor="middle"))
        parts.append(text(below, 80 + _STEP * k, 146, class_="fig-tick", anchor="middle"))
    parts.append(element("line", x1=320, x2=320, y1=84, y2=160, class_="fig-meal-line"))
    parts.append(text("measured", 312, 164, class_="fig-tick", anchor="end"))
    parts.append(text("simulated", 328, 164, class_="fig-tick"))
    words = (
        f"Four steps: your stool sample; the list of its bacteria; a computer model; {n} simulated people like you. "
        "The first two were measured, the last two are simulated."
    )
    return picture(words, *parts, class_="fig-path", viewBox=f"0 0 {PATH_SIZE[0]:g} {PATH_SIZE[1]:g}")


def _tube(x: float) -> list[Markup]:
    return [
        element("rect", x=x - 16, y=28, width=32, height=72, rx=12, class_="fig-outline"),
        element("path", d=f"M{x - 13:g} 66 h26 v20 a11 11 0 0 1 -11 11 h-4 a11 11 0 0 1 -11 -11 Z", class_="fig-soil"),
        element("rect", x=x - 20, y=20, width=40, height=14, rx=3, class_="fig-solid"),
    ]


def _bars(x: float) -> list[Markup]:
    lengths = (58, 44, 30, 20, 12)
    return [
        element("rect", x=x - 32, y=26 + 15 * k, width=length, height=10, rx=2, class_=f"fig-bar-{k % 3}")
        for k, length in enumerate(lengths)
    ]


def _screen(x: float) -> list[Markup]:
    return [
        element("rect", x=x - 38, y=26, width=76, height=56, rx=5, class_="fig-outline"),
        element("path", d=f"M{x - 28:g} 66 c10 0 12 -26 22 -26 s12 20 20 20 s8 -8 14 -10", class_="fig-median"),
        element("path", d=f"M{x - 14:g} 98 h28 M{x:g} 82 v16", class_="fig-arrow"),
    ]


def _people(x: float) -> list[Markup]:
    parts = []
    for k, (dx, dy) in enumerate(((-36, 30), (-12, 30), (12, 30), (36, 30), (-24, 66), (0, 66), (24, 66))):
        class_ = f"fig-bar-{k % 3}"
        parts.append(element("circle", cx=x + dx, cy=dy, r=6, class_=class_))
        parts.append(element("path", d=f"M{x + dx - 9:g} {dy + 25} v-8 a9 9 0 0 1 18 0 v8 Z", class_=class_))
    return parts
