"""What is drawn: lines over time, bars, strips of cells; each knows its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

Value = str | float | None
Row = tuple[Value, ...]


class Cell(StrEnum):
    """How a stretch of time went."""

    GOOD = "good"
    MIXED = "mixed"
    BAD = "bad"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, a value for each bucket; None where there is nothing to tell."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines over the same buckets."""

    title: str
    told: str
    """What the picture says, in a sentence or two, for who does not see it."""
    buckets: tuple[str, ...]
    lines: tuple[Line, ...]
    axis: str = ""
    """What the buckets are."""

    @property
    def head(self) -> tuple[str, ...]:
        """Name the columns of its table."""
        return (self.axis, *(line.name for line in self.lines))

    @property
    def rows(self) -> Sequence[Row]:
        """Give the rows of its table."""
        columns = zip(*(line.values for line in self.lines), strict=True)
        if not self.lines:
            return [(bucket,) for bucket in self.buckets]
        return [(bucket, *values) for bucket, values in zip(self.buckets, columns, strict=True)]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar."""

    name: str
    value: float
    count: int | None = None
    """On how many it stands; None where the value is a count itself."""


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars, the longest first."""

    title: str
    told: str
    bars: tuple[Bar, ...]
    head: tuple[str, ...] = ()
    """Heads of its table: the name's, the value's and, where bars have one, the count's."""

    @property
    def rows(self) -> Sequence[Row]:
        """Give the rows of its table."""
        return [
            (bar.name, bar.value) if bar.count is None else (bar.name, bar.value, bar.count)
            for bar in self.bars
        ]


@dataclass(frozen=True, slots=True)
class Strip:
    """One row of cells, one for each bucket."""

    name: str
    cells: tuple[Cell, ...]
    counts: tuple[tuple[int, int], ...]
    """How many there were in each, and how many of them went wrong."""


@dataclass(frozen=True, slots=True)
class Strips:
    """Rows of cells over the same buckets."""

    title: str
    told: str
    buckets: tuple[str, ...]
    strips: tuple[Strip, ...]
    head: tuple[str, ...] = ()
    """Heads of its table: whose, when, how many, how many of them wrong."""

    @property
    def rows(self) -> Sequence[Row]:
        """Give the rows of its table: those where there was anything."""
        return [
            (strip.name, bucket, *counts)
            for strip in self.strips
            for bucket, counts in zip(self.buckets, strip.counts, strict=True)
            if counts[0]
        ]


Chart = Lines | Bars | Strips
