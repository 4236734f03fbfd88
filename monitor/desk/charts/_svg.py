"""Pieces of SVG: all that is written into it is made harmless here."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from math import ceil, floor, log10

WIDTH = 560
"""Units; the style sheet lets it grow and shrink with the page."""
LETTER = 6.6
"""Width of a letter of 12 units, on average."""


def element(tag: str, content: str = "", **attributes: str | float) -> str:
    """Write an element; `content` is SVG already. `class_` and `text_anchor` lose their underscores."""
    told = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_written(value)}"'
        for name, value in attributes.items()
    )
    return f"<{tag}{told}>{content}</{tag}>" if content else f"<{tag}{told}/>"


def words(text: str, x: float, y: float, *, anchor: str = "start", class_: str = "label") -> str:
    """Write words at a point."""
    return element("text", escape(plain(text)), x=x, y=y, text_anchor=anchor, class_=class_)


def hint(text: str) -> str:
    """Write what is shown when a pointer rests on the element around it."""
    return element("title", escape(plain(text)))


def picture(name: str, *, title: str, told: str, height: float, parts: Iterable[str]) -> str:
    """Wrap the parts in a picture that says what it is to who does not see it."""
    content = (
        element("title", escape(plain(title)), id=f"{name}-title")
        + element("desc", escape(plain(told)), id=f"{name}-told")
        + "".join(parts)
    )
    return element(
        "svg",
        content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {height:g}",
        role="img",
        aria_labelledby=f"{name}-title {name}-told",
        class_="chart",
    )


def cut(text: str, letters: int) -> str:
    """Shorten a name to the room that there is."""
    text = plain(text)
    return text if len(text) <= letters else f"{text[: letters - 1]}…"


def plain(text: str) -> str:
    """Drop what shows nothing or turns the direction of what follows."""
    return "".join(sign for sign in text if sign.isprintable())


def ticks(most: float) -> tuple[float, ...]:
    """Give three to six round numbers from 0 to at least `most`."""
    if most <= 0:
        return (0.0, 1.0)
    power = 10 ** floor(log10(most / 4))
    step = next(step * power for step in (1, 2, 5, 10) if most / (step * power) <= 5)
    if most <= 5:
        step = max(1.0, step)
    return tuple(step * number for number in range(ceil(most / step) + 1))


def figure(value: float) -> str:
    """Write a number in few letters: 1200 as 1.2k."""
    for size, sign in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:.3g}{sign}"
    return f"{value:.3g}"


def _written(value: str | float) -> str:
    return escape(value, quote=True) if isinstance(value, str) else f"{value:.5g}"
