"""Say on which side of its sum a label stands where both have lines of their own.

Cards and tables put either first: `400 000 ₽` over `at signing`, or the label over the value.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.text.money import Sum
from monitor.text.phrases import Match

_WORDS = re.compile(r"[^\W\d_]{4,}")
_WORDS_BESIDE = 2
"""Longer words that may stand beside a sum that has a line of its own."""
ABOVE, BELOW = -1, 1


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    sums: int
    has_label: bool
    words: int

    @property
    def is_value(self) -> bool:
        return self.sums == 1 and not self.has_label and self.words <= _WORDS_BESIDE

    @property
    def is_label(self) -> bool:
        return not self.sums and self.has_label


class Layout:
    """The lines of a text that hold one sum alone, and where their labels are."""

    def __init__(self, text: str, sums: Sequence[Sum], labels: Sequence[Match]) -> None:
        lines = list(_lines(text, sums, [m.start for m in labels]))
        self._values = [line for line in lines if line.is_value]
        self._starts = [line.start for line in self._values]
        self.side = _side(lines) if self._values else 0
        """ABOVE, BELOW, or 0 where nothing tells."""

    def is_alone(self, at: int) -> bool:
        """Tell whether a sum has a line of its own."""
        index = bisect.bisect_right(self._starts, at) - 1
        return index >= 0 and at < self._values[index].end


def _lines(text: str, sums: Sequence[Sum], labels: Sequence[int]) -> Iterator[_Line]:
    starts = [sum_.start for sum_ in sums]
    start = 0
    for written in text.split("\n"):
        end = start + len(written) + 1
        if written.strip():
            count = _count(starts, start, end)
            only = sums[bisect.bisect_left(starts, start)] if count == 1 else None
            words = _words_beside(text, only, start, end) if only else 0
            yield _Line(start, end, count, _count(labels, start, end) > 0, words)
        start = end


def _words_beside(text: str, only: Sum, start: int, end: int) -> int:
    """Count the longer words of a line outside of its one sum."""
    return len(_WORDS.findall(text, start, only.start)) + len(_WORDS.findall(text, only.end, end))


def _count(places: Sequence[int], start: int, end: int) -> int:
    return bisect.bisect_left(places, end) - bisect.bisect_left(places, start)


def _side(lines: Sequence[_Line]) -> int:
    """Count on which side more values have a label; the first value decides between equals."""
    above = [a.is_label and b.is_value for a, b in itertools.pairwise(lines)]
    below = [a.is_value and b.is_label for a, b in itertools.pairwise(lines)]
    if sum(above) == sum(below):
        first = next(index for index, line in enumerate(lines) if line.is_value)
        return ABOVE if first and lines[first - 1].is_label else BELOW if any(below) else 0
    return ABOVE if sum(above) > sum(below) else BELOW
