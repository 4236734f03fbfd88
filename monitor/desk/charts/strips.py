"""Draw strips of cells: how each stretch of time went, by sign as well as by colour."""

from __future__ import annotations

from monitor.desk.charts._nouns import Cell, Strip, Strips
from monitor.desk.charts._svg import LETTER, WIDTH, cut, element, hint, picture, words

NAMES, RIGHT = 150, 8
HIGH, STEP = 18, 24
SIGNS = {Cell.GOOD: "", Cell.MIXED: "!", Cell.BAD: "×", Cell.NOTHING: ""}
LABELS = 5


def draw_strips(chart: Strips, *, name: str) -> str:
    """Draw a strip a row, and the days below."""
    wide = (WIDTH - NAMES - RIGHT) / max(1, len(chart.buckets))
    parts = [_strip(strip, at, wide, chart.buckets) for at, strip in enumerate(chart.strips)]
    y = 4 + STEP * len(chart.strips) + 12
    every = -(-len(chart.buckets) // LABELS) or 1
    for at in range(len(chart.buckets) - 1, -1, -every):
        is_last = at == len(chart.buckets) - 1
        x = WIDTH - RIGHT if is_last else NAMES + wide * (at + 0.5)
        parts.append(words(chart.buckets[at], x, y, anchor="end" if is_last else "middle"))
    return picture(name, title=chart.title, told=chart.told, height=y + 8, parts=parts)


def _strip(strip: Strip, at: int, wide: float, buckets: tuple[str, ...]) -> str:
    y = 4 + STEP * at
    parts = [words(cut(strip.name, int(NAMES / LETTER) - 1), NAMES - 8, y + 14, anchor="end")]
    for number, (cell, bucket) in enumerate(zip(strip.cells, buckets, strict=True)):
        parts.append(_cell(cell, NAMES + wide * number, y, wide))
        looks, faults = strip.counts[number]
        parts[-1] = element(
            "g",
            hint(f"{strip.name}, {bucket}: {looks}, {faults}") + parts[-1],
            class_=f"cell {cell.value}",
        )
    return element("g", "".join(parts))


def _cell(cell: Cell, x: float, y: float, wide: float) -> str:
    body = element("rect", x=x + 0.5, y=y, width=max(1.0, wide - 1), height=HIGH)
    sign = SIGNS[cell]
    return body + (
        words(sign, x + wide / 2, y + 14, anchor="middle", class_="sign") if sign else ""
    )
