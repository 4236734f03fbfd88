"""Draw lines over time, told apart by dash and mark as well as by colour.

The figures of the axis stand at the newest end, where a phone begins to show the picture; what each
line is stands in a list of its own, which wraps and needs no scrolling.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from monitor.desk.charts._nouns import Line, Lines
from monitor.desk.charts._svg import (
    WIDTH,
    element,
    figure,
    hint,
    picture,
    ticks,
    words,
)

LEFT, RIGHT, TOP, PLOT = 16, 46, 12, 210
"""Units around and within."""
KINDS = 6
"""Looks that lines can have; further ones would repeat a look."""
SAMPLE = 32
"""Units of a line's sample."""
LABELS = 5
"""Bucket names below the axis: more would touch each other."""


@dataclass(frozen=True, slots=True)
class _Plot:
    buckets: int
    top: float
    """The value at the upper edge."""

    def x(self, at: int) -> float:
        step = (WIDTH - LEFT - RIGHT) / max(1, self.buckets - 1)
        return LEFT + step * at

    def y(self, value: float) -> float:
        return TOP + PLOT * (1 - value / self.top)


def draw_lines(chart: Lines, *, name: str) -> str:
    """Draw all lines in one frame."""
    lines = chart.lines[:KINDS]
    most = max((value for line in lines for value in line.values if value is not None), default=0)
    marks = ticks(most)
    plot = _Plot(len(chart.buckets), marks[-1])
    parts = [*_axis(plot, marks), *_names(plot, chart.buckets)]
    parts += [_line(plot, line, kind, chart.buckets) for kind, line in enumerate(lines)]
    height = TOP + PLOT + 28
    return picture(name, title=chart.title, told=chart.told, height=height, parts=parts)


def samples(chart: Lines) -> list[tuple[str, str]]:
    """Give each line's sample as a small picture, and its name as plain words."""
    return [(_sample(kind), line.name) for kind, line in enumerate(chart.lines[:KINDS])]


def _axis(plot: _Plot, marks: tuple[float, ...]) -> Iterator[str]:
    for mark in marks:
        y = plot.y(mark)
        yield element("line", x1=LEFT, x2=WIDTH - RIGHT, y1=y, y2=y, class_="grid")
        yield words(figure(mark), WIDTH - RIGHT + 8, y + 4)


def _names(plot: _Plot, buckets: tuple[str, ...]) -> Iterator[str]:
    every = -(-len(buckets) // LABELS) or 1
    last = len(buckets) - 1
    for at in range(last, -1, -every):
        anchor = "end" if plot.x(at) > LEFT + 60 else "start"
        yield words(buckets[at], plot.x(at), TOP + PLOT + 18, anchor=anchor)


def _line(plot: _Plot, line: Line, kind: int, buckets: tuple[str, ...]) -> str:
    """Draw a line, broken where it has no value, with a mark and its number at each bucket."""
    stretches = " ".join(_stretch(plot, line))
    path = element("path", d=stretches, fill="none", class_="line") if stretches else ""
    points = "".join(
        element(
            "g",
            hint(f"{line.name}, {bucket}: {value:.10g}") + mark(kind, plot.x(at), plot.y(value)),
        )
        for at, (bucket, value) in enumerate(zip(buckets, line.values, strict=True))
        if value is not None
    )
    return element("g", path + points, class_=f"series s{kind}")


def _stretch(plot: _Plot, line: Line) -> Iterator[str]:
    pen_is_down = False
    for at, value in enumerate(line.values):
        if value is not None:
            yield f"{'L' if pen_is_down else 'M'}{plot.x(at):.1f} {plot.y(value):.1f}"
        pen_is_down = value is not None


def mark(kind: int, x: float, y: float) -> str:
    """Draw one of six marks around a point."""
    shapes = (
        "M{0} {3}h6v6h-6z",
        "M{1} {2}l4 7h-8z",
        "M{1} {2}l4 4l-4 4l-4 -4z",
        "M{0} {3}l6 6m0 -6l-6 6",
        "M{1} {2}v8m-4 -4h8",
    )
    if kind % KINDS == 0:
        return element("circle", cx=round(x, 1), cy=round(y, 1), r=3, class_="mark")
    shape = shapes[kind % KINDS - 1]
    spots = (x - 3, x, y - 4, y - 3)
    return element("path", d=shape.format(*(f"{spot:.1f}" for spot in spots)), class_="mark")


def _sample(kind: int) -> str:
    stroke = element("path", d=f"M2 8h{SAMPLE - 4}", fill="none", class_="line")
    content = element("g", stroke + mark(kind, SAMPLE / 2, 8), class_=f"series s{kind}")
    return element(
        "svg",
        content,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {SAMPLE} 16",
        aria_hidden="true",
        class_="chart sample",
    )
