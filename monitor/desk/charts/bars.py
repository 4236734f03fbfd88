"""Draw bars, each with its name before it and its number behind it."""

from __future__ import annotations

from monitor.desk.charts._nouns import Bar, Bars
from monitor.desk.charts._svg import LETTER, WIDTH, cut, element, figure, hint, picture, words

NAMES, FIGURES = 170, 60
"""Units for the names before and the numbers behind."""
THICK, STEP = 16, 24
MOST = 24
"""Bars that are drawn; the table has all."""


def draw_bars(chart: Bars, *, name: str) -> str:
    """Draw the longest bars."""
    bars = chart.bars[:MOST]
    most = max((bar.value for bar in bars), default=0) or 1
    parts = [_bar(bar, at, most) for at, bar in enumerate(bars)]
    height = STEP * max(1, len(bars)) + 8
    return picture(name, title=chart.title, told=chart.told, height=height, parts=parts)


def _bar(bar: Bar, at: int, most: float) -> str:
    y = 4 + STEP * at
    length = max(1.0, (WIDTH - NAMES - FIGURES) * bar.value / most)
    label = words(cut(bar.name, int(NAMES / LETTER) - 1), NAMES - 8, y + 13, anchor="end")
    body = element("rect", x=NAMES, y=y, width=length, height=THICK, class_="bar")
    number = words(figure(bar.value), NAMES + length + 6, y + 13)
    return element("g", hint(f"{bar.name}: {bar.value:.10g}") + label + body + number)
